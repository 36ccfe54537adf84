#include "checks/text/hints.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "base/short_text.h"
#include "base/text.h"

namespace cardlint::checks {
namespace {

constexpr std::size_t kPiece = 3;    // what the index knows words by
constexpr std::size_t kThirds = 16;  // buckets that pieces with the same two first bytes have

std::uint32_t pair_hash(const char* at) {
  return read_word<std::uint16_t>(at) * 2654435761u;
}

IndexedWord::Piece piece_at(const char* at) {
  return {pair_hash(at), static_cast<unsigned char>(at[2]) % std::uint32_t{kThirds}};
}

}  // namespace

IndexedWord::IndexedWord(std::string_view word) : text(word) {
  if (word.size() <= kPiece) return;
  first = piece_at(word.data());
  second = piece_at(word.data() + 1);
}

WordIndex::WordIndex(const DocumentFacts& facts) : texts_(facts.shared<FoldedTexts>()) {
  const std::string& all = texts_.all;
  const auto bits = static_cast<unsigned>(std::bit_width(all.size() / 8));
  const unsigned used = std::clamp(bits, 10u, 16u);
  shift_ = 32 - used;
  last_.assign(std::size_t{1} << used, kNone);
  if (all.size() < kPiece) return;
  const std::size_t places = (all.size() - kPiece) / 2 + 1;
  previous_ = std::make_unique_for_overwrite<std::uint32_t[]>(places);
  for (std::uint32_t half = 0; half < places; ++half) {
    std::uint32_t& last = last_[bucket(piece_at(all.data() + std::size_t{half} * 2))];
    previous_[half] = last;
    last = half;
  }
}

std::size_t WordIndex::bucket(const IndexedWord::Piece& piece) const {
  return (piece.pair_hash >> shift_ & ~(kThirds - 1)) | piece.third;
}

template <class Visit>
void WordIndex::each_place(std::size_t bucket, Visit&& visit) const {
  for (std::uint32_t half = last_[bucket]; half != kNone; half = previous_[half])
    visit(std::size_t{half} * 2);
}

template <class Visit>
void WordIndex::each(const IndexedWord& indexed, Visit&& visit) const {
  const std::string_view word = indexed.text;
  if (word.size() > kPiece && last_[bucket(indexed.first)] == kNone &&
      last_[bucket(indexed.second)] == kNone)
    return;
  const std::string_view all = texts_.all;
  const auto& entries = texts_.entries;
  const auto begin = [&](std::size_t i) {
    return static_cast<std::size_t>(entries[i].folded.data() - all.data());
  };
  // The text that a place lies in: looked for again only when the places have left it.
  std::size_t text = entries.size();
  const auto hit = [&](std::size_t at) {
    const bool same = text < entries.size() && at >= begin(text) &&
                      at < begin(text) + entries[text].folded.size();
    if (!same) {
      const auto after = std::upper_bound(entries.begin(), entries.end(), all.data() + at,
                                          [](const char* place, const FoldedTexts::Entry& entry) {
                                            return place < entry.folded.data();
                                          });
      text = static_cast<std::size_t>(after - entries.begin()) - 1;
    }
    if (at + word.size() <= begin(text) + entries[text].folded.size()) visit(text);
  };
  if (word.empty()) {
    for (std::size_t i = 0; i < entries.size(); ++i) visit(i);
    return;
  }
  if (word.size() < kPiece) {
    for (std::size_t at = all.find(word); at != std::string_view::npos; at = all.find(word, at + 1))
      hit(at);
    return;
  }
  // One byte tells most of what shares a bucket from the word.
  const auto hit_if_there = [&](std::size_t at) {
    if (all[at] == word.front() && same_text(all.substr(at, word.size()), word)) hit(at);
  };
  const auto hit_if_before = [&](std::size_t at) {
    if (at > 0) hit_if_there(at - 1);
  };
  if (word.size() > kPiece) {
    each_place(bucket(indexed.first), hit_if_there);
    return each_place(bucket(indexed.second), hit_if_before);
  }
  each_place(bucket(piece_at(word.data())), hit_if_there);
  // Whatever the third byte of the piece behind the first: it is not the word's.
  IndexedWord::Piece second{pair_hash(word.data() + 1), 0};
  for (; second.third < kThirds; ++second.third) each_place(bucket(second), hit_if_before);
}

Hints::Hints(const std::vector<std::string_view>& groups) {
  groups_.reserve(groups.size());
  for (const std::string_view words : groups) {
    std::vector<IndexedWord>& group = groups_.emplace_back();
    for (const std::string_view word : split(words, '|')) group.emplace_back(word);
  }
}

std::vector<std::size_t> Hints::allowed(const WordIndex& index) const {
  std::vector<std::size_t> places;
  if (groups_.empty()) {
    places.resize(index.texts().entries.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
  }
  for (const std::vector<IndexedWord>& group : groups_) {
    std::vector<std::size_t> marked;
    const auto mark = [&](std::size_t place) { marked.push_back(place); };
    for (const IndexedWord& word : group) index.each(word, mark);
    std::sort(marked.begin(), marked.end());
    marked.erase(std::unique(marked.begin(), marked.end()), marked.end());
    if (&group != &groups_.front()) {
      std::erase_if(marked, [&](std::size_t place) {
        return !std::binary_search(places.begin(), places.end(), place);
      });
    }
    places = std::move(marked);
    if (places.empty()) break;
  }
  return places;
}

AllowedNodes::AllowedNodes(const DocumentFacts& facts) : index_(facts.shared<WordIndex>()) {}

const AllowedNodes::Folded& AllowedNodes::of(const Hints& hints) const {
  const auto [known, added] = known_.try_emplace(&hints);
  if (added) {
    for (const std::size_t place : hints.allowed(index_)) {
      const auto& [text, folded] = index_.texts().entries[place];
      if (!text.is_key) known->second.emplace(text.at.id(), folded);
    }
  }
  return known->second;
}

}  // namespace cardlint::checks

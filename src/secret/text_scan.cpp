#include "secret/text_scan.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "secret/character_classes.h"
#include "secret/family_table.h"
#include "secret/placeholder.h"
#include "secret/proof.h"

namespace cardlint {
namespace {

constexpr double kEntropyFloor = 3.0;  // bits a character; invented samples repeat themselves

// The end of the segments from `at` on, or nothing. Greedy: no family needs to go back.
std::optional<std::size_t> match(std::string_view text, std::size_t at,
                                 std::span<const Segment> segments) {
  for (const Segment& s : segments) {
    if (!s.literal.empty()) {
      if (!text.substr(at).starts_with(s.literal)) return std::nullopt;
      at += s.literal.size();
      continue;
    }
    const std::uint16_t bit = class_bit(s.set);
    std::size_t count = 0;
    while (count < s.max && at < text.size() && in_class(text[at], bit)) {
      ++at;
      ++count;
    }
    if (count < s.min) return std::nullopt;
  }
  return at;
}

// The same backwards from `end`: where the lead begins. Leads hold no literals.
std::optional<std::size_t> match_lead(std::string_view text, std::size_t end,
                                      std::span<const Segment> lead) {
  for (std::size_t i = lead.size(); i-- > 0;) {
    const std::uint16_t bit = class_bit(lead[i].set);
    std::size_t count = 0;
    while (count < lead[i].max && end > 0 && in_class(text[end - 1], bit)) {
      --end;
      ++count;
    }
    if (count < lead[i].min) return std::nullopt;
  }
  return end;
}

bool bounded_before(std::string_view text, std::size_t at) {
  return at == 0 || !is_word_character(text[at - 1]);
}

bool may_begin(const Family& family, std::string_view text, std::size_t at) {
  if (bounded_before(text, at) || !is_word_character(text[at])) return true;
  if (family.loose && (text[at - 1] == '-' || text[at - 1] == '_')) return true;
  return !family.after.empty() && text.substr(0, at).ends_with(family.after);
}

bool bounded_after(std::string_view text, std::size_t at) {
  return at >= text.size() || !is_word_character(text[at]);
}

bool convincing(const Family& family, std::string_view token, std::string_view body) {
  if (family.proof == Proof::Shape) return true;
  const std::string_view judged = family.lead.empty() ? body : token;
  if (family.proof == Proof::Entropy) return entropy(judged) >= kEntropyFloor;
  if (is_public_sample(token)) return false;
  if (family.proof != Proof::None) return proven(family.proof, token, body);
  return entropy(judged) >= kEntropyFloor && !is_placeholder(judged);
}

SecretHit hit_of(const Family& family, std::size_t begin, std::size_t body, std::size_t end) {
  const bool checksum = family.proof >= Proof::Base62Crc;
  const std::string_view prefix = family.lead.empty() ? family.prefix : std::string_view();
  return {
      family.topic,
      std::string(family.what),
      fmt::format("{}… ({} characters{})", prefix, end - begin, checksum ? ", checksum valid" : ""),
      begin,
      family.lead.empty() ? body : begin,
      end};
}

std::optional<SecretHit> match_family(const Family& family, std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with(family.prefix)) return std::nullopt;
  const auto begin = match_lead(text, at, family.lead);
  if (!begin || !may_begin(family, text, *begin)) return std::nullopt;
  const std::size_t body = at + family.prefix.size();
  const auto end = match(text, body, family.body);
  if (!end || !bounded_after(text, *end)) return std::nullopt;
  if (!convincing(family, text.substr(*begin, *end - *begin), text.substr(body, *end - body)))
    return std::nullopt;
  return hit_of(family, *begin, body, *end);
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::vector<SecretHit> run() {
    const FamilyIndex& index = family_index();
    for (std::size_t at = 0; at + 2 < text_.size();) {
      const std::uint8_t number = index.group_of[pair_of(text_[at], text_[at + 1])];
      if (number == 0 || !index.groups[number].may_go_on_with(text_[at + 2])) {
        ++at;
        continue;
      }
      const std::size_t end = look(at, index.groups[number]);
      at = std::max(at + 1, end);
    }
    for (const std::size_t slashes : addresses_) scan_address(text_, slashes, hits_);
    if (text_.find(';') != std::string_view::npos) scan_settings_string(text_, hits_);
    return hits_.take();
  }

 private:
  // The end of what was found at `at`, or 0.
  std::size_t look(std::size_t at, const FamilyGroup& group) {
    if (const std::size_t end = look_for_shape(at); end != 0) return end;
    for (const Family& family :
         token_families().subspan(group.first, std::size_t{group.end} - group.first)) {
      if (auto hit = match_family(family, text_, at)) {
        hits_.push_back(std::move(*hit));
        return hits_.back().end;
      }
    }
    return 0;
  }

  std::size_t look_for_shape(std::size_t at) {
    const std::string_view rest = text_.substr(at);
    switch (rest[0]) {
      case '/':
        if (rest.starts_with("//") && at > 0 && text_[at - 1] == ':') addresses_.push_back(at);
        return 0;
      case 'e':
        return rest.starts_with("eyJ") && bounded_before(text_, at) ? scan_jwt(text_, at, hits_)
                                                                    : 0;
      case '-':
        return rest.starts_with("-----BEGIN ") ? scan_pem(text_, at, hits_) : 0;
      case 'P':
        if (no_putty_ || !rest.starts_with("PuTTY-User-Key-File-")) return 0;
        if (const std::size_t end = scan_putty(text_, at, hits_); end != 0) return end;
        no_putty_ = true;
        return 0;
      case 'L':
        return rest.starts_with("LS0tLS1CRUdJTi") ? scan_wrapped_pem(text_, at, hits_) : 0;
      case 'A':
      case 'a':
        return scan_authorization(text_, at, hits_);
      default:
        return 0;
    }
  }

  std::string_view text_;
  SecretHits hits_;
  std::vector<std::size_t> addresses_;
  bool no_putty_ = false;  // what ends such a key is not in the rest of the text
};

bool has_escape(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 < text.size() && in_class(text[at + 1], class_bit('x')) &&
        in_class(text[at + 2], class_bit('x')))
      return true;
  }
  return false;
}

bool begin_with(std::span<const std::string> words, std::string_view key) {
  for (const std::string& word : words) {
    if (!key.starts_with(word)) return false;
    key.remove_prefix(word.size());
    if (key.empty()) return true;
    if (key.front() != ' ') return false;
    key.remove_prefix(1);
  }
  return false;
}

// The words of `key` stand side by side among the words of a name.
bool has_words(std::span<const std::string> words, std::string_view key) {
  for (; !words.empty(); words = words.subspan(1)) {
    if (begin_with(words, key)) return true;
  }
  return false;
}

}  // namespace

void SecretHits::push_back(SecretHit hit) {
  std::size_t begin = hit.begin, end = hit.end;
  auto next = taken_.lower_bound(begin);
  if (next != taken_.begin() && std::prev(next)->second >= begin) --next;
  while (next != taken_.end() && next->first <= end) {
    begin = std::min(begin, next->first);
    end = std::max(end, next->second);
    next = taken_.erase(next);
  }
  taken_.emplace(begin, end);
  hits_.push_back(std::move(hit));
}

bool SecretHits::overlap(std::size_t begin, std::size_t end) const {
  const auto behind = taken_.lower_bound(end);
  return behind != taken_.begin() && begin < std::prev(behind)->second;
}

std::vector<SecretHit> scan_text(std::string_view text) {
  if (text.size() < kShortestSecret) return {};
  std::vector<SecretHit> hits = Scan(text).run();
  if (!hits.empty() || !has_escape(text)) return hits;
  // What percent signs hide is not to be placed exactly: the whole text counts as secret.
  const std::string decoded = decode_percent(text);
  hits = Scan(decoded).run();
  for (SecretHit& hit : hits) {
    hit.begin = hit.body = 0;
    hit.end = text.size();
  }
  if (hits.size() > 1) hits.resize(1);
  return hits;
}

ScanPlaces::ScanPlaces(std::string_view source)
    : source_(source), blocks_(source.size() / kBlock + 1) {
  const auto& distances = family_anchors().distances;
  const auto at_pair = [&](std::size_t at) { return distances[wide_pair_at(source.data() + at)]; };
  // Nearly no pair is an anchor: so some are looked at together.
  constexpr std::size_t kTogether = 8;
  std::size_t at = 0;
  const auto look_each = [&](std::size_t end) {
    for (; at < end; ++at) {
      if (const std::uint8_t found = at_pair(at)) look(at, found);
    }
  };
  while (at + kTogether < source.size()) {
    const unsigned any = at_pair(at) | at_pair(at + 1) | at_pair(at + 2) | at_pair(at + 3) |
                         at_pair(at + 4) | at_pair(at + 5) | at_pair(at + 6) | at_pair(at + 7);
    if (any != 0) {
      look_each(at + kTogether);
    } else {
      at += kTogether;
    }
  }
  if (!source.empty()) look_each(source.size() - 1);
  // What Scan::run and scan_text ask for besides.
  for (const char sign : {';', '%'}) {
    for (at = source.find(sign); at != std::string_view::npos; at = source.find(sign, at + 1))
      mark(at);
  }
}

// Marks what begins a token, seen by its anchor at `at`, so far before it as one of `distances`.
void ScanPlaces::look(std::size_t at, unsigned distances) {
  const FamilyIndex& index = family_index();
  for (; distances != 0; distances &= distances - 1) {
    const auto distance = static_cast<std::size_t>(std::countr_zero(distances));
    if (distance > at) return;
    const std::string_view begin = source_.substr(at - distance, 3);
    if (begin.size() < 3) continue;
    const std::uint8_t number = index.group_of[pair_of(begin[0], begin[1])];
    if (number != 0 && index.groups[number].may_go_on_with(begin[2])) mark(at - distance);
  }
}

std::vector<SecretHit> scan_keyed(std::string_view value, const std::vector<std::string>& words) {
  for (const Family& family : keyed_families()) {
    if (std::none_of(family.keys.begin(), family.keys.end(),
                     [&](std::string_view key) { return has_words(words, key); }))
      continue;
    auto hit = match_family(family, value, 0);
    if (hit && hit->end == value.size()) return {std::move(*hit)};
  }
  return {};
}

}  // namespace cardlint

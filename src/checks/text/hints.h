// A quick look for words, before an expression is compiled: whether a text can match at all.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checks/text/texts.h"
#include "rules/check.h"

namespace cardlint::checks {

// A word and what an index of any size knows it by: the hashes of its first three bytes and of the
// three that begin at its second.
struct IndexedWord {
  explicit IndexedWord(std::string_view word);

  struct Piece {
    std::uint32_t pair_hash = 0;
    std::uint32_t third = 0;
  };
  std::string_view text;
  Piece first, second;  // of words with more than three bytes
};

// Where three bytes of the folded texts of a document stand: looking a word up costs what it
// occurs, not what the document is long. Made once for the words of all rules. Every second place
// is in it: a word stands at one of them or one byte before.
class WordIndex {
 public:
  explicit WordIndex(const DocumentFacts& facts);

  const FoldedTexts& texts() const { return texts_; }
  // Calls visit(place in the list of texts) for the texts that hold `word`, in any order, some more
  // than once.
  template <class Visit>
  void each(const IndexedWord& word, Visit&& visit) const;

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::size_t bucket(const IndexedWord::Piece& piece) const;
  // Calls visit(place) for the indexed places of a bucket.
  template <class Visit>
  void each_place(std::size_t bucket, Visit&& visit) const;

  const FoldedTexts& texts_;
  unsigned shift_;
  std::vector<std::uint32_t> last_;            // by bucket: the last of its places, halved
  std::unique_ptr<std::uint32_t[]> previous_;  // by half a place: the one before in its bucket
};

class Hints;

// The nodes whose texts hints allow, kept for the document: a check that runs on many of its nodes
// asks once.
class AllowedNodes {
 public:
  explicit AllowedNodes(const DocumentFacts& facts);
  // The folded texts that are allowed, by their nodes.
  using Folded = std::unordered_map<NodeId, std::string_view>;
  const Folded& of(const Hints& hints) const;

 private:
  const WordIndex& index_;
  // A document is judged by one thread.
  mutable std::unordered_map<const Hints*, Folded> known_;
};

class Hints {
 public:
  // Each of `groups` is a list of words joined by '|', of which one must occur.
  explicit Hints(const std::vector<std::string_view>& groups);
  // The places of the texts that are allowed, in order; all without groups.
  std::vector<std::size_t> allowed(const WordIndex& index) const;

 private:
  std::vector<std::vector<IndexedWord>> groups_;
};

}  // namespace cardlint::checks

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

// Where each three bytes of the folded texts of a document stand: looking a word up costs what it
// occurs, not what the document is long. Made once for the words of all rules.
class WordIndex {
 public:
  explicit WordIndex(const DocumentFacts& facts);

  const FoldedTexts& texts() const { return texts_; }
  // Calls visit(place in the list of texts) for the texts that hold `word`, in any order, some more
  // than once.
  template <class Visit>
  void each(std::string_view word, Visit&& visit) const;

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::size_t bucket(const char* at) const;

  const FoldedTexts& texts_;
  unsigned shift_;
  std::vector<std::uint32_t> last_;            // by bucket: the last place
  std::unique_ptr<std::uint32_t[]> previous_;  // by place: the one before in the same bucket
};

class Hints;

// The nodes whose texts hints allow, kept for the document: a check that runs on many of its nodes
// asks once.
class AllowedNodes {
 public:
  explicit AllowedNodes(const DocumentFacts& facts);
  // The folded text of the value where it is allowed; empty where it is not.
  std::string_view folded(const Hints& hints, Value value) const;

 private:
  const WordIndex& index_;
  // A document is judged by one thread.
  mutable std::unordered_map<const Hints*, std::unordered_map<NodeId, std::string_view>> known_;
};

class Hints {
 public:
  // Each of `groups` is a list of words joined by '|', of which one must occur.
  explicit Hints(const std::vector<std::string_view>& groups);
  // The places of the texts that are allowed, in order; all without groups.
  std::vector<std::size_t> allowed(const WordIndex& index) const;

 private:
  std::vector<std::vector<std::string_view>> groups_;
};

}  // namespace cardlint::checks

// `# cardlint-ignore ID[, ID] reason` on a line or right above it: what the comments of a document
// suppress, and what is wrong with them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "rules/rule_set.h"
#include "rules/suppression_fault.h"

namespace cardlint {

class CommentSuppressions {
 public:
  // None for a document that could not be read, and in JSON, which has no comments.
  CommentSuppressions(const Document& document, const RuleSet& rules, std::string_view today);

  // The reason of a comment that covers a finding of `rule` on this 1-based line, or nothing.
  std::optional<std::string> reason_for(std::string_view rule, std::uint32_t line);

  // Faults of all comments. What named a rule for which `judged` says no (it did not run, or saw
  // only a part) is not called unused.
  std::vector<SuppressionFault> faults(const std::function<bool(const Rule& rule)>& judged) const;

 private:
  struct Name {
    std::string text;  // of a rule or group
    Span span;
    bool used = false;
  };
  struct Entry {
    std::vector<Name> names;
    std::string reason;
    std::string until;       // empty: for ever
    std::uint32_t line = 0;  // whose findings it covers
    bool expired = false;
  };
  class Words;
  void read(const SourceFile& source, Span comment, std::uint32_t line, std::string_view today);
  void read_names(Words& words, Entry& entry);
  void malformed(Span span, std::string detail);
  bool is_known(std::string_view name) const;
  std::vector<std::string_view> ids() const;

  const RuleSet& rules_;
  std::vector<Entry> entries_;
  std::size_t names_ = 0;    // read so far
  std::size_t unknown_ = 0;  // of them, those of no rule
  std::vector<SuppressionFault> faults_;
};

}  // namespace cardlint

// What each consumer does with a document, gathered from the rules that name it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diag/consumer.h"
#include "doc/document.h"
#include "rules/rule.h"

namespace cardlint {

// The consumers that a document is meant for when nobody says otherwise: a manifest for
// smithery-cli; a card for smithery-scan when it is of Smithery's dialect or lies where the scan
// looks, for sep-2127 when it claims that form.
ConsumerSet default_targets(const Document& document);

class VerdictBook {
 public:
  explicit VerdictBook(const Document& document);
  // A finding of `rule`, whose case has these effects.
  void record(std::string_view rule, std::span<const ConsumerEffect> effects);
  // In the order of the consumers. A document that could not be read has a verdict only where a
  // rule gave one.
  std::vector<ConsumerVerdict> verdicts() const;

 private:
  struct Entry {
    Verdict verdict = Verdict::NotApplicable;
    std::set<std::string, std::less<>> because;
  };
  std::map<Consumer, Entry> entries_;  // only consumers that read this kind
};

}  // namespace cardlint

// What checks may ask about one document beside its tree, each found when a rule first asks.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/check.h"
#include "schema/schema_set.h"
#include "secret/document_secrets.h"

namespace cardlint {

class Facts final : public DocumentFacts {
 public:
  Facts(const Document& document, const SchemaSet& schemas)
      : document_(document), schemas_(schemas), selections_(document.root()) {}

  const Document& document() const override { return document_; }

  const std::vector<SchemaFault>& schema_faults(std::string_view schema) const override {
    const auto [entry, added] = faults_.try_emplace(std::string(schema));
    if (added && document_.readable()) {
      if (auto found = schemas_.validate(schema, document_.root())) {
        entry->second = std::move(*found);
      } else {
        errors_.push_back(found.error().message);
      }
    }
    return entry->second;
  }
  const DocumentSecrets& secrets() const override {
    if (!secrets_) secrets_.emplace(document_);
    return *secrets_;
  }
  Selections& selections() const override { return selections_; }
  const std::vector<SuppressionFault>& suppression_faults() const override {
    return suppression_faults_;
  }
  void set_suppression_faults(std::vector<SuppressionFault> faults) {
    suppression_faults_ = std::move(faults);
  }
  const std::vector<std::string>& errors() const { return errors_; }

 private:
  const Document& document_;
  const SchemaSet& schemas_;
  mutable std::map<std::string, std::vector<SchemaFault>, std::less<>> faults_;
  mutable std::vector<std::string> errors_;
  mutable std::optional<DocumentSecrets> secrets_;
  mutable Selections selections_;
  std::vector<SuppressionFault> suppression_faults_;
};

}  // namespace cardlint

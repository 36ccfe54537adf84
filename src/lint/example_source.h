// The examples of a rule file as files, documents and settings: for running them and for showing
// them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doc/archive.h"
#include "doc/document.h"
#include "lint/settings.h"
#include "rules/rule.h"

namespace cardlint {

// A file of an example, in one of the forms it can be written.
struct ExampleFile {
  std::string path;
  std::string text;
  std::optional<Archive> archive;  // instead of a text, where the path is that of a bundle
  std::string link;                // instead of a text: what a symbolic link says
};

class ExampleSource {
 public:
  explicit ExampleSource(const RuleInfo& rule) : rule_(rule) {}

  // Whether a document that is given as a value can be written both as YAML and as JSON.
  bool has_two_forms(Value example) const;
  std::vector<ExampleFile> files(Value example, bool as_json) const;
  // Without documents where the example gives none.
  Project project(Value example, bool as_json) const;
  static LintSettings settings(Value example);

 private:
  std::string path_of(Value example) const;
  std::vector<ExampleFile> written_files(Value example, bool as_json) const;

  const RuleInfo& rule_;
};

}  // namespace cardlint

// consumer FILE: what cardlint finds in a file, one line each. Exit code 1 when there is an error.
#include <fstream>
#include <iostream>
#include <iterator>

#include <checks/table.h>
#include <lint/run.h>
#include <rules/builtin.h>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream file(argv[1]);
  const std::string text{std::istreambuf_iterator<char>(file), {}};

  const std::vector<cardlint::CheckEntry> checks = cardlint::check_table();
  cardlint::RuleSet rules(checks);
  if (const auto added = rules.add(cardlint::builtin_rules(), true); !added) {
    std::cerr << added.error().message << "\n";
    return 2;
  }
  const cardlint::SchemaSet schemas;
  const cardlint::LintSettings settings;
  const cardlint::Linter linter(rules, schemas, settings);
  const cardlint::CheckReport report =
      cardlint::lint_text(linter, argv[1], text, std::nullopt, settings.limits);
  for (const cardlint::Diagnostic& finding : report.diagnostics) {
    std::cout << finding.where.path << ":" << finding.where.range.start.line << ": "
              << cardlint::name(finding.severity) << " [" << finding.rule << "] " << finding.message
              << "\n";
  }
  return cardlint::count(report).errors == 0 ? 0 : 1;
}

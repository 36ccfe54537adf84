// Reads one case per line of standard input, {"dialect": …, "schema": …, "data": …}, and answers
// each with one line of JSON: whether we take the schema for valid in its dialect, and whether the
// data fits it. The other side of schema_agreement.py.
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "checks/json_schema/schema_instance.h"
#include "doc/load.h"

using namespace cardlint;
using namespace cardlint::checks;

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const SourceFile source("-", line);
    const Loaded loaded = load_json(source, Limits{});
    const Value root = loaded.tree.root();
    const Value schema = root["schema"];
    nlohmann::json answer;
    const auto fallback = parse_schema_dialect(root["dialect"].text());
    const auto dialects =
        fallback ? dialects_of(schema, SchemaDialects{*fallback}) : std::optional<SchemaDialects>();
    const auto dialect = dialects ? SchemaInstance::reading(*dialects) : std::nullopt;
    if (!dialect) {
      answer = {{"fit", "not-assessed"}, {"detail", "unknown dialect"}, {"fault", nullptr}};
    } else {
      answer["fault"] = nullptr;
      find_schema_faults(schema, *dialects, [&](Value at, const std::string& detail) {
        if (answer["fault"].is_null()) answer["fault"] = at.pointer() + ": " + detail;
      });
      SchemaInstance judge(schema, *dialect);
      const InstanceResult result = judge.check(root["data"], schema);
      answer["fit"] = result.fit == Fit::Valid     ? "valid"
                      : result.fit == Fit::Invalid ? "invalid"
                                                   : "not-assessed";
      answer["detail"] =
          result.fit == Fit::Invalid ? result.at.pointer() + ": " + result.detail : result.detail;
    }
    std::cout << answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  }
}

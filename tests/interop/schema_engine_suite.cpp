// The engine behind our bundled schemas against the test suite of the JSON Schema organisation, as
// Debian packages it (json-schema-test-suite, draft-07). A schema of our subset judges every value
// as the suite says; any other is refused when it loads, with its reason; nothing crashes.
//
//   cardlint_schema_engine_suite [FOLDER]
//
// Exit codes: 0 all as said, 1 a wrong verdict or too few schemas taken, 77 no suite.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "doc/load.h"
#include "schema/schema_set.h"

using namespace cardlint;
namespace fs = std::filesystem;

namespace {

// So that refusing cannot take over unseen.
constexpr double kLeastTaken = 0.5;

struct Tally {
  std::size_t taken = 0, refused = 0, values = 0, skipped = 0;
  std::map<std::string, std::size_t> reasons;
  std::vector<std::string> wrong;
};

// "suite: at '/a/b': keyword 'contains' is not supported", from the keyword on.
std::string reason_of(const std::string& message) {
  const std::size_t at = message.find("': ");
  return at == std::string::npos ? message : message.substr(at + 3);
}

void judge(const nlohmann::json& group, const std::string& title, Tally& tally) {
  const std::string text = group["schema"].dump();
  const SchemaText one{"suite", text};
  const SchemaSet set({&one, 1});
  for (const auto& test : group["tests"]) {
    const SourceFile source("data", test["data"].dump());
    const Loaded data = load_json(source, Limits{});
    if (data.tree.empty()) {  // a number that no double holds
      ++tally.skipped;
      continue;
    }
    const auto faults = set.validate("suite", data.tree.root());
    if (!faults) {
      ++tally.refused;
      ++tally.reasons[reason_of(faults.error().message)];
      return;
    }
    ++tally.values;
    if (faults->empty() != test["valid"].get<bool>())
      tally.wrong.push_back(title + ": " + test["description"].get<std::string>());
  }
  ++tally.taken;
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    // Formats are annotations in our subset, and draft-07 lets them be.
    if (entry.is_regular_file() && entry.path().parent_path().filename() != "format")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path folder(argc > 1 ? argv[1] : "/usr/share/json-schema-test-suite/tests/draft7");
  if (!fs::is_directory(folder)) {
    std::cout << "skipped: json-schema-test-suite is not installed, run ./dev setup\n";
    return 77;
  }
  Tally tally;
  for (const fs::path& file : files_of(folder)) {
    std::ifstream in(file, std::ios::binary);
    const auto groups = nlohmann::json::parse(in, nullptr, false);
    for (const auto& group : groups)
      judge(group, file.filename().string() + ": " + group["description"].get<std::string>(),
            tally);
  }
  const std::size_t schemas = tally.taken + tally.refused;
  std::cout << "draft-07: " << tally.taken << " of " << schemas << " schemas are of our subset, "
            << tally.values << " values judged, " << tally.wrong.size() << " wrong; "
            << tally.refused << " schemas refused, " << tally.skipped << " values not readable\n";
  std::vector<std::pair<std::size_t, std::string>> reasons;
  for (const auto& [reason, count] : tally.reasons) reasons.emplace_back(count, reason);
  std::sort(reasons.rbegin(), reasons.rend());
  for (const auto& [count, reason] : reasons)
    std::cout << "    refused, " << count << ": " << reason << "\n";
  for (const std::string& title : tally.wrong) std::cout << "WRONG: " << title << "\n";
  const bool enough =
      static_cast<double>(tally.taken) >= kLeastTaken * static_cast<double>(schemas);
  return tally.wrong.empty() && enough ? 0 : 1;
}

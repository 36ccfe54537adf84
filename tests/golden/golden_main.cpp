// Runs one golden case in process: a folder with `cmd` (arguments, one a line), the files that it
// checks in `input/`, and what is expected: `expected.stdout`, `expected.stderr`, `expected.exit`.
// With CARDLINT_UPDATE_GOLDEN=1 it writes the expectations anew. Every case that prints text is
// also run with --format json, and that report held against schemas/report.schema.json.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/cli.h"
#include "doc/load.h"
#include "schema/schema_set.h"

namespace fs = std::filesystem;
using cardlint::Console;

namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> list;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) list.push_back(line);
  return list;
}

struct Outcome {
  std::string out, err, exit;
};

Outcome run(const std::vector<std::string>& args) {
  std::ostringstream out, err;
  const int code = cardlint::run_cli(args, Console{out, err, false});
  return {out.str(), err.str(), std::to_string(code) + "\n"};
}

int faults = 0;

void compare(const fs::path& file, const std::string& got, bool update) {
  if (update) {
    if (got.empty()) {
      fs::remove(file);
    } else {
      std::ofstream(file, std::ios::binary) << got;
    }
    return;
  }
  const std::string expected = fs::exists(file) ? read(file) : std::string();
  if (got == expected) return;
  ++faults;
  std::cout << "--- " << file.filename().string() << ", expected\n"
            << expected << "--- got\n"
            << got;
}

void check_json_report(std::vector<std::string> args) {
  if (args.empty() || args[0] != "check") return;
  for (const std::string& arg : args) {
    if (arg.starts_with("--format")) return;
  }
  args.push_back("--format=json");
  const Outcome outcome = run(args);
  if (outcome.exit == "2\n") return;  // refused before any report
  const cardlint::SourceFile source("report.json", outcome.out);
  const cardlint::Loaded report = load_json(source, cardlint::Limits{});
  const cardlint::SchemaSet schemas;
  const auto found = schemas.validate("report", report.tree.root());
  if (!report.faults.empty() || !found || !found->empty()) {
    ++faults;
    std::cout << "the JSON report breaks its contract";
    for (const auto& fault : found ? *found : std::vector<cardlint::SchemaFault>{}) {
      std::cout << ": " << report.tree.pointer(fault.node) << " " << fault.detail;
    }
    std::cout << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const fs::path folder = fs::absolute(argv[1]);
  const bool update = std::getenv("CARDLINT_UPDATE_GOLDEN") != nullptr;
  if (!fs::exists(folder / "cmd") || (!update && !fs::exists(folder / "expected.exit"))) {
    std::cout << "a golden case needs the files cmd and expected.exit\n";
    return 1;
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name == "cmd" || name == "input" || name.starts_with("expected.")) continue;
    std::cout << "unknown file " << name << "\n";
    return 1;
  }
  if (::chdir((folder / "input").c_str()) != 0) {
    std::cout << "a golden case needs the folder input\n";
    return 1;
  }
  const std::vector<std::string> args = lines(read(folder / "cmd"));
  const Outcome outcome = run(args);
  compare(folder / "expected.stdout", outcome.out, update);
  compare(folder / "expected.stderr", outcome.err, update);
  compare(folder / "expected.exit", outcome.exit, update);
  check_json_report(args);
  return faults == 0 ? 0 : 1;
}

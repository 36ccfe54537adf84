// The kernel's own record of what a run did.
#pragma once

#include <unistd.h>

#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/project.h"

namespace cardlint::test {

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Traced {
  Ended ended;
  std::vector<std::string> calls;
};

// The run under strace, with these of its options. Nothing where it is missing or may trace nobody.
inline std::optional<Traced> traced(std::vector<std::string> options, Start start) {
  static const std::string kStrace = "/usr/bin/strace";
  if (::access(kStrace.c_str(), X_OK) != 0) return std::nullopt;
  const Folder beside;
  options.insert(options.end(), {"-f", "-qq", "-o", beside.at("trace"), std::move(start.program)});
  options.insert(options.end(), start.arguments.begin(), start.arguments.end());
  start.program = kStrace;
  start.arguments = std::move(options);
  // Who is traced cannot look for leaks.
  start.environment.push_back({"ASAN_OPTIONS", "detect_leaks=0"});
  Traced result{run(start), lines_of(beside.read("trace"))};
  if (contains(result.ended.err, "PTRACE_") || result.calls.empty()) return std::nullopt;
  return result;
}

}  // namespace cardlint::test

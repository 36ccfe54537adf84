// The fuzz targets by name. Each takes any bytes and aborts when a promise does not hold: that is
// all that libFuzzer, the replay of regressions and a debugger need.
#pragma once

#include <span>
#include <string_view>

namespace cardlint::fuzz {

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};
std::span<const Target> targets();          // sorted by name
const Target* find(std::string_view name);  // null for an unknown one

void run_address(std::string_view input);
void run_answer(std::string_view input);
void run_baseline(std::string_view input);
void run_bundle(std::string_view input);
void run_challenge(std::string_view input);
void run_check(std::string_view input);
void run_companion(std::string_view input);
void run_config(std::string_view input);
void run_git_index(std::string_view input);
void run_json(std::string_view input);
void run_mcp(std::string_view input);
void run_path(std::string_view input);
void run_probe(std::string_view input);
void run_recording(std::string_view input);
void run_report(std::string_view input);
void run_rule(std::string_view input);
void run_schema(std::string_view input);
void run_secret(std::string_view input);
void run_yaml(std::string_view input);

}  // namespace cardlint::fuzz

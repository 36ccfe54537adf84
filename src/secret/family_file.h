// Reads a pattern file (rules/secret/patterns/*.yaml). For the build tool and for tests; the
// program holds the finished tables.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "secret/family.h"

namespace cardlint {

// What Family only views, owned.
struct FamilySource {
  struct Piece {
    std::string literal;
    char set = 0;
    std::uint16_t min = 0;
    std::uint16_t max = 0;
  };
  std::string id, topic, what;
  std::vector<std::string> prefixes;
  std::vector<Piece> lead, body;
  std::vector<std::string> keys;
  Proof proof = Proof::None;
  bool loose = false;
  std::string after;
  std::string source;
  std::string key_of_examples;  // the member under which the examples stand
  std::vector<std::string> positives, negatives;
};

// Samples are kept with '|' in their midst, so that no scanner of a hosting service takes this
// repository for a leak.
std::string join_sample(std::string_view sample);

Result<std::vector<FamilySource>> load_families(const std::string& path, std::string text);

}  // namespace cardlint

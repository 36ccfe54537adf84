// Each family finds its own samples and only those.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "secret/credential_name.h"
#include "secret/family_table.h"
#include "secret/text_scan.h"
#include "support/families.h"

using namespace cardlint;

namespace {

std::vector<SecretHit> scan(const FamilySource& family, const std::string& sample) {
  if (family.keys.empty()) return scan_text(sample);
  return scan_keyed(sample, words_of(family.key_of_examples));
}

}  // namespace

TEST_CASE("the pattern files are the tables that are built in") {
  std::multiset<std::string> files;
  std::multiset<std::string> tables;
  std::set<std::string> ids;
  for (const FamilySource& family : all_families()) {
    CHECK(ids.insert(family.id).second);
    for (const std::string& prefix : family.prefixes) files.insert(family.id + " " + prefix);
  }
  for (const auto& table : {token_families(), keyed_families()}) {
    for (const Family& family : table)
      tables.insert(std::string(family.id) + " " + std::string(family.prefix));
  }
  CHECK(files == tables);
  CHECK(family_index().count < 256);  // the index holds one byte a pair
}

TEST_CASE("a family finds its positive samples, alone and in a sentence") {
  for (const FamilySource& family : all_families()) {
    for (const std::string& cut : family.positives) {
      const std::string sample = join_sample(cut);
      INFO(family.id << " " << cut);
      const auto hits = scan(family, sample);
      REQUIRE(hits.size() == 1);
      CHECK(hits[0].topic == family.topic);
      CHECK(hits[0].what == family.what);
      CHECK(hits[0].end == sample.size());
      // What is shown of it holds nothing of its secret part.
      const std::string body = sample.substr(hits[0].body);
      for (std::size_t at = 0; at + 6 <= body.size(); ++at)
        CHECK(hits[0].shown.find(body.substr(at, 6)) == std::string::npos);
      if (!family.keys.empty()) continue;
      const auto within = scan_text("see \"" + sample + "\", (" + sample + ")");
      CHECK(within.size() == 2);
      // A longer run of letters is another thing.
      CHECK(scan_text(sample + "Zq7").size() <= 1);
      CHECK(scan_text("Zq7" + sample + "_Zq7_Zq7Zq7").size() <= 1);
    }
  }
}

TEST_CASE("a family leaves its negative samples alone") {
  for (const FamilySource& family : all_families()) {
    for (const std::string& cut : family.negatives) {
      INFO(family.id << " " << cut);
      CHECK(scan(family, join_sample(cut)).empty());
    }
  }
}

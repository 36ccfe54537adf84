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

TEST_CASE("places that the scan of a text would look at are known beforehand") {
  std::vector<std::string> begins{"Authorization: Bearer ",     "authorization: token ", "https://",
                                  "-----BEGIN RSA PRIVATE KEY", "Server=a;Password=b",   "%41"};
  for (const Family& family : token_families()) begins.emplace_back(family.prefix);
  for (const std::string& begin : begins) {
    INFO(begin);
    for (const char* const before : {"", "a", " ", "\xC3\xA9", "where it stands: ", "0123456"}) {
      const std::string source = std::string(before) + begin + "!";
      const ScanPlaces places(source);
      CHECK(places.any(source));
      CHECK(places.any(std::string_view(source).substr(std::string_view(before).size())));
    }
  }
  const std::string plain = "Nothing of that sort is said here, where all is only a long sentence.";
  CHECK_FALSE(ScanPlaces(plain).any(plain));
  CHECK_FALSE(ScanPlaces(plain).any({}));
  CHECK(ScanPlaces(plain).any("what is not of the source"));
  CHECK_FALSE(ScanPlaces("").any({}));
}

TEST_CASE("names fall into words at separators and humps") {
  using Words = std::vector<std::string>;
  CHECK(words_of("fireCrawlAPIKey") == Words{"fire", "crawl", "api", "key"});
  CHECK(words_of("GITHUB_TOKEN") == Words{"github", "token"});
  CHECK(words_of("_a__b-C.d/e f_") == Words{"a", "b", "c", "d", "e", "f", ""});
  CHECK(words_of("a1B2c") == Words{"a1", "b2c"});
  CHECK(words_of("") == Words{""});
  CHECK(words_of("__") == Words{""});
  for (const char* name : {"apiKey", "GITHUB_TOKEN", "client-secret", "password", "x.AUTH"})
    CHECK(is_credential_like(name));
  for (const char* name : {"publicKey", "keyId", "anonToken", "monkey", "", "key_publishable_a"})
    CHECK_FALSE(is_credential_like(name));
  CHECK(is_credential_like("keyId_"));  // the word behind the last separator is empty
}

// How fast credentials are searched for where there are none: the price of the search that every
// user pays. Run by `./dev bench`; prints megabytes a second of processor time, medians.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "doc/document.h"
#include "secret/document_secrets.h"
#include "secret/text_scan.h"

namespace cardlint {
namespace {

constexpr int kRounds = 9;
constexpr std::size_t kDocument = 7U << 20U;  // below the limit for one document

// Texts as tools describe themselves, the same at each run.
class Texts {
 public:
  std::string sentence() {
    std::string out;
    for (std::size_t i = 0, words = 8 + next(14); i < words; ++i) {
      if (i > 0) out += ' ';
      out += word();
    }
    return out + '.';
  }
  std::string_view word() {
    constexpr std::array<std::string_view, 40> kWords{"Returns",
                                                      "the",
                                                      "list",
                                                      "of",
                                                      "issues",
                                                      "for",
                                                      "a",
                                                      "given",
                                                      "project",
                                                      "ordered",
                                                      "by",
                                                      "updatedAt",
                                                      "and",
                                                      "limited",
                                                      "to",
                                                      "100",
                                                      "items",
                                                      "Use",
                                                      "search",
                                                      "when",
                                                      "you",
                                                      "know",
                                                      "only",
                                                      "some",
                                                      "words",
                                                      "repository",
                                                      "(owner/name)",
                                                      "cursor",
                                                      "Optional",
                                                      "default",
                                                      "\"open\"",
                                                      "`state`",
                                                      "ISO-8601",
                                                      "2026-07-28",
                                                      "token",
                                                      "user's",
                                                      "data",
                                                      "createdAt",
                                                      "filter",
                                                      "https://docs.example.org/api/v1/issues"};
    return kWords[next(kWords.size())];
  }
  std::size_t next(std::size_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % below;
  }

 private:
  std::uint64_t state_ = 1;
};

std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '"', '\'');
  return text;
}

std::string tool(Texts& texts, std::size_t number) {
  return fmt::format(
      R"({{"name":"list_issues_{}","title":"List issues","description":"{}","inputSchema":{{"type":)"
      R"("object","properties":{{"owner":{{"type":"string","description":"{}"}},"state":{{"type":)"
      R"("string","enum":["open","closed"],"default":"open"}},"perPage":{{"type":"integer",)"
      R"("minimum":1,"description":"{}"}}}},"required":["owner"]}},"annotations":{{)"
      R"("readOnlyHint":true}}}})",
      number, quoted(texts.sentence() + ' ' + texts.sentence()), quoted(texts.sentence()),
      quoted(texts.sentence()));
}

template <typename Work>
double median_rate(std::size_t bytes, Work work) {
  std::vector<double> rates;
  for (int round = 0; round < kRounds; ++round) {
    const std::clock_t begin = std::clock();
    work();
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    rates.push_back(static_cast<double>(bytes) / seconds / 1e6);
  }
  std::nth_element(rates.begin(), rates.begin() + kRounds / 2, rates.end());
  return rates[kRounds / 2];
}

int run() {
  Texts texts;
  std::string json = R"({"tools":[)";
  for (std::size_t i = 0; json.size() < kDocument; ++i) json += (i > 0 ? "," : "") + tool(texts, i);
  json += "]}";
  std::string prose;
  while (prose.size() < kDocument) prose += texts.sentence() + '\n';

  std::size_t found = 0;
  const double text_rate = median_rate(prose.size(), [&] { found += scan_text(prose).size(); });
  const double json_rate = median_rate(json.size(), [&] { found += scan_text(json).size(); });
  const double load_rate = median_rate(json.size(), [&] {
    found += make_document(std::make_shared<SourceFile>("tools.json", json), "tools.json", Limits{})
                     .readable()
                 ? 0
                 : 1;
  });
  const Document document =
      make_document(std::make_shared<SourceFile>("tools.json", json), "tools.json", Limits{});
  const double document_rate =
      median_rate(json.size(), [&] { found += DocumentSecrets(document).found().size(); });
  fmt::print("secrets: scan of prose        {:7.0f} MB/s\n", text_rate);
  fmt::print("secrets: scan of JSON text    {:7.0f} MB/s\n", json_rate);
  fmt::print("secrets: search of a document {:7.0f} MB/s (loading it: {:.0f} MB/s)\n",
             document_rate, load_rate);
  return found == 0 ? 0 : 1;
}

}  // namespace
}  // namespace cardlint

int main() {
  return cardlint::run();
}

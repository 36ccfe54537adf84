// The words for every enumeration of this layer, in one place each.
#include <algorithm>
#include <utility>

#include "diag/consumer.h"
#include "diag/probe_result.h"
#include "diag/protocol.h"
#include "diag/severity.h"
#include "diag/words.h"

namespace cardlint {
namespace {

template <class Enum, std::size_t N>
std::string_view word_of(const std::array<std::pair<Enum, std::string_view>, N>& table,
                         Enum value) {
  for (const auto& [entry, word] : table) {
    if (entry == value) return word;
  }
  return {};
}

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<std::pair<Enum, std::string_view>, N>& table,
                             std::string_view word) {
  for (const auto& [entry, text] : table) {
    if (text == word) return entry;
  }
  return std::nullopt;
}

template <class Enum, std::size_t N>
std::vector<std::string_view> words_of(
    const std::array<std::pair<Enum, std::string_view>, N>& table) {
  std::vector<std::string_view> words;
  words.reserve(N);
  for (const auto& [entry, word] : table) words.push_back(word);
  return words;
}

using std::string_view_literals::operator""sv;

constexpr std::array kSeverities{
    std::pair{Severity::Off, "off"sv}, std::pair{Severity::Info, "info"sv},
    std::pair{Severity::Warning, "warning"sv}, std::pair{Severity::Error, "error"sv}};
constexpr std::array kConfidences{std::pair{Confidence::Low, "low"sv},
                                  std::pair{Confidence::Medium, "medium"sv},
                                  std::pair{Confidence::High, "high"sv}};
constexpr std::array kConsumers{std::pair{Consumer::SmitheryCli, "smithery-cli"sv},
                                std::pair{Consumer::SmitheryScan, "smithery-scan"sv},
                                std::pair{Consumer::Sep2127, "sep-2127"sv},
                                std::pair{Consumer::McpRegistry, "mcp-registry"sv},
                                std::pair{Consumer::TsSdk, "ts-sdk"sv},
                                std::pair{Consumer::PySdk, "py-sdk"sv},
                                std::pair{Consumer::Claude, "claude"sv},
                                std::pair{Consumer::OpenAi, "openai"sv}};
constexpr std::array kVerdicts{
    std::pair{Verdict::NotApplicable, "not-applicable"sv}, std::pair{Verdict::Accepts, "accepts"sv},
    std::pair{Verdict::Ignores, "ignores"sv}, std::pair{Verdict::Rejects, "rejects"sv}};

constexpr std::array kPostures{
    std::pair{Posture::None, "none"sv}, std::pair{Posture::ApiKey, "apikey"sv},
    std::pair{Posture::OAuth, "oauth"sv}, std::pair{Posture::Mixed, "mixed"sv},
    std::pair{Posture::Planned, "planned"sv}};

constexpr std::array kOutcomes{std::pair{Outcome::Pass, "pass"sv},
                               std::pair{Outcome::Fail, "fail"sv},
                               std::pair{Outcome::NotAssessed, "not-assessed"sv}};

}  // namespace

std::string_view name(Severity severity) {
  return word_of(kSeverities, severity);
}
std::string_view name(Confidence confidence) {
  return word_of(kConfidences, confidence);
}
std::string_view name(Consumer consumer) {
  return word_of(kConsumers, consumer);
}
std::string_view name(Verdict verdict) {
  return word_of(kVerdicts, verdict);
}
std::string_view name(Outcome outcome) {
  return word_of(kOutcomes, outcome);
}
std::string_view name(Posture posture) {
  return word_of(kPostures, posture);
}
std::optional<Posture> parse_posture(std::string_view word) {
  return value_of(kPostures, word);
}
bool is_mcp_revision(std::string_view word) {
  return std::find(kMcpRevisions.begin(), kMcpRevisions.end(), word) != kMcpRevisions.end();
}
std::optional<Severity> parse_severity(std::string_view word) {
  return value_of(kSeverities, word);
}
std::optional<Confidence> parse_confidence(std::string_view word) {
  return value_of(kConfidences, word);
}
std::optional<Consumer> parse_consumer(std::string_view word) {
  return value_of(kConsumers, word);
}
std::vector<std::string_view> posture_words() {
  return words_of(kPostures);
}
std::vector<std::string_view> revision_words() {
  return {kMcpRevisions.begin(), kMcpRevisions.end()};
}
std::vector<std::string_view> severity_words() {
  return words_of(kSeverities);
}
std::vector<std::string_view> confidence_words() {
  return words_of(kConfidences);
}
std::vector<std::string_view> consumer_words() {
  return words_of(kConsumers);
}

}  // namespace cardlint

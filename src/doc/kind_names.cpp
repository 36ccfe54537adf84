// The words for kinds, dialects and generations.
#include <algorithm>

#include "doc/kind.h"
#include "doc/kind_words.h"

namespace cardlint {
namespace {

constexpr std::array<std::string_view, kKindCount> kKindNames{"smithery-manifest",
                                                              "server-card",
                                                              "oauth-protected-resource",
                                                              "oauth-authorization-server",
                                                              "openid-configuration",
                                                              "jwks",
                                                              "client-metadata",
                                                              "ai-catalog",
                                                              "registry-server",
                                                              "client-config",
                                                              "mcpb-manifest",
                                                              "tools-list"};
constexpr std::array<std::string_view, 7> kDialectNames{
    "", "smithery", "sep-1649", "sep-1960", "sep-2127", "hybrid", "unknown"};
constexpr std::array<std::string_view, 8> kGenerationNames{"g0", "g0x", "g1", "g2",
                                                           "g3", "g4",  "g5", "g6"};

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto it = std::find(words.begin(), words.end(), word);
  if (it == words.end() || word.empty()) return std::nullopt;
  return static_cast<Enum>(it - words.begin());
}

}  // namespace

std::string_view name(Kind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}
std::string_view name(Dialect dialect) {
  return kDialectNames[static_cast<std::size_t>(dialect)];
}
std::string_view name(Generation generation) {
  return kGenerationNames[static_cast<std::size_t>(generation)];
}
std::optional<Kind> parse_kind(std::string_view word) {
  return find_word<Kind>(kKindNames, word);
}
std::optional<Dialect> parse_dialect(std::string_view word) {
  return find_word<Dialect>(kDialectNames, word);
}
std::optional<Generation> parse_generation(std::string_view word) {
  return find_word<Generation>(kGenerationNames, word);
}
std::vector<std::string_view> kind_words() {
  return {kKindNames.begin(), kKindNames.end()};
}
std::vector<std::string_view> dialect_words() {
  return {kDialectNames.begin() + 1, kDialectNames.end()};
}
std::vector<std::string_view> generation_words() {
  return {kGenerationNames.begin(), kGenerationNames.end()};
}

}  // namespace cardlint

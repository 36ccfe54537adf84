#include "secret/value_scan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "base/word_set.h"
#include "secret/character_classes.h"
#include "secret/credential_name.h"
#include "secret/literal.h"
#include "secret/member_name.h"
#include "secret/placeholder.h"
#include "secret/proof.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kLeastLiteral = 8;  // of a value that is marked or stands in a header
constexpr std::size_t kLeastGeneric = 16;
constexpr std::size_t kMostGeneric = 200;
constexpr double kLiteralEntropy = 2.5;  // eight different characters have 3
constexpr double kHeaderEntropy = 3.0;
constexpr double kGenericEntropy = 3.5;
constexpr double kHexEntropy = 3.0;  // sixteen different characters have 4 at most
constexpr std::size_t kLeastHex = 32;

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !in_class(text[i], class_bit('x'))) return false;
  }
  return true;
}

// The scheme word of an Authorization value and what follows it; nothing without one.
struct Credentials {
  std::string_view scheme;
  std::string_view rest;
  std::size_t offset;
};
std::optional<Credentials> credentials(std::string_view text) {
  // Most values begin otherwise than any of the words.
  constexpr std::string_view kInitials = "BbTtAaKk";
  if (text.empty() || kInitials.find(text.front()) == std::string_view::npos) return std::nullopt;
  for (const std::string_view scheme :
       {"Bearer"sv, "Basic"sv, "token"sv, "ApiKey"sv, "Api-Key"sv, "Key"sv}) {
    if (!starts_with_ignoring_case(text, scheme) || text.size() <= scheme.size() ||
        text[scheme.size()] != ' ')
      continue;
    const std::size_t begin = text.find_first_not_of(' ', scheme.size());
    if (begin == std::string_view::npos) return std::nullopt;
    return Credentials{text.substr(0, scheme.size()), text.substr(begin), begin};
  }
  return std::nullopt;
}

std::optional<SecretHit> header_value(const NamedText& named) {
  if (const auto given = credentials(named.text)) {
    const bool basic = to_lower_ascii(given->scheme) == "basic";
    const bool secret = basic ? is_basic_secret(given->rest)
                              : is_literal(given->rest, kLeastLiteral, kHeaderEntropy);
    if (!secret) return std::nullopt;
    const std::size_t begin = named.offset + given->offset;
    return SecretHit{"auth-header",
                     fmt::format("a credential in the form '{} …'", given->scheme),
                     fmt::format("{} …", given->scheme),
                     begin,
                     begin,
                     named.offset + named.text.size()};
  }
  if (!named.header) return std::nullopt;
  const bool cookie = to_lower_ascii(named.name) == "cookie";
  if (!cookie && !is_credential_like(named.name)) return std::nullopt;
  const std::size_t equals = cookie ? named.text.find('=') + 1 : 0;
  const std::string_view literal =
      named.text.substr(equals, cookie ? named.text.find(';', equals) - equals : std::string::npos);
  if (!is_literal(literal, kLeastGeneric, kHeaderEntropy)) return std::nullopt;
  const std::size_t begin = named.offset + equals;
  return SecretHit{"auth-header", fmt::format("the value of '{}'", printable(named.name, 60)),
                   "…",           begin,
                   begin,         begin + literal.size()};
}

// Names of credentials as the generic test has them: the word stands at the end.
bool is_generic_name(std::span<const std::string> words) {
  static constexpr WordSet kAlone(
      std::array{"password"sv,     "passwd"sv,       "pwd"sv,        "token"sv,     "secret"sv,
                 "credential"sv,   "credentials"sv,  "passphrase"sv, "apikey"sv,    "pat"sv,
                 "creds"sv,        "accesstoken"sv,  "authtoken"sv,  "apitoken"sv,  "bottoken"sv,
                 "refreshtoken"sv, "clientsecret"sv, "appsecret"sv,  "jwtsecret"sv, "secretkey"sv,
                 "accesskey"sv,    "privatekey"sv,   "dbpassword"sv});
  static constexpr WordSet kBeforeKey(std::array{"api"sv, "auth"sv, "access"sv, "secret"sv,
                                                 "private"sv, "client"sv, "signing"sv,
                                                 "encryption"sv});
  static constexpr WordSet kNever(std::array{
      "page"sv, "next"sv, "continuation"sv, "csrf"sv, "progress"sv, "cancel"sv, "public"sv,
      "publishable"sv, "anon"sv, "cursor"sv, "sync"sv, "header"sv, "prefix"sv, "id"sv});
  if (std::any_of(words.begin(), words.end(),
                  [](std::string_view word) { return kNever.contains(word); }))
    return false;
  // A number behind tells apart several: API_KEY_2.
  while (words.size() > 1 && words.back().find_first_not_of("0123456789") == std::string::npos)
    words = words.first(words.size() - 1);
  const std::string& last = words.back();
  if (kAlone.contains(last)) return true;
  return last == "key" && words.size() > 1 && kBeforeKey.contains(words[words.size() - 2]);
}

// What every generic value has, and most values have not.
bool has_letters_and_digits(std::string_view text) {
  return text.size() >= kLeastGeneric && text.size() <= kMostGeneric &&
         std::any_of(text.begin(), text.end(),
                     [](char c) { return in_class(c, class_bit('d')); }) &&
         std::any_of(text.begin(), text.end(), [](char c) { return in_class(c, class_bit('a')); });
}

bool is_generic_value(std::string_view text) {
  if (is_uuid(text)) return !is_placeholder(text);
  const bool hex = text.size() >= kLeastHex && std::all_of(text.begin(), text.end(), [](char c) {
                     return in_class(c, class_bit('x'));
                   });
  return is_literal(text, kLeastGeneric, hex ? kHexEntropy : kGenericEntropy) &&
         text.find("()") == std::string::npos;
}

// What the name tells: a provider, a mark, a header, a word for a credential.
std::optional<SecretHit> scan_named(Value value, const NamedText& named, Value root) {
  const auto hit = [&](std::string_view topic, std::string what) {
    return SecretHit{
        topic,        std::move(what), fmt::format("… ({} characters)", named.text.size()),
        named.offset, named.offset,    named.offset + named.text.size()};
  };
  if (is_credential_like(named.name)) {
    std::vector<SecretHit> keyed = scan_keyed(named.text, words_of(named.name));
    if (!keyed.empty()) {
      keyed.front().begin += named.offset;
      keyed.front().body += named.offset;
      keyed.front().end += named.offset;
      return std::move(keyed.front());
    }
  }
  const Marked marked = marked_secret(value, root);
  if (marked != Marked::No) {
    const auto given = credentials(named.text);
    const std::string_view literal = given ? given->rest : named.text;
    if (is_literal(literal, kLeastLiteral, kLiteralEntropy))
      return hit(marked == Marked::Yes ? "marked" : "marked-example",
                 fmt::format("the value of '{}'", printable(named.name, 60)));
  }
  if (auto header = header_value(named)) return header;
  const bool generic = has_letters_and_digits(named.text) &&
                       is_generic_name(words_of(named.name)) && is_generic_value(named.text);
  if (!generic) return std::nullopt;
  return hit("generic", fmt::format("the value of '{}'", printable(named.name, 60)));
}

}  // namespace

std::vector<SecretHit> scan_value(Value value, Value root, const ScanPlaces& places) {
  std::vector<SecretHit> hits;
  if (places.any(value.text())) hits = scan_text(value.text());
  if (!hits.empty()) return hits;
  if (value.text().size() < kLeastLiteral || value.text().size() > kLongestLiteral) return hits;
  const NamedText named = named_text(value);
  if (named.prose) return hits;
  if (auto hit = scan_named(value, named, root)) hits.push_back(std::move(*hit));
  return hits;
}

}  // namespace cardlint

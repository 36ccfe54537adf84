// Predicates on JSON Web Keys. Key material is measured, never shown.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

std::string names(const std::vector<std::string_view>& members) {
  std::string out;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += i + 1 == members.size() ? " and " : ", ";
    out += fmt::format("'{}'", members[i]);
  }
  return out;
}

// "key 'signing-2026'" or "key 3 of the set".
std::string key_name(Value key) {
  if (const Value kid = key["kid"]; kid.is_string() && !kid.text().empty())
    return fmt::format("key {}", describe(kid));
  const std::string pointer = key.pointer();
  return fmt::format("the key at '{}'", printable(pointer, 60));
}

// One finding for all the members that stand there, at the object; their values stay unsaid.
void holds_members(const Target& target, const Args& args, const Reporter& report) {
  std::vector<std::string_view> found;
  for (const std::string_view member : args.texts("members")) {
    if (target.value[member]) found.push_back(member);
  }
  if (found.empty()) return;
  report.value(target.document(), target.value,
               {{"members", names(found)}, {"which", key_name(target.value)}});
}

void symmetric_key(const Target& target, const Args&, const Reporter& report) {
  const bool oct = target.value["kty"].is_text("oct");
  if (!oct && !target.value["k"]) return;
  report.value(target.document(), target.value,
               {{"what", oct ? "is of type 'oct'" : "has the member 'k'"},
                {"which", key_name(target.value)}});
}

void kid_ambiguous(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_array() || target.value.size() < 2) return;
  const Document& document = target.document();
  std::map<std::string_view, Value> seen;
  for (const Value key : target.value) {
    if (!key.is_object()) continue;
    const Value kid = key["kid"];
    if (!kid.is_string()) {
      report.value(document, key, {{"detail", "a key among several has no 'kid'"}});
      continue;
    }
    const auto [first, added] = seen.emplace(kid.text(), kid);
    if (added) continue;
    report.finding(
        {&document,
         kid.id(),
         kid.node().span,
         {{"detail", fmt::format("'kid' {} stands for another key too", describe(kid))}},
         {{&document, first->second.node().span, first->second.pointer(), "first here"}}});
  }
}

void use_unsaid(const Target& target, const Args&, const Reporter& report) {
  const auto any = [&](std::string_view use) {
    return std::any_of(target.value.begin(), target.value.end(),
                       [&](Value key) { return key["use"].is_text(use); });
  };
  if (!target.value.is_array() || !any("sig") || !any("enc")) return;
  for (const Value key : target.value) {
    if (key.is_object() && !key["use"])
      report.value(target.document(), key, {{"which", key_name(key)}});
  }
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-' || c == '+') return 62;
  return c == '_' || c == '/' ? 63 : -1;
}

// Bits of a number in base64url without its leading zero octets; 0 when it is no such text.
std::size_t octet_bits(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::size_t octets = 0;
  bool leading = true;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return 0;
    held = (held << 6U | static_cast<unsigned>(digit)) & 0xFFFU;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    leading = leading && (held >> bits & 0xFFU) == 0;
    octets += leading ? 0 : 1;
  }
  return octets * 8;
}

void modulus_short(const Target& target, const Args& args, const Reporter& report) {
  const Value modulus = target.value;
  if (!modulus.is_string() || !modulus.parent()["kty"].is_text("RSA")) return;
  const std::size_t bits = octet_bits(modulus.text());
  if (bits == 0 || static_cast<double>(bits) >= args.number("bits", 2048)) return;
  report.value(target.document(), modulus,
               {{"bits", fmt::format("{}", bits)}, {"which", key_name(modulus.parent())}});
}

constexpr std::array kMembers{ArgSpec{"members", Type::Texts, true}};
constexpr std::array kBits{ArgSpec{"bits", Type::Number, false}};

constexpr std::array kTable{
    CheckEntry{"jwk-holds", "a key has some of 'members': one finding that says no value", kMembers,
               true, make_simple<holds_members>},
    CheckEntry{"jwk-kid-ambiguous",
               "several keys share one kid, or one of several keys has none",
               {},
               true,
               make_simple<kid_ambiguous>},
    CheckEntry{"jwk-modulus-short", "the modulus of an RSA key has fewer than 'bits' bits", kBits,
               true, make_simple<modulus_short>},
    CheckEntry{"jwk-symmetric", "a key is a shared secret", {}, true, make_simple<symmetric_key>},
    CheckEntry{"jwk-use-unsaid",
               "a set of signing and encryption keys has a key without use",
               {},
               true,
               make_simple<use_unsaid>},
};

}  // namespace

CheckTable jwks_checks() {
  return kTable;
}

}  // namespace cardlint::checks

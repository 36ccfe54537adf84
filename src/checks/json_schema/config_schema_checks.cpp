// Configuration schemas: the JSON Schema of the values that a user gives to a server at Smithery,
// and the gateway's own keywords in it ('x-from', 'x-to').
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/document/header_name.h"
#include "checks/document/tool_list.h"
#include "checks/member/pattern.h"
#include "checks/project/companions.h"
#include "checks/table.h"
#include "secret/credential_name.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;
using Type = ArgSpec::Type;

// Values travel in a request, not on a command line.
bool is_remote(const Document& document) {
  if (document.kind != Kind::SmitheryManifest) return true;
  const Value root = document.root();
  return !root["startCommand"]["type"].is_text("stdio") && !root["target"].is_text("local");
}

// Where the gateway takes a value from, or puts it.
struct Carrier {
  bool header;
  std::string_view name;
};
enum class CarrierState { Absent, Faulty, Good };

// What is wrong with a carrier: the place and "is …, expected …"; no place when it is good.
std::pair<Value, std::string> carrier_fault(Value carrier) {
  if (!carrier.is_object())
    return {carrier, fmt::format("'{}' is {}, expected a map with 'header' or 'query'",
                                 printable(carrier.key()), describe(carrier))};
  for (const Value member : carrier) {
    if (member.key() != "header" && member.key() != "query")
      return {member, fmt::format("'{}' has a member '{}', expected 'header' or 'query'",
                                  printable(carrier.key()), printable(member.key(), 40))};
  }
  if (carrier.size() != 1)
    return {carrier, fmt::format("'{}' has {} members, expected one of 'header' and 'query'",
                                 printable(carrier.key()), carrier.size())};
  const Value name = *carrier.begin();
  if (!name.is_string() || trim(name.text()).empty())
    return {name,
            fmt::format("'{}' is {}, expected a name", printable(name.key()), describe(name))};
  if (name.key() == "header" && !is_header_name(name.text()))
    return {name,
            fmt::format("'header' is {}, which is no header name (RFC 9110)", describe(name))};
  return {};
}

CarrierState read_carrier(Value at, Carrier& carrier) {
  if (!at) return CarrierState::Absent;
  if (carrier_fault(at).first) return CarrierState::Faulty;
  const Value name = *at.begin();
  carrier = {name.key() == "header", name.text()};
  return CarrierState::Good;
}

// `select` is 'x-from' or 'x-to' of a property.
void carrier_form(const Target& target, const Args&, const Reporter& report) {
  auto [at, problem] = carrier_fault(target.value);
  if (at) report.value(target.document(), at, {{"problem", std::move(problem)}});
}

// `select` is the properties of a schema.
void carrier_collision(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_object()) return;
  const bool remote = is_remote(target.document());
  std::map<std::string, Value> taken[2];
  const auto clashes = [&](Value property, const Carrier& carrier, bool into) {
    const std::string name =
        carrier.header ? to_lower_ascii(carrier.name) : std::string(carrier.name);
    const auto [first, added] =
        taken[into].try_emplace((carrier.header ? "header " : "query ") + name, property);
    if (added) return false;
    const Value other = first->second;
    report.finding(
        {&target.document(),
         property.id(),
         property.node().key_span,
         {{"other", fmt::format("'{}'", printable(other.key(), 60))},
          {"carrier", fmt::format("the {} '{}'", carrier.header ? "header" : "query parameter",
                                  printable(carrier.name, 60))},
          {"way", into ? "reach the server in" : "come from"}},
         {{&target.document(), other.node().key_span, other.pointer(), "the other one"}}});
    return true;
  };
  for (const Value property : target.value) {
    Carrier carrier{false, property.key()};
    const CarrierState from = read_carrier(property["x-from"], carrier);
    const bool counts = from == CarrierState::Good || (from == CarrierState::Absent && remote);
    if (counts && clashes(property, carrier, false)) continue;
    if (read_carrier(property["x-to"], carrier) == CarrierState::Good)
      clashes(property, carrier, true);
  }
}

bool may_be_text(Value property) {
  const Value type = property["type"];
  return property.is_object() && (!type || type.is_text("string"));
}

constexpr std::array kReservedQueries{"api_key"sv, "profile"sv, "config"sv};

bool is_reserved_query(std::string_view name) {
  return std::find(kReservedQueries.begin(), kReservedQueries.end(), name) !=
         kReservedQueries.end();
}

// `select` is a property. A name that is reserved as well is left to that rule.
void secret_in_query(const Target& target, const Args&, const Reporter& report) {
  const Value property = target.value;
  if (!may_be_text(property) || !is_remote(target.document()) ||
      !is_credential_like(property.key()))
    return;
  Carrier carrier{false, property.key()};
  const CarrierState state = read_carrier(property["x-from"], carrier);
  if (state == CarrierState::Faulty || carrier.header) return;
  if (state == CarrierState::Absent && is_reserved_query(property.key())) return;
  report.key(target.document(), property,
             {{"name", fmt::format("'{}'", printable(carrier.name, 60))}});
}

void reserved_query(const Target& target, const Args&, const Reporter& report) {
  const Value property = target.value;
  if (property.is_object() && !property["x-from"] && is_remote(target.document()) &&
      is_reserved_query(property.key()))
    report.key(target.document(), property);
}

// A text that stands where a real value belongs: YOUR_KEY, <token>, changeme, xxxx.
class PlaceholderDefault final : public Check {
 public:
  explicit PlaceholderDefault(Args)
      : pattern_(
            R"(^(<.*>|\[.*\]|\$\{.*\}|\{\{.*\}\}|%\w+%|[xX*.\-_0]{3,})$|your[-_ ]|change[-_ ]?me|)"
            R"(placeholder|replace|insert[-_ ]|enter[-_ ]|dummy|redacted|example|sample|\.\.\.|…|)"
            R"((^|[-_])(fake|mock|todo|tbd|test)([-_]|$))",
            true) {}
  void run(const Target& target, const Reporter& report) const override {
    const Value value = target.value;
    const Value property = value.parent();
    if (!value.is_string() || trim(value.text()).empty() || !is_credential_like(property.key()))
      return;
    const bool repeats = fold_name(value.text()) == fold_name(property.key());
    if (!repeats && !pattern_.matches(value.text())) return;
    report.value(target.document(), value,
                 {{"name", fmt::format("'{}'", printable(property.key(), 60))}});
  }

 private:
  Pattern pattern_;
};

// The Smithery CLI hides what is typed when the name holds one of some words.
bool is_masked(std::string_view name) {
  constexpr std::array kWords{"key"sv,  "token"sv,      "secret"sv, "password"sv,
                              "auth"sv, "credential"sv, "api"sv};
  const std::string lower = to_lower_ascii(name);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

class SecretNotMasked final : public Check {
 public:
  explicit SecretNotMasked(Args)
      : spoken_(R"(\b((api|access|secret|private|license)[ _-]?key|token|secret|password)\b)",
                true) {}
  void run(const Target& target, const Reporter& report) const override {
    const Value property = target.value;
    if (!may_be_text(property) || is_masked(property.key())) return;
    for (const std::string_view member : {"title"sv, "description"sv}) {
      std::string_view word;
      if (!property[member].is_string() || !spoken_.matches(property[member].text(), &word))
        continue;
      return report.key(target.document(), property,
                        {{"word", fmt::format("'{}'", printable(word, 40))},
                         {"member", fmt::format("'{}'", member)}});
    }
  }

 private:
  Pattern spoken_;
};

// A configuration that a URL release needs and nobody declares: the card says that callers must
// authenticate, and not by OAuth, and no document has a schema.
void config_schema_absent(const Target& target, const Args&, const Reporter& report) {
  const Project& project = *target.project;
  if (is_partial(project)) return;
  for (const Document& document : project.documents) {
    if (!document.readable()) continue;
    const Value root = document.root();
    if (root["configSchema"] || root["startCommand"]["configSchema"]) return;
  }
  each_document(project, Kind::ServerCard, [&](const Document& card) {
    const Value authentication = card.root()["authentication"];
    const Value schemes = authentication["schemes"];
    const bool oauth = std::any_of(schemes.begin(), schemes.end(), [](Value scheme) {
      return scheme.is_string() && starts_with_ignoring_case(scheme.text(), "oauth");
    });
    if (card.dialect == Dialect::Smithery && authentication["required"].is_true() && !oauth)
      report.key(card, authentication);
  });
}

constexpr std::array kTable{
    CheckEntry{"carrier-collision",
               "two properties of a configuration schema share a header or query parameter",
               {},
               true,
               make_simple<carrier_collision>},
    CheckEntry{"carrier-form",
               "'x-from' or 'x-to' is no map with one of 'header' and 'query' and a name",
               {},
               true,
               make_simple<carrier_form>},
    CheckEntry{"config-schema-absent",
               "a card asks for credentials other than OAuth, and no document has a 'configSchema'",
               {},
               false,
               make_simple<config_schema_absent>},
    CheckEntry{"placeholder-default",
               "the default of a property named like a credential is a placeholder",
               {},
               true,
               [](Args args) -> std::unique_ptr<Check> {
                 return std::make_unique<PlaceholderDefault>(args);
               }},
    CheckEntry{"reserved-query",
               "a property without 'x-from' has a name that Smithery takes from the query itself",
               {},
               true,
               make_simple<reserved_query>},
    CheckEntry{"secret-in-query",
               "a property named like a credential travels in the query of a remote server",
               {},
               true,
               make_simple<secret_in_query>},
    CheckEntry{"secret-not-masked",
               "a property's texts speak of a secret, but its name does not make the CLI hide it",
               {},
               true,
               [](Args args) -> std::unique_ptr<Check> {
                 return std::make_unique<SecretNotMasked>(args);
               }},
};

}  // namespace

CheckTable config_schema_checks() {
  return kTable;
}

}  // namespace cardlint::checks

// AI catalogs: how the entries of one stand together.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

constexpr std::string_view kCatalogType = "application/ai-catalog+json";

// Readers take null for absent.
bool is_there(Value value) {
  return value && !value.is(NodeType::Null);
}

void exactly_one(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_object()) return;
  const std::vector<std::string_view> members = args.texts("members");
  std::vector<Value> there;
  for (const std::string_view member : members) {
    if (is_there(target.value[member])) there.push_back(target.value[member]);
  }
  if (there.size() == 1) return;
  std::string list;
  for (std::size_t i = 0; i < members.size(); ++i)
    list += fmt::format("{}'{}'",
                        i == 0                    ? ""
                        : i + 1 == members.size() ? " and "
                                                  : ", ",
                        members[i]);
  if (there.empty())
    return report.key(target.document(), target.value, {{"problem", "has neither of " + list}});
  report.key(target.document(), there.back(), {{"problem", "has both " + list}});
}

// A server card by its address or its content.
bool is_server_card(Value entry) {
  const Value url = entry["url"];
  if (url.is_string()) {
    const std::string_view path = split_uri(url.text()).path;
    if (path.ends_with("/server-card") || path.ends_with("server-card.json")) return true;
  }
  const Value schema = entry["data"]["$schema"];
  return entry["data"]["serverInfo"].is_object() ||
         (schema.is_string() &&
          schema.text().find("/server-card.schema.json") != std::string_view::npos);
}

void card_entry_type(const Target& target, const Args& args, const Reporter& report) {
  const Value type = target.value["type"];
  if (!type.is_string() || !is_server_card(target.value) || type.is_text(args.text("type"))) return;
  report.value(target.document(), type);
}

// 'test' twice: an identifier stands again with the same version, or again with none.
// 'unversioned': one of several entries of an identifier has no version.
void entry_versions(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_array()) return;
  using Key = std::pair<std::string_view, std::string_view>;  // no version: empty
  std::map<Key, Value> seen;
  std::map<std::string_view, std::size_t> versions;
  const bool twice = args.text("test") == "twice";
  const Document& document = target.document();
  for (const Value entry : target.value) {
    const Value identifier = entry["identifier"];
    if (!identifier.is_string()) continue;
    const Value version = entry["version"];
    const Key key{identifier.text(), version.is_string() ? version.text() : std::string_view()};
    const auto [first, added] = seen.emplace(key, identifier);
    if (added) ++versions[key.first];
    if (added || !twice) continue;
    const std::string with =
        key.second.empty() ? "without a version" : "with the version " + describe(version);
    report.finding(
        {&document,
         identifier.id(),
         identifier.node().span,
         {{"with", with}},
         {{&document, first->second.node().span, first->second.pointer(), "first here"}}});
  }
  if (twice) return;
  for (const auto& [key, identifier] : seen) {
    if (!key.second.empty() || versions[key.first] < 2) continue;
    report.key(
        document, identifier.parent(),
        {{"identifier", describe(identifier)}, {"count", fmt::format("{}", versions[key.first])}});
  }
}

// The domain in "urn:air:{publisher}:…"; empty for other identifiers, which are opaque.
std::string_view publisher_domain(std::string_view identifier) {
  constexpr std::string_view kPrefix = "urn:air:";
  if (!starts_with_ignoring_case(identifier, kPrefix)) return {};
  const std::string_view rest = identifier.substr(kPrefix.size());
  const std::size_t colon = rest.find(':');
  return colon == std::string_view::npos ? std::string_view() : rest.substr(0, colon);
}

// The domain that an identity vouches for: the host of a URL or a SPIFFE ID, the domain of did:web.
// Empty where it has none.
std::string_view trust_domain(std::string_view identity) {
  constexpr std::string_view kWeb = "did:web:";
  if (starts_with_ignoring_case(identity, kWeb)) {
    const std::string_view rest = identity.substr(kWeb.size());
    return rest.substr(0, std::min(rest.find_first_of(":%#?/"), rest.size()));
  }
  return split_uri(identity).host;
}

void trust_identity(const Target& target, const Args&, const Reporter& report) {
  const Value identifier = target.value["identifier"];
  const Value identity = target.value["trustManifest"]["identity"];
  if (!identifier.is_string() || !identity.is_string()) return;
  if (identity.text() == identifier.text()) return;
  const std::string_view publisher = publisher_domain(identifier.text());
  const std::string_view domain = trust_domain(identity.text());
  if (publisher.empty() || domain.empty()) return;
  if (is_below_domain(domain, publisher) || is_below_domain(publisher, domain)) return;
  report.value(target.document(), identity,
               {{"domain", fmt::format("'{}'", printable(domain))},
                {"publisher", fmt::format("'{}'", printable(publisher))}});
}

void display_name_redundant(const Target& target, const Args&, const Reporter& report) {
  const Value shown = target.value["displayName"];
  const Value title = target.value["data"]["title"];
  if (!shown.is_string() || !title.is_string() || !is_server_card(target.value)) return;
  report.value(target.document(), shown, {{"title", describe(title)}});
}

// How many catalogs lie inside one another at `catalog`, itself included; stops counting at `stop`.
std::size_t nesting(Value catalog, std::size_t stop) {
  std::size_t depth = 0;
  std::vector<Value> level{catalog};
  while (!level.empty() && depth < stop) {
    ++depth;
    std::vector<Value> next;
    for (const Value outer : level) {
      for (const Value entry : outer["entries"]) {
        if (entry["type"].is_text(kCatalogType) && entry["data"]["entries"].is_array())
          next.push_back(entry["data"]);
      }
    }
    level = std::move(next);
  }
  return depth;
}

void catalog_limits(const Target& target, const Args& args, const Reporter& report) {
  const Value entries = target.value["entries"];
  if (!entries.is_array()) return;
  const double most = args.number("entries", 100);
  const double deepest = args.number("depth", 4);
  if (entries.size() > most) {
    report.key(target.document(), entries,
               {{"problem", fmt::format("has {} entries", entries.size())},
                {"limit", fmt::format("after {}", most)}});
  }
  const auto stop = static_cast<std::size_t>(deepest) + 1;
  if (nesting(target.value, stop) < stop) return;
  report.key(target.document(), entries,
             {{"problem", fmt::format("holds catalogs more than {} deep", deepest)},
              {"limit", fmt::format("at the depth of {}", deepest)}});
}

constexpr std::array kMembers{ArgSpec{"members", Type::Texts, true}};
constexpr std::array kType{ArgSpec{"type", Type::Text, true}};
constexpr std::array kTest{ArgSpec{"test", Type::Text, true}};
constexpr std::array kLimits{ArgSpec{"entries", Type::Number, true},
                             ArgSpec{"depth", Type::Number, true}};

constexpr std::array kTable{
    CheckEntry{"card-entry-type",
               "an entry of a catalog that is a server card has not the type 'type'", kType, true,
               make_simple<card_entry_type>},
    CheckEntry{"catalog-limits",
               "a catalog has more than 'entries' entries, or holds catalogs deeper than 'depth'",
               kLimits, true, make_simple<catalog_limits>},
    CheckEntry{"display-name-redundant",
               "an entry of a catalog has a 'displayName' beside a card with a 'title'",
               {},
               true,
               make_simple<display_name_redundant>},
    CheckEntry{"entry-versions",
               "entries of a catalog share identifier and version (twice), or identifier while one "
               "has no version (unversioned)",
               kTest, true, make_simple<entry_versions>},
    CheckEntry{"exactly-one", "an object has none or several of 'members' (null counts as none)",
               kMembers, true, make_simple<exactly_one>},
    CheckEntry{"trust-identity",
               "a trust manifest vouches for another domain than that of its urn:air identifier",
               {},
               true,
               make_simple<trust_identity>},
};

}  // namespace

CheckTable catalog_checks() {
  return kTable;
}

}  // namespace cardlint::checks

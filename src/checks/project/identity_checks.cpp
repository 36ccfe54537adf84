// Between the documents of a project: endpoints, protected resources, issuers, scopes, and copies
// of one card.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "checks/address/endpoints.h"
#include "checks/document/asked_for.h"
#include "checks/document/tool_list.h"
#include "checks/project/companions.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

// --- endpoint and protected resource ---

struct Fit {
  ResourceFit fit = ResourceFit::Other;
  const Document* metadata = nullptr;
};

Fit best_fit(const Project& project, std::string_view endpoint) {
  Fit best;
  each_document(project, Kind::OauthProtectedResource, [&](const Document& metadata) {
    const Value resource = metadata.root()["resource"];
    if (!resource.is_string() || !split_uri(resource.text()).has_authority) return;
    const ResourceFit fit = fit_resource(resource.text(), endpoint);
    if (best.metadata == nullptr || fit < best.fit) best = {fit, &metadata};
  });
  return best;
}

// Of metadata that was fetched for an endpoint, the document's own rule says how the two fit.
bool is_told_already(const Fit& best) {
  const AskedFor asked = asked_for(*best.metadata);
  return asked.exact &&
         fit_resource(best.metadata->root()["resource"].text(), asked.identifier) == best.fit;
}

// Fires when the best protected resource for an endpoint is 'fit': other, extra-slash, parent or
// spelling. Each metadata document is reported once.
void endpoint_resource(const Target& target, const Args& args, const Reporter& report) {
  constexpr std::array<std::string_view, 5> kWords{"same", "spelling", "parent", "extra-slash",
                                                   "other"};
  std::set<const Document*> reported;
  for (const Document& document : target.project->documents) {
    if (document.kind == Kind::RegistryServer || !document.readable()) continue;
    for (const Mention& endpoint : endpoints_of(document)) {
      const Fit best = best_fit(*target.project, endpoint.value.text());
      if (best.metadata == nullptr ||
          kWords[static_cast<std::size_t>(best.fit)] != args.text("fit"))
        continue;
      if (is_told_already(best)) continue;
      if (!reported.insert(best.metadata).second) continue;
      Finding finding =
          finding_at({best.metadata, best.metadata->root()["resource"]},
                     {{"endpoint", describe(endpoint.value)}, {"file", file_of(document)}});
      finding.related.push_back(also_at(endpoint, "the endpoint"));
      report.finding(finding);
    }
  }
}

// --- remotes ---

bool has_dialect(const Document& card, std::initializer_list<Dialect> dialects) {
  return std::find(dialects.begin(), dialects.end(), card.dialect) != dialects.end();
}

void report_absent(const std::vector<Mention>& ours, const std::vector<Mention>& theirs,
                   const Document& other, const Reporter& report) {
  std::set<std::string> there;
  for (const Mention& mention : theirs) there.insert(plain_endpoint(mention.value.text()));
  for (const Mention& mention : ours) {
    if (there.contains(plain_endpoint(mention.value.text()))) continue;
    Finding finding = finding_at(mention, {{"file", file_of(other)}});
    const Value place = other.root()["remotes"] ? other.root()["remotes"] : other.root();
    finding.related.push_back(also_at({&other, place}, "lacks it"));
    report.finding(finding);
  }
}

void remotes_differ(const Target& target, const Args&, const Reporter& report) {
  each_document(*target.project, Kind::ServerCard, [&](const Document& card) {
    if (!has_dialect(card, {Dialect::Sep2127, Dialect::Hybrid, Dialect::Sep1649})) return;
    each_document(*target.project, Kind::RegistryServer, [&](const Document& server) {
      const std::vector<Mention> ours = endpoints_of(card);
      const std::vector<Mention> theirs = endpoints_of(server);
      // A form without an absolute URL says nothing to compare, nor does a server.json that lists
      // packages only: they run elsewhere.
      if (ours.empty() || theirs.empty()) return;
      report_absent(ours, theirs, server, report);
      report_absent(theirs, ours, card, report);
    });
  });
}

// --- two cards ---

Value card_version(const Document& card) {
  const bool remote_form = has_dialect(card, {Dialect::Sep2127, Dialect::Hybrid});
  return remote_form ? card.root()["version"] : card.root()["serverInfo"]["version"];
}

void dialects_disagree(const Target& target, const Args&, const Reporter& report) {
  each_document(*target.project, Kind::ServerCard, [&](const Document& old) {
    if (!old.smithery_path || !has_dialect(old, {Dialect::Smithery, Dialect::Sep1649})) return;
    each_document(*target.project, Kind::ServerCard, [&](const Document& card) {
      if (card.dialect != Dialect::Sep2127) return;
      const auto tell = [&](const Mention& here, const Mention& there) {
        Finding finding = finding_at(
            here, {{"other", describe(there.value)}, {"file", file_of(*there.document)}});
        finding.related.push_back(also_at(there, "differs"));
        report.finding(finding);
      };
      const Value version = card_version(card);
      const Value other = card_version(old);
      if (version.is_string() && other.is_string() && version.text() != other.text())
        tell({&card, version}, {&old, other});
      const std::vector<Mention> ours = endpoints_of(card);
      const std::vector<Mention> theirs = endpoints_of(old);
      if (ours.empty() || theirs.empty()) return;
      const bool known = std::any_of(ours.begin(), ours.end(), [&](const Mention& m) {
        return plain_endpoint(m.value.text()) == plain_endpoint(theirs.front().value.text());
      });
      if (!known) tell(ours.front(), theirs.front());
    });
  });
}

// The part of a path from ".well-known/" on; empty without one.
std::string_view reserved_path(const Document& document) {
  const std::string_view path = document.repository_path;
  const std::size_t at = path.rfind(".well-known/");
  return at == std::string_view::npos ? std::string_view() : path.substr(at);
}

std::string_view server_name(const Document& card) {
  for (const Value name : {card.root()["serverInfo"]["name"], card.root()["name"]}) {
    if (name.is_string()) return name.text();
  }
  return {};
}

// The first place at which two cards differ: a member of the root, else the root itself.
Value first_difference(Value a, Value b) {
  for (const Value member : a) {
    const Value other = b[member.key()];
    if (!other || !same_value(member, other)) return member;
  }
  return a;
}

void copies_differ(const Target& target, const Args&, const Reporter& report) {
  const std::vector<Document>& documents = target.project->documents;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const Document& first = documents[i];
    if (first.kind != Kind::ServerCard || !first.readable() || reserved_path(first).empty())
      continue;
    for (std::size_t k = i + 1; k < documents.size(); ++k) {
      const Document& copy = documents[k];
      if (copy.kind != Kind::ServerCard || !copy.readable() || copy.dialect != first.dialect ||
          reserved_path(copy) != reserved_path(first) || server_name(copy) != server_name(first) ||
          same_value(first.root(), copy.root()))
        continue;
      const Value place = first_difference(copy.root(), first.root());
      const Value other = place.key().empty() ? first.root() : first.root()[place.key()];
      Finding finding = finding_at({&copy, place}, {{"file", file_of(first)}});
      if (!place.key().empty()) {
        finding.params.emplace_back("where", fmt::format("'{}' differs", printable(place.key())));
      } else {
        finding.params.emplace_back("where", "a member is missing here");
      }
      finding.related.push_back(also_at({&first, other ? other : first.root()}, "the other copy"));
      report.finding(finding);
      break;
    }
  }
}

// --- catalog and card ---

// "weather" of "urn:air:example.com:mcp:weather"; nothing of other identifiers.
std::string_view air_name(std::string_view identifier) {
  if (!starts_with_ignoring_case(identifier, "urn:air:")) return {};
  const std::size_t colon = identifier.rfind(':');
  return colon > 8 ? identifier.substr(colon + 1) : std::string_view();
}

std::string_view last_part(std::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

// A card's entry: by the name in its identifier, or as the only card entry for the only card.
bool is_entry_of(Value entry, const Document& card, bool only) {
  if (!entry["type"].is_text("application/mcp-server-card+json")) return false;
  const Value name = card.root()["name"];
  const Value identifier = entry["identifier"];
  if (name.is_string() && identifier.is_string() &&
      air_name(identifier.text()) == last_part(name.text()))
    return true;
  return only;
}

void catalog_differs(const Target& target, const Args&, const Reporter& report) {
  std::vector<const Document*> cards;
  each_document(*target.project, Kind::ServerCard, [&](const Document& card) {
    if (has_dialect(card, {Dialect::Sep2127, Dialect::Hybrid})) cards.push_back(&card);
  });
  each_document(*target.project, Kind::AiCatalog, [&](const Document& catalog) {
    const Value entries = catalog.root()["entries"];
    const auto count = std::count_if(entries.begin(), entries.end(), [](Value entry) {
      return entry["type"].is_text("application/mcp-server-card+json");
    });
    for (const Value entry : entries) {
      for (const Document* card : cards) {
        if (!is_entry_of(entry, *card, count == 1 && cards.size() == 1)) continue;
        const auto tell = [&](Value here, Value there) {
          Finding finding =
              finding_at({&catalog, here}, {{"other", describe(there)},
                                            {"file", file_of(*card)},
                                            {"member", fmt::format("'{}'", here.key())}});
          finding.related.push_back(also_at({card, there}, "differs"));
          report.finding(finding);
        };
        const Value version = card->root()["version"];
        if (entry["version"].is_string() && version.is_string() &&
            entry["version"].text() != version.text())
          tell(entry["version"], version);
        const Value name = card->root()["name"];
        const Value identifier = entry["identifier"];
        if (identifier.is_string() && name.is_string() && !air_name(identifier.text()).empty() &&
            air_name(identifier.text()) != last_part(name.text()))
          tell(identifier, name);
        const Value url = entry["url"];
        const std::string_view path =
            url.is_string() ? split_uri(url.text()).path : std::string_view();
        const std::string_view lies = reserved_path(*card);
        if (path.find("/.well-known/") != std::string_view::npos && !lies.empty() &&
            !path.ends_with(lies))
          tell(url, card->root());
      }
    }
  });
}

// --- authorization servers ---

bool is_issuer(const Document& document, std::string_view issuer) {
  return (document.kind == Kind::OauthAuthorizationServer ||
          document.kind == Kind::OpenidConfiguration) &&
         document.root()["issuer"].is_text(issuer);
}

// 'where': "same-origin" as the resource, or "elsewhere".
void issuer_undocumented(const Target& target, const Args& args, const Reporter& report) {
  if (is_partial(*target.project)) return;
  const std::vector<Document>& documents = target.project->documents;
  each_document(*target.project, Kind::OauthProtectedResource, [&](const Document& metadata) {
    const Value resource = metadata.root()["resource"];
    for (const Value issuer : metadata.root()["authorization_servers"]) {
      // An address of metadata is no issuer at all, and another rule's matter.
      if (!issuer.is_string() || issuer.text().find("/.well-known/") != std::string_view::npos)
        continue;
      const bool here = resource.is_string() && same_origin(issuer.text(), resource.text());
      if (here != (args.text("where") == "same-origin")) continue;
      const bool known = std::any_of(documents.begin(), documents.end(), [&](const Document& d) {
        return is_issuer(d, issuer.text());
      });
      if (!known) report.value(metadata, issuer);
    }
  });
}

void scopes_missing(const Target& target, const Args&, const Reporter& report) {
  each_document(*target.project, Kind::OauthProtectedResource, [&](const Document& metadata) {
    for (const Document& server : target.project->documents) {
      const Value issuers = metadata.root()["authorization_servers"];
      const bool named = std::any_of(issuers.begin(), issuers.end(), [&](Value issuer) {
        return issuer.is_string() && is_issuer(server, issuer.text());
      });
      const Value listed = server.root()["scopes_supported"];
      if (!named || !listed.is_array()) continue;
      for (const Value scope : metadata.root()["scopes_supported"]) {
        const bool found = std::any_of(listed.begin(), listed.end(), [&](Value other) {
          return scope.is_string() && other.is_text(scope.text());
        });
        if (found || !scope.is_string()) continue;
        Finding finding = finding_at({&metadata, scope}, {{"file", file_of(server)}});
        finding.related.push_back(also_at({&server, listed}, "the list that lacks it"));
        report.finding(finding);
      }
    }
  });
}

constexpr std::array kFit{ArgSpec{"fit", Type::Text, true}};
constexpr std::array kWhere{ArgSpec{"where", Type::Text, true}};

constexpr std::array kTable{
    CheckEntry{"card-copies-differ",
               "two copies of one card at the same reserved path differ",
               {},
               false,
               make_simple<copies_differ>},
    CheckEntry{"card-dialects-disagree",
               "the card at Smithery's path and the SEP-2127 card differ in version or endpoint",
               {},
               false,
               make_simple<dialects_disagree>},
    CheckEntry{"catalog-differs",
               "an AI catalog's entry differs from the card that it stands for",
               {},
               false,
               make_simple<catalog_differs>},
    CheckEntry{"endpoint-resource",
               "the protected resource fits the endpoint of a card only as 'fit': other, "
               "extra-slash, parent or spelling",
               kFit, false, make_simple<endpoint_resource>},
    CheckEntry{"issuer-undocumented",
               "no metadata of an authorization server ('where': same-origin or elsewhere) is in "
               "the project",
               kWhere, false, make_simple<issuer_undocumented>},
    CheckEntry{"remotes-differ",
               "card and server.json name different endpoints",
               {},
               false,
               make_simple<remotes_differ>},
    CheckEntry{"scopes-missing",
               "a scope of the protected resource is unknown to its authorization server",
               {},
               false,
               make_simple<scopes_missing>},
};

}  // namespace

CheckTable identity_checks() {
  return kTable;
}

}  // namespace cardlint::checks

// Predicates on identifiers of OAuth documents: issuers, resources, redirect URIs, and how the
// documents of one project name each other. Identifiers are compared as texts (RFC 8414 §4), never
// parsed in full: whether they are sound URLs is the matter of other rules.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "address/uri.h"
#include "address/web_url.h"
#include "base/file_io.h"
#include "base/text.h"
#include "checks/address/endpoints.h"
#include "checks/member/conditions.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

std::string_view without_slash(std::string_view url) {
  return url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
}

void other_scheme(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  const std::string scheme = parse_web_url(target.value.text()).scheme;
  const auto schemes = args.texts("schemes");
  if (scheme.empty() || std::find(schemes.begin(), schemes.end(), scheme) != schemes.end()) return;
  report.value(target.document(), target.value, {{"scheme", fmt::format("'{}'", scheme)}});
}

// The file is the form without a path, `/.well-known/<name>`, but names something with a path.
void root_form_with_path(const Target& target, const Args& args, const Reporter& report) {
  const std::string& path = target.document().repository_path;
  const std::string_view file = base_name(path);
  const std::string_view name = args.text("document");
  const std::string_view folder = base_name(parent_folder(path));
  if (file != name && file != fmt::format("{}.json", name)) return;
  if (folder != ".well-known" && folder != "well-known") return;
  if (!target.value.is_string()) return;
  const std::string_view own = split_uri(target.value.text()).path;
  if (own.empty() || own == "/") return;
  report.value(target.document(), target.value,
               {{"path", fmt::format("'{}'", printable(own, 80))},
                {"place", fmt::format("/.well-known/{}{}", name, printable(own, 80))}});
}

void identifier_repeated(const Target& target, const Args&, const Reporter& report) {
  std::map<std::string_view, Value> seen;
  for (const Value item : target.value) {
    if (!item.is_string() || !target.value.is_array()) continue;
    const auto [first, added] = seen.emplace(without_slash(item.text()), item);
    if (added) continue;
    const bool same = first->second.text() == item.text();
    report.finding(
        {&target.document(),
         item.id(),
         item.node().span,
         {{"how", same ? "stands here again" : "differs only in the slash at its end"}},
         {{&target.document(), first->second.node().span, first->second.pointer(), "first here"}}});
  }
}

void is_own_origin(const Target& target, const Args& args, const Reporter& report) {
  const Value own = target.document().tree.resolve(args.text("of"));
  if (!target.value.is_string() || !own.is_string()) return;
  const UriParts issuer = split_uri(target.value.text());
  const bool bare = !issuer.host.empty() && (issuer.path.empty() || issuer.path == "/") &&
                    issuer.query.empty() && issuer.fragment.empty();
  if (bare && same_origin(target.value.text(), own.text()))
    report.value(target.document(), target.value);
}

// ---- documents of one project that name each other

// More documents than these are a collection, not the documents of one server: nothing follows from
// one naming the other, and looking through all of them for each would take too long.
constexpr std::size_t kDocumentsOfOneServer = 256;

// The protected resource metadata in which `issuer` is one of the authorization servers.
std::vector<const Document*> resources_of(const Project* project, Value issuer) {
  std::vector<const Document*> found;
  if (project == nullptr || !issuer.is_string()) return found;
  if (project->documents.size() > kDocumentsOfOneServer) return found;
  for (const Document& document : project->documents) {
    if (document.kind != Kind::OauthProtectedResource) continue;
    const auto servers = texts_of(document.root()["authorization_servers"]);
    const bool named = std::any_of(servers.begin(), servers.end(), [&](std::string_view server) {
      return without_slash(server) == without_slash(issuer.text());
    });
    if (named) found.push_back(&document);
  }
  return found;
}

void resource_unlisted(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_array()) return;
  std::vector<std::string_view> listed;
  for (const std::string_view text : texts_of(target.value)) listed.push_back(without_slash(text));
  std::sort(listed.begin(), listed.end());
  for (const Document* document : resources_of(target.project, target.value.parent()["issuer"])) {
    const Value resource = document->root()["resource"];
    if (!resource.is_string() ||
        std::binary_search(listed.begin(), listed.end(), without_slash(resource.text())))
      continue;
    report.finding(
        {&target.document(),
         target.value.id(),
         target.value.node().span,
         {{"resource", describe(resource)}},
         {{document, resource.node().span, resource.pointer(), "this resource names the issuer"}}});
  }
}

// With `several` fires where resource metadata that names this issuer names others too, so that a
// client has a choice; without, everywhere else.
void issuer_unmarked(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_object() || target.value[args.text("member")]) return;
  const Document* chooser = nullptr;
  Value servers;
  for (const Document* document : resources_of(target.project, target.value["issuer"])) {
    std::vector<std::string_view> different;
    for (const std::string_view text : texts_of(document->root()["authorization_servers"]))
      different.push_back(without_slash(text));
    std::sort(different.begin(), different.end());
    different.erase(std::unique(different.begin(), different.end()), different.end());
    if (different.size() < 2 || chooser != nullptr) continue;
    chooser = document;
    servers = document->root()["authorization_servers"];
  }
  if ((chooser != nullptr) != args.flag("several")) return;
  Finding finding{&target.document(), target.value.id(), target.value.node().span, {}, {}};
  if (chooser != nullptr) {
    finding.params = {{"file", fmt::format("'{}'", printable(chooser->source->path()))}};
    finding.related = {{chooser, servers.node().span, servers.pointer(), "the issuers"}};
  }
  report.finding(finding);
}

// ---- client metadata

bool is_loopback(std::string_view url) {
  const std::string_view host = split_uri(url).host;
  const bool dotted =
      host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "[::1]" || dotted || to_lower_ascii(host) == "localhost";
}

void only_loopback(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_array() || target.value.size() == 0) return;
  const bool all = std::all_of(target.value.begin(), target.value.end(), [](Value item) {
    return item.is_string() && is_loopback(item.text());
  });
  if (all)
    report.key(target.document(), target.value,
               {{"count", fmt::format("{}", target.value.size())}});
}

// The path that a file has once it is served, as far as the folder `.well-known` tells: RFC 8615
// puts that folder at the root of the origin. Empty where the file lies elsewhere.
std::string_view served_path(std::string_view path) {
  constexpr std::string_view kFolder = "/.well-known/";
  if (path.starts_with(kFolder.substr(1))) return path;
  const std::size_t at = path.rfind(kFolder);
  return at == std::string_view::npos ? std::string_view() : path.substr(at + 1);
}

std::string_view without_json(std::string_view path) {
  return path.ends_with(".json") ? path.substr(0, path.size() - 5) : path;
}

// Where the file is served is known in part at most; what contradicts that part is a fault.
void not_own_url(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_string()) return;
  const std::string_view url = target.value.text();
  const UriParts parts = split_uri(url);
  const bool web =
      to_lower_ascii(parts.scheme) == "https" || to_lower_ascii(parts.scheme) == "http";
  const auto fault = [&](std::string detail) {
    report.value(target.document(), target.value, {{"detail", std::move(detail)}});
  };
  if (!web || parts.host.empty()) return fault("which is no URL that can serve a document");
  const std::string& fetched = target.document().fetched_from;
  if (!fetched.empty()) {
    if (url != fetched)
      fault(fmt::format("but this document was fetched from '{}'", printable(fetched, 200)));
    return;
  }
  const std::string& file = target.document().repository_path;
  const std::string_view served = served_path(file);
  const std::string_view path = parts.path.empty() ? parts.path : parts.path.substr(1);
  if (!served.empty()) {
    if (without_json(served) != without_json(path))
      fault(fmt::format("but the file is served as '/{}'", printable(served, 120)));
    return;
  }
  if (without_json(base_name(path)) == without_json(base_name(file))) return;
  report.not_assessed(target.document().source->path(),
                      fmt::format("'client_id' is {} and has to be the URL of this file, which is "
                                  "not known",
                                  describe(target.value)));
}

constexpr std::array kSchemes{ArgSpec{"schemes", Type::Texts, true}};
constexpr std::array kDocument{ArgSpec{"document", Type::Text, true}};
constexpr std::array kOf{ArgSpec{"of", Type::Text, true}};
constexpr std::array kUnmarked{ArgSpec{"member", Type::Text, true},
                               ArgSpec{"several", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{"identifier-repeated",
               "a list names one identifier twice, the slash at its end aside",
               {},
               true,
               make_simple<identifier_repeated>},
    CheckEntry{"issuer-unmarked",
               "'member' is absent from metadata of an issuer that is one of 'several' (default: "
               "the only one known) in the project's resource metadata",
               kUnmarked, true, make_simple<issuer_unmarked>},
    CheckEntry{"not-own-url",
               "a client_id is no web URL, or has another path than the file below .well-known",
               {},
               true,
               make_simple<not_own_url>},
    CheckEntry{"only-loopback",
               "every URL of a list leads to the machine it is opened on",
               {},
               true,
               make_simple<only_loopback>},
    CheckEntry{
        "other-scheme",
        "a string is an absolute URI whose scheme, as browsers read it, is none of 'schemes'",
        kSchemes, true, make_simple<other_scheme>},
    CheckEntry{"own-origin", "a URL is the origin of the URL at the pointer 'of'", kOf, true,
               make_simple<is_own_origin>},
    CheckEntry{"resource-unlisted",
               "a list of resources lacks the resource of metadata that names this issuer",
               {},
               true,
               make_simple<resource_unlisted>},
    CheckEntry{"root-form-with-path",
               "a URL has a path although the file is the pathless form /.well-known/'document'",
               kDocument, true, make_simple<root_form_with_path>},
};

}  // namespace

CheckTable oauth_checks() {
  return kTable;
}

}  // namespace cardlint::checks

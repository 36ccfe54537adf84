#include "doc/kind.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/file_io.h"
#include "base/text.h"

namespace cardlint {
namespace {

// The part of a path behind its last ".well-known" (or, when allowed, "well-known") component,
// without it; nothing when there is none.
std::optional<std::string_view> behind_well_known(std::string_view path, bool dot_needed) {
  std::optional<std::string_view> rest;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part == ".well-known" || (!dot_needed && part == "well-known")) {
      rest = path.substr(std::min(end + 1, path.size()));
    }
    begin = end + 1;
  }
  return rest;
}

// True for `name`, `name.json`, and anything in a folder `name`.
bool names_document(std::string_view rest, std::string_view name) {
  if (!rest.starts_with(name)) return false;
  rest.remove_prefix(name.size());
  return rest.empty() || rest == ".json" || rest.front() == '/';
}

PathKind kind_of_well_known(std::string_view path) {
  if (const auto rest = behind_well_known(path, true)) {
    for (const std::string_view card :
         {"mcp/server-card.json", "mcp/server-card", "mcp/server-cards.json", "mcp-server.json"}) {
      if (*rest == card) return {Kind::ServerCard, true};
    }
    if (names_document(*rest, "mcp-server-card")) return {Kind::ServerCard, true};
    if (*rest == "mcp.json" || *rest == "mcp") return {Kind::ServerCard, false};
    if (*rest == "jwks.json") return {Kind::Jwks, true};
    if (*rest == "ai-catalog.json" || *rest == "mcp/catalog.json") return {Kind::AiCatalog, true};
  }
  if (const auto rest = behind_well_known(path, false)) {
    constexpr std::array kOauth{Kind::OauthProtectedResource, Kind::OauthAuthorizationServer,
                                Kind::OpenidConfiguration};
    for (const Kind kind : kOauth) {
      if (names_document(*rest, name(kind))) return {kind, true};
      // "oauth-protected-resource-v2-mcp.json": a flattened path-inserted form, or something else.
      if (rest->starts_with(name(kind))) return {kind, false};
    }
  }
  return {};
}

std::string_view schema_uri(Value root) {
  const Value uri = root["$schema"];
  return uri.is_string() ? uri.text() : std::string_view();
}

// "…/schemas/v<digits>/server-card.schema.json"
bool is_card_schema(std::string_view uri) {
  constexpr std::string_view kEnd = "/server-card.schema.json";
  if (!uri.ends_with(kEnd)) return false;
  uri.remove_suffix(kEnd.size());
  const std::size_t at = uri.rfind("/schemas/v");
  if (at == std::string_view::npos) return false;
  const std::string_view digits = uri.substr(at + 10);
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

// "…/schemas/<date or draft>/server.schema.json"
bool is_registry_schema(std::string_view uri) {
  constexpr std::string_view kEnd = "/server.schema.json";
  if (!uri.ends_with(kEnd)) return false;
  uri.remove_suffix(kEnd.size());
  const std::size_t at = uri.rfind("/schemas/");
  if (at == std::string_view::npos) return false;
  const std::string_view version = uri.substr(at + 9);
  return version == "draft" || (version.size() == 10 &&
                                version.find_first_not_of("0123456789-") == std::string_view::npos);
}

bool has_one_slash(Value text) {
  return text.is_string() && std::count(text.text().begin(), text.text().end(), '/') == 1;
}

template <std::size_t N>
int count_present(Value object, const std::array<std::string_view, N>& members) {
  return static_cast<int>(std::count_if(members.begin(), members.end(),
                                        [&](std::string_view m) { return bool(object[m]); }));
}

template <std::size_t N>
bool has_any(Value object, const std::array<std::string_view, N>& members) {
  return count_present(object, members) > 0;
}

bool any_item(Value array, std::initializer_list<std::string_view> members) {
  return std::any_of(array.begin(), array.end(), [&](Value item) {
    return std::any_of(members.begin(), members.end(),
                       [&](std::string_view m) { return bool(item[m]); });
  });
}

std::optional<Kind> oauth_kind(Value root) {
  constexpr std::array<std::string_view, 7> kServer{
      "authorization_endpoint",   "token_endpoint",        "jwks_uri",
      "response_types_supported", "grant_types_supported", "code_challenge_methods_supported",
      "registration_endpoint"};
  constexpr std::array<std::string_view, 5> kResource{"authorization_servers", "scopes_supported",
                                                      "bearer_methods_supported",
                                                      "resource_documentation", "resource_name"};
  if (root["issuer"] && has_any(root, kServer)) {
    const bool oidc =
        root["subject_types_supported"] || root["id_token_signing_alg_values_supported"];
    return oidc ? Kind::OpenidConfiguration : Kind::OauthAuthorizationServer;
  }
  if (root["resource"] && has_any(root, kResource)) return Kind::OauthProtectedResource;
  return std::nullopt;
}

// A client that is known by the URL of its metadata. A record of a client that was registered has
// an identifier of the server's choice instead, and rules of its own (RFC 7591 §3.2.1).
bool is_client_metadata(Value root) {
  const Value id = root["client_id"];
  const bool registered = id.is_string() && id.text().find("://") == std::string_view::npos;
  return id && root["redirect_uris"] && !registered;
}

bool is_client_config(Value root) {
  if (root["mcpServers"].is_object()) return true;
  const Value servers = root["servers"];
  return servers.is_object() && any_item(servers, {"command", "url", "type"});
}

bool is_registry_server(Value root) {
  return is_registry_schema(schema_uri(root)) ||
         (has_one_slash(root["name"]) &&
          any_item(root["packages"], {"registryType", "registry_type", "registry_name"}));
}

constexpr std::array<std::string_view, 3> kSep1960Members{"mcp_version", "server_name",
                                                          "server_version"};

bool is_server_card(Value root) {
  const std::string_view schema = schema_uri(root);
  if (schema.find("server-card/v1") != std::string_view::npos)
    return true;  // also …/mcp-server-card/v1
  if (count_present(root, kSep1960Members) + (root["endpoints"]["streamable_http"] ? 1 : 0) >= 2)
    return true;
  return root["serverInfo"].is_object() ||
         (has_one_slash(root["name"]) && root["remotes"].is_array()) ||
         (root["transports"].is_object() && root["name"]);
}

bool is_bare_tools_list(Value root) {
  constexpr std::array<std::string_view, 6> kListMembers{"tools",      "nextCursor", "_meta",
                                                         "resultType", "ttlMs",      "cacheScope"};
  return root["tools"].is_array() && std::all_of(root.begin(), root.end(), [&](Value member) {
           return std::find(kListMembers.begin(), kListMembers.end(), member.key()) !=
                  kListMembers.end();
         });
}

// Members that mark the form of SEP-2127; empty when the card has another.
std::vector<std::string_view> remote_form_marks(Value card, std::string_view schema) {
  if (is_card_schema(schema) || is_registry_schema(schema)) return {"$schema"};
  const Value name = card["name"];
  const bool namespaced = has_one_slash(name) && !name.text().starts_with('/') &&
                          !name.text().ends_with('/') &&
                          name.text().find_first_of(" \t\r\n") == std::string_view::npos;
  if (namespaced && card["remotes"].is_array()) return {"name", "remotes"};
  return {};
}

std::vector<std::string_view> sep_1960_members(Value card) {
  std::vector<std::string_view> members;
  for (const std::string_view member : kSep1960Members) {
    if (card[member]) members.push_back(member);
  }
  const Value endpoints = card["endpoints"];
  if (endpoints["streamable_http"] || endpoints["sse"] || endpoints["websocket"])
    members.emplace_back("endpoints");
  return members;
}

}  // namespace

PathKind kind_of_path(std::string_view path) {
  const std::string_view file = base_name(path);
  if (file == "smithery.yaml" || file == "smithery.yml") return {Kind::SmitheryManifest, true};
  if (const PathKind known = kind_of_well_known(path); known.kind) return known;
  if (file == "server-card.json" || file.ends_with("-server-card.json"))
    return {Kind::ServerCard, true};
  if (file == "jwks.json") return {Kind::Jwks, true};
  for (const std::string_view client :
       {"client-metadata.json", "client-id-metadata.json", "oauth-client.json",
        "oauth-client-metadata.json", "oauth-client-id.json"}) {
    if (file == client) return {Kind::ClientMetadata, false};
  }
  const std::string_view folder = base_name(parent_folder(path));
  const bool editor = file == "mcp.json" && (folder == ".vscode" || folder == ".cursor");
  if (file == ".mcp.json" || file == "claude_desktop_config.json" || editor)
    return {Kind::ClientConfig, true};
  if (file == "mcp.json") return {Kind::ClientConfig, false};
  if (file == "server.json") return {Kind::RegistryServer, false};
  if (file == "catalog.json") return {Kind::AiCatalog, false};
  if (is_bundle_path(path) || (file == "manifest.json" && is_bundle_path(parent_folder(path))))
    return {Kind::McpbManifest, true};
  if (file == "manifest.json" || file == "mcpb-manifest.json") return {Kind::McpbManifest, false};
  return {};
}

Syntax syntax_of_path(std::string_view path) {
  const std::string_view file = base_name(path);
  if (file == "smithery.yaml" || file == "smithery.yml") return Syntax::Yaml;
  const bool vs_code = file == "mcp.json" && base_name(parent_folder(path)) == ".vscode";
  return vs_code ? Syntax::JsonWithComments : Syntax::Json;
}

bool is_bundle_path(std::string_view path) {
  return base_name(path).ends_with(".mcpb");
}

bool is_smithery_card_path(std::string_view path) {
  return behind_well_known(path, true) == std::optional<std::string_view>("mcp/server-card.json");
}

std::optional<Kind> kind_of_content(Value root) {
  if (!root.is_object()) return std::nullopt;
  if (root["jsonrpc"] && root["result"]["tools"].is_array()) return Kind::ToolsList;
  if (const Value keys = root["keys"];
      keys.is_array() && (keys.size() == 0 || any_item(keys, {"kty"})))
    return Kind::Jwks;
  if (is_client_metadata(root)) return Kind::ClientMetadata;
  if (const auto kind = oauth_kind(root)) return kind;
  if (root["specVersion"] && root["entries"].is_array()) return Kind::AiCatalog;
  if (is_client_config(root)) return Kind::ClientConfig;
  if ((root["manifest_version"] || root["dxt_version"]) && root["server"].is_object())
    return Kind::McpbManifest;
  if (is_card_schema(schema_uri(root))) return Kind::ServerCard;
  if (is_registry_server(root)) return Kind::RegistryServer;
  if (is_server_card(root)) return Kind::ServerCard;
  if (is_bare_tools_list(root)) return Kind::ToolsList;
  if (is_server_map(root)) return Kind::ClientConfig;
  return std::nullopt;
}

Value nested_transport(Value entry) {
  if (!entry.is_object() || entry["url"] || entry["command"]) return {};
  for (const std::string_view key : {"streamable_http", "streamable-http", "sse", "http"}) {
    const Value transport = entry[key];
    if (transport.is_object() && transport["url"]) return transport;
  }
  return {};
}

bool is_server_map(Value root) {
  const auto is_entry = [](Value entry) {
    constexpr std::array<std::string_view, 4> kTypes{"stdio", "http", "sse", "streamable-http"};
    if (nested_transport(entry)) return true;
    if (entry["command"].is_string()) return entry["args"].is_array();
    const Value type = entry["type"];
    return entry["url"].is_string() && type.is_string() &&
           std::find(kTypes.begin(), kTypes.end(), type.text()) != kTypes.end();
  };
  std::size_t entries = 0;
  for (const Value member : root) {
    if (!root.is_object()) return false;
    if (member.key().starts_with('$') && member.is_string()) continue;  // "$schema"
    if (!is_entry(member)) return false;
    ++entries;
  }
  return entries > 0;
}

Recognition recognise(std::string_view path, Value root) {
  const PathKind by_path = kind_of_path(path);
  const std::optional<Kind> reserved = by_path.strong ? by_path.kind : std::nullopt;
  if (reserved == Kind::SmitheryManifest)
    return {reserved, std::nullopt};  // YAML; no other kind is written so
  const std::optional<Kind> content = kind_of_content(root);
  if (!content || content == reserved) return {content ? content : reserved, std::nullopt};
  if (!reserved) return {content, std::nullopt};
  const auto is_server_metadata = [](Kind k) {
    return k == Kind::OauthAuthorizationServer || k == Kind::OpenidConfiguration;
  };
  const bool card_like = *reserved == Kind::ServerCard &&
                         (*content == Kind::RegistryServer || *content == Kind::ToolsList);
  if (card_like || (is_server_metadata(*reserved) && is_server_metadata(*content)))
    return {reserved, std::nullopt};
  return {content, reserved};
}

DialectMarks find_dialect(Value card) {
  using Members = std::vector<std::string_view>;
  constexpr std::array<std::string_view, 9> kListed{
      "serverInfo",   "authentication",  "tools",     "resources", "prompts",
      "capabilities", "protocolVersion", "transport", "packages"};
  const std::string_view schema = schema_uri(card);
  const Members remote_form = remote_form_marks(card, schema);
  if (!remote_form.empty()) {
    Members both = remote_form;
    for (const std::string_view member : kListed) {
      if (card[member]) both.push_back(member);
    }
    return {both.size() > remote_form.size() ? Dialect::Hybrid : Dialect::Sep2127, std::move(both)};
  }
  if (Members marks = sep_1960_members(card); !card["serverInfo"] && marks.size() >= 2) {
    return {Dialect::Sep1960, std::move(marks)};
  }
  if (schema.find("server-card/v1") != std::string_view::npos)
    return {Dialect::Sep1649, {"$schema"}};
  if (card["serverInfo"].is_object()) {
    Members marks{"serverInfo"};
    for (const std::string_view member : {"protocolVersion", "transport"}) {
      if (card[member]) marks.push_back(member);
    }
    return {marks.size() > 1 ? Dialect::Sep1649 : Dialect::Smithery, std::move(marks)};
  }
  if (card["protocolVersion"] && card["transport"].is_object()) {
    return {Dialect::Sep1649, {"protocolVersion", "transport"}};
  }
  return {Dialect::Unknown, {}};
}

Dialect dialect_of(Value card) {
  return find_dialect(card).dialect;
}

Generation generation_of(Value manifest) {
  const Value start = manifest["startCommand"];
  const Value runtime = manifest["runtime"];
  const Value build = manifest["build"];
  constexpr std::array<std::string_view, 4> kCloudBuild{"installCommand", "buildCommand",
                                                        "outputDirectory", "assets"};
  if (has_any(build, kCloudBuild)) return Generation::G5;
  const bool named = manifest["name"] || manifest["target"];
  if (runtime) {
    if (named) return Generation::G4;
    const bool third = start.is_object() || runtime.is_text("python");
    return third ? Generation::G3 : Generation::G2;
  }
  if (start.is_object()) return start["type"].is_text("http") ? Generation::G1 : Generation::G0;
  if (manifest["start"]["command"] || manifest["start"]["port"]) return Generation::G0x;
  return manifest["env"] && !named ? Generation::G2 : Generation::G6;
}

}  // namespace cardlint

// Client configurations: the map of servers, each entry's transport, its addresses. A credential
// never becomes part of a message.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "address/uri.h"
#include "base/file_io.h"
#include "base/text.h"
#include "checks/document/client_servers.h"
#include "checks/member/pattern.h"
#include "checks/table.h"
#include "doc/companion.h"
#include "secret/credential_name.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;
using std::string_view_literals::operator""sv;

enum class ClientFile { ClaudeCode, ClaudeDesktop, VsCode, Cursor, Other };

ClientFile client_file(const Document& document) {
  const std::string_view path = document.source->path();
  const std::string_view file = base_name(path);
  if (file == ".mcp.json") return ClientFile::ClaudeCode;
  if (file == "claude_desktop_config.json") return ClientFile::ClaudeDesktop;
  const std::string_view folder = base_name(parent_folder(path));
  if (file == "mcp.json" && folder == ".vscode") return ClientFile::VsCode;
  if (file == "mcp.json" && folder == ".cursor") return ClientFile::Cursor;
  return ClientFile::Other;
}

const ClientServers& servers_of(const Target& target) {
  return target.facts->shared<ClientServers>();
}

std::string server_name(const ClientServer& server) {
  return fmt::format("'{}'", printable(server.entry.key(), 60));
}

// A plugin of Claude Code may leave the map around its servers out.
bool is_plugin(const Target& target) {
  const Document& document = target.document();
  if (document.source->text().find("CLAUDE_PLUGIN_ROOT") != std::string_view::npos) return true;
  const Project* project = target.project;
  return project != nullptr && project->files != nullptr &&
         project->files->exists(
             join_path(parent_folder(document.repository_path), ".claude-plugin"));
}

// 'reader': whose file it is, claude or another.
void root_key(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  const ClientFile file = client_file(document);
  const bool claude = file == ClientFile::ClaudeCode || file == ClientFile::ClaudeDesktop;
  if (!document.readable() || file == ClientFile::Other) return;
  if (claude != (args.text("reader") == "claude")) return;
  const std::string_view wanted = file == ClientFile::VsCode ? "servers" : "mcpServers";
  const std::string_view other = file == ClientFile::VsCode ? "mcpServers" : "servers";
  const Value root = document.root();
  if (root[wanted]) return;
  const Params params{{"wanted", fmt::format("'{}'", wanted)},
                      {"file", fmt::format("'{}'", base_name(document.source->path()))}};
  if (const Value found = root[other]; found.is_object())
    return report.key(document, found, params);
  if (is_server_map(root) && !(claude && is_plugin(target))) report.key(document, root, params);
}

// 'test' none: an entry that says neither what to start nor where to connect; both: it says both.
void transport(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  const bool both = args.text("test") == "both";
  // Members that other clients read in the place of 'url'.
  const bool foreign = client_file(document) == ClientFile::Other;
  for (const ClientServer& server : servers_of(target)) {
    const bool elsewhere = foreign && (server.entry["serverUrl"] || server.entry["httpUrl"]);
    const bool has_url = server.url || elsewhere;
    const bool fires = both ? server.command && server.url : !server.command && !has_url;
    if (fires) report.key(document, server.entry, {{"server", server_name(server)}});
  }
}

// 'test' value: a type that no client knows. claude, other: no type beside a url, in the file of
// Claude Code or of VS Code.
void type_unknown(const Target& target, const Args& args, const Reporter& report) {
  constexpr std::array kTypes{"stdio"sv, "http"sv, "sse"sv, "streamable-http"sv};
  const Document& document = target.document();
  const ClientFile file = client_file(document);
  const std::string_view test = args.text("test");
  for (const ClientServer& server : servers_of(target)) {
    if (test == "value") {
      if (!server.type || server.nested) continue;
      const bool known = server.type.is_string() && std::find(kTypes.begin(), kTypes.end(),
                                                              server.type.text()) != kTypes.end();
      if (!known) report.value(document, server.type, {{"server", server_name(server)}});
      continue;
    }
    const ClientFile wanted = test == "claude" ? ClientFile::ClaudeCode : ClientFile::VsCode;
    if (file == wanted && server.url && !server.command && !server.type && !server.nested)
      report.key(document, server.entry, {{"server", server_name(server)}});
  }
}

// ---- addresses

bool is_unfilled(std::string_view text) {
  return text.find_first_of("${%<") != std::string_view::npos;
}

bool is_own_machine(std::string_view host) {
  const std::string name = to_lower_ascii(host);
  return name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.") ||
         name == "[::1]" || name == "0.0.0.0" || name == "host.docker.internal";
}

struct Parameter {
  std::string_view name;
  std::string_view value;
};
std::vector<Parameter> parameters_of(std::string_view query) {
  std::vector<Parameter> parameters;
  for (const std::string_view part : split(query, '&')) {
    const std::size_t equals = part.find('=');
    parameters.push_back({part.substr(0, equals), equals == std::string_view::npos
                                                      ? std::string_view()
                                                      : part.substr(equals + 1)});
  }
  return parameters;
}

// Neither a reference nor a sample: what a rule on literal secrets reports.
bool is_literal_secret(std::string_view value) {
  if (value.size() < 12 || value.find_first_of("${}<>[]%*") != std::string_view::npos) return false;
  const std::string lower = to_lower_ascii(value);
  for (const std::string_view word : {"your", "example", "sample", "change", "placeholder",
                                      "replace", "insert", "xxxx", "...", "dummy", "api_key"}) {
    if (lower.find(word) != std::string::npos) return false;
  }
  std::array<int, 256> seen{};
  for (const char c : value) ++seen[static_cast<unsigned char>(c)];
  double entropy = 0;
  for (const int count : seen) {
    const double share = static_cast<double>(count) / static_cast<double>(value.size());
    if (count > 0) entropy -= share * std::log2(share);
  }
  return entropy >= 3.0;
}

bool carries_credential(const ClientServer& server, const UriParts& parts) {
  if (!parts.userinfo.empty()) return true;
  for (const Parameter& parameter : parameters_of(parts.query)) {
    if (is_credential_like(parameter.name) && !parameter.value.empty()) return true;
  }
  return std::any_of(server.headers.begin(), server.headers.end(), [](Value header) {
    const std::string name = to_lower_ascii(header.key());
    const bool secret = name.find("authorization") != std::string::npos || name == "cookie" ||
                        is_credential_like(header.key());
    return secret && header.is_string() && !trim(header.text()).empty();
  });
}

void plain_http(const Target& target, const Args& args, const Reporter& report) {
  for (const ClientServer& server : servers_of(target)) {
    if (!server.url.is_string()) continue;
    const UriParts parts = split_uri(trim(server.url.text()));
    if (to_lower_ascii(parts.scheme) != "http" || parts.host.empty() || is_unfilled(parts.host) ||
        is_own_machine(parts.host))
      continue;
    if (carries_credential(server, parts) != args.flag("credential")) continue;
    report.value(target.document(), server.url,
                 {{"server", server_name(server)},
                  {"host", fmt::format("'{}'", printable(parts.host, 60))}});
  }
}

bool is_smithery_key(const UriParts& parts, const Parameter& parameter) {
  return is_below_domain(parts.host, "smithery.ai") && fold_name(parameter.name) == "apikey";
}

// 'smithery': an API key to a server that Smithery hosts; else any other credential in a query.
void query_key(const Target& target, const Args& args, const Reporter& report) {
  const bool smithery = args.flag("smithery");
  const auto judge = [&](Value text, bool is_url) {
    if (!text.is_string()) return;
    const UriParts parts = split_uri(trim(text.text()));
    if (!parts.has_authority || parts.scheme.empty()) return;
    for (const Parameter& parameter : parameters_of(parts.query)) {
      const bool ours = is_url && is_smithery_key(parts, parameter);
      const bool fires = smithery ? ours
                                  : !ours && is_credential_like(parameter.name) &&
                                        !is_literal_secret(parameter.value);
      if (!fires) continue;
      return report.value(target.document(), text,
                          {{"parameter", fmt::format("'{}'", printable(parameter.name, 40))},
                           {"host", fmt::format("'{}'", printable(parts.host, 60))}});
    }
  };
  for (const ClientServer& server : servers_of(target)) {
    judge(server.url, true);
    if (smithery) continue;
    for (const Value arg : server.args) judge(arg, false);
  }
}

// ---- members

void value_not_string(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  // VS Code takes numbers, and null to unset a variable.
  const bool vs_code = client_file(document) == ClientFile::VsCode;
  const auto judge = [&](Value map, bool loose) {
    if (!map.is_object()) return;
    for (const Value member : map) {
      const bool fine =
          member.is_string() || (loose && (member.is_number() || member.is(NodeType::Null)));
      if (!fine) report.value(document, member, {{"map", fmt::format("'{}'", map.key())}});
    }
  };
  for (const ClientServer& server : servers_of(target)) {
    judge(server.env, vs_code);
    judge(server.headers, false);
  }
}

void oauth_misplaced(const Target& target, const Args&, const Reporter& report) {
  for (const ClientServer& server : servers_of(target)) {
    const Value oauth = server.transport["oauth"];
    if (!oauth) continue;
    const bool header = std::any_of(server.headers.begin(), server.headers.end(), [](Value member) {
      return to_lower_ascii(member.key()) == "authorization";
    });
    const bool local = (server.command && !server.url) || server.type.is_text("stdio");
    if (!local && !header) continue;
    report.key(target.document(), oauth,
               {{"server", server_name(server)},
                {"problem", local ? "is started as a program and has no authorization server to ask"
                                  : "sends its own 'Authorization' header"}});
  }
}

class ServerName final : public Check {
 public:
  explicit ServerName(Args args) : pattern_(args.text("pattern")) {}
  void run(const Target& target, const Reporter& report) const override {
    for (const ClientServer& server : servers_of(target)) {
      if (!pattern_.matches(server.entry.key())) report.key(target.document(), server.entry);
    }
  }

 private:
  Pattern pattern_;
};

class InputUndeclared final : public Check {
 public:
  void run(const Target& target, const Reporter& report) const override {
    const Document& document = target.document();
    const Value root = document.root();
    const bool vs_code = client_file(document) == ClientFile::VsCode || root["servers"].is_object();
    if (!document.readable() || !vs_code) return;
    std::set<std::string_view> declared;
    for (const Value input : root["inputs"]) {
      if (const Value id = input["id"]; id.is_string()) declared.insert(id.text());
    }
    for (const Value map : server_maps(root)) {
      for (NodeId id = map.id() + 1; id < map.node().end; ++id) {
        const Value text(document.tree, id);
        if (!text.is_string()) continue;
        reference_.each(text.text(), [&](std::string_view name) {
          if (!declared.insert(name).second) return;  // each one once
          report.value(document, text, {{"input", fmt::format("'{}'", printable(name, 60))}});
        });
      }
    }
  }

 private:
  Pattern reference_{R"(\$\{input:([^}]+)\})"};
};

constexpr std::array kReader{ArgSpec{"reader", Type::Text, true}};
constexpr std::array kTest{ArgSpec{"test", Type::Text, true}};
constexpr std::array kCredential{ArgSpec{"credential", Type::Flag, false}};
constexpr std::array kSmithery{ArgSpec{"smithery", Type::Flag, false}};
constexpr std::array kPattern{ArgSpec{"pattern", Type::Text, true}};

constexpr std::array kTable{
    CheckEntry{"client-input-undeclared",
               "a client configuration uses ${input:ID} and 'inputs' has no such id",
               {},
               false,
               [](Args) -> std::unique_ptr<Check> { return std::make_unique<InputUndeclared>(); }},
    CheckEntry{"client-oauth-misplaced",
               "a server entry has 'oauth' and is a program, or sends an Authorization header",
               {},
               false,
               make_simple<oauth_misplaced>},
    CheckEntry{"client-plain-http",
               "a server's 'url' is http: to another machine, with or without a 'credential'",
               kCredential, false, make_simple<plain_http>},
    CheckEntry{"client-query-key",
               "an address passes a credential as query parameter (with 'smithery': to Smithery)",
               kSmithery, false, make_simple<query_key>},
    CheckEntry{"client-root-key",
               "a client configuration has its servers under another key than its 'reader' reads",
               kReader, false, make_simple<root_key>},
    CheckEntry{
        "client-server-name", "the name of a server entry does not match 'pattern'", kPattern,
        false,
        [](Args args) -> std::unique_ptr<Check> { return std::make_unique<ServerName>(args); }},
    CheckEntry{"client-transport",
               "a server entry has neither command nor url ('test' none), or both of them", kTest,
               false, make_simple<transport>},
    CheckEntry{"client-type",
               "a server's type is unknown ('test' value), or missing beside url where claude or "
               "vs-code needs it",
               kTest, false, make_simple<type_unknown>},
    CheckEntry{"client-value-not-string",
               "a value of a server's 'env' or 'headers' is no string",
               {},
               false,
               make_simple<value_not_string>},
};

}  // namespace

CheckTable client_checks() {
  return kTable;
}

}  // namespace cardlint::checks

#include "probe/sound_server.h"

#include <fmt/format.h>

#include "probe/well_known.h"

namespace cardlint {
namespace {

constexpr std::string_view kIssuer = "https://auth.example.com";

constexpr std::string_view kOpened =
    R"({"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},)"
    R"("serverInfo":{"name":"weather","version":"1.0.0"}}})";
constexpr std::string_view kTools =
    R"("tools":[{"name":"get_forecast","title":"Forecast",)"
    R"("description":"Returns the weather forecast of the next three days for one city.",)"
    R"("inputSchema":{"type":"object","properties":{"city":{"type":"string",)"
    R"("description":"Name of the city"}},"required":["city"]},)"
    R"("annotations":{"title":"Forecast","readOnlyHint":true,"destructiveHint":false,)"
    R"("idempotentHint":true,"openWorldHint":true}}])";
constexpr std::string_view kDiscovered =
    R"({"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],)"
    R"("capabilities":{"tools":{}},"ttlMs":60000,"cacheScope":"public",)"
    R"("_meta":{"io.modelcontextprotocol/serverInfo":{"name":"weather","version":"1.0.0"}}}})";
constexpr std::string_view kModernList =
    R"("resultType":"complete","ttlMs":60000,"cacheScope":"public",)";
constexpr std::string_view kMetadata =
    R"({"issuer":"https://auth.example.com",)"
    R"("authorization_endpoint":"https://auth.example.com/authorize",)"
    R"("token_endpoint":"https://auth.example.com/token",)"
    R"("registration_endpoint":"https://auth.example.com/register",)"
    R"("client_id_metadata_document_supported":true,)"
    R"("authorization_response_iss_parameter_supported":true,)"
    R"("response_types_supported":["code"],"grant_types_supported":["authorization_code","refresh_token"],)"
    R"("token_endpoint_auth_methods_supported":["none"],"code_challenge_methods_supported":["S256"]})";

constexpr std::string_view kKeys =
    R"({"keys":[{"kty":"EC","crv":"P-256","kid":"2026-1","use":"sig","alg":"ES256",)"
    R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
constexpr std::string_view kClient =
    R"({{"client_id":"{}","client_name":"Weather app","token_endpoint_auth_method":"none",)"
    R"("redirect_uris":["https://app.example.com/callback"],"grant_types":["authorization_code"],)"
    R"("response_types":["code"]}})";

bool is_post(std::string_view role, const HttpRequest& request) {
  return request.method == HttpMethod::Post && role != "register";
}

void json(Exchange& answer, int status, std::string body) {
  answer.status = status;
  answer.headers.push_back({"Content-Type", "application/json"});
  answer.body = std::move(body);
}

bool is_open(Posture posture) {
  return posture == Posture::None || posture == Posture::Mixed;
}
bool has_oauth(Posture posture) {
  return posture == Posture::OAuth || posture == Posture::Mixed;
}

void refuse(Exchange& answer, const HttpRequest& request, Posture posture) {
  json(answer, 401, R"({"error":"unauthorized"})");
  answer.headers.push_back(
      {"WWW-Authenticate",
       has_oauth(posture) ? fmt::format(R"(Bearer resource_metadata="{}", scope="weather:read")",
                                        prm_path_url(request.url))
                          : std::string(R"(Bearer realm="weather")")});
}

void rpc_error(Exchange& answer, int status, std::string_view id, int code,
               std::string_view message, std::string_view data = {}) {
  const std::string more = data.empty() ? std::string() : fmt::format(",\"data\":{}", data);
  json(answer, status,
       fmt::format(R"({{"jsonrpc":"2.0","id":{},"error":{{"code":{},"message":"{}"{}}}}})", id,
                   code, message, more));
}

// The number behind "id": as the walk writes it.
std::string id_in(std::string_view body) {
  constexpr std::string_view kKey = "\"id\":";
  const std::size_t at = body.find(kKey);
  if (at == std::string_view::npos) return "null";
  const std::string_view rest = body.substr(at + kKey.size());
  return std::string(rest.substr(0, rest.find(',')));
}

bool calls(const HttpRequest& request, std::string_view method) {
  return request.body.find(fmt::format(R"("method":"{}")", method)) != std::string::npos;
}

void list_tools(Exchange& answer, const HttpRequest& request, std::string_view members) {
  json(answer, 200,
       fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":{{{}{}}}}})", id_in(request.body), members,
                   kTools));
}

// The MCP route for whom it serves, of 2025-11-25 and before.
void legacy_post(Exchange& answer, std::string_view role, const HttpRequest& request) {
  const std::string id = id_in(request.body);
  if (calls(request, "server/discover"))
    return rpc_error(answer, 400, "null", -32000, "Bad Request: Server not initialized");
  if (role == "active-version")
    return rpc_error(answer, 400, "null", -32000, "Unsupported protocol version");
  if (role == "active-unknown") return rpc_error(answer, 200, id, -32601, "Method not found");
  if (calls(request, "notifications/initialized")) {
    answer.status = 202;
    return;
  }
  if (calls(request, "tools/list")) return list_tools(answer, request, "");
  json(answer, 200, std::string(kOpened));
}

// Of 2026-07-28.
void modern_post(Exchange& answer, std::string_view role, const HttpRequest& request) {
  const std::string id = id_in(request.body);
  if (role == "active-mismatch") return rpc_error(answer, 400, id, -32020, "Header mismatch");
  if (role == "active-no-meta") return rpc_error(answer, 400, id, -32602, "Missing _meta");
  if (role == "active-version") {
    return rpc_error(answer, 400, id, -32022, "Unsupported protocol version",
                     R"({"supported":["2026-07-28"],"requested":"2999-01-01"})");
  }
  if (calls(request, "tools/list")) return list_tools(answer, request, kModernList);
  if (calls(request, "server/discover")) return json(answer, 200, std::string(kDiscovered));
  rpc_error(answer, 404, id, -32601, "Method not found");
}

void post(Exchange& answer, std::string_view role, const HttpRequest& request, Posture posture,
          Era era) {
  if (role == "active-malformed") return rpc_error(answer, 400, "null", -32700, "Parse error");
  if (role == "active-origin" || role == "active-host") return json(answer, 403, "{}");
  const bool known = role.starts_with("auth-");
  if ((!is_open(posture) && !known) || role == "active-bogus")
    return refuse(answer, request, posture);
  const bool marked = find_header(request.headers, "mcp-method") != nullptr;
  if (era == Era::Modern || (era == Era::Dual && marked)) return modern_post(answer, role, request);
  legacy_post(answer, role, request);
}

}  // namespace

Exchange sound_answer(std::string_view role, const HttpRequest& request, Posture posture, Era era) {
  Exchange answer;
  answer.request = request;
  answer.url = request.url;
  answer.version = "1.1";
  answer.body_whole = true;
  answer.attempts = 1;
  answer.addresses = {"93.184.216.34"};
  answer.remote = "93.184.216.34";
  answer.timing.total = 20;
  if (role.starts_with("http-")) {
    answer.status = 301;
    answer.headers.push_back({"Location", "https" + request.url.substr(request.url.find(':'))});
  } else if (is_post(role, request)) {
    post(answer, role, request, posture, era);
  } else if (role == "mcp-get" || role == "active-head") {
    if (is_open(posture)) {
      answer.status = 405;
    } else {
      refuse(answer, request, posture);
    }
    answer.headers.push_back({"Allow", "POST"});
  } else if (request.method == HttpMethod::Options) {
    answer.status = 204;
    answer.headers = {
        {"Access-Control-Allow-Origin", "*"},
        {"Access-Control-Allow-Methods", "GET, POST, OPTIONS"},
        {"Access-Control-Allow-Headers",
         "Authorization, Content-Type, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method, "
         "Mcp-Name, If-None-Match"},
        {"Access-Control-Expose-Headers", "WWW-Authenticate, Mcp-Session-Id, ETag"}};
  } else if (has_oauth(posture) && (role == "prm-path" || role == "prm-pointer")) {
    // The resource is what the metadata URL was made from.
    // A pointer may be any URL.
    const std::string root = path_of(prm_root_url(request.url));
    const std::string asked = path_of(request.url);
    const std::string path = asked.starts_with(root) ? asked.substr(root.size()) : "/mcp";
    json(answer, 200,
         fmt::format(
             R"({{"resource":"{}{}","resource_name":"Weather","authorization_servers":["{}"],)"
             R"("scopes_supported":["weather:read"],"bearer_methods_supported":["header"]}})",
             origin_of(request.url), path, kIssuer));
  } else if (has_oauth(posture) && role.ends_with("-oauth") &&
             (role.starts_with("as-") || role.starts_with("cors-as-"))) {
    json(answer, 200, std::string(kMetadata));
  } else if (role == "register") {
    json(answer, 201, R"({"client_id":"abc","redirect_uris":["http://127.0.0.1/callback"]})");
  } else if (role.starts_with("jwks-")) {
    json(answer, 200, std::string(kKeys));
  } else if (role == "client-metadata") {
    json(answer, 200, fmt::format(kClient, request.url));
  } else if (has_oauth(posture) &&
             (role == "active-head-prm-path" || role == "active-head-prm-pointer" ||
              role == "active-head-as-1-oauth")) {
    answer.status = 200;
    answer.headers.push_back({"Content-Type", "application/json"});
  } else if (role.starts_with("active-as-")) {
    answer.status = 400;
  } else {
    answer.status = 404;
  }
  for (const HttpHeader& header : request.headers) {
    const bool page = answer.status < 300 || role == "mcp-cors";
    if (header.name == "Origin" && page &&
        find_header(answer.headers, "Access-Control-Allow-Origin") == nullptr) {
      answer.headers.push_back({"Access-Control-Allow-Origin", "*"});
      answer.headers.push_back(
          {"Access-Control-Expose-Headers", "WWW-Authenticate, Mcp-Session-Id, ETag"});
    }
  }
  return answer;
}

}  // namespace cardlint

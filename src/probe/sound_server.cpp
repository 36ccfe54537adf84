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
    R"({"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"get_forecast","title":"Forecast",)"
    R"("description":"Returns the weather forecast of the next three days for one city.",)"
    R"("inputSchema":{"type":"object","properties":{"city":{"type":"string",)"
    R"("description":"Name of the city"}},"required":["city"]},)"
    R"("annotations":{"title":"Forecast","readOnlyHint":true,"destructiveHint":false,)"
    R"("idempotentHint":true,"openWorldHint":true}}]}})";
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

// The MCP route of a server of the legacy kind.
void post(Exchange& answer, std::string_view role, const HttpRequest& request, Posture posture) {
  if (role == "active-malformed") {
    return json(answer, 400,
                R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}})");
  }
  if (role == "active-origin" || role == "active-host") return json(answer, 403, "{}");
  const bool known = role.starts_with("auth-");
  if ((!is_open(posture) && !known) || role == "active-bogus")
    return refuse(answer, request, posture);
  if (request.body.find("\"server/discover\"") != std::string::npos) {
    return json(
        answer, 400,
        R"({"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Bad Request: Server not initialized"}})");
  }
  if (role == "active-version") {
    return json(
        answer, 400,
        R"({"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Unsupported protocol version"}})");
  }
  if (role == "active-unknown") {
    return json(
        answer, 200,
        R"({"jsonrpc":"2.0","id":77,"error":{"code":-32601,"message":"Method not found"}})");
  }
  if (request.body.find("\"notifications/initialized\"") != std::string::npos) {
    answer.status = 202;
    return;
  }
  if (request.body.find("\"tools/list\"") != std::string::npos)
    return json(answer, 200, std::string(kTools));
  json(answer, 200, std::string(kOpened));
}

}  // namespace

Exchange sound_answer(std::string_view role, const HttpRequest& request, Posture posture) {
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
    post(answer, role, request, posture);
  } else if (role == "mcp-get" || role == "active-head") {
    is_open(posture) ? void(answer.status = 405) : refuse(answer, request, posture);
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
    const std::string path = path_of(request.url).substr(path_of(prm_root_url(request.url)).size());
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
    if (header.name == "Origin" && answer.status < 300 &&
        find_header(answer.headers, "Access-Control-Allow-Origin") == nullptr)
      answer.headers.push_back({"Access-Control-Allow-Origin", "*"});
  }
  return answer;
}

}  // namespace cardlint

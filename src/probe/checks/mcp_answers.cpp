#include "probe/checks/mcp_answers.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "address/web_url.h"
#include "base/text.h"

namespace cardlint::probe_checks {
namespace {

constexpr std::size_t kMaxTexts = 10;
constexpr std::string_view kCredentialWords[] = {"unauthorized",
                                                 "unauthorised",
                                                 "unauthenticated",
                                                 "not authenticated",
                                                 "not authorized",
                                                 "authentication required",
                                                 "authentication is required",
                                                 "authorization required",
                                                 "authentication failed",
                                                 "auth_required",
                                                 "api key",
                                                 "api-key",
                                                 "api_key",
                                                 "apikey",
                                                 "access token",
                                                 "access_token",
                                                 "bearer",
                                                 "missing token",
                                                 "no token",
                                                 "invalid token",
                                                 "invalid_token",
                                                 "token required",
                                                 "token is required",
                                                 "token expired",
                                                 "credentials"};
constexpr std::string_view kLoginWords[] = {"login", "signin", "sign-in", "sso", "auth"};

bool contains_any(std::string_view text, const auto& words) {
  const std::string lower = to_lower_ascii(text);
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// The texts by which a message tells that something went wrong.
std::vector<std::string_view> error_texts(Value message) {
  std::vector<std::string_view> texts;
  const auto take = [&](Value value) {
    if (value.is_string()) texts.push_back(value.text());
  };
  const Value error = message["error"];
  if (error) {
    for (const Value value : {error, error["message"], error["code"], error["data"],
                              message["message"], message["error_description"]})
      take(value);
  }
  const Value result = message["result"];
  if (result["isError"].is_true()) {
    for (const Value item : result["content"]) {
      if (texts.size() < kMaxTexts) take(item["text"]);
    }
  }
  return texts;
}

bool is_filled(Value value) {
  return value.is_string() && !trim(value.text()).empty();
}

HandshakeFault lacks(std::string_view member, std::string_view kind) {
  return {"schema", fmt::format("has no '{}' that is {}", member, kind)};
}

}  // namespace

const Exchange* judged(const ProbeView& view, std::string_view role, ProbeReporter& report) {
  const Exchange* exchange = answered(view, role, report);
  if (exchange == nullptr || exchange->status != 429) return exchange;
  report.not_assessed(role, "rate-limited");
  return nullptr;
}

std::string_view handshake(const ProbeView& view) {
  return post_role(view.journal);
}

std::string_view open_role(const ProbeView& view, std::string_view name) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> kPairs{
      {{"discover", "mcp-discover", "auth-discover"},
       {"initialize", "mcp-initialize", "auth-initialize"},
       {"initialized", "mcp-initialized", "auth-initialized"},
       {"tools", "mcp-tools", "auth-tools"}}};
  const auto* const pair = std::find_if(kPairs.begin(), kPairs.end(),
                                        [&](const auto& entry) { return entry[0] == name; });
  const Exchange* open = view.exchange((*pair)[1]);
  const bool refused = open == nullptr || open->status == 401;
  return refused && view.exchange((*pair)[2]) != nullptr ? (*pair)[2] : (*pair)[1];
}

std::vector<std::string_view> message_roles(const ProbeView& view) {
  std::vector<std::string_view> roles;
  for (const std::string_view pattern :
       {"mcp-discover", "mcp-initialize", "mcp-initialize-old", "mcp-tools*", "mcp-sessionless",
        "mcp-accept", "auth-discover", "auth-initialize", "auth-tools*"}) {
    const auto found = view.roles(pattern);
    roles.insert(roles.end(), found.begin(), found.end());
  }
  return roles;
}

bool is_loopback(std::string_view url) {
  const std::string host = parse_web_url(url).host;
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") ||
         host == "[::1]";
}

bool is_html(const Exchange& exchange) {
  const std::string type = media_type(exchange);
  return type == "text/html" || type == "application/xhtml+xml";
}

bool leads_to_login(const Exchange& exchange) {
  if (exchange.status < 300 || exchange.status > 399) return false;
  const std::string* location = exchange.header("location");
  return location != nullptr &&
         contains_any(std::string_view(*location).substr(0, location->find('?')), kLoginWords);
}

bool refuses_host(const Exchange& exchange) {
  if (exchange.status == 421) return true;
  if (exchange.status != 400 && exchange.status != 403) return false;
  return to_lower_ascii(exchange.body.substr(0, 4096)).find("invalid host") != std::string::npos;
}

std::optional<std::string> says_unauthorized(const McpAnswer& answer) {
  for (const std::string_view text : error_texts(answer.message())) {
    if (contains_any(text.substr(0, 4096), kCredentialWords)) return printable(text);
  }
  return std::nullopt;
}

std::optional<HandshakeFault> message_fault(const McpAnswer& answer, int id) {
  const Value message = answer.message();
  if (!message.is_object()) return HandshakeFault{"body", "is no JSON object"};
  if (const Value error = answer.error()) {
    const std::string text =
        error["message"].is_string() ? printable(error["message"].text()) : "no message";
    const auto code = answer.error_code();
    return HandshakeFault{
        "body", fmt::format("is a JSON-RPC error {}: {}", code ? std::to_string(*code) : "", text)};
  }
  if (!answer.result().is_object()) return HandshakeFault{"body", "has no 'result'"};
  if (!message["jsonrpc"].is_text("2.0")) return lacks("jsonrpc", "\"2.0\"");
  const Value given = message["id"];
  if (!given.is_number() || given.number() != id)
    return HandshakeFault{"mismatch", fmt::format("has not the request's id {}", id)};
  return std::nullopt;
}

std::optional<HandshakeFault> initialize_fault(const McpAnswer& answer) {
  if (auto fault = message_fault(answer, 1)) return fault;
  const Value result = answer.result();
  if (!is_filled(result["protocolVersion"])) return lacks("protocolVersion", "a text");
  if (!result["capabilities"].is_object()) return lacks("capabilities", "an object");
  const Value info = result["serverInfo"];
  if (!info.is_object()) return lacks("serverInfo", "an object");
  if (!is_filled(info["name"])) return lacks("serverInfo.name", "a text");
  if (!is_filled(info["version"])) return lacks("serverInfo.version", "a text");
  return std::nullopt;
}

std::optional<HandshakeFault> discover_fault(const McpAnswer& answer) {
  if (auto fault = message_fault(answer, 1)) return fault;
  const Value result = answer.result();
  if (!is_filled(result["resultType"])) return lacks("resultType", "a text");
  const Value versions = result["supportedVersions"];
  const bool texts = std::all_of(versions.begin(), versions.end(), is_filled);
  if (!versions.is_array() || versions.size() == 0 || !texts)
    return lacks("supportedVersions", "a list of texts with one at least");
  if (!result["capabilities"].is_object()) return lacks("capabilities", "an object");
  const Value ttl = result["ttlMs"];
  const auto number = ttl.is_number() ? ttl.number() : std::nullopt;
  if (!ttl.is(NodeType::Integer) || !number || *number < 0)
    return lacks("ttlMs", "a whole number from 0 on");
  if (!result["cacheScope"].is_text("public") && !result["cacheScope"].is_text("private"))
    return lacks("cacheScope", R"("public" or "private")");
  return std::nullopt;
}

std::string_view unreadable(const ProbeView& view, std::string_view role) {
  const Exchange& exchange = *view.exchange(role);
  const std::string type = media_type(exchange);
  const McpAnswer& answer = view.answer(role);
  if (answer.stream) {
    const bool open = view.posture == Posture::None || view.posture == Posture::Mixed;
    return answer.text.empty() && open ? "body" : "";
  }
  if (type != "application/json") return "media-type";
  return exchange.fault == HttpFault::None ? "" : name(exchange.fault);
}

bool offers_tools(const ProbeView& view, std::string_view role) {
  const std::string_view handshake_role =
      role.starts_with("auth-")
          ? (view.answer("auth-discover").result() ? "auth-discover" : "auth-initialize")
          : handshake(view);
  const Value capabilities = view.answer(handshake_role).result()["capabilities"];
  return !capabilities.is_object() || capabilities["tools"];
}

}  // namespace cardlint::probe_checks

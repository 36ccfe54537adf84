#include "probe/recording.h"

#include <charconv>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "doc/load.h"

namespace cardlint {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;

// JSON holds Unicode only: other bytes are written as hexadecimal digits under another name.
std::string text_member(std::string_view name, std::string_view text) {
  if (!find_invalid_utf8(text)) return fmt::format("\"{}\": {}", name, quoted_json(text));
  std::string digits;
  for (const char c : text) digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return fmt::format(R"("{}Hex": "{}")", name, digits);
}

// What are no pairs of digits end the text.
std::string read_text(Value object, const std::string& name) {
  if (const Value text = object[name]; text.is_string()) return std::string(text.text());
  const Value digits = object[name + "Hex"];
  std::string bytes;
  if (!digits.is_string()) return bytes;
  const std::string_view text = digits.text();
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned byte = 0;
    const char* const end = text.data() + i + 2;
    if (std::from_chars(text.data() + i, end, byte, 16).ptr != end) break;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::string headers_text(const std::vector<HttpHeader>& headers) {
  std::vector<std::string> items;
  items.reserve(headers.size());
  for (const HttpHeader& header : headers)
    items.push_back(fmt::format("{{{}, {}}}", text_member("name", header.name),
                                text_member("value", header.value)));
  return fmt::format("[{}]", join(items, ", "));
}

std::vector<HttpHeader> read_headers(Value list) {
  std::vector<HttpHeader> headers;
  for (const Value item : list)
    headers.push_back({read_text(item, "name"), read_text(item, "value")});
  return headers;
}

std::string strings(const std::vector<std::string>& items) {
  std::vector<std::string> quoted;
  quoted.reserve(items.size());
  for (const std::string& item : items) quoted.push_back(quoted_json(item));
  return fmt::format("[{}]", join(quoted, ", "));
}

std::string exchange_text(const Journal::Entry& entry) {
  const Exchange& e = entry.exchange;
  std::vector<std::string> hops;
  for (const HttpHop& hop : e.hops)
    hops.push_back(fmt::format("{{{}, \"status\": {}, {}}}", text_member("url", hop.url),
                               hop.status, text_member("location", hop.location)));
  std::vector<std::string> members{
      fmt::format("\"role\": {}", quoted_json(entry.role)),
      fmt::format(R"("method": "{}")", name(e.request.method)),
      text_member("requestUrl", e.request.url),
      fmt::format("\"requestHeaders\": {}", headers_text(e.request.headers)),
      text_member("requestBody", e.request.body),
      fmt::format("\"authenticated\": {}", e.authenticated),
      fmt::format(R"("fault": "{}")", name(e.fault)),
      text_member("detail", e.detail),
      text_member("url", e.url),
      fmt::format("\"status\": {}", e.status),
      text_member("version", e.version),
      fmt::format("\"headers\": {}", headers_text(e.headers)),
      text_member("body", e.body),
      fmt::format("\"bodyWhole\": {}", e.body_whole),
      fmt::format("\"hops\": [{}]", join(hops, ", ")),
      fmt::format("\"addresses\": {}", strings(e.addresses)),
      text_member("remote", e.remote),
      fmt::format("\"attempts\": {}", e.attempts),
      fmt::format("\"at\": {}", e.at),
      fmt::format("\"ms\": {:.1f}", e.timing.total)};
  if (e.certificate) {
    members.push_back(fmt::format(R"("certificate": {{{}, {}, "notBefore": {}, "notAfter": {}}})",
                                  text_member("subject", e.certificate->subject),
                                  text_member("issuer", e.certificate->issuer),
                                  e.certificate->not_before, e.certificate->not_after));
  }
  return fmt::format("    {{{}}}", join(members, ", "));
}

// A recording may be anybody's: numbers below nothing or beyond any sense are 0.
template <class Number>
Number number(Value value, double most = 1e12) {
  const auto number = value.is_number() ? value.number() : std::nullopt;
  return number && *number >= 0 && *number <= most ? static_cast<Number>(*number) : Number{};
}
int status(Value value) {
  return number<int>(value, 999);
}

Exchange read_exchange(Value item) {
  Exchange e;
  e.request.method = parse_http_method(read_text(item, "method")).value_or(HttpMethod::Get);
  e.request.url = read_text(item, "requestUrl");
  e.request.headers = read_headers(item["requestHeaders"]);
  e.request.body = read_text(item, "requestBody");
  e.authenticated = item["authenticated"].is_true();
  e.fault = parse_http_fault(read_text(item, "fault")).value_or(HttpFault::Protocol);
  e.detail = read_text(item, "detail");
  e.url = read_text(item, "url");
  e.status = status(item["status"]);
  e.version = read_text(item, "version");
  e.headers = read_headers(item["headers"]);
  e.body = read_text(item, "body");
  e.body_whole = item["bodyWhole"].is_true();
  for (const Value hop : item["hops"])
    e.hops.push_back({read_text(hop, "url"), status(hop["status"]), read_text(hop, "location")});
  for (const Value address : item["addresses"]) {
    if (address.is_string()) e.addresses.emplace_back(address.text());
  }
  e.remote = read_text(item, "remote");
  e.attempts = number<int>(item["attempts"], 1000);
  e.at = number<std::int64_t>(item["at"]);
  e.timing.total = number<double>(item["ms"]);
  if (const Value c = item["certificate"]) {
    e.certificate =
        HttpCertificate{read_text(c, "subject"), read_text(c, "issuer"),
                        number<std::int64_t>(c["notBefore"]), number<std::int64_t>(c["notAfter"])};
  }
  return e;
}

}  // namespace

std::string write_recording(const ProbeTarget& target, const ProbeSettings& settings,
                            const Journal& journal) {
  std::vector<std::string> exchanges;
  for (const Journal::Entry& entry : journal.entries()) exchanges.push_back(exchange_text(entry));
  return fmt::format(
      "{{\n  \"cardlintRecording\": 1,\n  {},\n  \"posture\": {},\n  \"active\": {},\n"
      "  \"registerClient\": {},\n  \"userAgents\": {},\n  \"seed\": \"{}\",\n"
      "  \"exchanges\": [\n{}\n  ]\n}}\n",
      text_member("url", target.url),
      target.posture ? quoted_json(name(*target.posture)) : std::string("null"), settings.active,
      settings.register_client, settings.user_agents, hex64(settings.seed), join(exchanges, ",\n"));
}

Result<Recording> read_recording(const std::string& path) {
  auto text = read_file(path, kMaxBytes);
  if (!text) return tl::unexpected(text.error());
  const SourceFile source(path, std::move(*text));
  Limits limits;
  limits.file_bytes = kMaxBytes;
  limits.scalar_bytes = kMaxBytes;
  const Loaded loaded = load_json(source, limits);
  const Value root = loaded.tree.root();
  if (!root["cardlintRecording"].is_number() || !root["exchanges"].is_array() ||
      !root["url"].is_string()) {
    return fail(ErrorCode::Usage, fmt::format("{}: is no recording of 'cardlint probe --record'",
                                              printable(path, 300)));
  }
  Recording recording;
  recording.url = root["url"].text();
  if (root["posture"].is_string()) recording.posture = parse_posture(root["posture"].text());
  recording.settings.active = root["active"].is_true();
  recording.settings.register_client = root["registerClient"].is_true();
  recording.settings.user_agents = root["userAgents"].is_true();
  for (const char digit : root["seed"].is_string() ? root["seed"].text() : std::string_view()) {
    const int value = digit >= 'a' ? digit - 'a' + 10 : digit - '0';
    recording.settings.seed = recording.settings.seed << 4 | static_cast<unsigned>(value & 15);
  }
  for (const Value item : root["exchanges"])
    recording.journal.add(read_text(item, "role"), read_exchange(item));
  return recording;
}

}  // namespace cardlint

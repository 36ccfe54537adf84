// Credentials in addresses: user and password before the host, parameters behind it, settings in
// strings of databases.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "secret/character_classes.h"
#include "secret/credential_name.h"
#include "secret/placeholder.h"
#include "secret/proof.h"
#include "secret/text_scan.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kLeastParameter = 12;
constexpr double kParameterEntropy = 3.0;

constexpr std::array kStores{
    "postgres"sv,    "postgresql"sv, "mysql"sv,       "mysql2"sv, "mariadb"sv, "mongodb"sv,
    "mongodb+srv"sv, "redis"sv,      "rediss"sv,      "amqp"sv,   "amqps"sv,   "mssql"sv,
    "sqlserver"sv,   "clickhouse"sv, "cockroachdb"sv, "neo4j"sv,  "neo4j+s"sv, "bolt"sv,
    "bolt+s"sv,      "nats"sv,       "kafka"sv,       "mqtt"sv,   "mqtts"sv,   "oracle"sv,
    "snowflake"sv,   "cassandra"sv,  "couchbase"sv,   "db2"sv,    "libsql"sv};

bool is_store(std::string_view scheme) {
  const std::string lower = to_lower_ascii(scheme.substr(0, scheme.find("+psycopg")));
  const std::string_view plain = std::string_view(lower).substr(0, lower.find("+async"));
  return std::find(kStores.begin(), kStores.end(), plain) != kStores.end();
}

struct Address {
  std::size_t scheme;     // where it begins
  std::size_t authority;  // behind "://"
  std::size_t path;       // where the authority ends
  std::size_t end;
};

Address address_at(std::string_view text, std::size_t slashes) {
  Address a{};
  a.scheme = slashes - 1;
  const auto scheme_character = [](char c) {
    return in_class(c, class_bit('n')) || c == '+' || c == '-' || c == '.';
  };
  while (a.scheme > 0 && scheme_character(text[a.scheme - 1])) --a.scheme;
  a.authority = slashes + 2;
  // To the end of the word or to the next address in it: each byte is looked at once.
  constexpr std::string_view kStops = " \t\r\n\"'`\\|";
  a.end = a.authority;
  while (a.end < text.size() && kStops.find(text[a.end]) == std::string_view::npos &&
         !text.substr(a.end).starts_with("://"))
    ++a.end;
  a.path = std::min(text.substr(0, a.end).find_first_of("/?#", a.authority), a.end);
  return a;
}

// A part of an address as it may be shown: cut where it repeats the secret beside it.
std::string without(std::string_view part, std::string_view secret, std::size_t most) {
  constexpr std::size_t kTelling = 8;  // shorter ones may stand there by chance
  const bool tells = secret.size() >= kTelling && part.find(secret) != std::string_view::npos;
  return tells ? "…" : printable(part, most);
}

void userinfo(std::string_view text, const Address& a, SecretHits& hits) {
  const std::string_view authority = text.substr(a.authority, a.path - a.authority);
  const std::size_t sign = authority.rfind('@');
  if (sign == std::string_view::npos) return;
  const std::string_view scheme = text.substr(a.scheme, a.authority - 3 - a.scheme);
  const std::string_view user = authority.substr(0, sign);
  std::string_view host = authority.substr(sign + 1);
  host = host.substr(0, host.find(':'));
  if (scheme.empty() || host.empty() || is_reference(host)) return;
  const bool store = is_store(scheme);
  const std::size_t colon = user.find(':');
  if (colon == std::string_view::npos) {
    if (!store && starts_with_ignoring_case(scheme, "http") && !is_reference(user) &&
        !is_placeholder(user) && !hits.overlap(a.scheme, a.path))
      hits.push_back({"url-user", "a user name in an address",
                      fmt::format("{}://…@{}", scheme, without(host, user, 60)), a.scheme,
                      a.authority, a.authority + sign});
    return;
  }
  const std::string_view password = user.substr(colon + 1);
  if (is_sample_password(password) || is_sample_password(decode_percent(password))) return;
  const bool same = password == user.substr(0, colon);
  if (same && host.find('.') == std::string_view::npos) return;
  if (is_sample_host(host) && (same || is_wordy(password))) return;
  if (hits.overlap(a.scheme, a.path)) return;
  const std::size_t begin = a.authority + colon + 1;
  hits.push_back({store ? "connection-string" : "url-userinfo",
                  store ? "a password of a database or broker" : "a password in an address",
                  fmt::format("{}://{}:…@{}", scheme, without(user.substr(0, colon), password, 40),
                              without(host, password, 60)),
                  begin, begin, a.authority + sign});
}

bool names_credential(std::string_view name) {
  const std::string lower = to_lower_ascii(name);
  return lower == "sig" || lower == "code" || is_credential_like(name);
}

bool looks_random(std::string_view value) {
  return value.size() >= kLeastParameter && entropy(value) >= kParameterEntropy &&
         !is_wordy(value) && !is_placeholder(value) && !is_reference(value) &&
         !is_public_sample(value);
}

void parameters(std::string_view text, const Address& a, SecretHits& hits) {
  const std::size_t query = text.substr(0, a.end).find_first_of("?&", a.authority);
  if (query == std::string_view::npos) return;
  const std::string_view whole = text.substr(query, a.end - query);
  const bool sas =
      whole.find("se=") != std::string_view::npos && whole.find("sp=") != std::string_view::npos;
  const bool jdbc = a.scheme >= 5 && text.substr(a.scheme - 5, 5) == "jdbc:";
  for (std::size_t at = query; at < a.end;) {
    const std::size_t begin = at + 1;
    at = std::min(text.substr(0, a.end).find_first_of("&#;", begin), a.end);
    const std::string_view pair = text.substr(begin, at - begin);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    const std::string_view name = pair.substr(0, equals);
    const std::string_view value = pair.substr(equals + 1);
    const std::size_t from = begin + equals + 1;
    if (!names_credential(name) || hits.overlap(from, at)) continue;
    if (jdbc && fold_name(name) == "password") {
      if (!is_sample_password(value))
        hits.push_back({"connection-string", "a password of a database or broker",
                        fmt::format("…{}=…", printable(name, 40)), from, from, at});
      continue;
    }
    const std::string decoded = decode_percent(value);
    if (!looks_random(decoded)) continue;
    const bool signature = sas && name == "sig";
    hits.push_back({signature ? "azure" : "query-param",
                    signature
                        ? std::string("a shared access signature of Azure")
                        : fmt::format("a credential in the parameter '{}'", printable(name, 40)),
                    fmt::format("…{}=…", printable(name, 40)), from, from, at});
  }
}

// Words, as in "User Id": code such as "server->user" is no setting.
bool is_setting_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_word_character(c) || c == ' ' || c == '\n' || c == '\r' || c == '"' || c == ',' ||
           c == ':';
  });
}

}  // namespace

void scan_address(std::string_view text, std::size_t slashes, SecretHits& hits) {
  const Address a = address_at(text, slashes);
  userinfo(text, a, hits);
  parameters(text, a, hits);
}

void scan_settings_string(std::string_view text, SecretHits& hits) {
  bool names_server = false;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = std::min(text.find(';', at), text.size());
    const std::string_view part = text.substr(at, stop - at);
    const std::size_t equals = part.find('=');
    if (equals < 40) {  // and there is one
      const std::string_view written = trim(part.substr(0, equals));
      const std::string name = is_setting_name(written) ? fold_name(written) : std::string();
      constexpr std::array kServers{"server"sv, "datasource"sv, "host"sv, "userid"sv,
                                    "uid"sv,    "driver"sv,     "user"sv};
      if (std::any_of(kServers.begin(), kServers.end(),
                      [&](std::string_view s) { return std::string_view(name).ends_with(s); }))
        names_server = true;
      if (name.ends_with("password") || name == "pwd") {
        begin = at + equals + 1;
        end = stop;
      }
    }
    at = stop + 1;
  }
  if (!names_server || begin >= end) return;
  const std::string_view password = trim(text.substr(begin, end - begin));
  if (password.find(' ') != std::string_view::npos || is_sample_password(password) ||
      hits.overlap(begin, end))
    return;
  hits.push_back({"connection-string", "a password of a database or broker", "…Password=…", begin,
                  begin, end});
}

}  // namespace cardlint

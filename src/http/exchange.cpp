#include "http/exchange.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kMethods{
    std::pair{HttpMethod::Get, "GET"sv}, std::pair{HttpMethod::Head, "HEAD"sv},
    std::pair{HttpMethod::Options, "OPTIONS"sv}, std::pair{HttpMethod::Post, "POST"sv}};
constexpr std::array kFaults{std::pair{HttpFault::None, ""sv},
                             std::pair{HttpFault::Url, "url"sv},
                             std::pair{HttpFault::Dns, "dns"sv},
                             std::pair{HttpFault::BlockedAddress, "blocked-address"sv},
                             std::pair{HttpFault::Connect, "connect"sv},
                             std::pair{HttpFault::Tls, "tls"sv},
                             std::pair{HttpFault::TlsExpired, "tls-expired"sv},
                             std::pair{HttpFault::TlsHost, "tls-host"sv},
                             std::pair{HttpFault::TlsUntrusted, "tls-untrusted"sv},
                             std::pair{HttpFault::Timeout, "timeout"sv},
                             std::pair{HttpFault::HeadersTooLarge, "headers-too-large"sv},
                             std::pair{HttpFault::TooLarge, "too-large"sv},
                             std::pair{HttpFault::Encoding, "encoding"sv},
                             std::pair{HttpFault::Truncated, "truncated"sv},
                             std::pair{HttpFault::Reset, "reset"sv},
                             std::pair{HttpFault::Protocol, "protocol"sv},
                             std::pair{HttpFault::RedirectLoop, "redirect-loop"sv},
                             std::pair{HttpFault::RedirectDowngrade, "redirect-downgrade"sv},
                             std::pair{HttpFault::RedirectRefused, "redirect-refused"sv},
                             std::pair{HttpFault::TooManyRedirects, "too-many-redirects"sv},
                             std::pair{HttpFault::Interrupted, "interrupted"sv},
                             std::pair{HttpFault::Budget, "budget"sv}};

template <class Table, class Enum>
std::string_view word_of(const Table& table, Enum value) {
  const auto row = std::find_if(table.begin(), table.end(),
                                [&](const auto& entry) { return entry.first == value; });
  return row == table.end() ? std::string_view() : row->second;
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

}  // namespace

std::string_view name(HttpMethod method) {
  return word_of(kMethods, method);
}

std::string_view name(HttpFault fault) {
  return word_of(kFaults, fault);
}

std::optional<HttpMethod> parse_http_method(std::string_view word) {
  for (const auto& [method, text] : kMethods) {
    if (text == word) return method;
  }
  return std::nullopt;
}

std::optional<HttpFault> parse_http_fault(std::string_view word) {
  for (const auto& [fault, text] : kFaults) {
    if (text == word) return fault;
  }
  return std::nullopt;
}

const std::string* find_header(const std::vector<HttpHeader>& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const HttpHeader& header) {
    return same_name(header.name, name);
  });
  return found == headers.end() ? nullptr : &found->value;
}

std::vector<std::string_view> header_values(const std::vector<HttpHeader>& headers,
                                            std::string_view name) {
  std::vector<std::string_view> values;
  for (const HttpHeader& header : headers) {
    if (same_name(header.name, name)) values.push_back(header.value);
  }
  return values;
}

}  // namespace cardlint

// Which URLs may be asked, and what exactly they name. Two readers must agree on scheme, host and
// port: WHATWG's, by which clients of MCP go, and libcurl's, which connects; what they read
// differently is the attack. Knows no DNS and judges no address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "http/exchange.h"

namespace cardlint {

struct HttpTarget {
  std::string url;     // as libcurl gets it: ASCII, without fragment
  std::string scheme;  // "http", "https"
  std::string host;    // ASCII, lower case; IPv6 without brackets
  std::uint16_t port = 0;
  std::optional<IpAddress> literal;  // the host is this address, in whatever notation

  std::string authority() const;  // "host:port"
  bool same_origin(const HttpTarget& other) const {
    return scheme == other.scheme && host == other.host && port == other.port;
  }
};

struct TargetVerdict {
  HttpFault fault = HttpFault::None;  // Url, RedirectRefused or RedirectDowngrade
  std::string detail;
  HttpTarget target;  // of no fault
};

TargetVerdict judge_url(std::string_view text);
// For a sentence: shortened and escaped, without a user name or password.
std::string shown_url(std::string_view text);

// Where a redirect from `from` leads. `asked` is the URL that the caller gave: beside the scheme's
// own port, only the port that it names is taken, unless `any_port`.
TargetVerdict judge_location(const HttpTarget& from, std::string_view location,
                             const HttpTarget& asked, bool any_port);

}  // namespace cardlint

// URLs as browsers and JavaScript read them (WHATWG URL Standard): what new URL() makes of a text,
// which is what a client of MCP follows. Judges texts; asks no network. A host that IDNA refuses is
// taken as it is and does not make the address invalid.
//
// Own code, because Debian 12 has no WHATWG parser: liburiparser reads RFC 3986, libcurl its own
// dialect, and what the three disagree on is the attack.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"

namespace cardlint {

struct WebUrl {
  bool valid = false;  // parses without a base
  std::string scheme;  // lower case; empty: a relative reference
  bool has_host = false;
  // Lower case, percent-decoded, by IDNA in ASCII; number forms as dotted IPv4, IPv6 in brackets.
  std::string host;
  std::string written;               // the host as the text has it
  std::optional<IpAddress> address;  // that the host is, in whatever notation
  std::string port;
  bool has_userinfo = false;
};

// Leading and trailing C0 controls and spaces, and every TAB, LF and CR, are dropped first.
WebUrl parse_web_url(std::string_view text);

}  // namespace cardlint

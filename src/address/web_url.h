// URLs as browsers and JavaScript read them (WHATWG URL Standard): what new URL() makes of a text,
// which is what a client of MCP follows. Judges texts; asks no network. Hosts that are not ASCII
// are taken as they are: IDNA is not evaluated.
//
// Own code, because Debian 12 has no WHATWG parser: liburiparser reads RFC 3986, libcurl its own
// dialect, and what the three disagree on is the attack.
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

struct WebUrl {
  bool valid = false;  // parses without a base
  std::string scheme;  // lower case; empty: a relative reference
  bool has_host = false;
  std::string host;             // lower case, percent-decoded; number forms as dotted IPv4
  bool host_is_number = false;  // IPv4 in whatever notation
  std::string port;
  bool has_userinfo = false;
};

// Leading and trailing C0 controls and spaces, and every TAB, LF and CR, are dropped first.
WebUrl parse_web_url(std::string_view text);

}  // namespace cardlint

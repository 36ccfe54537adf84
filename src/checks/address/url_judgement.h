// What is wrong with an address by its text alone, in one place: each text has at most one fault,
// the worst, and beside it may lack TLS. Knows no documents and no rules; document_urls.h says
// which members hold addresses and what else is known of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cardlint::checks {

// From worst to least: the first that holds is the one.
enum class UrlFault : std::uint8_t {
  None,
  Relative,            // no scheme
  Scheme,              // neither http nor https
  ShellCharacter,      // what a shell acts on, or an option in place of an address
  Userinfo,            // '@' before the host
  ObfuscatedIp,        // IPv4 in a notation that is read differently
  Malformed,           // new URL() refuses it
  ParserDifferential,  // WHATWG and RFC 3986 find different hosts or ports
  PrivateAddress,
  Placeholder,  // nobody filled in the host
  InternalName,
  RebindingName,
  KnownLookAlike,
  LookAlike,
  ExampleName,
  PublicAddress,  // an IP address in place of a name
  RareCharacter,  // bare ';', '&', '$'
};
std::string_view name(UrlFault fault);

struct UrlContext {
  bool published = false;  // a card or catalog: userinfo is another rule's, templates are filled in
  bool templates = false;  // {variables} in braces
  bool websocket = false;  // ws: and wss: are good here
  bool identifier = false;  // '?', '#' and a missing host are another rule's
};

struct UrlJudgement {
  UrlFault fault = UrlFault::None;
  bool parses = false;    // new URL() takes it
  bool plain = false;     // http: (ws:) to a host that is not the reader's own machine
  bool loopback = false;  // localhost, 127.0.0.0/8 or [::1], and written like that
  bool secure = false;    // https: (wss:)
  std::string host;       // as DNS is asked for it
  std::string detail;     // for people: "is an address for private use (10.0.0.0/8, RFC 1918)"
};

UrlJudgement judge_url(std::string_view text, const UrlContext& context = {});

// "localhost:8080/a" and "example.com:443" have, to a parser, the scheme "localhost"; people forgot
// theirs.
bool lacks_scheme(std::string_view text);

}  // namespace cardlint::checks

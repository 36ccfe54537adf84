// One question to a server and what came back, as plain data. Knows no network library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

enum class HttpMethod : std::uint8_t { Get, Head, Options, Post };
std::string_view name(HttpMethod method);  // "GET", …
std::optional<HttpMethod> parse_http_method(std::string_view word);

struct HttpHeader {
  std::string name;  // as sent or received; compared without case
  std::string value;
};

// The first value of that name, ignoring case; null when there is none.
const std::string* find_header(const std::vector<HttpHeader>& headers, std::string_view name);
// All values of that name, in order.
std::vector<std::string_view> header_values(const std::vector<HttpHeader>& headers,
                                            std::string_view name);

struct Exchange;

struct HttpRequest {
  HttpMethod method = HttpMethod::Get;
  std::string url;  // absolute, http or https, without userinfo
  std::vector<HttpHeader> headers;
  // Sent to the origin of `url` only: never across a redirect to another origin, never recorded,
  // logged or reported.
  std::vector<HttpHeader> credentials;
  std::string body;       // of a POST
  int max_redirects = 0;  // followed by hand, each hop judged again; 0: an answer 3xx is the answer
  // False for whatever a document, a header or a redirect names: an address that is not global is
  // refused. True for what the user typed.
  bool any_address = false;
  // It changes something over there: not sent again where the server may have acted on it
  // (RFC 9110 §9.2.2).
  bool once = false;
  // Asked after each piece of the body: true ends the exchange as complete. For streams that stay
  // open. May be empty.
  std::function<bool(const Exchange&)> enough;
};

// Why no answer could be had, or not all of it. The words are stable: they are the reasons of
// reports.
enum class HttpFault : std::uint8_t {
  None,
  Url,                // no http(s) URL, or one with userinfo: nothing was sent
  Dns,                // the name does not resolve
  BlockedAddress,     // an address that is not global, named by a document or a redirect
  Connect,            // refused, unreachable, reset in the TLS handshake
  Tls,                // the handshake failed for another reason than the three below
  TlsExpired,         // the certificate's time is over or not yet begun
  TlsHost,            // the certificate is for another name
  TlsUntrusted,       // its chain leads to no trusted root
  Timeout,            // of connecting, of the first byte, of the whole, or slower than the minimum
  HeadersTooLarge,    // more lines or bytes of header than the limit
  TooLarge,           // a body beyond the limit, decoded
  Encoding,           // a coding that cannot be decoded, or one that grows beyond the ratio
  Truncated,          // the connection closed before the body was complete
  Reset,              // the connection broke
  Protocol,           // no HTTP
  RedirectLoop,       // a hop leads back to a URL that was asked already
  RedirectDowngrade,  // https to http
  RedirectRefused,    // to another scheme, userinfo, control characters, no or several Locations
  TooManyRedirects,
  Interrupted,  // the run was ended
  Budget,       // the limit of requests to this origin, or of the run, was reached; not sent
};
std::string_view name(HttpFault fault);  // "", "url", "dns", "blocked-address", "connect", "tls", …
std::optional<HttpFault> parse_http_fault(std::string_view word);

struct HttpHop {
  std::string url;
  int status = 0;
  std::string location;  // as the server sent it
};

// Of the leaf, also when it was not accepted.
struct HttpCertificate {
  std::string subject, issuer;
  std::int64_t not_before = 0, not_after = 0;  // seconds since 1970, UTC
};

struct HttpTiming {  // milliseconds from the start of the last attempt's last hop
  double dns = 0, connect = 0, tls = 0, first_byte = 0, total = 0;
};

struct Exchange {
  HttpRequest request;         // without credentials and without `enough`
  bool authenticated = false;  // credentials were sent
  HttpFault fault = HttpFault::None;
  std::string detail;         // of a fault: one line, fit for a terminal
  bool stream_reset = false;  // the fault was that of one HTTP/2 stream, not of the connection
  // The last answer. Also kept, as far as it came, when a fault ended the exchange.
  std::string url;      // whose answer it is: the request's, or that of the last hop
  int status = 0;       // 0: no answer came, or not all of its headers
  std::string version;  // "1.1", "2"
  std::vector<HttpHeader> headers;
  std::string body;                    // decoded; of a HEAD empty
  bool body_whole = false;             // false: cut by `enough`, a limit or a fault
  std::vector<HttpHop> hops;           // answers 3xx that were followed
  std::vector<std::string> addresses;  // all that the name of `url` resolved to, as text
  std::string remote;                  // the one that answered
  std::optional<HttpCertificate> certificate;
  HttpTiming timing;
  int attempts = 0;
  std::int64_t at = 0;  // seconds since 1970 when the answer was there

  bool answered() const { return status != 0; }
  const std::string* header(std::string_view name) const { return find_header(headers, name); }
};

}  // namespace cardlint

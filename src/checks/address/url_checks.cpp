// Addresses that a client follows: does new URL() take them, and where does their scheme lead?
#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "address/uri.h"
#include "address/web_url.h"
#include "base/text.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

bool contains(const std::vector<std::string_view>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_web(const WebUrl& url) {
  return url.scheme == "https" || url.scheme == "http";
}

// "localhost:8080/a" and "example.com:443" have, to a parser, the scheme "localhost"; people forgot
// theirs.
bool is_host_and_port(std::string_view text, const WebUrl& url) {
  const std::size_t colon = text.find(':');
  const bool digit = colon != std::string_view::npos && colon + 1 < text.size() &&
                     text[colon + 1] >= '0' && text[colon + 1] <= '9';
  return !is_web(url) && digit &&
         (url.scheme == "localhost" || url.scheme.find('.') != std::string::npos);
}

std::string no_url_because(std::string_view text, const WebUrl& url) {
  if (url.scheme.empty()) return "is no absolute URL";
  if (is_host_and_port(text, url)) return "lacks its scheme, such as 'https://'";
  if (!url.has_host || split_uri(text).host.empty()) return "has no host";
  return "has a host or port that no URL can have";
}

// 'fault': relative (no scheme), no-host (by RFC 3986; new URL() takes the next word for the host),
// invalid (a scheme, but new URL() refuses the rest), or scheme (neither http nor https; of
// 'schemes', none of 'not-schemes', and with 'host' only such with or without one).
void url_fault(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  const std::string_view text = target.value.text();
  const WebUrl url = parse_web_url(text);
  const bool relative = url.scheme.empty() || is_host_and_port(text, url);
  const std::string_view fault = args.text("fault");
  bool fires = false;
  if (fault == "relative") fires = relative;
  if (fault == "invalid") fires = !relative && is_web(url) && !url.valid;
  if (fault == "unparseable") fires = relative || (is_web(url) && !url.valid);
  if (fault == "no-host") fires = is_web(url) && url.valid && split_uri(text).host.empty();
  if (fault == "scheme") {
    const auto schemes = args.texts("schemes");
    fires = !relative && !is_web(url) && (schemes.empty() || contains(schemes, url.scheme)) &&
            !contains(args.texts("not-schemes"), url.scheme) &&
            (!args["host"] || url.has_host == args.flag("host"));
  }
  if (!fires) return;
  report.value(target.document(), target.value,
               {{"problem", no_url_because(text, url)},
                {"scheme", fmt::format("'{}'", printable(url.scheme, 40))}});
}

constexpr std::array kArgs{
    ArgSpec{"fault", Type::Text, true}, ArgSpec{"schemes", Type::Texts, false},
    ArgSpec{"not-schemes", Type::Texts, false}, ArgSpec{"host", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{"url-fault",
               "an address has the 'fault' relative, no-host, invalid, unparseable (relative or "
               "invalid) or scheme (not "
               "http or https; of 'schemes', none of 'not-schemes'; with 'host' only such with or "
               "without one)",
               kArgs, true, make_simple<url_fault>},
};

}  // namespace

CheckTable url_checks() {
  return kTable;
}

}  // namespace cardlint::checks

// Addresses that a client follows: does new URL() take them, and where does their scheme lead?
#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "address/web_url.h"
#include "base/text.h"
#include "checks/address/document_urls.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

// The judgement of an address that document_urls.h knows, else of its text alone.
UrlJudgement judgement_of(const Target& target) {
  const DocumentUrl* url = target.facts->shared<DocumentUrls>().find(target.value);
  return url != nullptr ? url->judged : judge_url(target.value.text());
}

std::string no_url_because(const UrlJudgement& judged, std::string_view text) {
  return text.empty() ? "is empty" : judged.detail;
}

// For single members, where consumers differ from member to member. 'fault': relative (no scheme),
// no-host (by RFC 3986; new URL() takes the next word for the host), invalid (a scheme, but
// new URL() refuses the rest), or scheme (neither http nor https; of 'schemes', none of
// 'not-schemes', and with 'host' only such with or without one).
void url_fault(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  const std::string_view text = target.value.text();
  const UrlJudgement judged = judgement_of(target);
  const bool relative = judged.fault == UrlFault::Relative;
  const bool invalid = judged.fault == UrlFault::Malformed && !judged.parses;
  const WebUrl url = parse_web_url(text);
  const std::string_view fault = args.text("fault");
  bool fires = false;
  if (fault == "relative") fires = relative;
  if (fault == "invalid") fires = invalid;
  if (fault == "unparseable") fires = relative || invalid;
  if (fault == "no-host") fires = judged.fault == UrlFault::Malformed && judged.parses;
  if (fault == "scheme") {
    const auto schemes = args.texts("schemes");
    fires = judged.fault == UrlFault::Scheme && (schemes.empty() || schemes.contains(url.scheme)) &&
            !args.texts("not-schemes").contains(url.scheme) &&
            (!args["host"] || url.has_host == args.flag("host"));
  }
  if (!fires) return;
  report.value(target.document(), target.value,
               {{"problem", no_url_because(judged, text)},
                {"scheme", fmt::format("'{}'", printable(url.scheme, 40))}});
}

bool is_meant(const Args& args, const DocumentUrl& url) {
  const auto roles = args.texts("roles");
  if (!roles.empty() && !roles.contains(name(url.role))) return false;
  if (args["sdk"] && args.flag("sdk") != url.read_by_sdk) return false;
  if (args["parses"] && args.flag("parses") != url.judged.parses) return false;
  const auto members = args.texts("members");
  if (!members.empty() && !members.contains(url.at.key())) return false;
  return !args.texts("not-members").contains(url.at.key());
}

// All addresses of the document (document_urls.h). Each has one fault, the worst, and may lack TLS
// beside it.
void url(const Target& target, const Args& args, const Reporter& report) {
  const auto faults = args.texts("faults");
  const bool plain = faults.contains("plain-http");
  for (const DocumentUrl& url : target.facts->shared<DocumentUrls>().entries) {
    const UrlJudgement& judged = url.judged;
    const bool fires = (judged.fault != UrlFault::None && faults.contains(name(judged.fault))) ||
                       (plain && judged.plain);
    if (!fires || !is_meant(args, url)) continue;
    const Value place = url.at.key().empty() ? url.at.parent() : url.at;
    const std::string more = url.alike == 0   ? ""
                             : url.alike == 1 ? ", as is that of one more address"
                                              : fmt::format(", as are those of {} more", url.alike);
    report.value(
        target.document(), url.at,
        {{"member", fmt::format("'{}'", printable(place.key(), 60))},
         {"host", fmt::format("'{}'", printable(judged.host, 80))},
         {"detail", judged.detail},
         {"more", more},
         {"scheme", fmt::format("'{}'", printable(parse_web_url(url.at.text()).scheme, 40))}});
  }
}

constexpr std::array kArgs{
    ArgSpec{"fault", Type::Text, true}, ArgSpec{"schemes", Type::Texts, false},
    ArgSpec{"not-schemes", Type::Texts, false}, ArgSpec{"host", Type::Flag, false}};

constexpr std::array kUrl{
    ArgSpec{"faults", Type::Texts, true},   ArgSpec{"roles", Type::Texts, false},
    ArgSpec{"members", Type::Texts, false}, ArgSpec{"not-members", Type::Texts, false},
    ArgSpec{"sdk", Type::Flag, false},      ArgSpec{"parses", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{
        "url",
        "an address of the document (of 'roles' identifier, endpoint, remote, link, "
        "redirect; in 'members', in none of 'not-members'; with 'sdk' such as the TypeScript "
        "SDK parses; with 'parses' such as new URL() takes) has one of 'faults': relative, "
        "scheme, shell-character, userinfo, obfuscated-ip, malformed, parser-differential, "
        "private-address, placeholder, internal-name, rebinding-name, known-look-alike, "
        "look-alike, example-name, public-address, rare-character; or plain-http, beside "
        "those from private-address on",
        kUrl, false, make_simple<url>},
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

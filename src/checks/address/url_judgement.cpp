#include "checks/address/url_judgement.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "address/uri.h"
#include "address/web_url.h"
#include "base/text.h"
#include "checks/address/host_names.h"
#include "checks/address/look_alike_hosts.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

// The first thing that a shell acts on, for people; "\" is judged apart, and other control
// characters are reported by the rules on texts.
std::string shell_part(std::string_view text) {
  if (text.starts_with('-')) return "begins with '-', like an option of a program";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (" \t\n\r"sv.find(c) != std::string_view::npos) return "holds white space";
    if (R"(`"'<>|^)"sv.find(c) != std::string_view::npos)
      return fmt::format("holds the character {}", c);
    if ((c == '$' || c == '%') && i + 1 < text.size() &&
        (text[i + 1] == '(' || (c == '$' && text[i + 1] == '{')))
      return fmt::format("holds {}{}", c, text[i + 1]);
  }
  return {};
}

// ';' begins a parameter of a path segment (RFC 3986 §3.3) and '&' the next one of a query.
std::string rare_part(std::string_view text) {
  const std::size_t query = std::min(text.find('?'), text.size());
  for (std::size_t i = text.find_first_of(";&$"); i < text.size();
       i = text.find_first_of(";&$", i + 1)) {
    if (text[i] == '&' && i > query) continue;
    const std::string_view rest = text.substr(i + 1);
    const std::string_view segment = rest.substr(0, rest.find_first_of("/;?#&"));
    if (text[i] != ';' || segment.find('=') == std::string_view::npos)
      return fmt::format("holds '{}'", text[i]);
  }
  return {};
}

bool is_web_scheme(std::string_view scheme, bool websocket) {
  return scheme == "https" || scheme == "http" ||
         (websocket && (scheme == "wss" || scheme == "ws"));
}

// A variable becomes "x", a digit where a port stands.
std::string filled(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text[i] == '{' ? text.find_first_of("{}", i + 1) : i;
    if (close == std::string_view::npos) {
      out += text.substr(i);
      break;
    }
    // Two braces belong to another language of templates.
    if (close <= i + 1 || text[close] == '{') {
      out += text.substr(i, close - i + 1);
    } else {
      out += out.ends_with(':') ? '1' : 'x';
    }
    i = close;
  }
  return out;
}

// Between "//" and the path: what a person takes for the host, and more.
std::string_view authority_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  text.remove_prefix(colon + 1);
  text.remove_prefix(std::min(text.find_first_not_of("/\\"), text.size()));
  return text.substr(0, text.find('/'));
}

// Numbers that inet_aton or a browser might read as IPv4, and that none does.
bool is_all_numbers(std::string_view host) {
  const auto parts = split(host, '.');
  const auto is_number = [](std::string_view part) {
    const bool hex = part.size() > 2 && (part.starts_with("0x") || part.starts_with("0X"));
    return !part.empty() &&
           part.substr(hex ? 2 : 0)
                   .find_first_not_of(hex ? "0123456789abcdefABCDEF" : "0123456789") ==
               std::string_view::npos;
  };
  return std::all_of(parts.begin(), parts.end(), is_number);
}

class Judge {
 public:
  Judge(std::string_view given, const UrlContext& context)
      : context_(context),
        given_(given),
        text_(context.templates ? filled(given) : std::string(given)),
        web_(parse_web_url(text_)),
        rfc_(split_uri(text_)) {}

  UrlJudgement run() {
    out_.parses = web_.valid;
    out_.host = web_.host;
    while (out_.host.ends_with('.') && out_.host.size() > 1) out_.host.pop_back();
    judge_form() || judge_authority() || judge_address() || judge_name() || judge_rest();
    const bool reachable = out_.fault == UrlFault::None || out_.fault >= UrlFault::PrivateAddress;
    const bool open = web_.scheme == "http" || web_.scheme == "ws";
    out_.secure = web_.scheme == "https" || web_.scheme == "wss";
    out_.plain = reachable && open && !out_.loopback && out_.fault != UrlFault::Placeholder &&
                 !has_variable_host();
    return std::move(out_);
  }

 private:
  bool found(UrlFault fault, std::string detail) {
    out_.fault = fault;
    out_.detail = std::move(detail);
    return true;
  }

  bool has_variable_host() const {
    return context_.templates && authority_of(given_).find('{') != std::string_view::npos &&
           split_uri(given_).host.find('{') != std::string_view::npos;
  }

  bool judge_form() {
    if (given_.starts_with('-')) return found(UrlFault::ShellCharacter, shell_part(given_));
    if (web_.scheme.empty()) return found(UrlFault::Relative, "is no absolute URL");
    if (lacks_scheme(text_))
      return found(UrlFault::Relative, "lacks its scheme, such as 'https://'");
    if (!is_web_scheme(web_.scheme, context_.websocket)) return found(UrlFault::Scheme, {});
    // What stands in pointed brackets was meant to be replaced, and no shell is the first to see
    // it.
    if (is_placeholder_name(web_.written) && !web_.valid)
      return found(context_.published ? UrlFault::Placeholder : UrlFault::Malformed,
                   "has a host that nobody filled in");
    const std::string shell = shell_part(given_);
    if (!shell.empty()) return found(UrlFault::ShellCharacter, shell);
    return false;
  }

  bool judge_authority() {
    const std::string_view authority = authority_of(text_);
    const std::size_t at = authority.rfind('@');
    const std::size_t mark = authority.find_first_of("\\?#");
    if (at != std::string_view::npos) {
      // "?x=a@b" is a query; "?@host" is a host to whoever looks for '/' alone.
      const bool query = mark < at && authority[mark] != '\\' &&
                         (context_.identifier ||
                          authority.substr(mark, at - mark).find('=') != std::string_view::npos);
      if (mark < at && !query)
        return found(context_.published ? UrlFault::ParserDifferential : UrlFault::Userinfo,
                     fmt::format("has '{}' before '@', so that readers find different hosts",
                                 authority[mark]));
      if (mark > at && !context_.published)
        return found(UrlFault::Userinfo,
                     fmt::format("leads to '{}'; what stands before '@' only looks like a host",
                                 printable(out_.host, 60)));
    }
    if (judge_number()) return true;
    if (!web_.valid && web_.written.find('%') != std::string::npos && web_.written.starts_with('['))
      return found(UrlFault::PrivateAddress, "has a zone, which only one machine knows");
    if (!web_.valid) {
      const bool host = web_.has_host && !rfc_.host.empty();
      return found(UrlFault::Malformed,
                   host ? "has a host or port that no URL can have" : "has no host");
    }
    return judge_parsers();
  }

  bool judge_number() {
    std::string_view written = web_.written;
    if (web_.address && web_.address->is_v4) {
      if (written == web_.host) return false;
      return found(UrlFault::ObfuscatedIp, fmt::format("is another way to write {}", web_.host));
    }
    if (web_.valid || written.empty() || !is_all_numbers(written)) return false;
    return found(UrlFault::ObfuscatedIp, "is a number that only some readers take for an address");
  }

  // RFC 3986 read literally against WHATWG.
  bool judge_parsers() {
    if (!rfc_.has_authority || rfc_.host.empty()) {
      if (context_.identifier) return found(UrlFault::Malformed, "has no host");
      return found(UrlFault::ParserDifferential,
                   fmt::format("has no host by RFC 3986, and browsers go to '{}'",
                               printable(out_.host, 60)));
    }
    if (rfc_.host.find('\\') != std::string_view::npos)
      return found(UrlFault::ParserDifferential,
                   fmt::format("has '\\' in its host, where browsers stop: they go to '{}'",
                               printable(out_.host, 60)));
    if (rfc_.host.find('%') != std::string_view::npos)
      return found(UrlFault::ParserDifferential,
                   fmt::format("has escapes in its host, which browsers decode: they go to '{}'",
                               printable(out_.host, 60)));
    // White space and controls were judged, so nothing is left that one of the two drops.
    return given_.find('\\') != std::string_view::npos &&
           found(UrlFault::ShellCharacter, "holds '\\'");
  }

  bool judge_address() {
    if (!web_.address) return false;
    const AddressRange range = classify(*web_.address);
    const bool plainly = range.carrier.empty();
    out_.loopback = range.sort == AddressSort::Loopback && plainly;
    if (range.is_public())
      return found(UrlFault::PublicAddress, "is an address in place of a name");
    const std::string carried = plainly ? "" : fmt::format(", {}", range.carrier);
    if (range.sort == AddressSort::Metadata)
      return found(UrlFault::PrivateAddress,
                   fmt::format("is for {} ({}{})", range.name, range.source, carried));
    return found(UrlFault::PrivateAddress,
                 fmt::format("is an address for {} ({}, {}{})", range.name, range.prefix,
                             range.source, carried));
  }

  bool judge_name() {
    const std::string& host = out_.host;
    if (is_placeholder_name(host)) return found(UrlFault::Placeholder, "was not filled in");
    if (has_variable_host()) return false;
    out_.loopback = is_loopback_name(host);
    if (std::string why = internal_because(host); !why.empty())
      return found(UrlFault::InternalName, std::move(why));
    if (const std::string_view service = rebinding_service(host); !service.empty())
      return found(
          UrlFault::RebindingName,
          fmt::format("is a name of '{}', which resolves to whatever its asker wants", service));
    const HostLook look = judge_look(web_.written, host);
    if (!look.imitates.empty())
      return found(UrlFault::KnownLookAlike, fmt::format("looks like '{}'", look.imitates));
    if (!look.odd.empty()) return found(UrlFault::LookAlike, look.odd);
    if (is_example_name(host)) return found(UrlFault::ExampleName, "is reserved for examples");
    return false;
  }

  bool judge_rest() {
    const std::string rare = rare_part(given_);
    return !rare.empty() && found(UrlFault::RareCharacter, rare);
  }

  const UrlContext& context_;
  std::string_view given_;
  std::string text_;
  WebUrl web_;
  UriParts rfc_;
  UrlJudgement out_;
};

}  // namespace

std::string_view name(UrlFault fault) {
  constexpr std::array kNames{"none"sv,
                              "relative"sv,
                              "scheme"sv,
                              "shell-character"sv,
                              "userinfo"sv,
                              "obfuscated-ip"sv,
                              "malformed"sv,
                              "parser-differential"sv,
                              "private-address"sv,
                              "placeholder"sv,
                              "internal-name"sv,
                              "rebinding-name"sv,
                              "known-look-alike"sv,
                              "look-alike"sv,
                              "example-name"sv,
                              "public-address"sv,
                              "rare-character"sv};
  return kNames[static_cast<std::size_t>(fault)];
}

UrlJudgement judge_url(std::string_view text, const UrlContext& context) {
  return Judge(text, context).run();
}

bool lacks_scheme(std::string_view text) {
  const WebUrl url = parse_web_url(text);
  const std::size_t colon = text.find(':');
  const bool digit = colon != std::string_view::npos && colon + 1 < text.size() &&
                     text[colon + 1] >= '0' && text[colon + 1] <= '9';
  return digit && (url.scheme == "localhost" || url.scheme.find('.') != std::string::npos);
}

}  // namespace cardlint::checks

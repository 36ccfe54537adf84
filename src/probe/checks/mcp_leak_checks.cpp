// What the bodies of errors give away: stack traces, files, hosts of the inner network. Plain
// scans, each byte seen a bounded number of times.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "address/web_url.h"
#include "base/text.h"
#include "probe/checks/mcp_answers.h"

namespace cardlint::probe_checks {
namespace {

constexpr std::size_t kLooked = std::size_t{64}
                                << 10;  // bytes of a body: a trace stands at its beginning

constexpr std::string_view kTraces[] = {"Traceback (most recent call last)",
                                        "\n    at ",
                                        "\\n    at ",
                                        "\n\tat ",
                                        "\\n\\tat ",
                                        "\n   at System.",
                                        "\\n   at System.",
                                        "\ngoroutine ",
                                        "\\ngoroutine ",
                                        "stack backtrace:",
                                        "Stack trace:\n#0",
                                        "Stack trace:\\n#0"};
// The folders at the root of a file system below which programs lie.
constexpr std::string_view kRoots[] = {"home",    "Users",    "root", "usr/src", "usr/local",
                                       "var/www", "var/task", "opt",  "srv"};
constexpr std::string_view kFiles[] = {".js",  ".mjs",  ".cjs",  ".ts",  ".tsx", ".py",    ".go",
                                       ".rb",  ".php",  ".java", ".rs",  ".cs",  ".jar",   ".db",
                                       ".env", ".json", ".yaml", ".yml", ".pem", ".sqlite"};
constexpr std::string_view kInnerDomains[] = {".svc.cluster.local", ".internal", ".local", ".lan",
                                              ".corp"};

struct Leak {
  std::string_view what;
  std::string text;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

std::optional<Leak> find_trace(std::string_view body) {
  for (const std::string_view mark : kTraces) {
    const std::size_t at = body.find(mark);
    if (at == std::string_view::npos) continue;
    std::string_view line = body.substr(mark.starts_with("\\n") ? at + 2 : at);
    line = trim(line.substr(0, 200));
    return Leak{"a stack trace", printable(line.substr(0, line.find('\n')), 60)};
  }
  return std::nullopt;
}

// Whether a run of characters, from a root on, names a file of a program.
bool names_file(std::string_view run) {
  return std::any_of(std::begin(kFiles), std::end(kFiles), [&](std::string_view extension) {
    const std::size_t at = run.rfind(extension);
    if (at == std::string_view::npos) return false;
    const std::size_t end = at + extension.size();
    return end == run.size() || run[end] == ':';
  });
}

// The run of a path that begins at `at`: up to a blank, a quote, a bracket.
std::string_view run_at(std::string_view body, std::size_t at) {
  constexpr std::size_t kLongest = 1024;
  const std::size_t end = body.find_first_of(" \t\r\n\"'`<>()[]{},;\\", at);
  const std::size_t size = end == std::string_view::npos ? body.size() - at : end - at;
  return body.substr(at, std::min(size, kLongest));
}

// Not within a URL or an attribute of a page.
bool stands_alone(std::string_view body, std::size_t at) {
  if (at == 0) return true;
  const char before = body[at - 1];
  if (is_word(before) || std::string_view("/.:-_%").find(before) != std::string_view::npos)
    return false;
  const bool quoted = before == '"' || before == '\'';
  return !(quoted && at >= 2 && body[at - 2] == '=');
}

bool begins_below_root(std::string_view path) {
  return std::any_of(std::begin(kRoots), std::end(kRoots), [&](std::string_view root) {
    return path.substr(1).starts_with(root) && path.substr(1 + root.size()).starts_with('/');
  });
}

std::optional<Leak> find_file(std::string_view body) {
  constexpr std::string_view kFileUrl = "file:///";
  for (std::size_t at = body.find('/'); at != std::string_view::npos; at = body.find('/', at + 1)) {
    if (!begins_below_root(body.substr(at))) continue;
    const std::string_view run = run_at(body, at);
    if (stands_alone(body, at) && names_file(run)) return Leak{"a file's path", printable(run, 60)};
  }
  for (std::size_t at = body.find(kFileUrl); at != std::string_view::npos;
       at = body.find(kFileUrl, at + 1)) {
    const std::string_view run = run_at(body, at);
    if (stands_alone(body, at) && names_file(run)) return Leak{"a file's path", printable(run, 60)};
  }
  for (const std::string_view drive : {"C:\\", "D:\\"}) {
    const std::size_t at = body.find(drive);
    if (at != std::string_view::npos && stands_alone(body, at) && body.size() > at + 3 &&
        is_word(body[at + 3] == '\\' && body.size() > at + 4 ? body[at + 4] : body[at + 3]))
      return Leak{"a file's path", printable(body.substr(at, 60), 60)};
  }
  return std::nullopt;
}

bool is_inner(std::string_view host) {
  const WebUrl url = parse_web_url("http://" + std::string(host) + "/");
  if (!url.valid) return false;
  if (url.address) {
    const AddressSort sort = classify(*url.address).sort;
    return sort == AddressSort::Private || sort == AddressSort::Loopback;
  }
  return url.host == "localhost" ||
         std::any_of(std::begin(kInnerDomains), std::end(kInnerDomains),
                     [&](std::string_view domain) { return url.host.ends_with(domain); });
}

// A host counts where it is written as an address to talk to: behind "://" or before ":port".
std::optional<Leak> find_host(std::string_view body, std::string_view own) {
  const auto part = [](char c) { return is_word(c) || c == '.' || c == '-'; };
  for (std::size_t at = 0; at < body.size();) {
    if (!part(body[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < body.size() && part(body[end])) ++end;
    const bool address = at >= 3 && body.substr(at - 3, 3) == "://";
    const bool port = end + 1 < body.size() && body[end] == ':' && is_digit(body[end + 1]);
    const std::string_view host = body.substr(at, end - at);
    if ((address || port) && host.size() <= 253 && to_lower_ascii(host) != own && is_inner(host))
      return Leak{"an internal host", printable(host, 60)};
    at = end;
  }
  return std::nullopt;
}

std::optional<Leak> find_leak(std::string_view body, std::string_view own) {
  body = body.substr(0, kLooked);
  if (auto leak = find_trace(body)) return leak;
  if (auto leak = find_file(body)) return leak;
  return find_host(body, own);
}

}  // namespace

void mcp_error_leak(const ProbeView& view, const Args&, ProbeReporter& report) {
  const std::string own = parse_web_url(view.target.url).host;
  std::string_view seen;
  for (const std::string_view pattern : {"mcp-*", "auth-*", "active-*"}) {
    for (const std::string_view role : view.roles(pattern)) {
      const Exchange& exchange = *view.exchange(role);
      // Routes of this server only: "active-" also asks authorization servers.
      if (!std::string_view(exchange.url)
               .starts_with(view.target.url.substr(0, view.target.url.find('?'))) &&
          role != "mcp-slash")
        continue;
      const bool refusal = exchange.status >= 400;
      const bool message = exchange.status == 200 && exchange.request.method == HttpMethod::Post &&
                           view.answer(role).error();
      if (!refusal && !message) continue;
      seen = role;
      if (const auto leak = find_leak(exchange.body, own)) {
        return report.fail(role, "body", "an error that tells nothing of the inside",
                           {{"what", std::string(leak->what)}, {"text", leak->text}});
      }
    }
  }
  if (!seen.empty()) return report.pass(seen);
  const std::string_view post = handshake(view);
  if (judged(view, post, report) != nullptr) report.not_assessed(post, "no-error");
}

}  // namespace cardlint::probe_checks

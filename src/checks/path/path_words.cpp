#include "checks/path/path_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_letter(c) || c == '_' || (c >= '0' && c <= '9');
}
bool is_capital(char c) {
  return (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_known_scheme(std::string_view scheme) {
  constexpr std::array kKnown{
      "file"sv, "http"sv,        "https"sv,      "ftp"sv,          "ftps"sv,       "git"sv,
      "ssh"sv,  "sftp"sv,        "data"sv,       "jar"sv,          "smb"sv,        "javascript"sv,
      "blob"sv, "ws"sv,          "wss"sv,        "ldap"sv,         "vbscript"sv,   "gopher"sv,
      "dict"sv, "view-source"sv, "search-ms"sv,  "php"sv,          "phar"sv,       "node"sv,
      "npm"sv,  "about"sv,       "filesystem"sv, "docker-image"sv, "oci-layout"sv, "target"sv};
  const std::string lower = to_lower_ascii(scheme);
  return std::find(kKnown.begin(), kKnown.end(), lower) != kKnown.end();
}

// "git@host:" of "git@host:owner/repository".
bool is_scp_address(std::string_view path) {
  const std::size_t at = path.find('@');
  const std::size_t colon = path.find(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || at == 0 || colon <= at + 1)
    return false;
  const auto plain = [](char c) { return is_word(c) || c == '.' || c == '-'; };
  const std::string_view user = path.substr(0, at);
  const std::string_view host = path.substr(at + 1, colon - at - 1);
  return std::all_of(user.begin(), user.end(), plain) &&
         std::all_of(host.begin(), host.end(), plain);
}

// %USERPROFILE%, but not the "%c0%" of "%c0%ae" nor the "%u002e%" of "%u002e%u002e".
bool is_percent_name(std::string_view text) {
  if (text.size() < 3 || (text[0] >= '0' && text[0] <= '9')) return false;
  const bool unit = text.size() == 5 && (text[0] | 32) == 'u' &&
                    std::all_of(text.begin() + 1, text.end(), is_hex);
  return !unit && std::all_of(text.begin(), text.end(), is_word);
}

std::string_view name_between(std::string_view path, std::size_t at, char mark) {
  const std::size_t end = path.find(mark, at + 1);
  return end == std::string_view::npos ? std::string_view() : path.substr(at + 1, end - at - 1);
}

// The variable or command that begins at `at`, as it is written; else empty.
std::string_view substitution_at(std::string_view path, std::size_t at) {
  const char c = path[at];
  const char next = at + 1 < path.size() ? path[at + 1] : '\0';
  if (c == '`') return path.substr(at, 1);
  if (c == '$' && next == '(') return path.substr(at, 2);
  if (c == '$' && next == '{') {
    const std::size_t end = path.find('}', at);
    return end == std::string_view::npos ? std::string_view() : path.substr(at, end - at + 1);
  }
  if (c == '$' && is_capital(next)) {
    std::size_t end = at + 1;
    while (end < path.size() && is_word(path[end])) ++end;
    return path.substr(at, end - at);
  }
  if (c == '$' && starts_with_ignoring_case(path.substr(at), "$env:")) return path.substr(at, 5);
  if (c == '%') {
    const std::string_view name = name_between(path, at, '%');
    if (is_percent_name(name)) return path.substr(at, name.size() + 2);
  }
  if (c == '!') {
    const std::string_view name = name_between(path, at, '!');
    if (name.size() > 1 && std::all_of(name.begin(), name.end(), is_word) && is_capital(name[0]))
      return path.substr(at, name.size() + 2);
  }
  return {};
}

}  // namespace

std::optional<std::string> control_character(std::string_view path) {
  for (std::size_t i = 0; i < path.size();) {
    const CodePoint c = decode_utf8(path, i);
    const bool control = c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0) ||
                         c.value == 0x2028 || c.value == 0x2029;
    if (c.valid && control) return fmt::format("holds the control character U+{:04X}", c.value);
    i += c.length;
  }
  return std::nullopt;
}

std::optional<std::string> registry_subfolder_problem(std::string_view path) {
  std::string problem;
  for (const std::string_view part : split(path, '/')) {
    if (problem.empty() && (part == "." || part == ".."))
      problem = fmt::format("has the part '{}'", part);
  }
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/';
  };
  if (path.find("//") != std::string_view::npos) problem = "has an empty part";
  if (!std::all_of(path.begin(), path.end(), is_plain))
    problem = "holds other characters than letters, digits, '.', '_', '-' and '/'";
  if (path.ends_with('/')) problem = "ends in '/'";
  if (path.starts_with('/')) problem = "begins with '/'";
  return problem.empty() ? std::nullopt : std::optional(std::move(problem));
}

std::string_view scheme_of(std::string_view address) {
  if (address.empty() || !is_letter(address[0])) return {};
  const std::size_t colon = address.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view scheme = address.substr(0, colon);
  const bool plain = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return (is_word(c) && c != '_') || c == '+' || c == '-' || c == '.';
  });
  return plain ? scheme : std::string_view();
}

std::optional<std::string> scheme_problem(std::string_view path, bool options) {
  const std::string_view scheme = scheme_of(path);
  // One letter is a drive; "name::$DATA" and "name:tag" are names that Windows does not take.
  if (scheme.size() > 1) {
    const std::string_view rest = path.substr(scheme.size() + 1);
    if (rest.starts_with("//") || (is_known_scheme(scheme) && !rest.starts_with(':')))
      return fmt::format("is an address with the scheme '{}'", printable(scheme, 20));
  }
  if (is_scp_address(path)) return "is the address of a repository on another host";
  if (options && path.starts_with('-')) return "begins with '-', as options of programs do";
  return std::nullopt;
}

std::optional<std::string> absolute_problem(std::string_view path) {
  if (path.starts_with(R"(\\?\)") || path.starts_with(R"(\\.\)"))
    return "names a device of Windows";
  if (path.starts_with("//") || path.starts_with("\\\\")) return "names a folder of another host";
  if (path.starts_with('/') || path.starts_with('\\'))
    return "starts at the root of the file system";
  if (path.size() > 1 && is_letter(path[0]) && path[1] == ':')
    return fmt::format("names the drive '{}'", path.substr(0, 2));
  return std::nullopt;
}

std::optional<std::string> variable_problem(std::string_view path) {
  if (path.starts_with('~')) return "begins with '~', the home folder of whoever reads it";
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '$' && path[i] != '`' && path[i] != '%' && path[i] != '!') continue;
    // "file::$DATA" names a stream of NTFS.
    if (path[i] == '$' && path.substr(0, i).ends_with("::")) continue;
    const std::string_view found = substitution_at(path, i);
    if (found.empty()) continue;
    const bool command = found == "`" || found == "$(";
    return command ? fmt::format("holds '{}', which makes a shell run a command", found)
                   : fmt::format("holds the variable '{}'", printable(found, 40));
  }
  return std::nullopt;
}

bool begins_with_escape(std::string_view path) {
  return starts_with_ignoring_case(path, "\\x2") || starts_with_ignoring_case(path, "\\x5c") ||
         path.starts_with("\\u002");
}

PictureAddress picture_address(std::string_view address) {
  const std::string scheme = to_lower_ascii(scheme_of(address));
  if (scheme.empty()) return PictureAddress::None;
  if (scheme == "https") return PictureAddress::Https;
  if (scheme == "http") return PictureAddress::Http;
  if (starts_with_ignoring_case(address, "data:image/")) return PictureAddress::Data;
  return PictureAddress::Other;
}

}  // namespace cardlint::checks

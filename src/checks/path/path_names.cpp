#include "checks/path/path_names.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// CON, aux.txt, COM1: devices of Windows, whatever their extension.
bool is_device(std::string_view component) {
  constexpr std::array kDevices{"con"sv, "prn"sv, "aux"sv, "nul"sv, "conin$"sv, "conout$"sv};
  const std::string stem = to_lower_ascii(trim(component.substr(0, component.find('.'))));
  if (is_one_of(stem, kDevices)) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         stem[3] >= '1' && stem[3] <= '9';
}

// PROGRA~1: the short name that old file systems give to a longer one.
bool is_short_name(std::string_view component) {
  const std::string_view stem = component.substr(0, component.find('.'));
  if (stem.size() != 8 || stem[6] != '~' || stem[7] < '1' || stem[7] > '9') return false;
  return std::all_of(stem.begin(), stem.begin() + 6,
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// Samples that are kept in repositories on purpose.
bool is_sample(std::string_view name) {
  constexpr std::array kSamples{".example"sv, ".sample"sv, ".template"sv, ".dist"sv, ".tpl"sv};
  return std::any_of(kSamples.begin(), kSamples.end(),
                     [&](std::string_view end) { return name.ends_with(end); });
}

// Certificates of authorities and public keys are made to be handed out.
bool is_public_key_file(std::string_view name) {
  constexpr std::array kPublic{"public"sv,    "cacert"sv, "ca-cert"sv, "ca_cert"sv,
                               "ca-bundle"sv, "roots"sv,  ".pub."sv,   "fullchain"sv};
  return std::any_of(kPublic.begin(), kPublic.end(), [&](std::string_view part) {
    return name.find(part) != std::string_view::npos;
  });
}

bool is_sensitive_file(std::string_view component) {
  constexpr std::array kNames{
      ".env"sv,   ".envrc"sv, ".env*"sv,    ".npmrc"sv,     ".pypirc"sv,          ".netrc"sv,
      "id_rsa"sv, "id_dsa"sv, "id_ecdsa"sv, "id_ed25519"sv, "terraform.tfstate"sv};
  constexpr std::array kKeyFiles{".pem"sv, ".key"sv, ".p12"sv, ".pfx"sv, ".kdbx"sv};
  const std::string name = to_lower_ascii(component);
  if (is_sample(name)) return false;
  if (is_one_of(name, kNames) || name.starts_with(".env.")) return true;
  const bool key_file = std::any_of(kKeyFiles.begin(), kKeyFiles.end(), [&](std::string_view end) {
    return name.ends_with(end) && name != end;
  });
  return key_file && !is_public_key_file(name);
}

}  // namespace

std::optional<std::string> special_component(std::string_view component) {
  if (component.empty() || component == "." || component == "..") return std::nullopt;
  const auto problem = [&](std::string_view why) {
    return fmt::format("has the part '{}', {}", printable(component, 40), why);
  };
  if (component.find_first_not_of('.') == std::string_view::npos)
    return problem("which some programs take for '..'");
  if (component.ends_with("..;")) return problem("which some servers read as '..'");
  if (component.ends_with('.') || component.ends_with(' '))
    return problem("whose last character Windows drops");
  if (component.find(':') != std::string_view::npos)
    return problem("whose ':' Windows does not take as part of a name");
  if (is_device(component)) return problem("which is a device on Windows");
  if (is_short_name(component)) return problem("which on Windows may stand for another file");
  return std::nullopt;
}

std::string_view sensitive_part(std::string_view path) {
  constexpr std::array kFolders{".git"sv, ".aws"sv, ".ssh"sv};
  const std::vector<std::string_view> parts = split(path, '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    const bool last = i + 1 == parts.size();
    if (is_one_of(part, kFolders) || (last && is_sensitive_file(part))) return part;
    if (last && part == "config.json" && i > 0 && parts[i - 1] == ".docker") return part;
  }
  return {};
}

}  // namespace cardlint::checks

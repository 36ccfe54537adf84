#include "checks/path/path_value.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/path/path_folds.h"
#include "checks/path/path_glob.h"
#include "checks/path/path_names.h"
#include "checks/path/path_words.h"
#include "checks/text/code_points.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

constexpr int kRounds = 5;                  // of decoding; nobody decodes more often
constexpr std::size_t kLongestPath = 4096;  // no system opens longer ones

// How many levels above the root the walk rises at its highest; 0 when it stays inside.
std::size_t levels_above(std::string_view path, const PathForm& form) {
  if (!form.bounded) return 0;
  auto level = static_cast<std::ptrdiff_t>(form.depth);
  std::ptrdiff_t lowest = 0;
  for (const std::string_view part : split(path, '/')) {
    // "**" also stands for no folder at all.
    if (part.empty() || part == "." || (form.glob && part == "**")) continue;
    level += part == ".." ? -1 : 1;
    lowest = std::min(lowest, level);
  }
  return static_cast<std::size_t>(-lowest);
}

bool has_parent(std::string_view path) {
  const auto parts = split(path, '/');
  return std::find(parts.begin(), parts.end(), ".."sv) != parts.end();
}

PathVerdict grave(PathFault fault, std::string problem) {
  return {fault, true, std::move(problem), 0};
}

// What the text breaks as it stands.
std::optional<PathVerdict> direct(std::string_view path, const PathForm& form) {
  if (auto found = control_character(path)) return grave(PathFault::Control, std::move(*found));
  if (auto found = scheme_problem(path, !form.glob))
    return grave(PathFault::Scheme, std::move(*found));
  if (auto found = absolute_problem(path)) return grave(PathFault::Absolute, std::move(*found));
  if (auto found = variable_problem(path)) return grave(PathFault::HomeEnv, std::move(*found));
  const std::size_t levels = levels_above(path, form);
  if (levels == 0) return std::nullopt;
  return PathVerdict{PathFault::ParentEscape, true,
                     fmt::format("rises {} level{} above the root", levels, levels == 1 ? "" : "s"),
                     levels};
}

// As the most willing reader takes it.
std::string normal(std::string_view path) {
  return slashes_forward(fold_look_alikes(path));
}

PathVerdict folded(PathFault fault, std::string_view form, std::string_view how,
                   const std::optional<PathVerdict>& broken) {
  const std::string reads = fmt::format("reads '{}' {}", printable(form, 40), how);
  if (!broken) return {fault, false, reads, 0};
  return {fault, true, fmt::format("{} and then {}", reads, broken->problem), 0};
}

// ---- encodings

// Whether decoding made separators, ".." or controls, or something that breaks a rule.
bool gains(std::string_view before, std::string_view after, const PathForm& form) {
  const auto slashes = [](std::string_view s) { return std::count(s.begin(), s.end(), '/'); };
  return slashes(after) > slashes(before) || (has_parent(after) && !has_parent(before)) ||
         direct(after, form).has_value();
}

std::optional<PathVerdict> encoded(std::string_view path, const PathForm& form) {
  std::optional<PathVerdict> first;
  const std::string before = normal(path);
  std::string now(path);
  for (int round = 0; round < kRounds; ++round) {
    std::string next = decode_once(now);
    if (next == now) break;
    now = std::move(next);
    const std::string plain = normal(now);
    const auto broken = direct(plain, form);
    if (!first && gains(before, plain, form))
      first = folded(PathFault::Encoded, now, "once it is decoded", broken);
    if (first && broken) return folded(PathFault::Encoded, now, "once it is decoded", broken);
  }
  return first;
}

// ---- Unicode

std::optional<PathVerdict> invisible(std::string_view path) {
  for (const HiddenRun& run : find_hidden(path, true)) {
    if (run.sort == Hidden::Control || run.sort == Hidden::LineBreak ||
        run.sort == Hidden::Padding || run.sort == Hidden::BidiMarkInRtl)
      continue;
    return grave(PathFault::Unicode,
                 fmt::format("holds the invisible character U+{:04X}", run.first));
  }
  return std::nullopt;
}

std::optional<PathVerdict> look_alikes(std::string_view path, const PathForm& form) {
  const std::string fold = fold_look_alikes(path);
  if (fold == path) return std::nullopt;
  const auto broken = direct(slashes_forward(fold), form);
  const auto marks = [](std::string_view s) {
    return std::count_if(s.begin(), s.end(),
                         [](char c) { return c == '.' || c == '/' || c == '\\'; });
  };
  if (!broken && marks(fold) == marks(path)) return std::nullopt;
  return folded(PathFault::Unicode, fold, "once look-alike characters are normalised", broken);
}

// ---- all of it

std::optional<PathVerdict> special(std::string_view path, const PathForm& form) {
  for (const std::string_view part : split(path, '/')) {
    if (form.glob && part.find_first_of("*?[") != std::string_view::npos) continue;
    if (auto problem = special_component(part))
      return PathVerdict{PathFault::Special, false, std::move(*problem), 0};
  }
  return std::nullopt;
}

std::optional<PathVerdict> judge_pattern(std::string_view pattern, const PathForm& form) {
  for (const bool separators : {false, true}) {
    if (separators && pattern.find('\\') == std::string_view::npos) break;
    for (const std::string& one : expand_glob(pattern, separators, form.alternatives).patterns) {
      auto broken = direct(one, form);
      if (!broken) continue;
      if (broken->fault == PathFault::Control || broken->fault == PathFault::Scheme) return broken;
      return grave(PathFault::GlobEscape, one == pattern
                                              ? broken->problem
                                              : fmt::format("stands for '{}' too, which {}",
                                                            printable(one, 40), broken->problem));
    }
  }
  return std::nullopt;
}

// Nearly all paths: of the rules only that on special names can hold against letters, digits, '_',
// '-', '.' and '/', without an absolute beginning, "..", or what decodes to something else.
bool is_plain(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.front() == '-') return false;
  char before = '/';
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '-' && c <= '9') && c != '_') return false;  // '-', '.', '/' and digits
    if ((c == '.' && before == '.') || (before == '0' && (c == 'x' || c == 'X'))) return false;
    before = c;
  }
  return true;
}

std::optional<PathVerdict> judge(std::string_view path, const PathForm& form) {
  if (is_plain(path)) return special(path, form);
  if (form.glob) {
    if (path.starts_with('!')) return std::nullopt;  // takes nothing in
    if (auto verdict = judge_pattern(path, form)) return verdict;
  } else if (!begins_with_escape(path)) {
    if (auto verdict = direct(path, form)) return verdict;
  }
  std::optional<PathVerdict> mild;
  const auto take = [&](std::optional<PathVerdict> verdict) {
    if (!mild || (verdict && verdict->grave && !mild->grave)) mild = std::move(verdict);
  };
  take(encoded(path, form));
  if (mild && mild->grave) return mild;
  take(invisible(path));
  take(look_alikes(path, form));
  if (!form.glob && path.find('\\') != std::string_view::npos) {
    const std::string plain = slashes_forward(path);
    take(folded(PathFault::Backslash, plain, "where '\\' separates folders", direct(plain, form)));
  }
  take(special(path, form));
  return mild;
}

// An address of a picture, as a browser reads it: without outer blanks, TAB, LF and CR.
std::optional<PathVerdict> judge_picture(std::string_view text, const PathForm& form, bool& done) {
  std::string address;
  for (const char c : text) {
    if (c != '\t' && c != '\n' && c != '\r') address += c;
  }
  address.erase(0, address.find_first_not_of(
                       "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14"
                       "\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "));
  const PictureAddress kind = picture_address(address);
  constexpr std::size_t kLargePicture = 64u << 10;  // bytes of a data URI
  done = true;
  switch (kind) {
    case PictureAddress::Https:
      if (form.https) return std::nullopt;
      break;
    case PictureAddress::Http:
      // Of published documents oauth-http-downgrade has the word.
      if (form.url) return std::nullopt;
      break;
    case PictureAddress::Data:
      if (form.data == PathForm::Picture::No) break;
      if (address.size() > kLargePicture)
        return PathVerdict{
            PathFault::Scheme, false,
            fmt::format("is a picture of {} KiB inside the document", address.size() >> 10), 0};
      if (form.data == PathForm::Picture::Odd)
        return PathVerdict{PathFault::Scheme, false,
                           "is a data URI, which the format does not name", 0};
      return std::nullopt;
    case PictureAddress::Other:
      if (form.url)
        return grave(PathFault::Scheme, fmt::format("is an address with the scheme '{}'",
                                                    printable(scheme_of(address), 20)));
      break;
    case PictureAddress::None:
      break;
  }
  done = form.url;  // a relative address is no path of a file
  return std::nullopt;
}

std::string with_locale(std::string_view path) {
  constexpr std::string_view kLocale = "${locale}";
  std::string out;
  for (std::size_t i = 0; i < path.size();) {
    if (starts_with_ignoring_case(path.substr(i), kLocale)) {
      out += "en";
      i += kLocale.size();
    } else {
      out += path[i++];
    }
  }
  return out;
}

}  // namespace

std::string_view name(PathFault fault) {
  constexpr std::array kNames{"control"sv,       "scheme"sv,      "absolute"sv, "home-env"sv,
                              "parent-escape"sv, "glob-escape"sv, "encoded"sv,  "unicode"sv,
                              "backslash"sv,     "special"sv,     "sensitive"sv};
  return kNames[static_cast<std::size_t>(fault)];
}

std::string_view without_bundle_root(std::string_view path, const PathForm& form) {
  constexpr std::array kRoots{"${__dirname}/"sv, "${__dirname}${/}"sv, R"(${__dirname}\)"sv};
  if (!form.bundle) return path;
  for (const std::string_view root : kRoots) {
    if (path.starts_with(root)) return path.substr(root.size());
  }
  return path == "${__dirname}" ? "." : path;
}

std::optional<PathVerdict> judge_path(std::string_view given, const PathForm& form) {
  if (form.url || form.https) {
    bool done = false;
    auto verdict = judge_picture(given, form, done);
    if (verdict || done) return verdict;
  }
  given = given.substr(0, kLongestPath);
  const std::string localised = form.locale ? with_locale(given) : std::string(given);
  const std::string_view path = without_bundle_root(localised, form);
  if (auto found = control_character(path)) return grave(PathFault::Control, std::move(*found));
  const std::string_view inner = trim(path);
  if (inner.size() == path.size()) return judge(path, form);
  const auto verdict = judge(inner, form);
  if (!verdict || !verdict->grave)
    return PathVerdict{PathFault::Control, false, "begins or ends with white space", 0};
  return grave(PathFault::Control,
               fmt::format("begins or ends with white space and without it {}", verdict->problem));
}

}  // namespace cardlint::checks

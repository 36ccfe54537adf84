// What the text of a path means, at once and after everything that later programs may do to it. One
// classification for all rules on paths: a text has one verdict, the gravest, so one fault is
// reported once. Lexical; knows no documents and no disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cardlint::checks {

enum class PathFault : std::uint8_t {
  Control,       // control characters; outer white space
  Scheme,        // a URL, an scp address, an option
  Absolute,      // from the root, a drive, another host
  HomeEnv,       // "~", variables, command substitution
  ParentEscape,  // rises above the root
  GlobEscape,    // a pattern that does any of the last three
  Encoded,       // decoding yields separators, "..", NUL, an absolute form
  Unicode,       // look-alikes yield dots or separators; invisible characters
  Backslash,     // '\'
  Special,       // components that some systems read as others
  Sensitive,     // names a file that holds secrets
};
std::string_view name(PathFault fault);  // "control", "scheme", …

// What the member that holds the path allows.
struct PathForm {
  enum class Picture : std::uint8_t { No, Odd, Yes };
  std::size_t depth = 0;            // how many ".." reach the root
  bool bounded = true;              // false: nothing is known of the root
  bool glob = false;                // a pattern as fast-glob reads them
  std::size_t alternatives = 1000;  // of a pattern, that are looked at
  bool url = false;                 // an address of a picture and never a path
  bool https = false;               // may be an https address instead
  Picture data = Picture::No;       // may be a data URI of a picture
  bool bundle = false;              // "${__dirname}/" may begin it: the bundle's root
  bool locale = false;              // "${locale}" may be in it
};

struct PathVerdict {
  PathFault fault;
  bool grave = true;       // it leaves its root, now or after decoding; else it is only suspicious
  std::string problem;     // a clause: "holds the variable '$HOME'"
  std::size_t levels = 0;  // ParentEscape: how far above the root
};

std::optional<PathVerdict> judge_path(std::string_view path, const PathForm& form);

// Without what the form allows before a path: "${__dirname}/" of bundles.
std::string_view without_bundle_root(std::string_view path, const PathForm& form);

}  // namespace cardlint::checks

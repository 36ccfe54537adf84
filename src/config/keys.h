// The keys of a configuration, in the order in which they are documented. A test holds them against
// schemas/config.schema.json.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/limits.h"

namespace cardlint::config_keys {

using std::string_view_literals::operator""sv;

inline constexpr std::array kTop{"consumers"sv, "spec"sv,  "generation"sv,   "posture"sv,
                                 "fail-on"sv,   "rules"sv, "rule-folders"sv, "ignore"sv,
                                 "targets"sv,   "limits"sv};
inline constexpr std::array kRule{"severity"sv, "options"sv, "consumers"sv};
inline constexpr std::array kIgnore{"files"sv, "rule"sv, "pointer"sv, "reason"sv, "until"sv};
inline constexpr std::array kTarget{"url"sv,     "posture"sv,   "card"sv,      "manifest"sv,
                                    "tools"sv,   "client-id"sv, "issuer"sv,    "browser"sv,
                                    "headers"sv, "bearer"sv,    "consumers"sv, "expect"sv};
inline constexpr std::array kExpect{"id"sv,        "url"sv,      "method"sv,     "auth"sv,
                                    "send"sv,      "status"sv,   "media-type"sv, "headers"sv,
                                    "body-file"sv, "severity"sv, "reason"sv};

// A bound that may be lowered or raised, within what the program can bear.
struct Bound {
  std::string_view key;
  std::size_t Limits::*member;
  std::size_t low, high;
};
inline constexpr std::array kLimits{
    Bound{"file-bytes", &Limits::file_bytes, 1024, 64u << 20},
    Bound{"project-bytes", &Limits::project_bytes, 1024, 1u << 30},
    Bound{"yaml-bytes", &Limits::yaml_bytes, 1024, 8u << 20},
    Bound{"depth", &Limits::depth, 8, 128},
    Bound{"nodes", &Limits::nodes, 1000, 10'000'000},
    Bound{"scalar-bytes", &Limits::scalar_bytes, 1024, 16u << 20},
    Bound{"key-bytes", &Limits::key_bytes, 64, 64u << 10},
    Bound{"number-digits", &Limits::number_digits, 16, 65'536},
    Bound{"alias-uses", &Limits::alias_uses, 0, 100'000},
    Bound{"alias-nodes", &Limits::alias_nodes, 0, 1'000'000},
    Bound{"companion-bytes", &Limits::companion_bytes, 1024, 16u << 20},
    Bound{"companion-files", &Limits::companion_files, 1, 10'000},
    Bound{"archive-bytes", &Limits::archive_bytes, 1024, 512u << 20},
    Bound{"archive-members", &Limits::archive_members, 1, 1'000'000},
    Bound{"walk-entries", &Limits::walk_entries, 1, 10'000'000},
    Bound{"walk-depth", &Limits::walk_depth, 1, 128},
    Bound{"findings-per-rule", &Limits::findings_per_rule, 1, 100'000}};

}  // namespace cardlint::config_keys

// Names of files that mean more than they say: to Windows, or because of what such files hold.
// Knows no documents.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cardlint::checks {

// Why one component of a path is another name on some systems, as "ends with '.'"; nothing for an
// ordinary one, for "." and for "..".
std::optional<std::string> special_component(std::string_view component);

// The part of a path that by its name is private: ".env", ".git", "certs/server.key". Wildcards
// count as the characters that they are, so "*.pem" is one, "*" is none. Empty when there is none.
std::string_view sensitive_part(std::string_view path);

}  // namespace cardlint::checks

// JSON Pointer (RFC 6901) as text: the addresses that reports print.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// Appends "/token" with '~' and '/' escaped (RFC 6901 §3).
void append_pointer_token(std::string& pointer, std::string_view token);
// A token of a pointer without its escapes; nothing for a bad one.
std::optional<std::string> unescape_pointer_token(std::string_view token);
// The unescaped tokens of a pointer; nothing when it is neither empty nor begins with '/', or holds
// a bad escape.
std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer);

}  // namespace cardlint

// The parts of paths that programs give a meaning of their own: controls, schemes, drives,
// variables. Pure functions of the text; a problem is a clause such as "holds the variable
// '$HOME'".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cardlint::checks {

std::optional<std::string> control_character(std::string_view path);
// A URL with "//" or of a scheme that is known, or "git@host:"; with `options` also a leading '-'.
std::optional<std::string> scheme_problem(std::string_view path, bool options);
std::optional<std::string> absolute_problem(std::string_view path);
// "~", $NAME, ${NAME}, $(…), `…`, %NAME%, !NAME!.
std::optional<std::string> variable_problem(std::string_view path);
// "\x2e…" is an escape and not a path from the root.
bool begins_with_escape(std::string_view path);

// Why the MCP registry refuses a path as 'repository.subfolder' (IsValidSubfolderPath).
std::optional<std::string> registry_subfolder_problem(std::string_view path);

std::string_view scheme_of(std::string_view address);  // "https" of "https://…"; else empty
enum class PictureAddress : std::uint8_t { None, Https, Http, Data, Other };
PictureAddress picture_address(std::string_view address);

}  // namespace cardlint::checks

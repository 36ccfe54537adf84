// Calendar days as text, "2027-01-31": they compare as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cardlint {

// A day that exists, in the form of RFC 3339 (full-date).
bool is_date(std::string_view text);
// The day (UTC) of a time in seconds since 1970.
std::string date_of(std::int64_t seconds);
// Today (UTC), or the day that SOURCE_DATE_EPOCH names: so that a run can be repeated.
std::string today();

}  // namespace cardlint

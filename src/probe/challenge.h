// The WWW-Authenticate header field (RFC 9110 §11.6.1): several challenges, in one field line or
// in many, in any order.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cardlint {

struct Challenge {
  std::string scheme;   // as sent; compared without case
  std::string token68;  // of schemes that carry one value instead of parameters
  std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case

  bool is(std::string_view scheme_name) const;
  const std::string* parameter(std::string_view name) const;  // null when absent
};

struct Challenges {
  std::vector<Challenge> list;
  std::string fault;  // what does not fit the grammar; the list then holds what came before
};

// The values of all field lines of that name, in order.
Challenges parse_challenges(const std::vector<std::string_view>& fields);

// What the MCP TypeScript SDK makes of the header: it wants the whole value to begin with "Bearer "
// and takes the parameter by a pattern. "" when it sees none.
std::string pointer_for_ts_sdk(const std::vector<std::string_view>& fields);

}  // namespace cardlint

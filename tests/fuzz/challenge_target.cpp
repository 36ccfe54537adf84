// WWW-Authenticate, one field a line. What the parser made of it, written in the one canonical
// form, is read the same.
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "probe/challenge.h"

namespace cardlint::fuzz {
namespace {

std::string quoted(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string canonical(const Challenge& challenge) {
  std::string out = challenge.scheme;
  if (!challenge.token68.empty()) out += " " + challenge.token68;
  const char* separator = " ";
  for (const auto& [name, value] : challenge.parameters) {
    out += separator + name + "=" + quoted(value);
    separator = ", ";
  }
  return out;
}

}  // namespace

void run_challenge(std::string_view input) {
  std::vector<std::string_view> fields;
  for (Input in(input); !in.empty() && fields.size() < 50;) fields.push_back(in.until('\n'));
  const Challenges challenges = parse_challenges(fields);
  promise(is_visible(challenges.fault, false), "a fault is printable", challenges.fault);
  promise(pointer_for_ts_sdk(fields).size() <= input.size() + 2 * fields.size(),
          "a pointer is a part of the field");
  std::vector<std::string> texts;
  for (const Challenge& challenge : challenges.list) {
    promise(!challenge.scheme.empty(), "a challenge has a scheme");
    promise(challenge.token68.empty() || challenge.parameters.empty(),
            "a challenge has a value or parameters");
    texts.push_back(canonical(challenge));
  }
  const Challenges again =
      parse_challenges(std::vector<std::string_view>(texts.begin(), texts.end()));
  promise(again.fault.empty(), "the canonical form has no fault", again.fault);
  promise(again.list.size() == challenges.list.size(), "the canonical form has as many challenges");
  for (std::size_t i = 0; i < texts.size(); ++i)
    promise(canonical(again.list[i]) == texts[i], "the canonical form is read the same", texts[i]);
}

}  // namespace cardlint::fuzz

// Names of hosts that a reader takes for others. Only names with a label beyond ASCII are judged,
// as it is written or as "xn--", without invisible characters: look-alikes within ASCII (rn, m) are
// other people's honest names.
#pragma once

#include <string>
#include <string_view>

namespace cardlint::checks {

struct HostLook {
  std::string_view imitates;  // the well-known domain that it is taken for
  std::string odd;  // what else is strange about it, for people: "mixes Latin and Cyrillic"
};

// `written` as the text has the host, percent-decoded or not; `ascii` as DNS is asked for it.
HostLook judge_look(std::string_view written, std::string_view ascii);

// The form in which names that look alike are equal; empty for a name of plain ASCII labels.
std::string look_of_foreign_host(std::string_view ascii);
std::string look_of_host(std::string_view ascii);

}  // namespace cardlint::checks

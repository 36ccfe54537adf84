// Host names beyond ASCII: UTS #46 as the WHATWG URL Standard applies it (not transitional, without
// STD3), by libidn2. Costs nothing for a name of plain ASCII without "xn--".
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

// The name that DNS is asked for: dots of other scripts become '.', compatibility forms what they
// stand for, other labels "xn--…", ASCII lower case. A label that IDNA refuses (an emoji, mixed
// directions) stays as it is: browsers differ on those, and none of it is a reason to call the name
// sound.
std::string to_ascii_host(std::string_view utf8);
// The same name with its "xn--" labels spelled out; a label that is no punycode stays.
std::string to_unicode_host(std::string_view ascii);

}  // namespace cardlint

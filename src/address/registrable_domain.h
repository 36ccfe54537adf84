// The domain that somebody registered: "acme.co.uk" of "login.acme.co.uk", by the public suffix
// list that is compiled into libpsl. Asks no network.
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

// `host` as parse_web_url gives it. A public suffix itself ("github.io") is its own. Empty where
// there is none: an IP address, a single label, more than 253 characters, a NUL, a name under a
// top-level domain that the list does not know. (`example`, which is reserved for manuals, counts
// as known.)
std::string registrable_domain(std::string_view host);

// The day of the list, "2023-02-09"; empty where the library does not say.
std::string public_suffix_list_date();

}  // namespace cardlint

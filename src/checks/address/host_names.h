// What the name of a host says by itself: does it lead into the reader's own network, was it left
// in from a template, whose is it? Judges names (lower case, ASCII, no trailing dot); asks no DNS.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cardlint::checks {

// "localhost" and what lies below it.
bool is_loopback_name(std::string_view host);

// Why a name leads into the network of whoever follows it ("is the reader's own machine", …); empty
// where it does not. Names that resolve to the address in them count when that is not public.
std::string internal_because(std::string_view host);

// The service below which any name resolves to an address of the asker's choice; empty for none.
std::string_view rebinding_service(std::string_view host);

// A name that nobody filled in: your-domain.com, changeme, <host>.
bool is_placeholder_name(std::string_view host);

// Below .example or one of the three example domains (RFC 2606).
bool is_example_name(std::string_view host);

// Domains whose names are worth imitating: who signs people in, where code and servers are listed.
// Each registrable domain once.
std::span<const std::string_view> well_known_domains();

}  // namespace cardlint::checks

// Where the well-known identity providers let people sign in, and under which other domains they
// serve tokens, keys and accounts. Knows hosts only.
#pragma once

#include <string_view>

namespace cardlint {

struct IdentityProvider;

// The provider at whose hosts people sign in with an account of it; null for any other host. Hosts
// are in lower case, as parse_web_url gives them.
const IdentityProvider* identity_provider_of(std::string_view host);
bool serves(const IdentityProvider& provider, std::string_view host);
std::string_view name(const IdentityProvider& provider);

}  // namespace cardlint

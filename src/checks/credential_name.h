// Does a name speak of a credential? The one meaning of "credential-like" for all rules.
#pragma once

#include <string_view>

namespace cardlint::checks {

// True for apiKey, GITHUB_TOKEN, client-secret, password; false for publicKey, keyId, anonToken,
// monkey.
bool is_credential_like(std::string_view name);

}  // namespace cardlint::checks

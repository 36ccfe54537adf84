// Names of parameters and tools: the words in them, and whether they speak of a credential (the one
// meaning of "credential-like" for all rules).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

// The words of an identifier in lower case, split at separators and humps: "fireCrawlAPIKey" is
// fire crawl api key. At least one, which may be empty.
std::vector<std::string> words_of(std::string_view name);

// True for apiKey, GITHUB_TOKEN, client-secret, password; false for publicKey, keyId, anonToken,
// monkey.
bool is_credential_like(std::string_view name);

}  // namespace cardlint

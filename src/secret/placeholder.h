// What stands where a secret would stand and is none: references that are resolved later, and texts
// that say "put yours here".
#pragma once

#include <string_view>

namespace cardlint {

// ${X}, {{x}}, {x}, <x>, [x], %X%, $X, op://, vault:, env:, ENC[…], process.env.X, …
bool is_reference(std::string_view value);
// Runs, sequences, short periods, dots, stop words. `body` is what follows a known prefix.
bool is_placeholder(std::string_view body);
// A password that everybody writes in examples, or one of is_placeholder and is_reference.
bool is_sample_password(std::string_view password);
// Words with separators, or one word: a name and not a random text.
bool is_wordy(std::string_view value);
// Samples that vendors print in their manuals, by hash so that this list holds no token.
bool is_public_sample(std::string_view token);
// A host that stands for any: localhost, example.com, names below .example, .test, .invalid.
bool is_sample_host(std::string_view host);

}  // namespace cardlint

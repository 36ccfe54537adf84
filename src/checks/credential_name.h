// The words of names and what speaks of a credential, as the scanner of secrets has it: one meaning
// for all rules.
#pragma once

#include "secret/credential_name.h"

namespace cardlint::checks {

using cardlint::is_credential_like;
using cardlint::words_of;

}  // namespace cardlint::checks

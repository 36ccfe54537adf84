// How a sound server of each posture answers, without any network: what the examples of probe rules
// are told against.
#pragma once

#include <string_view>

#include "diag/protocol.h"
#include "http/exchange.h"

namespace cardlint {

// The answer to the request of a role; 404 for what such a server does not have.
Exchange sound_answer(std::string_view role, const HttpRequest& request, Posture posture);

}  // namespace cardlint

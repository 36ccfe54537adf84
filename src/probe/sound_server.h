// How a sound server of each posture answers, without any network: what the examples of probe rules
// are told against.
#pragma once

#include <string_view>

#include "diag/protocol.h"
#include "http/exchange.h"
#include "probe/walk.h"

namespace cardlint {

// The answer to the request of a role; 404 for what such a server does not have. `era`: Legacy,
// Modern or Dual.
Exchange sound_answer(std::string_view role, const HttpRequest& request, Posture posture,
                      Era era = Era::Legacy);

}  // namespace cardlint

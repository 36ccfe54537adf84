// The cards and the catalogue of the sound server, for those whom it is meant for. For examples of
// rules only.
#pragma once

#include "http/exchange.h"
#include "probe/target.h"

namespace cardlint {

// Turns the answer into a card where the request asks for one that this target has: at Smithery's
// place when that scan is a consumer or the user named his card; at the places of SEP-2127 when
// that is a consumer.
void serve_sound_card(Exchange& answer, const ProbeTarget& target);

}  // namespace cardlint

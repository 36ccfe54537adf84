// A verdict on a walk as a report, and what holds of it.
#pragma once

#include "fuzz/world.h"
#include "probe/evaluate.h"

namespace cardlint::fuzz {

// Judged twice with the same result; every writer takes it.
void check_verdict(const ProbeTarget& target, const ProbeSettings& settings,
                   const Journal& journal);

}  // namespace cardlint::fuzz

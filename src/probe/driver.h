// Sends walks: many targets at once through one transport, each until nothing new is wanted.
#pragma once

#include <functional>
#include <vector>

#include "http/transport.h"
#include "probe/journal.h"
#include "probe/target.h"

namespace cardlint {

// How far a run is, for a line on a terminal.
struct ProbeProgress {
  std::size_t targets_done = 0, targets = 0, exchanges = 0;
};

// Calls `done` once for each target, from within, in the order in which they end; the journal is
// the callee's to take. At most 64 targets are under way at a time. Credentials that a server
// repeats are taken out of its answers before anybody sees them.
void run_walks(const std::vector<ProbeTarget>& targets, const ProbeSettings& settings,
               Transport& transport, const std::function<void(std::size_t, Journal)>& done,
               const std::function<void(const ProbeProgress&)>& progress = {});

}  // namespace cardlint

// Who is to be probed: targets from URLs and from the documents of a project; and what would be
// sent, without sending it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "diag/diagnostic.h"
#include "lint/discovery.h"
#include "probe/target.h"
#include "probe/walk.h"

namespace cardlint {

// The documents of a folder that name endpoints, and those endpoints as targets, one a URL: card
// first, then server.json, then the manifest. What cannot be read is said.
struct ProjectTargets {
  std::vector<ProbeTarget> targets;
  std::vector<NotAssessed> not_assessed;
};
ProjectTargets targets_of_project(const std::string& folder, const DiscoverySettings& settings);

// The URL without its fragment. Fails with Usage for a text that is no http(s) URL, or one with
// userinfo.
Result<std::string> probe_url(const std::string& text);

// Every step that a sound server of the target's posture would be asked, in order; those with
// `after` only once that answer is there. Postures that are not declared count as none.
Walk planned_steps(const ProbeTarget& target, const ProbeSettings& settings);
std::string plan_text(const std::vector<ProbeTarget>& targets, const ProbeSettings& settings);
std::string plan_json(const std::vector<ProbeTarget>& targets, const ProbeSettings& settings);

}  // namespace cardlint

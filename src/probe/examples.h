// Runs the examples of a probe rule: answers that differ from those of a sound server in what the
// example says.
#pragma once

#include <string>
#include <vector>

#include "lint/examples.h"
#include "lint/linter.h"
#include "probe/rule_set.h"

namespace cardlint {

// Keys of an example:
//   posture: none (default), apikey, oauth, mixed, planned; the sound server behaves like it
//   spec: the MCP revision that is pinned
//   era: modern or dual; legacy when absent
//   declared: false: the posture is not declared and must follow from the answers
//   url, consumers, browsers, active, register, future-issuer, client-id, auth: of the target
//   card, manifest, registry, tools: local documents; card-declared: the user named the card
//   rows: of the user, {id, url, method, authenticated, send, statuses, media-types, headers, body,
//     severity, replaces}; `send` and `headers` are objects, `body` is JSON
//   For smithery-scan (or with a manifest, or a card of the user's) the sound server has a card;
//   for sep-2127 a card and a catalogue.
//   answers: {role: {status, headers, body, fault, hops, addresses, certificate-days, ms, remote}};
//     a body that is no text is JSON; what is not named is as the sound server has it; `pattern*`
//     stands for several roles; what repeats the handshake (mcp-slash, mcp-accept, other user
//     agents) is answered like it
//   expect: roles at which the rule fails; reason: the word of each; severity: of each
//   also: ids of other rules that fail by the same answers
// The lists: bad (the rule fails there and nowhere else), good (no rule fails at warning or above,
// this one passes), unknown (this rule is not assessed, for `reason`).
ExampleReport run_probe_examples(const RuleInfo& rule, const ProbeRuleSet& rules,
                                 const Linter& linter);

}  // namespace cardlint

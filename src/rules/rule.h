// A rule as data: what its file says. Built-in rules are tables made at build time from
// rules/**/*.yaml; users' rules come from the loader. Both are this same struct; all that it views
// outlives it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/near.h"
#include "diag/consumer.h"
#include "diag/protocol.h"
#include "diag/severity.h"
#include "doc/kind.h"
#include "doc/selector.h"

namespace cardlint {

enum class Scope : std::uint8_t { Document, Project, Probe };

struct ConsumerEffect {
  Consumer consumer;
  Verdict effect;  // Ignores or Rejects
};

struct GenerationSeverity {
  Generation generation;
  Severity severity;
};

// The level from an MCP revision on ("2025-11-25"), when the run pins that revision or a later one.
struct SpecSeverity {
  NearText since;
  Severity severity;
};

// The level where the deployment asks for credentials in that way; probes only.
struct PostureSeverity {
  Posture posture;
  Severity severity;  // Off: the check does not apply
};

// One place to look and one thing to look for.
struct CaseInfo {
  NearList<NearText> select;  // empty for checks that look at the whole document or project
  NearText check;             // name of a check function
  NearText arguments;         // an object, as tree_image
  NearText message;           // template: {value}, {key}, and what the check provides
  Severity severity;          // when a target consumer is concerned, or nobody in particular
  Severity
      otherwise;  // when none of `consumers` is a target; `severity` where the rule does not say
  KindSet kinds;  // empty: those of the rule
  DialectSet dialects;     // of server cards; empty: all
  FirstNames first_names;  // of `select`
  NearList<ConsumerEffect> consumers;
  NearList<GenerationSeverity> generations;  // when that generation of smithery.yaml is pinned
  NearList<SpecSeverity> specs;              // when an MCP revision is pinned; sorted by revision
  NearList<PostureSeverity> postures;
};

// First what every run looks at.
struct RuleInfo {
  NearText id;
  NearList<CaseInfo> cases;
  KindSet kinds;
  Scope scope;
  Severity severity;  // the highest of its cases
  Confidence confidence;
  bool notice;  // reports a fact on sound documents too
  NearText title;
  NearText since;
  NearText why;
  NearText fix;
  NearList<NearText> references;
  NearText text;  // the rule file, for its examples
};

using RuleTables = std::array<std::span<const RuleInfo>, 2>;  // on documents, on live servers

// "manifest" of "manifest-target-enum": the longest known group that the id begins with, else its
// first word.
std::string_view group_of(std::string_view id);

}  // namespace cardlint

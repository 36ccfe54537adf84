// A rule as data: what its file says. Built-in rules are tables made at build time from
// rules/**/*.yaml; users' rules come from the loader. Both are this same struct; all views point
// into memory that outlives it.
#pragma once

#include <span>
#include <string_view>

#include "diag/consumer.h"
#include "diag/protocol.h"
#include "diag/severity.h"
#include "doc/kind.h"

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
  std::string_view since;
  Severity severity;
};

// The level where the deployment asks for credentials in that way; probes only.
struct PostureSeverity {
  Posture posture;
  Severity severity;  // Off: the check does not apply
};

// One place to look and one thing to look for.
struct CaseInfo {
  std::span<const std::string_view>
      select;                  // empty for checks that look at the whole document or project
  std::string_view check;      // name of a check function
  std::string_view arguments;  // an object, as tree_image
  std::string_view message;    // template: {value}, {key}, and what the check provides
  Severity severity;           // when a target consumer is concerned, or nobody in particular
  Severity
      otherwise;  // when none of `consumers` is a target; `severity` where the rule does not say
  KindSet kinds;  // empty: those of the rule
  DialectSet dialects;  // of server cards; empty: all
  std::span<const ConsumerEffect> consumers;
  std::span<const GenerationSeverity>
      generations;                      // when that generation of smithery.yaml is pinned
  std::span<const SpecSeverity> specs;  // when an MCP revision is pinned; sorted by revision
  std::span<const PostureSeverity> postures;
};

struct RuleInfo {
  std::string_view id;
  std::string_view title;
  Severity severity;  // the highest of its cases
  Confidence confidence;
  std::string_view since;
  Scope scope;
  bool notice;  // reports a fact on sound documents too
  KindSet kinds;
  std::span<const CaseInfo> cases;
  std::string_view why;
  std::string_view fix;
  std::span<const std::string_view> references;
  std::string_view text;  // the rule file, for its examples
};

// "manifest" of "manifest-target-enum": the longest known group that the id begins with, else its
// first word.
std::string_view group_of(std::string_view id);

}  // namespace cardlint

// What a configuration file says, as plain data. How it is written is known to config_loader.cpp
// alone; nothing here was executed, resolved or asked for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "diag/protocol.h"
#include "lint/settings.h"

namespace cardlint {

// A header field whose value stands in a variable of the environment. Only the variable's name is
// kept: its value is read by `probe` when it sends the request, and by nothing else.
struct ProbeHeader {
  std::string name;
  std::string variable;
};

// One row of `expect`: a request to the target and what may come back. What a row leaves empty is
// not judged; a row with an id takes the place of the built-in check of that id.
struct ProbeExpectation {
  std::string id;
  std::string url;     // absolute, or a path on the target's origin; empty: that of the check
  std::string method;  // "GET", "HEAD", "OPTIONS", "POST"; empty: that of the check
  std::string auth;    // "none", "bearer", "headers"; empty: that of the check
  std::vector<std::pair<std::string, std::string>> send;  // header fields as they are written
  std::vector<int> statuses;
  std::vector<std::string> media_types;                      // without parameters, lower case
  std::vector<std::pair<std::string, std::string>> headers;  // expected; "*" is any value
  std::string body_file;                                     // absolute; the body equals it as JSON
  std::optional<Severity> severity;
  std::string reason;
  Position place;  // of the row in the configuration
};

// One server that `probe` asks. Paths are absolute and lie in the folder of the configuration.
struct ProbeTargetConfig {
  std::string url;  // http or https, with a host and without credentials
  std::optional<Posture> posture;
  std::string card;      // the served card must equal it
  std::string manifest;  // smithery.yaml
  std::string tools;     // a recorded answer of tools/list
  std::string client_id;
  std::string issuer;    // the one that will be announced, where the posture is `planned`
  bool browser = false;  // whether pages of other origins call it (CORS)
  std::vector<ProbeHeader> headers;
  std::string bearer;  // name of the variable that holds the token; empty: none
  ConsumerSet consumers;
  std::vector<ProbeExpectation> expect;
  Position place;  // in the configuration
};

struct Config {
  std::string path;    // as shown to people
  std::string folder;  // absolute; what paths in it are relative to
  LintSettings lint;   // consumers, spec, generation, posture, severities, limits (with those of
                       // walking), ignores
  std::optional<Severity> fail_on;
  std::map<std::string, std::string, std::less<>> changed;  // rules with options or consumers of
                                                            // their own: what was written, as JSON
  std::vector<std::string> rule_folders;                    // absolute
  std::vector<ProbeTargetConfig> targets;
};

}  // namespace cardlint

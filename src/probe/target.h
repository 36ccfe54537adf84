// What is to be probed, and how. Plain data: made from the command line, the configuration and the
// documents of a project.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diag/consumer.h"
#include "diag/protocol.h"
#include "diag/severity.h"
#include "doc/document.h"
#include "http/exchange.h"

namespace cardlint {

// A row that the user adds to the table of what is expected.
struct ExpectationRow {
  std::string id;   // named in reports; may be empty
  std::string url;  // absolute, or a path below the target's origin
  HttpMethod method = HttpMethod::Get;
  bool authenticated = false;                // with the target's credentials
  std::vector<HttpHeader> headers;           // to send
  std::vector<std::string> statuses;         // "200", "4xx"; empty: any
  std::vector<std::string> media_types;      // of the answer; empty: any
  std::vector<HttpHeader> expected_headers;  // that the answer must have; an empty value: any
  std::optional<std::string> body_file;      // shown name of `body`
  std::shared_ptr<const Document> body;      // the answer must be this JSON value
  Severity severity = Severity::Error;
  std::vector<std::string> replaces;  // ids of built-in checks that this row stands for
};

struct ProbeTarget {
  std::string url;                 // the MCP URL
  std::optional<Posture> posture;  // declared
  ConsumerSet consumers;           // declared; empty: by what the documents say
  bool browsers = false;           // browser clients are meant to reach it (CORS)
  // Local documents that the live ones are held against; `declared` ones were named by the user.
  std::shared_ptr<const Document> card, manifest, registry, tools;
  bool card_declared = false;
  std::string future_issuer;  // posture planned: where the authorization server will be
  std::string client_id;      // URL of a client metadata document
  std::vector<HttpHeader> credentials;
  std::string auth = "none";  // "bearer", "header": how reports name them
  std::vector<ExpectationRow> rows;
  std::vector<std::string> off;  // ids of checks
};

struct ProbeSettings {
  bool active = false;           // also requests that a healthy server refuses
  bool register_client = false;  // also a client registration
  bool user_agents = true;       // the comparison of user agents
  bool allow_private = false;
  int per_origin = 40;     // requests to one origin; twice that with `active`
  std::uint64_t seed = 0;  // of the names that cannot exist
};

class Journal;

// How the target asks for credentials: declared; else as far as the local documents say it; else as
// the answers look (a 401 with a way to OAuth, a 401 without, none).
Posture posture_of(const ProbeTarget& target, const Journal& journal);

}  // namespace cardlint

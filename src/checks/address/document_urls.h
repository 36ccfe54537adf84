// The members of a document that hold addresses, each judged once for all rules on addresses, with
// what the document around it adds: which member it is, whether a rule on that member alone reports
// the fault, whether the document is one of a developer's own machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "checks/address/url_judgement.h"
#include "doc/document.h"

namespace cardlint::checks {

enum class UrlRole : std::uint8_t {
  Identifier,  // issuer, resource, client_id: compared as a text, and the address of metadata
  Endpoint,    // a client or server connects to it
  Remote,      // where the MCP server of a card, catalog or server.json is reached
  Link,        // shown to people
  Redirect,    // where an authorization server sends the user back to
};
std::string_view name(UrlRole role);

struct DocumentUrl {
  Value at;
  UrlRole role;
  bool read_by_sdk;  // the TypeScript SDK parses it before it uses the document
  UrlJudgement judged;
  std::uint32_t alike = 0;  // of a name for examples: further addresses with such a name
};

struct DocumentUrls {
  explicit DocumentUrls(const Document& document);
  const DocumentUrl* find(Value at) const;
  std::vector<DocumentUrl> entries;  // in document order
};

}  // namespace cardlint::checks

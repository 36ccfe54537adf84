// Where the server of a document is reached, and whether a protected resource names that place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/text/mention.h"

namespace cardlint::checks {

// The URLs of a card (remotes, transport.endpoint, endpoints), a server.json (remotes) or a
// smithery.yaml (the undocumented url below startCommand), as far as they are absolute and hold no
// template variable.
std::vector<Mention> endpoints_of(const Document& document);

// Lower-case scheme and host, no default port, no trailing slash: the form in which two spellings
// of one endpoint are equal.
std::string plain_endpoint(std::string_view url);

bool same_origin(std::string_view a, std::string_view b);

// RFC 9728 §3.3 asks for equality; the SDKs take a parent path. From best to worst.
enum class ResourceFit {
  Same,
  Spelling,    // case of scheme or host, a default port written out, one slash less
  Parent,      // a path above, on a segment boundary
  ExtraSlash,  // one slash more than a path other than the root: the TypeScript SDK refuses it
  Other,       // another origin or path
};
ResourceFit fit_resource(std::string_view resource, std::string_view endpoint);

}  // namespace cardlint::checks

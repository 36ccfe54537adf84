// Addresses of OAuth metadata below /.well-known/, and the identifiers that they are made from
// (RFC 8414 §3, RFC 9728 §3, OpenID Connect Discovery §4). Identifiers are compared as texts, so
// nothing is folded here. Knows no documents.
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

// The issuer whose metadata a client looks for at `url`: the well-known name stands between host
// and path, and for OpenID also behind the path. Without the slash at the end, which all of these
// forms drop. Empty for any other address.
std::string issuer_of_metadata_url(std::string_view url);

// The resource whose metadata a client looks for at `url`: the name stands between host and path,
// and the query belongs to the resource. Empty for any other address.
std::string resource_of_metadata_url(std::string_view url);

}  // namespace cardlint

// What the answers of a walk say: bodies as documents, and the few members that decide what is
// asked next. Reads exchanges; sends nothing and judges nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "probe/journal.h"

namespace cardlint {

// The kind of document that an exchange of this role is expected to bring; nothing for others.
std::optional<Kind> kind_of_role(std::string_view role);

// The body of an answer 200 as a document whose path is the URL; without a tree when it is no JSON.
Document document_of(std::string_view role, const Exchange& exchange);

// Whether an answer is 200 with a JSON object.
bool brings_object(const Exchange* exchange);

// The protected resource metadata that a client would use: by the challenge's pointer, else at the
// path, else at the root. "" when none of them answers with an object.
std::string_view prm_role(const Journal& journal);
// "prm-pointer", "prm-path", "prm-root": those that were asked, in that order.
std::vector<std::string_view> prm_roles(const Journal& journal);

// The pointer of the first challenge that has one, as it stands in the header; "" without.
std::string challenge_pointer(const Journal& journal);

// authorization_servers of that document, at most 10, strings only.
std::vector<std::string> issuers(const Journal& journal);
// "as-1-oauth", "as-1-oidc", "as-1-oidc-suffix" as far as they were asked, in a client's order.
std::vector<std::string> as_roles(const Journal& journal, std::size_t issuer);
// The one whose document a client would use: the first that brings an object.
std::string as_role(const Journal& journal, std::size_t issuer);

// The Mcp-Session-Id that the answer of that role gave.
std::string session_of(const Journal& journal, std::string_view role);

}  // namespace cardlint

#include "checks/document/asked_for.h"

#include "address/well_known.h"

namespace cardlint::checks {

AskedFor asked_for(const Document& document) {
  const bool server =
      document.kind == Kind::OauthAuthorizationServer || document.kind == Kind::OpenidConfiguration;
  if (!server && document.kind != Kind::OauthProtectedResource) return {};
  if (!document.fetched_for.empty()) return {document.fetched_for, true};
  if (document.fetched_from.empty()) return {};
  return {server ? issuer_of_metadata_url(document.fetched_from)
                 : resource_of_metadata_url(document.fetched_from),
          false};
}

}  // namespace cardlint::checks

#include "checks/table.h"

#include <algorithm>

namespace cardlint {

std::vector<CheckEntry> check_table() {
  std::vector<CheckEntry> table;
  for (const CheckTable part :
       {checks::load_checks(), checks::structure_checks(), checks::member_checks(),
        checks::schema_checks(), checks::manifest_checks(), checks::card_checks(),
        checks::card_input_checks(), checks::tool_checks(), checks::claim_checks(),
        checks::catalog_checks(), checks::deploy_checks(), checks::identity_checks(),
        checks::ownership_checks(), checks::parity_checks(), checks::path_checks(),
        checks::registry_checks(), checks::uri_checks(), checks::list_checks(),
        checks::oauth_checks(), checks::jwks_checks()}) {
    table.insert(table.end(), part.begin(), part.end());
  }
  std::sort(table.begin(), table.end(),
            [](const CheckEntry& a, const CheckEntry& b) { return a.name < b.name; });
  return table;
}

}  // namespace cardlint

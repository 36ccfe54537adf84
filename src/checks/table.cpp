#include "checks/table.h"

#include <algorithm>

namespace cardlint {

std::vector<CheckEntry> check_table() {
  std::vector<CheckEntry> table;
  // One a line: what two people add at a time then stands apart.
  // clang-format off
  for (const CheckTable part : {
           checks::secret_checks(),
           checks::load_checks(),
           checks::structure_checks(),
           checks::member_checks(),
           checks::schema_checks(),
           checks::manifest_checks(),
           checks::card_checks(),
           checks::card_input_checks(),
           checks::tool_checks(),
           checks::claim_checks(),
           checks::deploy_checks(),
           checks::identity_checks(),
           checks::ownership_checks(),
           checks::parity_checks(),
           checks::path_checks(),
           checks::path_on_disk_checks(),
           checks::uri_checks(),
           checks::url_checks(),
           checks::registry_checks(),
           checks::catalog_checks(),
           checks::tool_hint_checks(),
           checks::json_schema_checks(),
           checks::config_schema_checks(),
           checks::list_checks(),
           checks::oauth_checks(),
           checks::relation_checks(),
           checks::jwks_checks(),
           checks::client_checks(),
           checks::launch_checks(),
           checks::bundle_checks(),
           checks::text_checks(),
           checks::phrase_checks(),
           checks::identifier_checks(),
           checks::suppression_checks(),
       }) {
    // clang-format on
    table.insert(table.end(), part.begin(), part.end());
  }
  std::sort(table.begin(), table.end(),
            [](const CheckEntry& a, const CheckEntry& b) { return a.name < b.name; });
  return table;
}

}  // namespace cardlint

// The check functions that rules call by name. One list for each topic, joined here; a new check is
// one function and one line in its topic's file.
#pragma once

#include <vector>

#include "rules/check.h"

namespace cardlint {

// All checks, sorted by name. The caller keeps it alive as long as rule sets use it.
std::vector<CheckEntry> check_table();

namespace checks {

CheckTable secret_checks();         // credentials
CheckTable load_checks();           // what the loaders found; what the file is called
CheckTable structure_checks();      // members, types, values: for any document
CheckTable member_checks();         // how members stand together and are called
CheckTable schema_checks();         // faults of the bundled schemas
CheckTable manifest_checks();       // smithery.yaml
CheckTable card_checks();           // server cards as a whole
CheckTable card_input_checks();     // their remotes, inputs, icons; also in server.json
CheckTable tool_checks();           // tools, prompts, resources
CheckTable claim_checks();          // what texts and declarations claim
CheckTable deploy_checks();         // the files beside smithery.yaml
CheckTable identity_checks();       // endpoints, resources, issuers, copies across documents
CheckTable ownership_checks();      // server.json and its package
CheckTable parity_checks();         // between the documents of a project
CheckTable path_checks();           // path-valued fields
CheckTable path_on_disk_checks();   // and the files that they lead to
CheckTable uri_checks();            // addresses and their templates
CheckTable url_checks();            // addresses as clients follow them
CheckTable registry_checks();       // server.json
CheckTable catalog_checks();        // AI catalogs
CheckTable tool_hint_checks();      // what tools say of themselves to clients
CheckTable json_schema_checks();    // JSON Schemas in documents, and values beside them
CheckTable config_schema_checks();  // configuration schemas at Smithery
CheckTable list_checks();           // lists of words, members that others make necessary
CheckTable oauth_checks();          // issuers, resources, redirect URIs
CheckTable relation_checks();       // what they say against where they were fetched, and of others
CheckTable jwks_checks();           // JSON Web Keys
CheckTable client_checks();         // client configurations
CheckTable launch_checks();         // the programs that they and bundles start
CheckTable bundle_checks();         // MCPB manifests and archives
CheckTable text_checks();           // what texts hide
CheckTable phrase_checks();         // what they tell a model
CheckTable suppression_checks();    // comments that suppress findings
CheckTable identifier_checks();     // names that look like others, expressions of schemas

}  // namespace checks
}  // namespace cardlint

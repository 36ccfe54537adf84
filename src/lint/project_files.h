// What rules may see of the files beside the documents: on disk, or made of texts (for the examples
// of rules).
#pragma once

#include <map>
#include <memory>
#include <string>

#include "doc/companion.h"

namespace cardlint {

class KnownFolders;

// What the projects of one repository share of it: its open folders and git's index. For one
// thread.
class Checkout;
// `repository` is absolute. What is known of its folders is not asked again.
std::shared_ptr<Checkout> open_checkout(std::string repository,
                                        std::shared_ptr<const KnownFolders> known = nullptr);

// Files below the repository. `shown` is put before their paths in reports. Opens at most
// limits.companion_files, each at most limits.companion_bytes long.
std::shared_ptr<const ProjectFiles> files_on_disk(std::shared_ptr<Checkout> checkout,
                                                  std::string shown, const Limits& limits);
// By path below the repository root; `links` are symbolic links and what they say.
std::shared_ptr<const ProjectFiles> files_of_texts(const std::map<std::string, std::string>& texts,
                                                   std::map<std::string, std::string> links = {});

}  // namespace cardlint

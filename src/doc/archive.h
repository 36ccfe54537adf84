// A bundle archive (.mcpb, a ZIP file): the names of its members and its manifest, read from bytes.
// Nothing is written to disk, and only manifest.json is unpacked. Knows no rules.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace cardlint {

struct Archive {
  std::size_t bytes = 0;             // of the archive itself
  std::vector<std::string> members;  // as stored, in the order of the directory; folders end in '/'
  bool has_manifest = false;         // "manifest.json" at the root
  std::string manifest;
  // Why the members or the manifest are not known; empty when both are.
  std::string unread;

  bool has_member_below(std::string_view path) const;  // something in that folder
};

Archive read_archive(std::string_view bytes, const Limits& limits);

}  // namespace cardlint

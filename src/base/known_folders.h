// What folders hold, as it was when somebody listed them.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/file_io.h"

namespace cardlint {

struct ListedFolder {
  std::string absolute;
  std::vector<Entry> entries;  // all that it holds, sorted by name
};

// Filled by one thread, then read by any.
class KnownFolders {
 public:
  // What holds more is dearer to go through than to ask for.
  static constexpr std::size_t kMostEntries = 200;

  void add(std::vector<ListedFolder>&& listed) {
    folders_.reserve(folders_.size() + listed.size());
    for (ListedFolder& folder : listed)
      folders_.emplace(std::move(folder.absolute), std::move(folder.entries));
  }
  // Null where nobody listed it.
  const std::vector<Entry>* find(const std::string& absolute) const {
    const auto known = folders_.find(absolute);
    return known == folders_.end() ? nullptr : &known->second;
  }

 private:
  std::unordered_map<std::string, std::vector<Entry>> folders_;
};

}  // namespace cardlint

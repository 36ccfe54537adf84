// The findings that a configuration accepts, entry by entry, and which entries were of use. Knows
// documents and findings, not how configurations are written.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/glob.h"
#include "doc/selector.h"
#include "source/source_file.h"

namespace cardlint {

struct IgnoreEntry {
  std::optional<Glob> files;        // from the folder of the configuration; nothing: every file
  std::vector<std::string> rules;   // ids or groups; empty: every rule
  std::optional<Selector> pointer;  // with all below it; nothing: every place
  std::string reason;
  std::string until;  // the last day on which it holds, "2027-01-31"; empty: for ever
  Span span;          // of the entry in the configuration
  std::string place;  // its pointer: "/ignore/3"
};

// True when one of `names` is the rule or its group.
bool names_rule(const std::vector<std::string>& names, std::string_view rule);

class IgnoreList {
 public:
  IgnoreList(std::shared_ptr<const SourceFile> source, std::vector<IgnoreEntry> entries);

  // The reason of the first entry that covers a finding of `rule` in `path` at `node` (missing: the
  // document as a whole) on the day `today`, or nothing. Safe to call from several threads.
  std::optional<std::string> reason_for(std::string_view rule, std::string_view path, Value node,
                                        std::string_view today) const;

  const SourceFile& source() const { return *source_; }
  const std::vector<IgnoreEntry>& entries() const { return entries_; }
  bool was_used(std::size_t entry) const { return used_[entry].load(); }

 private:
  std::shared_ptr<const SourceFile> source_;
  std::vector<IgnoreEntry> entries_;
  mutable std::vector<std::atomic<bool>> used_;
};

}  // namespace cardlint

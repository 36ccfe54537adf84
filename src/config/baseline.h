// A baseline: the findings of one day, accepted until they go away. They are known by fingerprint,
// so moved lines do not matter.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "diag/check_report.h"

namespace cardlint {

class Baseline {
 public:
  // The findings of a report that nothing else suppresses.
  static Baseline of(const CheckReport& report);
  // A file that to_json() wrote. The error names the place: "path:line:column: what is wrong".
  static Result<Baseline> load(const std::string& path);

  // JSON, one finding a line, sorted: the same findings give the same bytes.
  std::string to_json() const;
  // Marks in `report` what the baseline accepts, as often as it says.
  void apply(CheckReport& report);
  // After apply(): what no longer occurs, as far as `report` can tell: the file was looked at, or
  // is gone. Lines for people.
  std::vector<std::string> stale(const CheckReport& report) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string rule;
    std::string path;       // for people, and to tell what was looked at
    std::size_t count = 0;  // findings with this fingerprint
    std::size_t met = 0;
  };
  std::map<std::string, Entry> entries_;  // by fingerprint
};

}  // namespace cardlint

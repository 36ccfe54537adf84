// Reading a located tree with all faults at once: each helper gives the value or notes, with its
// place, what is wrong and what was probably meant. Knows no key of the configuration.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/suggest.h"
#include "base/text.h"
#include "doc/tree.h"

namespace cardlint {

class Reading {
 public:
  explicit Reading(const SourceFile& source) : source_(source) {}

  void fault(Span span, std::string message);
  void fault(Value at, std::string message) { fault(at.node().span, std::move(message)); }
  void fault_at_key(Value member, std::string message);
  // "path:line:column: message", in the order of the file; at most 100, and how
  // many more there are.
  std::vector<std::string> lines() const;
  bool sound() const { return faults_.empty(); }
  const SourceFile& source() const { return source_; }
  Position position(Value at) const { return source_.position(at.node().span.begin); }

  // Whether it is an object; keys that are not in `known` are noted.
  bool object(Value value, std::span<const std::string_view> known);
  bool map(Value value);  // an object with keys of any name
  bool list(Value value);
  std::optional<std::string> text(Value value);                        // not empty
  std::vector<std::string> texts(Value value);                         // a list of them, or one
  std::optional<double> number(Value value, double low, double high);  // whole
  bool flag(Value value);
  // A word of `words`; `parse` gives its meaning.
  template <class T, class Parse>
  std::optional<T> word(Value value, Parse&& parse, const std::vector<std::string_view>& words) {
    if (value.is_string()) {
      if (std::optional<T> parsed = parse(value.text())) return parsed;
    }
    refuse_word(value, words);
    return std::nullopt;
  }
  void refuse_word(Value value, const std::vector<std::string_view>& words);
  void missing(Value object, std::string_view key);

 private:
  struct Fault {
    Span span;
    std::string message;
  };
  const SourceFile& source_;
  std::vector<Fault> faults_;
  std::size_t more_ = 0;  // that were not kept
};

// The key of a member in quotes, or "item 3 of 'ignore'".
std::string called(Value value);
// A value for messages; a credential is only said to be one.
std::string shown(Value value);

}  // namespace cardlint

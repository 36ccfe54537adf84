// What a check function sees and how it reports. A check is only the predicate: it knows neither
// the rule's id nor its severity nor how a finding is printed.
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "diag/protocol.h"
#include "doc/document.h"
#include "doc/schema_fault.h"
#include "doc/selector.h"
#include "rules/suppression_fault.h"

namespace cardlint {

// What is known about the run beside the document. `spec` is an MCP revision ("2025-11-25") or
// empty: all.
struct CheckSettings {
  std::string_view spec;
  std::optional<Generation> generation;
  std::optional<Posture> posture;  // as declared; nothing: derived from the documents
};

class DocumentSecrets;

// What the linter offers to checks beside the tree; faults of a schema and secrets are found once a
// document.
class DocumentFacts {
 public:
  virtual ~DocumentFacts() = default;
  virtual const Document& document() const = 0;
  virtual const std::vector<SchemaFault>& schema_faults(std::string_view schema) const = 0;
  virtual const DocumentSecrets& secrets() const = 0;
  // What selectors select in the document's tree; they have to outlive the facts.
  virtual Selections& selections() const = 0;
  // Known once every other rule has run; rules that ask run last.
  virtual const std::vector<SuppressionFault>& suppression_faults() const = 0;

  // What several checks want to know of the document: T(document), or T(*this) where it builds on
  // other such facts; made by the first that asks.
  template <class T>
  const T& shared() const {
    const auto known = std::find_if(shared_.begin(), shared_.end(),
                                    [](const Shared& fact) { return fact.type == &kTypeOf<T>; });
    if (known != shared_.end()) return *static_cast<const T*>(known->fact.get());
    std::shared_ptr<const T> made;  // may ask for others while it is made
    if constexpr (std::is_constructible_v<T, const DocumentFacts&>) {
      made = std::make_shared<const T>(*this);
    } else {
      made = std::make_shared<const T>(document());
    }
    shared_.push_back({&kTypeOf<T>, made});
    return *made;
  }

 private:
  template <class T>
  static constexpr char kTypeOf = 0;  // its address stands for the type

  struct Shared {
    const void* type;
    std::shared_ptr<const void> fact;
  };
  mutable std::vector<Shared> shared_;  // a handful
};

// The strings of a list, or one string: what an argument of type Texts holds.
class TextList {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::string_view*;
    using reference = std::string_view;

    Iterator() = default;
    explicit Iterator(Value::Iterator at) : at_(at) {}
    std::string_view operator*() const { return (*at_).text(); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++at_;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    Value::Iterator at_;
  };

  explicit TextList(Value value) : value_(value) {}
  Iterator begin() const { return Iterator(value_.is_string() ? itself() : value_.begin()); }
  Iterator end() const { return Iterator(value_.is_string() ? ++itself() : value_.end()); }
  std::size_t size() const { return value_.is_string() ? 1 : value_.size(); }
  bool empty() const { return size() == 0; }
  bool contains(std::string_view text) const { return std::find(begin(), end(), text) != end(); }
  operator std::vector<std::string_view>() const { return {begin(), end()}; }

 private:
  Value::Iterator itself() const { return {&value_.tree(), value_.id()}; }

  Value value_;
};

// The arguments that a rule file gives to its check.
class Args {
 public:
  explicit Args(Value object = {}) : object_(object) {}
  Value operator[](std::string_view name) const { return object_[name]; }
  std::string_view text(std::string_view name, std::string_view fallback = {}) const;
  TextList texts(std::string_view name) const { return TextList(object_[name]); }
  bool flag(std::string_view name, bool fallback = false) const;
  double number(std::string_view name, double fallback) const;

 private:
  Value object_;
};

using Params = std::vector<std::pair<std::string_view, std::string>>;

struct Finding {
  const Document* document = nullptr;
  NodeId node = 0;
  Span span;
  Params params;  // fill the {names} of the message
  struct Also {
    const Document* document;
    Span span;
    std::string pointer;
    std::string message;
  };
  std::vector<Also> related;
};

class Reporter {
 public:
  explicit Reporter(std::function<void(const Finding&)> sink,
                    std::function<void(std::string, std::string)> not_assessed)
      : sink_(std::move(sink)), not_assessed_(std::move(not_assessed)) {}

  // The finding is at the value, at its key (the value where it has none), or at some bytes of the
  // source.
  void value(const Document& document, Value at, Params params = {}) const;
  void key(const Document& document, Value at, Params params = {}) const;
  void span(const Document& document, Value at, Span span, Params params = {}) const;
  void finding(const Finding& finding) const { sink_(finding); }
  void not_assessed(std::string what, std::string reason) const {
    not_assessed_(std::move(what), std::move(reason));
  }

 private:
  std::function<void(const Finding&)> sink_;
  std::function<void(std::string, std::string)> not_assessed_;
};

// What one run of a check looks at. For rules of scope project `value` is missing and `facts` is
// null.
struct Target {
  const CheckSettings& settings;
  const Project* project;  // null when a document is checked alone
  const DocumentFacts* facts;
  Value value;
  const Document& document() const { return facts->document(); }
};

// Thrown where an argument of a user's rule turns out to be unusable (a pattern that does not
// compile).
struct UnusableArgument {
  std::string message;
};

class Check {
 public:
  virtual ~Check() = default;
  virtual void run(const Target& target, const Reporter& report) const = 0;
};

// One argument of a check, for validation and documentation.
struct ArgSpec {
  enum class Type { Text, Texts, Flag, Number, Signed, Object };  // a Number is not negative
  std::string_view name;
  Type type;
  bool required;
};

// Empty when the arguments of a rule suit its check, else what is wrong.
std::string argument_fault(std::string_view check, std::span<const ArgSpec> specs, Value arguments);

struct CheckEntry {
  std::string_view name;
  std::string_view help;  // one line: when it fires
  std::span<const ArgSpec> args;
  bool selects;  // runs on each selected node; else once on the document or project
  // Makes the check for a rule's arguments; called at the first node to look at, so unused rules
  // cost nothing.
  std::unique_ptr<Check> (*make)(Args);
};
using CheckTable = std::span<const CheckEntry>;  // sorted by name
const CheckEntry* find_check(CheckTable table, std::string_view name);

// A check without prepared state, from a plain function.
template <void (*kFunction)(const Target&, const Args&, const Reporter&)>
std::unique_ptr<Check> make_simple(Args args) {
  class Simple final : public Check {
   public:
    explicit Simple(Args a) : args_(a) {}
    void run(const Target& target, const Reporter& report) const override {
      kFunction(target, args_, report);
    }

   private:
    Args args_;
  };
  return std::make_unique<Simple>(args);
}

// How a value is shown in messages: strings in single quotes, shortened and escaped; "an object",
// "a list".
std::string describe(Value value);
// "a string", "an object", …, "nothing" for a missing value.
std::string describe_type(Value value);

}  // namespace cardlint

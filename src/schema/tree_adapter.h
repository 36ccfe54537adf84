// Lets valijson read a located tree, schema and document alike, without a copy. Only engine.cpp
// includes this. The tree must outlive what valijson builds from it, frozen values included, and
// hold no member twice.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <valijson/internal/adapter.hpp>
#include <valijson/internal/basic_adapter.hpp>
#include <valijson/internal/frozen_value.hpp>
#include <valijson/internal/optional.hpp>

#include "doc/tree.h"
#include "schema/number.h"

// The names of the methods are valijson's.
// NOLINTBEGIN(readability-identifier-naming)

namespace cardlint {

class TreeAdapter;
using TreeMember = std::pair<std::string, TreeAdapter>;

// valijson counts characters and looks up names with C string functions: a NUL would end the text
// early. U+FFFD counts as one character too, and no bundled schema speaks of it.
inline std::string without_nul(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return std::string(text);
  std::string out;
  for (const char c : text) c == '\0' ? out.append("\xEF\xBF\xBD") : out.append(1, c);
  return out;
}

// Iterates over the children of a node and shows each as `Item`.
template <class Item>
class TreeIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = Item;
  using difference_type = std::ptrdiff_t;
  using pointer = Item*;
  using reference = Item;

  explicit TreeIterator(Value::Iterator at) : at_(at) {}
  Item operator*() const;
  valijson::adapters::DerefProxy<Item> operator->() const {
    return valijson::adapters::DerefProxy<Item>(**this);
  }
  bool operator==(const TreeIterator&) const = default;
  TreeIterator& operator++() {
    ++at_;
    return *this;
  }
  TreeIterator operator++(int) {
    TreeIterator before = *this;
    ++at_;
    return before;
  }
  // A tree is walked forwards only. Nothing but 'uniqueItems' steps back, and no schema with it
  // passes check_schema.
  TreeIterator& operator--() { throw std::logic_error("TreeIterator does not step back"); }
  void advance(std::ptrdiff_t n) { std::advance(at_, n); }

 private:
  Value::Iterator at_;
};

template <class Item>
class TreeContainer {
 public:
  using const_iterator = TreeIterator<Item>;
  using iterator = const_iterator;

  TreeContainer() = default;
  explicit TreeContainer(Value value) : value_(value) {
    if (!value.is_object()) return;
    for (const Value member : value) marks_ |= bit(member.node().mark);
  }
  const_iterator begin() const { return const_iterator(value_.begin()); }
  const_iterator end() const { return const_iterator(value_.end()); }
  std::size_t size() const { return value_ ? value_.size() : 0; }
  // A schema is asked for each of some fifty keywords; it has few of them.
  const_iterator find(std::string_view name) const {
    const std::uint8_t mark = key_mark(name);
    if ((marks_ & bit(mark)) == 0) return end();
    const Value member = value_.member(name, mark);
    return member ? const_iterator(Value::Iterator(&member.tree(), member.id())) : end();
  }

 private:
  static std::uint64_t bit(std::uint8_t mark) { return std::uint64_t{1} << (mark & 63u); }

  Value value_;
  std::uint64_t marks_ = 0;  // of its members
};

using TreeArray = TreeContainer<TreeAdapter>;
using TreeObject = TreeContainer<TreeMember>;

class TreeFrozenValue : public valijson::adapters::FrozenValue {
 public:
  explicit TreeFrozenValue(Value value) : value_(value) {}
  FrozenValue* clone() const override { return new TreeFrozenValue(value_); }
  Value value() const { return value_; }
  bool equalTo(const valijson::adapters::Adapter& other, bool strict) const override;

 private:
  Value value_;
};

class TreeValue {
 public:
  TreeValue() = default;
  explicit TreeValue(Value value) : value_(value) {}

  valijson::adapters::FrozenValue* freeze() const { return new TreeFrozenValue(value_); }

  opt::optional<TreeArray> getArrayOptional() const {
    if (!isArray()) return {};
    return TreeArray(value_);
  }
  opt::optional<TreeObject> getObjectOptional() const {
    if (!isObject()) return {};
    return TreeObject(value_);
  }
  bool getArraySize(std::size_t& result) const { return isArray() && set(result, value_.size()); }
  bool getObjectSize(std::size_t& result) const { return isObject() && set(result, value_.size()); }
  bool getBool(bool& result) const { return isBool() && set(result, value_.is_true()); }
  bool getDouble(double& result) const { return isNumber() && set(result, schema_number(value_)); }
  bool getString(std::string& result) const {
    return isString() && set(result, without_nul(value_.text()));
  }
  bool getInteger(std::int64_t& result) const {
    if (!value_.is(NodeType::Integer)) return false;
    const std::string_view digits = value_.text();
    return std::from_chars(digits.data(), digits.data() + digits.size(), result).ec == std::errc();
  }

  static bool hasStrictTypes() { return true; }
  bool isArray() const { return value_.is_array(); }
  bool isBool() const { return value_.is_boolean(); }
  // valijson asks isDouble first and then uses the double: true for integers too, so that 2^64 does
  // not wrap around.
  bool isDouble() const { return value_.is_number(); }
  bool isInteger() const { return is_integral(value_); }
  bool isNull() const { return value_.is(NodeType::Null); }
  bool isNumber() const { return value_.is_number(); }
  bool isObject() const { return value_.is_object(); }
  bool isString() const { return value_.is_string(); }

 private:
  template <class T, class U>
  static bool set(T& result, U value) {
    result = std::move(value);
    return true;
  }
  Value value_;
};

class TreeAdapter : public valijson::adapters::BasicAdapter<TreeAdapter, TreeArray, TreeMember,
                                                            TreeObject, TreeValue> {
 public:
  TreeAdapter() : TreeAdapter(Value()) {}
  explicit TreeAdapter(Value value) : BasicAdapter(TreeValue(value)) {}
};

template <>
inline TreeAdapter TreeIterator<TreeAdapter>::operator*() const {
  return TreeAdapter(*at_);
}
template <>
inline TreeMember TreeIterator<TreeMember>::operator*() const {
  return {without_nul((*at_).key()), TreeAdapter(*at_)};
}

inline bool TreeFrozenValue::equalTo(const valijson::adapters::Adapter& other, bool strict) const {
  return TreeAdapter(value_).equalTo(other, strict);
}

}  // namespace cardlint

template <>
struct valijson::adapters::AdapterTraits<cardlint::TreeAdapter> {
  using DocumentType = cardlint::Value;
  static std::string adapterName() { return "TreeAdapter"; }
};

// NOLINTEND(readability-identifier-naming)

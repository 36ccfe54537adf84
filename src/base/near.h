// Texts and lists kept as the distance to their first byte, for tables of constants: an address in
// such a table would have to be corrected by the loader before main, and each page with one be
// copied. A distance stays as it is.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <fmt/core.h>

namespace cardlint {

// A list of constants. Like the span that it is made of and gives, it owns nothing: the items
// outlive it.
template <class T>
class NearList {
 public:
  constexpr NearList() = default;
  // For a table: the first of `size` items stands `distance` bytes after the first byte of this.
  constexpr NearList(std::int64_t distance, std::uint64_t size)
      : distance_(distance), size_(size) {}
  NearList(std::span<const T> items)
      : distance_(static_cast<std::int64_t>(address(items.data()) - address(this))),
        size_(items.size()) {}
  NearList(const NearList& other) : NearList(other.items()) {}
  NearList& operator=(const NearList& other) {
    distance_ = static_cast<std::int64_t>(address(other.begin()) - address(this));
    size_ = other.size_;
    return *this;
  }
  ~NearList() = default;

  std::span<const T> items() const { return {begin(), size()}; }
  operator std::span<const T>() const { return items(); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return begin()[i]; }
  const T& front() const { return *begin(); }
  const T* begin() const {
    // As a number: what stands there is no part of this object, and a compiler that saw it reached
    // through a pointer to this could take it for one.
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    return reinterpret_cast<const T*>(address(this) + static_cast<std::uintptr_t>(distance_));
  }
  const T* end() const { return begin() + size_; }

 private:
  static std::uintptr_t address(const void* at) { return reinterpret_cast<std::uintptr_t>(at); }

  std::int64_t distance_ = 0;
  std::uint64_t size_ = 0;
};

// A text; the same.
class NearText {
 public:
  constexpr NearText() = default;
  constexpr NearText(std::int64_t distance, std::uint64_t size) : bytes_(distance, size) {}
  NearText(std::string_view text) : bytes_(std::span<const char>(text)) {}
  NearText(const std::string& text) : NearText(std::string_view(text)) {}
  NearText(const char* text) : NearText(std::string_view(text)) {}

  std::string_view text() const { return {bytes_.begin(), bytes_.size()}; }
  operator std::string_view() const { return text(); }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }

  template <std::convertible_to<std::string_view> Text>
  friend bool operator==(const NearText& a, const Text& b) {
    return a.text() == std::string_view(b);
  }
  template <std::convertible_to<std::string_view> Text>
  friend auto operator<=>(const NearText& a, const Text& b) {
    return a.text() <=> std::string_view(b);
  }

 private:
  NearList<char> bytes_;
};

}  // namespace cardlint

template <>
struct fmt::formatter<cardlint::NearText> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const cardlint::NearText& text, Context& context) const {
    return fmt::formatter<std::string_view>::format(text.text(), context);
  }
};

// Sixteen bytes of a text at once, for loops that see every byte of every document. Knows no text:
// only bytes and what they are compared with.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cardlint {

// In plain C++: for other processors, and to hold the other one against.
class PlainByteBlock {
 public:
  static constexpr std::size_t kSize = 16;

  static PlainByteBlock load(const char* from) {
    PlainByteBlock block;
    std::memcpy(block.bytes_.data(), from, kSize);
    return block;
  }
  static PlainByteBlock filled(char with) {
    PlainByteBlock block;
    block.bytes_.fill(static_cast<std::uint8_t>(with));
    return block;
  }
  void store(char* to) const { std::memcpy(to, bytes_.data(), kSize); }

  // Those that are so have all bits set, the others none.
  PlainByteBlock equal(char c) const {
    return each([c](std::uint8_t byte) { return byte == static_cast<std::uint8_t>(c); });
  }
  PlainByteBlock at_most(std::uint8_t most) const {
    return each([most](std::uint8_t byte) { return byte <= most; });
  }
  PlainByteBlock between(char first, char last) const {
    const auto low = static_cast<std::uint8_t>(first);
    const auto span = static_cast<std::uint8_t>(static_cast<std::uint8_t>(last) - low);
    return each([=](std::uint8_t byte) { return static_cast<std::uint8_t>(byte - low) <= span; });
  }

  PlainByteBlock operator|(const PlainByteBlock& other) const {
    PlainByteBlock out;
    for (std::size_t i = 0; i < kSize; ++i) out.bytes_[i] = bytes_[i] | other.bytes_[i];
    return out;
  }
  PlainByteBlock operator&(const PlainByteBlock& other) const {
    PlainByteBlock out;
    for (std::size_t i = 0; i < kSize; ++i) out.bytes_[i] = bytes_[i] & other.bytes_[i];
    return out;
  }

  // Bit i is the top bit of byte i.
  std::uint32_t top_bits() const {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < kSize; ++i) bits |= (bytes_[i] >> 7U) * (1U << i);
    return bits;
  }

 private:
  template <class Is>
  PlainByteBlock each(Is is) const {
    PlainByteBlock out;
    for (std::size_t i = 0; i < kSize; ++i) out.bytes_[i] = is(bytes_[i]) ? 0xFF : 0;
    return out;
  }

  std::array<std::uint8_t, kSize> bytes_{};
};

#if defined(__SSE2__)

class Sse2ByteBlock {
 public:
  static constexpr std::size_t kSize = 16;

  static Sse2ByteBlock load(const char* from) {
    return Sse2ByteBlock(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
  }
  static Sse2ByteBlock filled(char with) { return Sse2ByteBlock(_mm_set1_epi8(with)); }
  void store(char* to) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes_); }

  Sse2ByteBlock equal(char c) const {
    return Sse2ByteBlock(_mm_cmpeq_epi8(bytes_, filled(c).bytes_));
  }
  Sse2ByteBlock at_most(std::uint8_t most) const {
    return Sse2ByteBlock(
        _mm_cmpeq_epi8(_mm_min_epu8(bytes_, filled(static_cast<char>(most)).bytes_), bytes_));
  }
  Sse2ByteBlock between(char first, char last) const {
    return Sse2ByteBlock(_mm_sub_epi8(bytes_, filled(first).bytes_))
        .at_most(static_cast<std::uint8_t>(last - first));
  }

  Sse2ByteBlock operator|(const Sse2ByteBlock& other) const {
    return Sse2ByteBlock(_mm_or_si128(bytes_, other.bytes_));
  }
  Sse2ByteBlock operator&(const Sse2ByteBlock& other) const {
    return Sse2ByteBlock(_mm_and_si128(bytes_, other.bytes_));
  }

  std::uint32_t top_bits() const { return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes_)); }

 private:
  explicit Sse2ByteBlock(__m128i bytes) : bytes_(bytes) {}

  __m128i bytes_;
};

using ByteBlock = Sse2ByteBlock;

#else

using ByteBlock = PlainByteBlock;

#endif

// The place of the lowest bit that is set; there must be one.
inline std::size_t first_of(std::uint32_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

// The bytes from `offset` on, fewer than a block, and `fill` behind them.
ByteBlock last_block(std::string_view text, std::size_t offset, char fill);
// Stores the first `count` bytes of a block.
void store_first(ByteBlock block, char* to, std::size_t count);

// Calls use(block, offset) for one block after the other; `fill` stands behind the end of the text.
template <class Use>
void each_block(std::string_view text, char fill, Use&& use) {
  for (std::size_t offset = 0; offset < text.size(); offset += ByteBlock::kSize) {
    const bool whole = offset + ByteBlock::kSize <= text.size();
    use(whole ? ByteBlock::load(text.data() + offset) : last_block(text, offset, fill), offset);
  }
}

// The first byte from `offset` on that `marks` sets in its block; text.size() where there is none.
// `marks` leaves `fill` alone.
template <class Marks>
std::size_t find_marked(std::string_view text, std::size_t offset, char fill, Marks&& marks) {
  for (; offset + ByteBlock::kSize <= text.size(); offset += ByteBlock::kSize) {
    if (const std::uint32_t bits = marks(ByteBlock::load(text.data() + offset)).top_bits())
      return offset + first_of(bits);
  }
  if (offset >= text.size()) return text.size();
  const std::uint32_t bits = marks(last_block(text, offset, fill)).top_bits();
  return bits == 0 ? text.size() : offset + first_of(bits);
}

}  // namespace cardlint

#include "base/byte_block.h"

#include <algorithm>

namespace cardlint {

ByteBlock last_block(std::string_view text, std::size_t offset, char fill) {
  std::array<char, ByteBlock::kSize> bytes;
  bytes.fill(fill);
  std::memcpy(bytes.data(), text.data() + offset, text.size() - offset);
  return ByteBlock::load(bytes.data());
}

void store_first(ByteBlock block, char* to, std::size_t count) {
  std::array<char, ByteBlock::kSize> bytes;
  block.store(bytes.data());
  std::copy_n(bytes.data(), count, to);
}

}  // namespace cardlint

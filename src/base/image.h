// Numbers as bytes, for what the program knows when it is built and reads at a start: seven bits a
// byte, the lowest first. Tables of such bytes need no relocation, which costs a copied page each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cardlint {

inline void put_number(std::string& image, std::size_t number) {
  for (; number >= 0x80; number >>= 7) image.push_back(static_cast<char>(number | 0x80));
  image.push_back(static_cast<char>(number));
}

// Reads what put_number wrote, and nothing else: images never come from outside, so nothing is
// checked.
class ImageReader {
 public:
  explicit ImageReader(std::string_view image) : at_(image.data()) {}

  std::size_t number() {
    std::size_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      number |= std::size_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return number;
    }
  }
  // A number, and as many bytes.
  std::string_view text() {
    const std::size_t size = number();
    at_ += size;
    return {at_ - size, size};
  }

 private:
  const char* at_;
};

}  // namespace cardlint

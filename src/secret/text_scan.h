// Finds credentials that show themselves, in any text: tokens of known families, JSON Web Tokens,
// private keys, addresses with a password. One pass; knows no documents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "secret/family.h"

namespace cardlint {

// Never holds the secret itself: what is shown of it was cut when it was found.
struct SecretHit {
  std::string_view topic;  // which rule speaks of it
  std::string what;        // "an access token of npm"
  std::string shown;       // "npm_… (40 characters, checksum valid)"
  std::size_t begin = 0;   // of the token in the text
  std::size_t body = 0;    // where its secret part begins: what stands before it is public
  std::size_t end = 0;
};

inline constexpr std::size_t kShortestSecret = 12;  // also of an address with a password
std::vector<SecretHit> scan_text(std::string_view text);

// Where in a source scan_text has something to look at: asked for the many texts that a document
// consists of, it saves nearly all of them a look of their own.
class ScanPlaces {
 public:
  explicit ScanPlaces(std::string_view source);
  // False where scan_text(part) is empty. True for what is no part of the source.
  bool any(std::string_view part) const {
    if (part.empty()) return false;
    // Far too large where the part stands before the source.
    const std::size_t at = address(part.data()) - address(source_.data());
    if (at >= source_.size() || part.size() > source_.size() - at) return true;
    const std::size_t last = (at + part.size() - 1) / kBlock;
    for (std::size_t block = at / kBlock; block <= last; ++block) {
      if (blocks_[block] != 0) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kBlock = 64;  // bytes that share one answer
  static std::uintptr_t address(const char* at) { return reinterpret_cast<std::uintptr_t>(at); }
  void mark(std::size_t at) { blocks_[at / kBlock] = 1; }
  void look(std::size_t at, unsigned distances);

  std::string_view source_;
  std::vector<char> blocks_;
};
// The same for the token that is the whole of `value`, which the words of its member's name
// announce.
std::vector<SecretHit> scan_keyed(std::string_view value, const std::vector<std::string>& words);

// What was found in a text so far, and where. A text can hold tens of thousands.
class SecretHits {
 public:
  void push_back(SecretHit hit);
  const SecretHit& back() const { return hits_.back(); }
  bool overlap(std::size_t begin, std::size_t end) const;  // with one of them
  std::vector<SecretHit> take() { return std::move(hits_); }

 private:
  std::vector<SecretHit> hits_;
  std::map<std::size_t, std::size_t> taken_;  // disjoint: begin, end
};

// What stands behind "://" at `slashes` (the place of "//"): a password in the address, credentials
// among its parameters. In url_scan.cpp.
void scan_address(std::string_view text, std::size_t slashes, SecretHits& hits);
// "Server=…;Password=…": in url_scan.cpp.
void scan_settings_string(std::string_view text, SecretHits& hits);
// Each returns the end of what it found at `at`, or 0. In key_scan.cpp.
std::size_t scan_jwt(std::string_view text, std::size_t at, SecretHits& hits);
std::size_t scan_pem(std::string_view text, std::size_t at, SecretHits& hits);
std::size_t scan_putty(std::string_view text, std::size_t at, SecretHits& hits);
// "Authorization: Bearer …" in the midst of a text. In header_scan.cpp.
std::size_t scan_authorization(std::string_view text, std::size_t at, SecretHits& hits);
std::size_t scan_wrapped_pem(std::string_view text, std::size_t at, SecretHits& hits);

}  // namespace cardlint

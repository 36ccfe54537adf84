#include "lint/secret_masker.h"

#include <algorithm>

namespace cardlint {

std::uint64_t SecretMasker::piece_at(std::string_view text, std::size_t at) {
  std::uint64_t piece = 0;
  for (std::size_t i = 0; i < kPiece; ++i)
    piece = piece << 8U | static_cast<unsigned char>(text[at + i]);
  return piece;
}

void SecretMasker::add_body(std::string_view body) {
  if (body.empty()) return;
  if (body.size() >= kWhole) bodies_.emplace_back(body);
  if (body.size() < kPiece) {
    if (body.size() > 2) short_ones_.emplace(body);
    return;
  }
  for (std::size_t at = 0; at + kPiece <= body.size(); ++at) pieces_.insert(piece_at(body, at));
}

void SecretMasker::add(const DocumentSecrets& secrets) {
  for (const std::string& body : secrets.bodies()) add_body(body);
  has_secret_keys_ = has_secret_keys_ || secrets.has_secret_keys();
}

void SecretMasker::add_source(std::string_view text) {
  for (const SecretHit& hit : scan_text(text)) add_body(text.substr(hit.body, hit.end - hit.body));
}

std::string SecretMasker::mask_pointer(std::string_view pointer) const {
  if (mask(pointer) == pointer) return std::string(pointer);
  std::string plain;  // as the names in it are written
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    const bool escape = pointer[i] == '~' && i + 1 < pointer.size();
    plain.push_back(!escape ? pointer[i] : pointer[i + 1] == '1' ? '/' : '~');
    if (escape) ++i;
  }
  const bool names_one =
      has_secret_keys_ || std::any_of(bodies_.begin(), bodies_.end(), [&](const std::string& body) {
        return plain.find(body) != std::string::npos;
      });
  return names_one ? mask(pointer) : std::string(pointer);
}

std::string SecretMasker::mask(std::string_view text) const {
  std::string out(text);
  const auto cover = [&](std::size_t at, std::size_t length) {
    for (std::size_t i = at; i < at + length; ++i) {
      if (static_cast<unsigned char>(out[i]) < 0x80) out[i] = '*';  // no character is cut in two
    }
  };
  for (std::size_t length = 3; length < kPiece && !short_ones_.empty(); ++length) {
    for (std::size_t at = 0; at + length <= text.size(); ++at) {
      if (short_ones_.contains(text.substr(at, length))) cover(at, length);
    }
  }
  if (pieces_.empty()) return out;
  for (std::size_t at = 0; at + kPiece <= text.size(); ++at) {
    if (pieces_.contains(piece_at(text, at))) cover(at, kPiece);
  }
  return out;
}

}  // namespace cardlint

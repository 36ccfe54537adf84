#include "secret/literal.h"

#include "base/text.h"
#include "secret/placeholder.h"
#include "secret/proof.h"

namespace cardlint {
namespace {

bool is_one_word(std::string_view text) {
  return text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_address_or_path(std::string_view text) {
  return text.find("://") != std::string_view::npos || text.starts_with('/') ||
         text.starts_with("./") || text.starts_with("../") || text.starts_with("~/") ||
         text.find(".com") != std::string_view::npos || text.find('@') != std::string_view::npos;
}

}  // namespace

bool is_literal(std::string_view text, std::size_t least, double floor) {
  return text.size() >= least && text.size() <= kLongestLiteral && is_one_word(text) &&
         !is_reference(text) && !is_placeholder(text) && !is_wordy(text) &&
         !is_sample_password(text) && !is_address_or_path(text) && !is_public_sample(text) &&
         entropy(text) >= floor;
}

bool is_basic_secret(std::string_view encoded) {
  const auto decoded = decode_base64(encoded);
  if (is_public_sample(encoded) || !decoded || find_invalid_utf8(*decoded)) return false;
  const std::size_t colon = decoded->find(':');
  return colon != std::string::npos &&
         !is_sample_password(std::string_view(*decoded).substr(colon + 1));
}

}  // namespace cardlint

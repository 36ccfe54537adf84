// Takes secrets out of what is said about a project: a rule may quote any value, and does not know
// which of them nobody should see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/text_set.h"
#include "secret/document_secrets.h"

namespace cardlint {

class SecretMasker {
 public:
  void add(const DocumentSecrets& secrets);
  // The credentials in a file that is no document.
  void add_source(std::string_view text);

  // `text` with asterisks for every piece of a secret that is kPiece characters or longer, so that
  // cutting and quoting it do not help.
  std::string mask(std::string_view text) const;
  // Pointers are addresses: they stay whole unless a name in them is a secret.
  std::string mask_pointer(std::string_view pointer) const;

 private:
  static constexpr std::size_t kPiece = 6;
  static constexpr std::size_t kWhole = 12;
  static std::uint64_t piece_at(std::string_view text, std::size_t at);
  void add_body(std::string_view body);

  std::unordered_set<std::uint64_t> pieces_;
  TextSet short_ones_;
  std::vector<std::string> bodies_;
  bool has_secret_keys_ = false;
};

}  // namespace cardlint

// Every credential of a document and its place: what rules report, and what no report may repeat.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "secret/text_scan.h"

namespace cardlint {

struct LocatedSecret {
  SecretHit hit;
  NodeId node = 0;      // the string, or the root for comments
  Span place;           // of the token in the source, or of the whole string where it has escapes
  Span hidden;          // what no excerpt shows
  bool in_key = false;  // part of a member's name
};

class DocumentSecrets {
 public:
  explicit DocumentSecrets(const Document& document);

  const std::vector<LocatedSecret>& found() const { return found_; }
  // Sorted places of the source that no report repeats: those of found(), and those that the form
  // of the document shows: private members of keys, secrets of clients.
  const std::vector<Span>& hidden() const { return hidden_; }
  // The secret texts themselves, to find them in what others say. For maskers only.
  const std::vector<std::string>& bodies() const { return bodies_; }
  bool has_secret_keys() const { return has_secret_keys_; }

 private:
  void scan_tree(const Document& document, const ScanPlaces& places);
  void scan_source(const Document& document, const ScanPlaces& places);
  void scan_gap(const Document& document, const ScanPlaces& places, Span gap);
  void scan_key(const Document& document, Value member);
  void scan_private_keys(const Document& document, Value object);
  void hide_by_form(const Document& document);
  void add(const Document& document, Value at, bool in_key, SecretHit hit);
  void hide(const Document& document, Value value);

  std::vector<LocatedSecret> found_;
  std::vector<Span> hidden_;
  std::vector<std::string> bodies_;
  bool has_secret_keys_ = false;
};

// Places of credentials in a file that is no document.
std::vector<Span> secret_places(std::string_view text);

}  // namespace cardlint

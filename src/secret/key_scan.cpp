// JSON Web Tokens and private keys: what has a form that can be taken apart.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"
#include "secret/character_classes.h"
#include "secret/placeholder.h"
#include "secret/proof.h"
#include "secret/text_scan.h"

namespace cardlint {
namespace {

constexpr std::size_t kLeastSignature = 16;
constexpr std::size_t kLeastKeyBody = 64;
constexpr std::string_view kWrappedBegin = "LS0tLS1CRUdJTi";  // "-----BEGIN" in base64

// One part of a token as a tree, or an empty one.
class Part {
 public:
  explicit Part(std::string_view encoded)
      : source_("token", decode_base64(encoded).value_or("")),
        loaded_(load_json(source_, Limits{})) {}
  Value root() const { return loaded_.tree.root(); }

 private:
  SourceFile source_;
  Loaded loaded_;
};

std::size_t end_of_part(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word_character(text[at])) ++at;
  return at;
}

// The end of the line at `at`; a line may end with a written "\n" too. `next` is set behind it.
std::size_t end_of_line(std::string_view text, std::size_t at, std::size_t& next) {
  const std::size_t end = std::min(text.find_first_of("\n\r", at), text.size());
  const std::size_t written = std::min(text.substr(0, end).find("\\n", at), text.size());
  next = written < end ? written + 2 : std::min(end + 1, text.size());
  return std::min(end, written);
}

bool is_base64_line(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) {
    return in_class(c, class_bit('g')) || c == ' ' || c == '\\' || c == '\t';
  });
}

}  // namespace

std::size_t scan_jwt(std::string_view text, std::size_t at, SecretHits& hits) {
  const std::size_t header = end_of_part(text, at);
  if (header >= text.size() || text[header] != '.') return 0;
  const std::size_t payload = end_of_part(text, header + 1);
  if (payload >= text.size() || text[payload] != '.') return 0;
  const std::size_t end = end_of_part(text, payload + 1);
  if (end - payload - 1 < kLeastSignature) return 0;
  const Part head(text.substr(at, header - at));
  const Part claims(text.substr(header + 1, payload - header - 1));
  if (!head.root()["alg"].is_string() || !claims.root().is_object()) return 0;
  // The token that jwt.io and many manuals print.
  if (claims.root()["sub"].is_text("1234567890")) return end;
  const bool open =
      claims.root()["role"].is_text("anon") || claims.root()["iss"].is_text("supabase-demo");
  hits.push_back({open ? "jwt-public" : "jwt", "a JSON Web Token",
                  fmt::format("eyJ… ({} characters)", end - at), at, at + 3, end});
  return end;
}

std::size_t scan_pem(std::string_view text, std::size_t at, SecretHits& hits) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  const std::size_t label_end = text.find("-----", at + kBegin.size());
  if (label_end == std::string_view::npos || label_end - at > 60) return 0;
  const std::string_view label = text.substr(at + kBegin.size(), label_end - at - kBegin.size());
  if (label.find("PRIVATE KEY") == std::string_view::npos) return 0;
  const std::size_t body = label_end + 5;
  text = text.substr(0, text.find(kBegin, body));  // a key ends where the next one begins
  std::string key;
  std::size_t end = body;
  for (std::size_t line = body; line < text.size();) {
    std::size_t next = 0;
    const std::size_t stop = end_of_line(text, line, next);
    std::string_view content = trim(text.substr(line, stop - line));
    const std::size_t dashes = content.find("-----");
    if (dashes != std::string_view::npos) content = content.substr(0, dashes);
    if (content.find(':') == std::string_view::npos) {
      if (!is_base64_line(content)) break;
      key += content;
    }
    end = stop;
    if (dashes != std::string_view::npos) break;
    line = next;
  }
  if (key.size() < kLeastKeyBody || entropy(key) < 3.0) return 0;
  hits.push_back({"private-key", fmt::format("a private key ({})", printable(label, 40)),
                  fmt::format("-----BEGIN {}-----…", printable(label, 40)), at, body, end});
  return end;
}

std::size_t scan_putty(std::string_view text, std::size_t at, SecretHits& hits) {
  constexpr std::string_view kPrivate = "Private-Lines:";
  const std::size_t body = text.find(kPrivate, at);
  if (body == std::string_view::npos || text.size() - body < kLeastKeyBody) return 0;
  hits.push_back({"private-key", "a private key of PuTTY", "PuTTY-User-Key-File-…", at,
                  body + kPrivate.size(), text.size()});
  return text.size();
}

std::size_t scan_wrapped_pem(std::string_view text, std::size_t at, SecretHits& hits) {
  // Inside a longer run it is none, and looking again and again would take long.
  if (at > 0 && in_class(text[at - 1], class_bit('g')) && text[at - 1] != '=') return 0;
  std::size_t end = at;
  while (end < text.size() && in_class(text[end], class_bit('b'))) ++end;
  const auto decoded = decode_base64(text.substr(at, end - at));
  SecretHits inner;
  if (!decoded || scan_pem(*decoded, 0, inner) == 0) return 0;
  hits.push_back({"private-key", inner.back().what + " in base64",
                  fmt::format("{}… ({} characters)", kWrappedBegin, end - at), at,
                  at + kWrappedBegin.size(), end});
  return end;
}

}  // namespace cardlint

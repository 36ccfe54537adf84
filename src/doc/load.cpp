#include "doc/load.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {

std::string_view name(FaultCode code) {
  static constexpr std::array<std::string_view, 26> kNames{"json-syntax",       "yaml-syntax",
                                                           "yaml-unread",       "template",
                                                           "template-braces",   "bom",
                                                           "root-not-object",   "empty-document",
                                                           "too-deep",          "too-large",
                                                           "alias-budget",      "alias-cycle",
                                                           "alias-unknown",     "merge-key",
                                                           "yaml-11-scalar",    "duplicate-key",
                                                           "invalid-utf8",      "lone-surrogate",
                                                           "utf-16-or-32",      "nul",
                                                           "control-character", "trailing-data",
                                                           "second-document",   "json-comment",
                                                           "trailing-comma",    "yaml-tag"};
  static_assert(kNames.size() == static_cast<std::size_t>(FaultCode::YamlTag) + 1);
  return kNames[static_cast<std::size_t>(code)];
}

bool check_encoding(const SourceFile& source, std::size_t max_bytes, std::vector<LoadFault>& faults,
                    std::uint32_t& begin) {
  const std::string_view text = source.text();
  begin = 0;
  const auto refuse = [&](FaultCode code, std::size_t at, std::size_t length, std::string detail) {
    const auto offset = static_cast<std::uint32_t>(at);
    faults.push_back({code,
                      {offset, offset + static_cast<std::uint32_t>(length)},
                      std::move(detail),
                      kNoNode,
                      true});
    return false;
  };
  if (text.size() > max_bytes) {
    return refuse(FaultCode::TooLarge, 0, 0,
                  fmt::format("the document has {} bytes, more than the limit of {}", text.size(),
                              max_bytes));
  }
  const auto begins = [&](std::string_view bytes) { return text.starts_with(bytes); };
  using std::string_view_literals::operator""sv;
  const bool utf16 = begins("\xFF\xFE") || begins("\xFE\xFF") || begins("\0\0\xFE\xFF"sv);
  const bool no_mark = text.size() >= 2 && (text[0] == '\0') != (text[1] == '\0');  // RFC 4627 §3
  if (utf16 || no_mark) {
    return refuse(FaultCode::Utf16Or32, 0, 2,
                  "the document is encoded as UTF-16 or UTF-32, not as UTF-8");
  }
  if (begins("\xEF\xBB\xBF")) {
    begin = 3;
    faults.push_back({FaultCode::Bom, {0, 3}, "the file starts with a byte order mark (U+FEFF)"});
  }
  if (source.is_plain()) return true;
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return refuse(FaultCode::Nul, nul, 1, "a NUL byte; some readers stop here, others do not");
  }
  if (const auto bad = find_invalid_utf8(text)) {
    return refuse(FaultCode::InvalidUtf8, *bad, 1,
                  fmt::format("byte 0x{:02X} is not valid UTF-8 here",
                              static_cast<unsigned char>(text[*bad])));
  }
  return true;
}

Loaded load(const SourceFile& source, Syntax syntax, const Limits& limits) {
  if (syntax == Syntax::Yaml) return load_yaml(source, limits);
  return load_json(source, limits, syntax == Syntax::JsonWithComments);
}

}  // namespace cardlint

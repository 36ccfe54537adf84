#include "fuzz/xml_check.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "base/text.h"

namespace cardlint::fuzz {
namespace {

class XmlReader {
 public:
  explicit XmlReader(std::string_view xml) : rest_(xml) {}

  std::string run() {
    constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if (!take(kHead)) return "no XML declaration";
    bool root_seen = false;
    while (!rest_.empty() && fault_.empty()) {
      if (rest_.front() != '<') {
        text(open_.empty());
      } else if (take("</")) {
        close();
      } else {
        if (open_.empty() && root_seen) return "a second root";
        root_seen = true;
        element();
      }
    }
    if (fault_.empty() && (!open_.empty() || !root_seen)) return "an element is not closed";
    return fault_;
  }

 private:
  void fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  bool take(std::string_view piece) {
    if (!rest_.starts_with(piece)) return false;
    rest_.remove_prefix(piece.size());
    return true;
  }
  static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }
  std::string_view word() {
    std::size_t n = 0;
    while (n < rest_.size() && is_name_char(rest_[n])) ++n;
    const std::string_view found = rest_.substr(0, n);
    rest_.remove_prefix(n);
    if (found.empty()) fail("a name is expected");
    return found;
  }

  void reference() {
    for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
      if (take(known)) return;
    }
    fail("an unknown reference");
  }
  // One character of text or attribute value.
  void character() {
    if (rest_.front() == '&') return reference();
    const CodePoint c = decode_utf8(rest_, 0);
    const bool allowed = c.value == '\t' || c.value == '\n' || c.value == '\r' ||
                         (c.value >= 0x20 && c.value != 0xFFFE && c.value != 0xFFFF);
    if (!c.valid || !allowed) return fail("a character that XML does not have");
    rest_.remove_prefix(c.length);
  }
  void text(bool outside) {
    while (!rest_.empty() && rest_.front() != '<' && fault_.empty()) {
      if (rest_.starts_with("]]>")) return fail("]]> in text");
      if (outside && rest_.front() != '\n') return fail("text outside the root");
      character();
    }
  }
  void element() {
    take("<");
    const std::string_view name = word();
    std::set<std::string_view> attributes;
    while (fault_.empty()) {
      if (take("/>")) return;
      if (take(">")) {
        open_.push_back(name);
        return;
      }
      if (!take(" ")) return fail("an element does not end");
      if (!attributes.insert(word()).second) return fail("an attribute stands twice");
      if (!take("=\"")) return fail("an attribute has no value");
      while (fault_.empty() && !take("\"")) {
        if (rest_.empty() || rest_.front() == '<') return fail("an attribute does not end");
        character();
      }
    }
  }
  void close() {
    const std::string_view name = word();
    if (open_.empty() || open_.back() != name || !take(">"))
      return fail("an element is closed that is not open");
    open_.pop_back();
  }

  std::string_view rest_;
  std::vector<std::string_view> open_;
  std::string fault_;
};

}  // namespace

std::string find_xml_fault(std::string_view xml) {
  return XmlReader(xml).run();
}

}  // namespace cardlint::fuzz

// A strict RFC 8259 parser that keeps places. No library in Debian 12 gives the exact span of every
// key and value, duplicate members and NUL bytes; this one is checked against nlohmann_json in the
// tests.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/byte_block.h"
#include "base/text.h"
#include "doc/load.h"

namespace cardlint {
namespace {

class JsonParser {
 public:
  JsonParser(const SourceFile& source, const Limits& limits, bool comments_allowed,
             std::vector<LoadFault>& faults)
      : text_(source.text()),
        limits_(limits),
        comments_allowed_(comments_allowed),
        faults_(faults) {}

  Tree run(std::uint32_t begin) {
    at_ = begin;
    builder_.reserve(std::min(text_.size() / kBytesForNode, kMostReserved));
    skip_blank();
    if (at_ == text_.size()) {
      stop(FaultCode::EmptyDocument, at_, 0, "the document is empty");
      return {};
    }
    if (!value()) return {};
    skip_blank();
    if (stopped_) return {};
    if (at_ < text_.size()) {
      stop(FaultCode::TrailingData, at_, text_.size() - at_,
           "text after the end of the JSON value; readers that stop at its end do not see it");
      return {};
    }
    return builder_.finish();
  }
  bool has_comments() const { return comments_; }

 private:
  bool stop(FaultCode code, std::size_t at, std::size_t length, std::string detail) {
    if (!stopped_) {
      const auto begin = static_cast<std::uint32_t>(at);
      faults_.push_back({code,
                         {begin, begin + static_cast<std::uint32_t>(length)},
                         std::move(detail),
                         kNoNode,
                         true});
    }
    stopped_ = true;
    return false;
  }
  bool bad(std::string detail) {
    const std::size_t length = at_ < text_.size() ? decode_utf8(text_, at_).length : 0;
    return stop(FaultCode::JsonSyntax, at_, length, std::move(detail));
  }
  // Apart from the functions that see every value: these need room for their words.
  [[gnu::cold, gnu::noinline]] bool expected(std::string_view what) {
    return bad(fmt::format("expected {}, found {}", what, found()));
  }
  [[gnu::cold, gnu::noinline]] bool over(FaultCode code, std::size_t at, std::size_t length,
                                         std::string_view what, std::size_t most,
                                         std::string_view unit) {
    return stop(code, at, length, fmt::format("{} {} {}", what, most, unit));
  }
  [[gnu::cold, gnu::noinline]] void note(FaultCode code, std::size_t begin, std::size_t end,
                                         std::string detail, NodeId node = kNoNode) {
    // One note of each kind in a row is enough: a file of a thousand comments has one fault.
    const bool repeated =
        code != FaultCode::DuplicateKey &&
        std::any_of(faults_.begin(), faults_.end(), [&](const auto& f) { return f.code == code; });
    if (repeated || faults_.size() > limits_.findings_per_rule) return;
    faults_.push_back({code,
                       {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                       std::move(detail),
                       node});
  }

  std::string found() const {
    if (at_ >= text_.size()) return "the end of the file";
    const CodePoint c = decode_utf8(text_, at_);
    return fmt::format("'{}'", printable(text_.substr(at_, c.length)));
  }
  // A text of SourceFile ends with a NUL, and holds none where it has passed check_encoding.
  char peek() const { return text_.data()[at_]; }
  Span span_from(std::size_t begin) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
  }

  // Most often nothing or one space is there.
  void skip_blank() {
    if (peek() == ' ') ++at_;
    if (peek() <= ' ' || peek() == '/') skip_more();
  }
  [[gnu::noinline]] void skip_more() {
    do {
      at_ = find_marked(text_, at_, ' ', [](ByteBlock block) {
        const ByteBlock blank = block.equal(' ') | block.between('\t', '\n') | block.equal('\r');
        return blank.equal('\0');
      });
    } while (peek() == '/' && skip_comment());
  }
  // Comments are skipped even where they are not allowed, so that everything behind them is still
  // judged.
  [[gnu::cold, gnu::noinline]] bool skip_comment() {
    const std::size_t begin = at_;
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("//")) {
      at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return bad("a comment that does not end");
      at_ = end + 2;
    } else {
      return bad("expected a value, found '/'");
    }
    comments_ = true;
    if (!comments_allowed_) note(FaultCode::JsonComment, begin, at_, "a comment; JSON has none");
    return true;
  }

  bool value() {
    if (builder_.size() >= limits_.nodes) {
      return over(FaultCode::TooLarge, at_, 0, "more than", limits_.nodes, "values");
    }
    switch (peek()) {
      case '{':
        return container(NodeType::Object);
      case '[':
        return container(NodeType::Array);
      case '"':
        return string_value();
      case 't':
        return word("true", NodeType::Boolean);
      case 'f':
        return word("false", NodeType::Boolean);
      case 'n':
        return word("null", NodeType::Null);
      default:
        if (peek() == '-' || (peek() >= '0' && peek() <= '9')) return number();
        return expected("a value");
    }
  }

  bool container(NodeType type) {
    const bool object = type == NodeType::Object;
    const char closer = object ? '}' : ']';
    if (builder_.depth() >= limits_.depth) {
      return over(FaultCode::TooDeep, at_, 1, "values nested more than", limits_.depth, "deep");
    }
    const std::size_t begin = at_++;
    const NodeId id = builder_.open(type, span_from(begin));
    skip_blank();
    while (!stopped_ && peek() != closer) {
      if (object && !member_name()) return false;
      if (!value()) return false;
      skip_blank();
      if (stopped_) return false;
      if (peek() == closer) break;
      if (peek() != ',') return expected(object ? "',' or '}'" : "',' or ']'");
      const std::size_t comma = at_++;
      skip_blank();
      if (peek() == closer && !comments_allowed_) trailing_comma(comma);
    }
    if (stopped_) return false;
    ++at_;
    builder_.close(static_cast<std::uint32_t>(at_));
    if (builder_.tree().node(id).repeats) find_duplicates(id);
    return true;
  }

  [[gnu::cold, gnu::noinline]] void trailing_comma(std::size_t at) {
    note(FaultCode::TrailingComma, at, at + 1, "a comma before the closing bracket");
  }

  bool member_name() {
    if (peek() != '"') return expected("a member name in double quotes");
    const std::size_t begin = at_;
    if (!string()) return false;
    const std::string_view key = string_;
    const Span span = span_from(begin);
    if (key.size() > limits_.key_bytes) {
      return over(FaultCode::TooLarge, begin, 0, "a member name over", limits_.key_bytes, "bytes");
    }
    skip_blank();
    if (peek() != ':') return expected("':' after a member name");
    ++at_;
    skip_blank();
    builder_.key(key, span);
    return !stopped_;
  }

  [[gnu::cold, gnu::noinline]] void find_duplicates(NodeId id) {
    const Value object(builder_.tree(), id);
    std::vector<Value> members(object.begin(), object.end());
    std::stable_sort(members.begin(), members.end(),
                     [](Value a, Value b) { return a.key() < b.key(); });
    for (std::size_t i = 1; i < members.size(); ++i) {
      if (members[i].key() != members[i - 1].key()) continue;
      const Span span = members[i].node().key_span;
      note(FaultCode::DuplicateKey, span.begin, span.end,
           fmt::format(
               "member '{}' stands twice in one object; readers differ in which one they take",
               printable(members[i].key(), 40)),
           members[i].id());
    }
  }

  bool string_value() {
    const std::size_t begin = at_;
    if (!string()) return false;
    builder_.scalar(NodeType::String, string_, span_from(begin), ScalarStyle::Quoted);
    return true;
  }

  // Reads the string at '"'. `string_` views the source where nothing is escaped.
  bool string() {
    const std::size_t begin = at_ + 1;
    at_ = skip_json_plain(text_, begin);
    if (peek() != '"') return escaped_string(begin);
    string_ = std::string_view(text_.data() + begin, at_ - begin);
    return end_string(begin);
  }

  // The same behind the beginning that holds no escape.
  [[gnu::noinline]] bool escaped_string(std::size_t begin) {
    std::string unescaped;
    std::size_t plain = begin;  // start of the run not yet copied
    for (; peek() != '"'; at_ = skip_json_plain(text_, at_ + 1)) {
      if (at_ >= text_.size())
        return stop(FaultCode::JsonSyntax, begin - 1, 1, "a string that does not end");
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c < 0x20)
        return bad(fmt::format("an unescaped control character (U+{:04X}) in a string", c));
      unescaped += text_.substr(plain, at_ - plain);
      if (!escape(unescaped)) return false;
      plain = at_ + 1;
    }
    unescaped += text_.substr(plain, at_ - plain);
    if (!end_string(begin)) return false;
    string_ = builder_.keep(std::move(unescaped));
    return true;
  }

  // At the closing '"' of the string that begins behind `begin`.
  bool end_string(std::size_t begin) {
    const std::size_t size = at_++ - begin;
    if (size <= limits_.scalar_bytes) return true;
    return over(FaultCode::TooLarge, begin - 1, 0, "a string over", limits_.scalar_bytes, "bytes");
  }

  // At a backslash; leaves at_ on the last character of the escape.
  bool escape(std::string& out) {
    ++at_;
    constexpr std::string_view kFrom = "\"\\/bfnrt";
    constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    const char c = peek();
    if (const std::size_t i = kFrom.find(c); at_ < text_.size() && i != std::string_view::npos) {
      out.push_back(kTo[i]);
      return true;
    }
    if (c != 'u') return bad(fmt::format("unknown escape '\\' before {}", found()));
    const std::size_t begin = at_ - 1;
    std::uint32_t unit = 0;
    if (!hex4(unit)) return false;
    const bool high = unit >= 0xD800 && unit <= 0xDBFF;
    if (high && text_.substr(at_ + 1, 2) == "\\u") {
      const std::size_t before = at_;
      at_ += 2;
      std::uint32_t low = 0;
      if (!hex4(low)) return false;
      if (low >= 0xDC00 && low <= 0xDFFF) {
        append_utf8(out, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
        return true;
      }
      at_ = before;
    }
    if (unit >= 0xD800 && unit <= 0xDFFF) {
      note(FaultCode::LoneSurrogate, begin, at_ + 1,
           "half of a surrogate pair; it stands for no character");
      unit = 0xFFFD;
    }
    append_utf8(out, unit);
    return true;
  }

  bool hex4(std::uint32_t& unit) {
    unit = 0;
    for (int i = 0; i < 4; ++i) {
      ++at_;
      const char c = peek();
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (at_ >= text_.size() || digit < 0) return bad("'\\u' needs four hexadecimal digits");
      unit = unit * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  std::size_t digits() {
    const std::size_t begin = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - begin;
  }

  [[gnu::noinline]] bool number() {
    const std::size_t begin = at_;
    NodeType type = NodeType::Integer;
    if (peek() == '-') ++at_;
    const char first = peek();
    const std::size_t whole = digits();
    if (whole == 0) return expected("a digit");
    if (first == '0' && whole > 1) {
      return stop(FaultCode::JsonSyntax, begin, at_ - begin, "a number with a leading zero");
    }
    if (peek() == '.') {
      type = NodeType::Number;
      ++at_;
      if (digits() == 0) return expected("a digit after the decimal point");
    }
    if (peek() == 'e' || peek() == 'E') {
      type = NodeType::Number;
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (digits() == 0) return expected("a digit in the exponent");
    }
    const std::string_view text = text_.substr(begin, at_ - begin);
    if (text.size() > limits_.number_digits) {
      return over(FaultCode::TooLarge, begin, at_ - begin, "a number over", limits_.number_digits,
                  "digits");
    }
    const NodeId id = builder_.scalar(type, text, span_from(begin));
    const bool small = type == NodeType::Integer && whole < kSurelyInRange;
    if (!small && !Value(builder_.tree(), id).number()) {
      note(FaultCode::TooLarge, begin, at_, "a number beyond the range of double precision", id);
    }
    return true;
  }

  bool word(std::string_view spelled, NodeType type) {
    if (!text_.substr(at_).starts_with(spelled)) return expected("a value");
    const std::size_t begin = at_;
    at_ += spelled.size();
    builder_.scalar(type, type == NodeType::Null ? std::string_view() : spelled, span_from(begin));
    return true;
  }

  static constexpr std::size_t kSurelyInRange = 300;                  // digits; 10^308 still is
  static constexpr std::size_t kBytesForNode = 24;                    // about, in documents in use
  static constexpr std::size_t kMostReserved = std::size_t{1} << 16;  // it doubles from there

  std::string_view text_;
  const Limits& limits_;
  bool comments_allowed_;
  std::vector<LoadFault>& faults_;
  TreeBuilder builder_;
  std::size_t at_ = 0;
  std::string_view string_;  // the last one, decoded
  bool stopped_ = false;
  bool comments_ = false;
};

}  // namespace

Loaded load_json(const SourceFile& source, const Limits& limits, bool comments_allowed) {
  Loaded loaded;
  std::uint32_t begin = 0;
  if (!check_encoding(source, limits.file_bytes, loaded.faults, begin)) return loaded;
  JsonParser parser(source, limits, comments_allowed, loaded.faults);
  loaded.tree = parser.run(begin);
  loaded.bare = !parser.has_comments();
  const Value root = loaded.tree.root();
  if (root && !root.is_object()) {
    loaded.faults.push_back(
        {FaultCode::RootNotObject, root.node().span,
         fmt::format("the root is {} {}, not an object",
                     root.is_array() || root.is(NodeType::Integer) ? "an" : "a", name(root.type())),
         root.id()});
  }
  return loaded;
}

}  // namespace cardlint

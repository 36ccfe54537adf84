#include "base/pattern_needs.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::size_t kLongest = 1000;     // bytes of a pattern
constexpr unsigned kMostRepetitions = 64;  // RE2 refuses from 1,001 on
constexpr int kDeepest = 20;

using Bytes = std::bitset<256>;

std::size_t index(char c) {
  return static_cast<unsigned char>(c);
}

void add_range(Bytes& bytes, char from, char to) {
  for (std::size_t c = index(from); c <= index(to); ++c) bytes.set(c);
}

// What RE2's \d, \s and \w stand for; nothing for other letters.
std::optional<Bytes> named_class(char letter) {
  Bytes bytes;
  switch (letter) {
    case 'w':
      add_range(bytes, 'a', 'z');
      add_range(bytes, 'A', 'Z');
      bytes.set(index('_'));
      [[fallthrough]];
    case 'd':
      add_range(bytes, '0', '9');
      return bytes;
    case 's':
      for (const char c : {'\t', '\n', '\f', '\r', ' '}) bytes.set(index(c));
      return bytes;
    default:
      return std::nullopt;
  }
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

bool PatternNeeds::Need::met_by(std::string_view text) const {
  const auto met = [&](const Need& part) { return part.met_by(text); };
  switch (type) {
    case Type::All:
      return std::all_of(parts.begin(), parts.end(), met);
    case Type::Any:
      return std::any_of(parts.begin(), parts.end(), met);
    case Type::Word:
      return text.find(word) != std::string_view::npos;
    case Type::Bytes:
      return std::any_of(text.begin(), text.end(), [&](char c) { return bytes[index(c)]; });
    case Type::End:
      return !text.empty() && bytes[index(text.back())];
  }
  return true;
}

// Recursive descent. What it does not know makes the whole pattern one that is not understood.
class PatternNeeds::Reader {
 public:
  Reader(std::string_view text, bool ignore_case) : text_(text), ignore_case_(ignore_case) {}

  // The need of the whole pattern; nothing when it is not understood.
  std::optional<Need> read() {
    if (text_.size() > kLongest) return std::nullopt;
    Need need = alternatives(0);
    if (at_ != text_.size()) fault_ = true;
    return fault_ ? std::nullopt : std::optional(std::move(need));
  }

  // Of a pattern that was read: what its first alternative goes through, where it is anchored at
  // both ends and plain in between; else nothing.
  std::vector<Step> steps() {
    at_ = 0;
    if (!take("^")) return {};
    const bool grouped = take("(?:") || take("(");
    std::vector<Step> steps;
    while (!at('$') && !at('|') && !at(')')) {
      if (at_ == text_.size()) return {};
      const Atom atom = this->atom(0);
      Bytes bytes = atom.need.bytes;
      if (atom.type == Atom::Type::Literal) bytes.set(index(atom.literal));
      if (bytes.none() || atom.type == Atom::Type::Group || at('?') || at('{')) return {};
      const bool any = take("*"), some = !any && take("+");
      if (at('?')) return {};
      steps.push_back({bytes, any, any || some});
    }
    if (grouped) {
      while (take("|")) sequence(1);
      if (!take(")")) return {};
    }
    return text_.substr(at_) == "$" ? steps : std::vector<Step>();
  }

 private:
  struct Atom {
    enum class Type { Nothing, Literal, Set, Group, Opaque } type = Type::Opaque;
    char literal = 0;
    Need need = {};                  // of a set or a group
    std::optional<Bytes> last = {};  // a match ends with one of these; nothing: with whatever
  };

  bool more() const { return at_ < text_.size() && !fault_; }
  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  Need alternatives(int depth) {
    if (depth > kDeepest) fault_ = true;
    if (fault_) return {};
    Need first = sequence(depth);
    if (!at('|')) return first;
    Need all{Need::Type::Any, {std::move(first)}};
    std::optional<Bytes> last = last_;
    while (!fault_ && take("|")) {
      all.parts.push_back(sequence(depth));
      last = last && last_ ? std::optional(*last | *last_) : std::nullopt;
    }
    last_ = last;
    const bool free = std::any_of(all.parts.begin(), all.parts.end(),
                                  [](const Need& part) { return part.is_nothing(); });
    if (free) return {};
    return all;
  }

  Need sequence(int depth) {
    Need all;
    std::string run;            // literals in a row
    std::optional<Bytes> last;  // of what was read so far
    const auto end_run = [&] {
      if (!run.empty()) all.parts.push_back({Need::Type::Word, {}, std::exchange(run, {})});
    };
    while (more() && !at('|') && !at(')')) {
      const bool dollar = at('$');
      Atom atom = this->atom(depth);
      const std::optional<bool> required = quantifier(atom.type);
      if (fault_) break;
      if (dollar && depth == 0 && at_ == text_.size() && last) {
        end_run();
        all.parts.push_back({Need::Type::End, {}, {}, *last});
      }
      if (atom.type == Atom::Type::Nothing) continue;
      last = required.value_or(true) ? atom.last : std::nullopt;
      if (atom.type == Atom::Type::Literal) {
        if (required.value_or(true)) run.push_back(atom.literal);
        if (required) end_run();
        continue;
      }
      end_run();
      if (required.value_or(true) && !atom.need.is_nothing())
        all.parts.push_back(std::move(atom.need));
    }
    end_run();
    last_ = last;
    return all;
  }

  // Whether at least one of the atom before has to stand there; nothing without a quantifier.
  std::optional<bool> quantifier(Atom::Type type) {
    if (!more()) return std::nullopt;
    std::optional<bool> required;
    if (take("*") || take("?")) {
      required = false;
    } else if (take("+")) {
      required = true;
    } else if (at('{')) {
      // Counts in counts multiply: of a group they are not judged here.
      const std::optional<unsigned> least = repetition();
      if (!least || type == Atom::Type::Group) fault_ = true;
      required = least && *least > 0;
    }
    if (!required) return required;
    take("?");
    if (type == Atom::Type::Nothing || at('*') || at('+') || at('?') || at('{')) fault_ = true;
    return required;
  }

  // {n}, {n,} or {n,m}: n.
  std::optional<unsigned> repetition() {
    const auto number = [&](unsigned& value) {
      const char* begin = text_.data() + at_;
      const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
      at_ += static_cast<std::size_t>(end - begin);
      return error == std::errc() && value <= kMostRepetitions;
    };
    unsigned least = 0, most = 0;
    take("{");
    if (!number(least)) return std::nullopt;
    most = least;
    if (take(",") && !at('}') && !number(most)) return std::nullopt;
    if (!take("}") || most < least) return std::nullopt;
    return least;
  }

  Atom atom(int depth) {
    const char c = text_[at_++];
    switch (c) {
      case '^':
      case '$':
        return {Atom::Type::Nothing};
      case '.':
        return {};
      case '(':
        return group(depth);
      case '[':
        return set();
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
      case '{':
      case '}':
      case ']':
        fault_ = true;
        return {};
      default:
        return literal(c);
    }
  }

  Atom literal(char c) {
    if (index(c) >= 0x80) fault_ = true;  // a quantifier would be for the whole code point
    const char literal = ignore_case_ ? to_lower_ascii({&c, 1}).front() : c;
    return {Atom::Type::Literal, literal, {}, Bytes().set(index(literal))};
  }

  Atom group(int depth) {
    if (at('?') && !take("?:")) {
      fault_ = true;
      return {};
    }
    Atom atom{Atom::Type::Group, 0, alternatives(depth + 1), last_};
    if (!take(")")) fault_ = true;
    return atom;
  }

  // The character that an escape stands for, where it stands for one below 0x80.
  std::optional<char> escaped_character() {
    if (!more()) return std::nullopt;
    const char c = text_[at_++];
    if (c == 'n') return '\n';
    if (c == 'r') return '\r';
    if (c == 't') return '\t';
    if (c == 'x') {
      unsigned value = 0;
      const char* begin = text_.data() + at_;
      const auto [end, error] =
          std::from_chars(begin, begin + std::min<std::size_t>(2, text_.size() - at_), value, 16);
      if (error != std::errc() || end != begin + 2 || value >= 0x80) return std::nullopt;
      at_ += 2;
      return static_cast<char>(value);
    }
    if (is_word_character(c) || index(c) >= 0x80) return std::nullopt;
    return c;
  }

  Atom escape() {
    if (!more()) {
      fault_ = true;
      return {};
    }
    const char c = text_[at_];
    if (const auto bytes = named_class(c)) {
      ++at_;
      return {Atom::Type::Set, 0, {Need::Type::Bytes, {}, {}, *bytes}, *bytes};
    }
    if (c == 'D' || c == 'S' || c == 'W') {
      ++at_;
      return {};
    }
    if (c == 'b' || c == 'B') {
      ++at_;
      return {Atom::Type::Nothing};
    }
    const auto character = escaped_character();
    if (!character) fault_ = true;
    return literal(character.value_or('x'));
  }

  Atom set() {
    const bool others = take("^");
    Bytes bytes;
    for (bool first = true; more() && (first || !at(']')); first = false) item(bytes, first);
    if (!take("]")) fault_ = true;
    if (others) return {};
    if (ignore_case_) {
      for (char c = 'a'; c <= 'z'; ++c) {
        const std::size_t upper = index(c) - ('a' - 'A');
        if (bytes[index(c)] || bytes[upper]) bytes.set(index(c)).set(upper);
      }
    }
    return {Atom::Type::Set, 0, {Need::Type::Bytes, {}, {}, bytes}, bytes};
  }

  // One character of a set, or a range of them.
  std::optional<char> member() {
    const char c = text_[at_++];
    if (c == '\\') return escaped_character();
    if (c == '[' || c == ']' || index(c) >= 0x80) return std::nullopt;
    return c;
  }

  void item(Bytes& bytes, bool first) {
    if (at('\\') && at_ + 1 < text_.size()) {
      if (const auto named = named_class(text_[at_ + 1])) {
        at_ += 2;
        bytes |= *named;
        if (at('-') && text_.substr(at_, 2) != "-]") fault_ = true;
        return;
      }
    }
    const bool hyphen = at('-');
    const auto from = member();
    // A hyphen stands for itself first and last only.
    if (!from || (hyphen && !first && !at(']'))) {
      fault_ = true;
      return;
    }
    char to = *from;
    if (at('-') && text_.substr(at_, 2) != "-]") {
      ++at_;
      const auto last = more() ? member() : std::nullopt;
      if (!last || index(*last) < index(*from) || hyphen) {
        fault_ = true;
        return;
      }
      to = *last;
    }
    add_range(bytes, *from, to);
  }

  std::string_view text_;
  bool ignore_case_;
  bool fault_ = false;
  std::size_t at_ = 0;
  std::optional<Bytes> last_;  // of the alternatives or the sequence that was read last
};

PatternNeeds::PatternNeeds(std::string_view pattern, bool ignore_case)
    : ignore_case_(ignore_case || pattern.substr(0, 4) == "(?i)") {
  if (pattern.substr(0, 4) == "(?i)") pattern.remove_prefix(4);
  Reader reader(pattern, ignore_case_);
  if (auto need = reader.read()) {
    understood_ = true;
    need_ = *std::move(need);
    if (!ignore_case_) steps_ = reader.steps();
  }
}

bool PatternNeeds::surely_matches(std::string_view text) const {
  std::size_t at = 0;
  for (const Step& step : steps_) {
    const std::size_t begin = at;
    while (at < text.size() && step.bytes[index(text[at])] && (at == begin || step.repeated)) ++at;
    if (at == begin && !step.optional) return false;
  }
  return !steps_.empty() && at == text.size();
}

bool PatternNeeds::met_by(std::string_view text) const {
  if (need_.is_nothing()) return true;
  if (!ignore_case_) return need_.met_by(text);
  // Without case RE2 takes U+212A for a k and U+017F for an s.
  const auto rare = [](char c) { return index(c) >= 0x80; };
  return std::any_of(text.begin(), text.end(), rare) || need_.met_by(to_lower_ascii(text));
}

}  // namespace cardlint

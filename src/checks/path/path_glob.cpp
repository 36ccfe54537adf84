#include "checks/path/path_glob.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/text.h"

namespace cardlint::checks {
namespace {

constexpr std::size_t kLongestPattern = 1024;
constexpr std::size_t kMostBytes = 64u << 10;  // of all alternatives, done and half done

// A group that stands for several texts: "{a,b}", "@(a|b)".
struct Group {
  std::size_t begin;  // of "{" or "@("
  std::size_t end;    // behind its last character
  std::vector<std::string_view> choices;
};

// A bracket that is open while the text is read.
struct Frame {
  std::size_t begin;
  std::size_t inside;  // its first character
  char close;
  bool separated = false;  // a "," of its own
};

// "1" of "1..3": members of a range differ in a name, never in a folder. ".." is no range.
std::string_view range_begin(std::string_view text) {
  const std::size_t dots = text.find("..");
  const bool range = dots != std::string_view::npos && dots > 0 && dots + 2 < text.size();
  return range ? text.substr(0, dots) : std::string_view();
}

// Splits what stands in a group at the separators that are not inside another group.
std::vector<std::string_view> choices_of(std::string_view inside, char separator) {
  std::vector<std::string_view> list;
  std::size_t begin = 0;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const char c = inside[i];
    if (c == '\\') {
      ++i;
    } else if (c == '{' || c == '(') {
      ++depth;
    } else if ((c == '}' || c == ')') && depth > 0) {
      --depth;
    } else if (c == separator && depth == 0) {
      list.push_back(inside.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  list.push_back(inside.substr(begin));
  return list;
}

bool opens_extglob(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && text[at + 1] == '(' &&
         std::string_view("@+*?!").find(text[at]) != std::string_view::npos;
}

Group made_group(std::string_view text, const Frame& frame, std::size_t close) {
  const std::string_view inside = text.substr(frame.inside, close - frame.inside);
  Group group{frame.begin, close + 1, {}};
  if (frame.close == '}') {
    group.choices = frame.separated ? choices_of(inside, ',')
                                    : std::vector<std::string_view>{range_begin(inside)};
    return group;
  }
  const char sort = text[frame.begin];
  group.choices = sort == '!' ? std::vector<std::string_view>{"*"} : choices_of(inside, '|');
  if (sort == '*' || sort == '?') group.choices.emplace_back();
  return group;
}

// The group that closes first; it holds no other group. One look at each character.
std::optional<Group> first_group(std::string_view text) {
  std::vector<Frame> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (c == '{') {
      open.push_back({i, i + 1, '}'});
    } else if (opens_extglob(text, i)) {
      open.push_back({i, i + 2, ')'});
      ++i;
    } else if (c == ',' && !open.empty() && open.back().close == '}') {
      open.back().separated = true;
    } else if (c == '}' || c == ')') {
      // What was opened later and never closed is plain text.
      auto frame =
          std::find_if(open.rbegin(), open.rend(), [c](const Frame& f) { return f.close == c; });
      if (frame == open.rend()) continue;
      const bool group = c == ')' || frame->separated ||
                         !range_begin(text.substr(frame->inside, i - frame->inside)).empty();
      if (group) return made_group(text, *frame, i);
      open.erase(std::prev(frame.base()), open.end());
    }
  }
  return std::nullopt;
}

// Where the class that opens at `at` closes; nothing when it is none.
std::optional<std::size_t> class_end(std::string_view text, std::size_t at) {
  std::size_t i = at + 1;
  if (i < text.size() && (text[i] == '!' || text[i] == '^')) ++i;
  const std::size_t close = text.find(']', i + 1);
  if (close == std::string_view::npos || text.substr(at, close - at).find('/') != text.npos)
    return std::nullopt;
  return close;
}

// "[.]" as ".", "\." as ".".
std::string without_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      out += text[++i];
    } else if (const auto close = text[i] == '[' ? class_end(text, i) : std::nullopt;
               close && *close == i + 2) {
      out += text[i + 1];
      i = *close;
    } else {
      out += text[i];
    }
  }
  return out;
}

// ---- matching, by running all ways through the pattern at once

struct Token {
  enum class Type { Character, Any, Star, Deep, Class, Skip } type;
  char c = 0;
  std::string_view set{};  // of a class, without its brackets
};

std::vector<Token> tokens_of(std::string_view pattern) {
  using Type = Token::Type;
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool component_begins = i == 0 || pattern[i - 1] == '/';
    const std::string_view rest = pattern.substr(i);
    if (component_begins && rest.starts_with("**/")) {
      tokens.push_back({Type::Skip});  // any number of folders, also none
      tokens.push_back({Type::Deep});
      tokens.push_back({Type::Character, '/'});
      i += 2;
    } else if (component_begins && rest == "**") {
      tokens.push_back({Type::Deep});
      ++i;
    } else if (pattern[i] == '*') {
      tokens.push_back({Type::Star});
    } else if (pattern[i] == '?') {
      tokens.push_back({Type::Any});
    } else if (const auto close = pattern[i] == '[' ? class_end(pattern, i) : std::nullopt) {
      tokens.push_back({Type::Class, 0, pattern.substr(i + 1, *close - i - 1)});
      i = *close;
    } else {
      tokens.push_back({Type::Character, pattern[i]});
    }
  }
  return tokens;
}

bool in_class(std::string_view set, char c) {
  const bool negated = set.starts_with('!') || set.starts_with('^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found = found || (c >= set[i] && c <= set[i + 2]);
      i += 2;
    } else {
      found = found || set[i] == c;
    }
  }
  return c != '/' && found != negated;
}

// What may be reached without a character.
void spread(const std::vector<Token>& tokens, std::vector<bool>& states) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!states[i]) continue;
    const Token::Type type = tokens[i].type;
    if (type == Token::Type::Star || type == Token::Type::Deep || type == Token::Type::Skip)
      states[i + 1] = true;
    if (type == Token::Type::Skip) states[i + 3] = true;
  }
}

}  // namespace

GlobAlternatives expand_glob(std::string_view pattern, bool separators, std::size_t most) {
  GlobAlternatives out;
  std::string whole(pattern.substr(0, kLongestPattern));
  out.complete = whole.size() == pattern.size();
  if (separators) std::replace(whole.begin(), whole.end(), '\\', '/');
  std::vector<std::string> open{whole};
  std::size_t bytes = 0;
  while (!open.empty()) {
    const std::string text = std::move(open.back());
    open.pop_back();
    bytes += text.size();
    const auto group = first_group(text);
    if (!group) {
      out.patterns.push_back(without_escapes(text));
      continue;
    }
    for (auto choice = group->choices.rbegin(); choice != group->choices.rend(); ++choice) {
      if (out.patterns.size() + open.size() >= most || bytes > kMostBytes) {
        out.complete = false;
        break;
      }
      std::string one = text.substr(0, group->begin);
      one.append(*choice).append(text, group->end);
      open.push_back(std::move(one));
    }
  }
  if (out.patterns.empty()) out.patterns.push_back(without_escapes(whole));
  return out;
}

std::string literal_prefix(std::string_view pattern) {
  const std::size_t wild = pattern.find_first_of("*?[{");
  const std::string_view plain = pattern.substr(0, wild);
  if (wild == std::string_view::npos) return std::string(plain);
  const std::size_t slash = plain.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(plain.substr(0, slash));
}

bool glob_matches(std::string_view pattern, std::string_view path) {
  const std::vector<Token> tokens = tokens_of(pattern);
  std::vector<bool> states(tokens.size() + 1);
  states[0] = true;
  spread(tokens, states);
  for (const char c : path) {
    std::vector<bool> next(states.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!states[i]) continue;
      const Token& token = tokens[i];
      switch (token.type) {
        case Token::Type::Skip:
          break;
        case Token::Type::Deep:
          next[i] = true;
          break;
        case Token::Type::Star:
          next[i] = next[i] || c != '/';
          break;
        case Token::Type::Any:
          next[i + 1] = next[i + 1] || c != '/';
          break;
        case Token::Type::Class:
          next[i + 1] = next[i + 1] || in_class(token.set, c);
          break;
        case Token::Type::Character:
          next[i + 1] = next[i + 1] || c == token.c;
          break;
      }
    }
    states = std::move(next);
    spread(tokens, states);
  }
  return states.back();
}

}  // namespace cardlint::checks

#include "base/glob.h"

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

constexpr std::size_t kMaxPattern = 1000;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Empty, or why the pattern cannot be meant so.
std::string fault_of(std::string_view text) {
  if (text.empty()) return "the pattern is empty";
  if (text.size() > kMaxPattern)
    return fmt::format("the pattern is longer than {} bytes", kMaxPattern);
  if (text.front() == '!') return "'!' does not turn a pattern round here; write the rest alone";
  for (const auto& [byte, advice] :
       {std::pair{'\\', "folders are separated by '/'"}, std::pair{'[', "'?' is any character"},
        std::pair{'{', "write one entry for each alternative"}}) {
    if (text.find(byte) != std::string_view::npos)
      return fmt::format("'{}' has no meaning in patterns; {}", byte, advice);
  }
  for (const std::string_view part : split(text, '/')) {
    if (part == "." || part == "..")
      return fmt::format("'{}' is no part of a pattern: paths are relative and never rise", part);
    if (part.size() > 2 && part.find("**") != std::string_view::npos)
      return "'**' stands for whole folders: put '/' around it";
  }
  return {};
}

}  // namespace

Result<Glob> Glob::parse(std::string_view text) {
  if (const std::string fault = fault_of(text); !fault.empty())
    return fail(ErrorCode::Usage, fmt::format("'{}': {}", printable(text), fault));
  Glob glob;
  glob.text_ = text;
  const bool anywhere = text.find('/') == std::string_view::npos;
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  if (anywhere && text != "**") glob.tokens_.push_back({Token::Type::Folders, 0});
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 3) == "**/") {
      glob.tokens_.push_back({Token::Type::Folders, 0});
      i += 2;
    } else if (text.substr(i, 2) == "**") {
      // At the end: one component or more; what lies below it is covered anyway.
      glob.tokens_.push_back({Token::Type::Run, 0});
      ++i;
    } else {
      const auto type = text[i] == '*'   ? Token::Type::Run
                        : text[i] == '?' ? Token::Type::OneCharacter
                                         : Token::Type::Byte;
      glob.tokens_.push_back({type, text[i]});
    }
  }
  return glob;
}

// All states of the pattern at once: `live[i]` says that its first i tokens match what was read.
bool Glob::matches(std::string_view path) const {
  const std::size_t count = tokens_.size();
  std::vector<char> live(count + 1), next(count + 1);
  const auto settle = [&](std::vector<char>& states) {  // tokens that match nothing
    for (std::size_t i = 0; i < count; ++i) {
      const bool skips =
          tokens_[i].type == Token::Type::Run || tokens_[i].type == Token::Type::Folders;
      if (states[i] != 0 && skips) states[i + 1] = 1;
    }
  };
  live[0] = 1;
  settle(live);
  for (std::size_t at = 0; at < path.size(); ++at) {
    const char c = path[at];
    if (c == '/' && live[count] != 0 && at > 0) return true;  // a folder above the path
    const bool folder_ends = c == '/';
    std::fill(next.begin(), next.end(), 0);
    for (std::size_t i = 0; i < count; ++i) {
      if (live[i] == 0) continue;
      switch (tokens_[i].type) {
        case Token::Type::Byte:
          if (tokens_[i].byte == c) next[i + 1] = 1;
          break;
        case Token::Type::OneCharacter:
          // The rest of a character of several bytes belongs to the byte that began it.
          if (!folder_ends)
            next[i + (at + 1 < path.size() && continues_character(path[at + 1]) ? 0 : 1)] = 1;
          break;
        case Token::Type::Run:
          if (!folder_ends) next[i] = 1;
          break;
        case Token::Type::Folders:
          next[i] = 1;
          break;
      }
    }
    // Folders end at a '/' only: what follows them must begin a component.
    for (std::size_t i = 0; i < count; ++i) {
      if (next[i] == 0) continue;
      const bool folders = tokens_[i].type == Token::Type::Folders;
      if (tokens_[i].type == Token::Type::Run || (folders && folder_ends)) next[i + 1] = 1;
    }
    live.swap(next);
  }
  return live[count] != 0;
}

}  // namespace cardlint

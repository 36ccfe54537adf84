// Dockerfile to a list of {instruction, arguments}: https://docs.docker.com/reference/dockerfile/
// (parser directives, comments, continuation lines, here-documents).
#include <cctype>

#include "base/text.h"
#include "doc/companion.h"

namespace cardlint {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

class DockerfileReader {
 public:
  DockerfileReader(const SourceFile& source, const Limits& limits)
      : source_(source), limits_(limits) {}

  Tree read() {
    const auto size = static_cast<std::uint32_t>(source_.text().size());
    builder_.open(NodeType::Array, {0, size});
    bool directives = true;
    while (next_line()) {
      const std::string_view text = trim(line_);
      if (directives && text.starts_with('#')) {
        directive(text);
        continue;
      }
      directives = false;
      // Each instruction is three nodes.
      if (!text.empty() && !text.starts_with('#') && builder_.size() + 3 <= limits_.nodes)
        instruction();
    }
    builder_.close(size);
    return builder_.finish();
  }

 private:
  bool next_line() {
    const std::string_view all = source_.text();
    if (next_ >= all.size()) return false;
    begin_ = next_;
    const std::size_t end = all.find('\n', begin_);
    next_ = end == std::string_view::npos ? all.size() : end + 1;
    line_ = all.substr(begin_, (end == std::string_view::npos ? all.size() : end) - begin_);
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    return true;
  }

  void directive(std::string_view comment) {
    const std::size_t equals = comment.find('=');
    if (equals == std::string_view::npos) return;
    const std::string name = to_lower_ascii(trim(comment.substr(1, equals - 1)));
    const std::string_view value = trim(comment.substr(equals + 1));
    if (name == "escape" && value.size() == 1) escape_ = value[0];
  }

  // The line without its continuation mark, and whether it had one.
  std::pair<std::string_view, bool> continued() const {
    std::string_view text = line_;
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (text.empty() || text.back() != escape_) return {text, false};
    text.remove_suffix(1);
    return {text, true};
  }

  void instruction() {
    const std::size_t start = begin_ + line_.find_first_not_of(" \t");
    std::size_t name_end = start;
    const std::string_view all = source_.text();
    while (name_end < begin_ + line_.size() && !is_blank(all[name_end])) ++name_end;
    std::string name(all.substr(start, name_end - start));
    for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    auto [first, more] = continued();
    std::string arguments(first.substr(std::min(first.size(), name_end - begin_)));
    std::size_t end = begin_ + first.size();
    while (more && next_line()) {
      if (const std::string_view text = trim(line_); text.empty() || text.starts_with('#'))
        continue;
      const auto [part, again] = continued();
      arguments += part;
      end = begin_ + part.size();
      more = again;
    }
    add(std::move(name), {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)},
        arguments, static_cast<std::uint32_t>(std::min(name_end, end)));
    skip_here_documents(arguments);
  }

  void add(std::string name, Span whole, const std::string& arguments, std::uint32_t name_end) {
    builder_.open(NodeType::Object, whole);
    builder_.key("instruction", {whole.begin, whole.begin});
    builder_.scalar(NodeType::String, builder_.keep(std::move(name)), {whole.begin, name_end});
    builder_.key("arguments", {whole.begin, whole.begin});
    builder_.scalar(NodeType::String, builder_.keep(std::string(trim(arguments))),
                    {name_end, whole.end});
    builder_.close(whole.end);
  }

  // Whether "<<" at this place begins a word, a file descriptor aside: not the shift of $((1<<3)).
  static bool begins_word(std::string_view arguments, std::size_t at) {
    while (at > 0 && std::isdigit(static_cast<unsigned char>(arguments[at - 1])) != 0) --at;
    return at == 0 || is_blank(arguments[at - 1]);
  }

  // `RUN <<EOF` takes the lines up to the word; <<-EOF too, with tabs before it; quotes may stand
  // around it.
  void skip_here_documents(std::string_view arguments) {
    for (std::size_t at = arguments.find("<<"); at != std::string_view::npos;
         at = arguments.find("<<", at + 2)) {
      if (!begins_word(arguments, at)) continue;
      std::string_view rest = arguments.substr(at + 2);
      if (rest.starts_with('-')) rest.remove_prefix(1);
      if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
      std::size_t length = 0;
      while (length < rest.size() &&
             (std::isalnum(static_cast<unsigned char>(rest[length])) != 0 || rest[length] == '_'))
        ++length;
      const std::string_view word = rest.substr(0, length);
      if (word.empty()) continue;
      while (next_line() && trim(line_) != word) {
      }
    }
  }

  const SourceFile& source_;
  const Limits& limits_;
  TreeBuilder builder_;
  std::size_t begin_ = 0, next_ = 0;
  std::string_view line_;
  char escape_ = '\\';
};

}  // namespace

Tree load_dockerfile(const SourceFile& source, const Limits& limits) {
  return DockerfileReader(source, limits).read();
}

}  // namespace cardlint

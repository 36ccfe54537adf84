// Where every untrusted text of Markdown goes through. The result is inert in CommonMark and in
// GitHub's and GitLab's dialects, with and without raw HTML: no markup, link, mention, emoji, table
// cell or line begins in it.
#pragma once

#include <string>
#include <string_view>

namespace cardlint {

// Where the text goes: the cell of a table cannot hold a bar.
enum class MarkdownPlace { Text, Cell };

// One line, at most `most` code points long. Words of plain letters and punctuation stay as they
// are; whatever could be markup is shown as code, where nothing is. Not for the start of a line.
std::string markdown_text(std::string_view text, MarkdownPlace place, std::size_t most = 600);
// The whole text as one code span: paths, ids.
std::string markdown_code(std::string_view text, MarkdownPlace place, std::size_t most = 300);

}  // namespace cardlint

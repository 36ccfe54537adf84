#include <catch2/catch.hpp>

#include <array>
#include <string_view>

#include "base/file_io.h"
#include "base/text.h"
#include "source/pointer.h"
#include "source/source_file.h"

using namespace cardlint;

TEST_CASE("nothing unprintable reaches a terminal") {
  CHECK(printable("plain é 日本") == "plain é 日本");
  CHECK(printable("\x1b[31m") == "\\u{1B}[31m");
  CHECK(printable("a\nb\tc") == "a\\u{A}b\\u{9}c");
  CHECK(printable("\u202eabc\u200b\ufeff") == "\\u{202E}abc\\u{200B}\\u{FEFF}");
  CHECK(printable("\xff") == "\\x{FF}");
  CHECK(printable("\U000E0041") == "\\u{E0041}");
  CHECK(printable("abcdef", 3) == "abc…");
}

TEST_CASE("UTF-8 is judged as RFC 3629 has it") {
  CHECK_FALSE(find_invalid_utf8("aé日😀"));
  CHECK(find_invalid_utf8("a\xc0\xaf") == 1u);           // overlong
  CHECK(find_invalid_utf8("\xed\xa0\x80") == 0u);        // surrogate
  CHECK(find_invalid_utf8("ab\xf4\x90\x80\x80") == 2u);  // above U+10FFFF
  CHECK(find_invalid_utf8("ab\xe2\x82") == 2u);          // cut off
  CHECK(count_code_points("é日😀") == 3);
}

TEST_CASE("the word that was meant") {
  CHECK(nearest("remot", {"local", "remote"}) == "remote");
  CHECK(nearest("input_schema", {"inputSchema", "name"}) == "inputSchema");
  CHECK(nearest("cloud", {"local", "remote"}).empty());
  CHECK(edit_distance("abcd", "abdc", 3) == 1);
  CHECK(edit_distance("abc", "xyz", 1) == 2);
}

TEST_CASE("lines end with LF, CRLF or lone CR, columns count code points") {
  const SourceFile source("a", "é1\r\nb\rc\n");
  CHECK(source.position(2).column == 2);
  CHECK(source.position(2).line == 1);
  CHECK(source.position(5).line == 2);
  CHECK(source.position(7).line == 3);
  CHECK(source.position(100).line == 4);
  CHECK(source.line(1) == "é1");
  CHECK(source.line(3) == "c");
  CHECK(source.line(9).empty());
}

TEST_CASE("a column far along a line of megabytes is exact") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "é";
  const SourceFile source("a", "x\n" + text);
  CHECK(source.position(2 + 2 * 99'999).column == 100'000);
  CHECK(source.position(2 + 2 * 4097).column == 4098);
}

TEST_CASE("JSON Pointers are escaped and read back") {
  std::string pointer;
  append_pointer_token(pointer, "a/b~c");
  append_pointer_token(pointer, "");
  CHECK(pointer == "/a~1b~0c/");
  CHECK(*parse_pointer(pointer) == std::vector<std::string>{"a/b~c", ""});
  CHECK_FALSE(parse_pointer("a"));
  CHECK_FALSE(parse_pointer("/~2"));
}

TEST_CASE("paths are compared by component") {
  CHECK(is_below("/repo/a", "/repo"));
  CHECK_FALSE(is_below("/repo-evil/a", "/repo"));
  CHECK(absolute_path("/a/./b//../c") == "/a/c");
  CHECK(relative_to("/repo/a/b", "/repo") == "a/b");
  CHECK(parent_folder("a/b/c.json") == "a/b");
  CHECK(base_name("a/b/c.json") == "c.json");
}
TEST_CASE("a name folds to a text exactly when its folded form is that text") {
  constexpr std::array<std::string_view, 9> kNames{
      "", "_", "a", "Get-All", "get_all", "getall", "GET ALL.", "get\tal", "gets_all"};
  for (const std::string_view name : kNames) {
    for (const std::string_view folded : {"", "a", "getall", "get_all", "getal", "getsall"}) {
      INFO(name << " / " << folded);
      CHECK(folds_to(name, folded) == (fold_name(name) == folded));
    }
    CHECK(fold_hash(name) == hash64(fold_name(name)));
    for (const std::string_view other : kNames) {
      INFO(name << " / " << other);
      CHECK(fold_alike(name, other) == (fold_name(name) == fold_name(other)));
    }
  }
}

TEST_CASE("what is skipped ends at the first byte that is not of its sort, wherever it stands") {
  for (std::size_t length = 0; length < 20; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      for (const char odd : {'"', '\\', '\n', '\x01', '\x7f', '\x80', '\xff'}) {
        std::string text(length, 'a');
        const bool there = at < length;
        if (there) text[at] = odd;
        const auto byte = static_cast<unsigned char>(odd);
        INFO(length << " " << at << " " << int{byte});
        CHECK(skip_json_plain(text, 0) ==
              (there && (byte < 0x20 || odd == '"' || odd == '\\') ? at : length));
        CHECK(skip_printable_ascii(text, 0) ==
              (there && (byte < 0x20 || byte > 0x7e) ? at : length));
        CHECK(printable(text) == printable(text.substr(0, at)) + printable(text.substr(at)));
      }
    }
  }
}

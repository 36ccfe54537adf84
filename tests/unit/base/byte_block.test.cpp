// What looks at sixteen bytes at once is held to what looks at one after the other.
#include "base/byte_block.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/short_text.h"
#include "base/text.h"
#include "checks/text/code_points.h"
#include "checks/text/texts.h"
#include "source/source_file.h"

using namespace cardlint;

namespace {

class Bytes {
 public:
  std::size_t number(std::size_t below) { return engine_() % below; }
  // Mostly of `common`, so that runs of it come about.
  std::string text(std::size_t size, std::string_view common) {
    std::string out;
    while (out.size() < size) {
      if (number(40) == 0) {
        out += static_cast<char>(number(256));
      } else {
        out.append(number(4) == 0 ? number(20) : 1, common[number(common.size())]);
      }
    }
    out.resize(size);
    return out;
  }

 private:
  std::mt19937 engine_{20251125};
};

template <class Is>
std::uint32_t bits_of(const std::string& bytes, Is is) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bits |= is(static_cast<unsigned char>(bytes[i])) ? 1U << i : 0U;
  return bits;
}

template <class Block>
void hold_to_bytes() {
  Bytes bytes;
  for (int round = 0; round < 20'000; ++round) {
    const std::string one = bytes.text(Block::kSize, "aZ \x7f\x80\xff");
    const std::string two = bytes.text(Block::kSize, "aZ \x7f\x80\xff");
    const Block a = Block::load(one.data()), b = Block::load(two.data());
    const auto c = static_cast<unsigned char>(one[bytes.number(16)]);
    const auto first = static_cast<unsigned char>(bytes.number(256));
    const auto last = static_cast<unsigned char>(first + bytes.number(256U - first));
    const auto byte = [](unsigned char x) { return static_cast<char>(x); };
    std::string stored(16, ' ');
    a.store(stored.data());
    const bool right =
        stored == one && a.top_bits() == bits_of(one, [](auto x) { return x >= 0x80; }) &&
        a.equal(byte(c)).top_bits() == bits_of(one, [=](auto x) { return x == c; }) &&
        a.at_most(c).top_bits() == bits_of(one, [=](auto x) { return x <= c; }) &&
        a.between(byte(first), byte(last)).top_bits() ==
            bits_of(one, [=](auto x) { return first <= x && x <= last; }) &&
        (a | b).top_bits() == (a.top_bits() | b.top_bits()) &&
        (a & b).top_bits() == (a.top_bits() & b.top_bits()) &&
        Block::filled(byte(c)).equal(byte(c)).top_bits() == 0xFFFF;
    INFO(one << " " << two << " " << int{c} << " " << int{first} << " " << int{last});
    REQUIRE(right);
  }
}

template <class Is>
std::size_t first_that(std::string_view text, std::size_t offset, Is is) {
  while (offset < text.size() && !is(static_cast<unsigned char>(text[offset]))) ++offset;
  return offset;
}

}  // namespace

TEST_CASE("a block of bytes is told as each of its bytes") {
  hold_to_bytes<PlainByteBlock>();
  hold_to_bytes<ByteBlock>();
}

TEST_CASE("short texts are compared as texts are") {
  Bytes bytes;
  for (int round = 0; round < 20'000; ++round) {
    const std::string one = bytes.text(bytes.number(30), "ab");
    std::string two = one;
    if (!two.empty() && bytes.number(2) == 0) two[bytes.number(two.size())] ^= 1;
    INFO(one << " " << two);
    REQUIRE(same_text(one, two) == (one == two));
    REQUIRE(same_text(one, one + "a") == false);
  }
}

TEST_CASE("what is skipped ends where a look at each byte ends") {
  Bytes bytes;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = bytes.text(bytes.number(60), "abc");
    const std::size_t from = bytes.number(text.size() + 1);
    const auto unprintable = [](unsigned char c) { return c < 0x20 || c > 0x7E; };
    const auto json = [](unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; };
    INFO(text << " " << from);
    REQUIRE(skip_ascii(text, from) ==
            first_that(text, from, [](unsigned char c) { return c >= 0x80; }));
    REQUIRE(skip_printable_ascii(text, from) == first_that(text, from, unprintable));
    REQUIRE(skip_json_plain(text, from) == first_that(text, from, json));
  }
}

TEST_CASE("a source knows its lines and what it is made of") {
  Bytes bytes;
  for (int round = 0; round < 5'000; ++round) {
    const std::string text = bytes.text(bytes.number(100), "ab\n\r\t");
    bool ascii = true, plain = true;
    std::vector<std::size_t> starts{0};
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      ascii = ascii && c < 0x80;
      plain = plain && (c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c < 0x7F));
      if (c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
        starts.push_back(i + 1);
    }
    const SourceFile source("a.json", text);
    INFO(printable(text, 200));
    REQUIRE(source.is_ascii() == ascii);
    REQUIRE(source.is_plain() == plain);
    for (std::size_t line = 0; line < starts.size(); ++line)
      REQUIRE(source.position(static_cast<std::uint32_t>(starts[line])).line == line + 1);
    const Position end = source.position(static_cast<std::uint32_t>(text.size()));
    REQUIRE(end.line == starts.size());
    REQUIRE(end.column == count_code_points(std::string_view(text).substr(starts.back())) + 1);
  }
}

TEST_CASE("padding is found wherever it stands") {
  Bytes bytes;
  std::size_t padded = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    while (text.size() < 120) {
      text += bytes.number(3) == 0 ? "word" : "x";
      const std::size_t blanks = bytes.number(20) == 0 ? 12 + bytes.number(32) : bytes.number(9);
      const std::size_t sort = bytes.number(4);
      for (std::size_t i = 0; i < blanks; ++i) text += sort == 0 ? '\n' : sort == 1 ? '\t' : ' ';
    }
    bool expected = false;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t begin = std::min(text.find_first_of(" \n\t", i), text.size());
      const std::size_t end = std::min(text.find_first_not_of(" \n\t", begin), text.size());
      const auto lines = std::count(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                    text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
      expected = expected || end - begin >= 40 || lines > 15;
      i = end + 1;
    }
    padded += expected ? 1 : 0;
    INFO(text);
    REQUIRE(checks::has_padding(text) == expected);
  }
  CHECK(padded > 1000);
}

TEST_CASE("a text that needs no thought is folded as one that does") {
  Bytes bytes;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = bytes.text(bytes.number(60), "abcXYZ 12.\"' ");
    for (char& c : text) c = static_cast<char>(c & 0x7F);
    INFO(text);
    // What nobody sees makes the whole text one that is looked at character by character.
    REQUIRE(checks::fold_text(text) == checks::fold_text("\u200b" + text));
  }
}

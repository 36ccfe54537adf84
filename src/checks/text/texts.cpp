#include "checks/text/texts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_block.h"
#include "base/short_text.h"
#include "base/text.h"
#include "base/word_set.h"
#include "checks/text/look_alikes.h"
#include "doc/kind.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

bool is_prose(std::string_view key) {
  static constexpr WordSet kProse(std::array{"description"sv,
                                             "title"sv,
                                             "instructions"sv,
                                             "summary"sv,
                                             "$comment"sv,
                                             "displayName"sv,
                                             "display_name"sv,
                                             "longDescription"sv,
                                             "long_description"sv,
                                             "resource_name"sv,
                                             "client_name"sv,
                                             "label"sv,
                                             "hint"sv,
                                             "help"sv,
                                             "message"sv,
                                             "markdownDescription"sv,
                                             "enumDescriptions"sv,
                                             "note"sv,
                                             "notes"sv,
                                             "tagline"sv,
                                             "shortDescription"sv,
                                             "purpose"sv,
                                             "usage"sv,
                                             "text"sv,
                                             "content"sv,
                                             "about"sv,
                                             "details"sv,
                                             "errorMessage"sv,
                                             "placeholder"sv,
                                             "whenToUse"sv,
                                             "when_to_use"sv,
                                             "server_description"sv});
  return kProse.contains(key);
}

bool is_code(std::string_view key) {
  static constexpr WordSet kCode(std::array{"$schema"sv,
                                            "$id"sv,
                                            "$ref"sv,
                                            "$dynamicRef"sv,
                                            "$anchor"sv,
                                            "pattern"sv,
                                            "src"sv,
                                            "href"sv,
                                            "command"sv,
                                            "args"sv,
                                            "commandFunction"sv,
                                            "version"sv,
                                            "type"sv,
                                            "format"sv,
                                            "mimeType"sv,
                                            "required"sv,
                                            "identifier"sv,
                                            "fileSha256"sv,
                                            "file_sha256"sv,
                                            "uriTemplate"sv,
                                            "entry_point"sv,
                                            "startCommand"sv,
                                            "installCommand"sv,
                                            "buildCommand"sv,
                                            "signature"sv,
                                            "signatures"sv,
                                            "keys"sv,
                                            "env"sv,
                                            "runtimeHint"sv,
                                            "schema"sv,
                                            "contentEncoding"sv,
                                            "packageArguments"sv});
  if (kCode.contains(key)) return true;
  if (ends_with_ignoring_case(key, "s")) key.remove_suffix(1);
  return ends_with_ignoring_case(key, "url") || ends_with_ignoring_case(key, "uri");
}

bool is_identifier(Value value) {
  if (value.key() != "name" && value.key() != "server_name") return false;
  const Value owner = value.parent();
  if (!owner.parent() || owner.key() == "serverInfo") return true;
  const Value list = owner.parent();
  return list.is_array() && (list.key() == "tools" || list.key() == "prompts" ||
                             list.key() == "resources" || list.key() == "arguments");
}

bool is_prompt(Value text) {
  if (text.key() != "text") return false;
  const Value item = text.parent();
  const Value list = item ? item.parent() : Value();
  return list && list.key() == "prompts";
}

// What the names of members tell of their texts. Documents repeat few names again and again, so
// each is looked up once.
class NamedRoles {
 public:
  TextRole of(const Tree& tree, NodeId id) {
    // The nearest member has the name: that of a list for its items.
    const Node* node = &tree.node(id);
    while (node->key.empty() && node->parent != kNoNode) node = &tree.node(node->parent);
    Known& known = known_[node->mark];
    if (!same_text(known.key, node->key)) {
      // A parameter may be called "url" or "description": then this is its schema's text.
      known = {node->key, is_prose(node->key)  ? TextRole::Prose
                          : is_code(node->key) ? TextRole::Code
                                               : TextRole::Value};
    }
    return known.role;
  }

 private:
  struct Known {
    std::string_view key;
    TextRole role = TextRole::Value;
  };
  std::array<Known, 256> known_;  // by mark: the last of those that look alike
};

template <class Use>
void each_text(const DocumentFacts& facts, Use&& use) {
  const Tree& tree = facts.document().tree;
  const std::vector<TextRole>& roles = facts.shared<TextRoles>().of_node;
  for (NodeId id = 0; id < tree.size(); ++id) {
    const Node& node = tree.node(id);
    if (!node.key.empty()) {
      const bool parameter = same_text(tree.node(node.parent).key, "properties");
      use(Text{Value(tree, id), true, parameter ? TextRole::Name : TextRole::Value, node.key});
    }
    if (node.type == NodeType::String && !node.text.empty())
      use(Text{Value(tree, id), false, roles[id], node.text});
  }
}

// "&lt;" and the like at `at`: the character and the bytes that spell it.
struct Entity {
  std::uint32_t value;
  std::size_t length;
};
std::optional<Entity> entity(std::string_view text, std::size_t at) {
  constexpr std::array<std::pair<std::string_view, char>, 6> kNamed{
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}}};
  const std::size_t end = text.substr(at, 12).find(';');
  if (end == std::string_view::npos || end < 2) return std::nullopt;
  const std::string_view body = text.substr(at + 1, end - 1);
  for (const auto& [word, c] : kNamed) {
    if (body == word) return Entity{static_cast<std::uint32_t>(c), end + 1};
  }
  if (body[0] != '#') return std::nullopt;
  const bool hex = body.size() > 1 && (body[1] == 'x' || body[1] == 'X');
  std::uint32_t value = 0;
  for (const char c : body.substr(hex ? 2 : 1)) {
    const char lower = static_cast<char>(c | 0x20);
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(hex && lower >= 'a' && lower <= 'f')) return std::nullopt;
    value =
        value * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit ? c - '0' : lower - 'a' + 10);
    if (value > 0x10FFFF) return std::nullopt;
  }
  return value == 0 ? std::nullopt : std::optional(Entity{value, end + 1});
}

char quote(std::uint32_t c) {
  if ((c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x300C || c == 0x300D)
    return '"';
  if ((c >= 0x2018 && c <= 0x201B) || c == 0x2039 || c == 0x203A) return '\'';
  return c == 0x2013 || c == 0x2010 || c == 0x2011 ? '-' : '\0';
}

constexpr bool is_space(std::uint32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// Appends a text to a string as a reader takes it in.
class Folding {
 public:
  explicit Folding(std::string& out) : out_(out), begin_(out.size()) {}

  void add(std::string_view text) {
    if (add_simple(text)) return;
    for (std::size_t i = add_plain(text); i < text.size();) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const auto spelled = byte == '&' ? entity(text, i) : std::nullopt;
      const CodePoint c =
          spelled ? CodePoint{spelled->value, static_cast<std::uint32_t>(spelled->length), true}
                  : decode_utf8(text, i);
      add(c.value);
      i += c.length;
    }
  }

 private:
  // What stands for an ASCII character that needs no thought; 0 for those that do.
  static constexpr std::array<char, 256> kPlain = [] {
    std::array<char, 256> plain{};
    for (std::size_t c = 1; c < 0x80; ++c)
      plain[c] = static_cast<char>(c >= 'A' && c <= 'Z'                                  ? c + 32
                                   : is_space(static_cast<std::uint32_t>(c)) || c == '&' ? 0
                                                                                         : c);
    return plain;
  }();

  // Nearly every text is of plain ASCII with one space between words: only its case changes. False,
  // and nothing added, where it is not.
  bool add_simple(std::string_view text) {
    if (text.empty() || text.back() == ' ') return false;
    out_.resize(begin_ + text.size());
    std::uint32_t after_space = 1;  // a bit for the block's first byte
    bool simple = true;
    each_block(text, 'x', [&](ByteBlock block, std::size_t offset) {
      const ByteBlock others = block | block.at_most(0x1F) | block.equal('&');
      const std::uint32_t spaces = block.equal(' ').top_bits();
      simple = simple && others.top_bits() == 0 && (spaces & (spaces << 1U | after_space)) == 0;
      after_space = spaces >> (ByteBlock::kSize - 1);
      const ByteBlock lower = block | (block.between('A', 'Z') & ByteBlock::filled(' '));
      store(lower, offset);
    });
    if (!simple) out_.resize(begin_);
    return simple;
  }

  void store(ByteBlock block, std::size_t offset) {
    char* const to = out_.data() + begin_ + offset;
    const std::size_t room = out_.size() - begin_ - offset;
    room >= ByteBlock::kSize ? block.store(to) : store_first(block, to, room);
  }

  static bool is_plain_space(char c) { return c == ' ' || (c >= 9 && c <= 13); }

  // The beginning of a text up to the first character that is not plain ASCII; returns its length.
  std::size_t add_plain(std::string_view text) {
    out_.resize(begin_ + text.size());
    char* const first = out_.data() + begin_;
    char* to = first;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
      if (const char c = kPlain[static_cast<unsigned char>(text[i])]) {
        *to++ = c;
        continue;
      }
      const std::size_t begin = i;
      while (i < text.size() && is_plain_space(text[i])) ++i;
      const bool more = i < text.size() && kPlain[static_cast<unsigned char>(text[i])] != 0;
      if (i > begin) space_ = to != first;
      if (!more) break;
      if (space_) *to++ = ' ';
      space_ = false;
      --i;  // what comes behind the spaces is plain again
    }
    out_.resize(begin_ + static_cast<std::size_t>(to - first));
    return i;
  }

  void add(std::uint32_t c) {
    if (is_space(c)) {
      space_ = out_.size() > begin_;
      return;
    }
    if (c >= 0x80 && (is_ignorable(c) || is_combining_mark(c))) return;
    if (space_) out_ += ' ';
    space_ = false;
    if (c >= 0x80) {
      const char ascii = quote(c) != 0 ? quote(c) : look_alike(c);
      if (ascii == 0) return append_utf8(out_, c);
      c = static_cast<unsigned char>(ascii);
    }
    out_ += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }

  std::string& out_;
  std::size_t begin_;
  bool space_ = false;
};

}  // namespace

Span Text::span(const Document& document, std::size_t begin, std::size_t end) const {
  const std::string_view source = document.source->text();
  const char* const first = source.data();
  if (text.data() < first || text.data() + text.size() > first + source.size()) return span();
  const auto at_byte = static_cast<std::size_t>(text.data() - first);
  return {static_cast<std::uint32_t>(at_byte + begin), static_cast<std::uint32_t>(at_byte + end)};
}

std::string fold_text(std::string_view text) {
  std::string folded;
  Folding(folded).add(text);
  return folded;
}

SourceBytes::SourceBytes(const Document& document) {
  const SourceFile& source = *document.source;
  // What is no ASCII can also be escaped. Line breaks of JSON are never inside a text.
  ascii = source.is_ascii() && source.text().find('\\') == std::string_view::npos;
  const bool json = syntax_of_path(source.path()) != Syntax::Yaml;
  plain = ascii && json && source.is_plain() && !has_padding(source.text());
}

TextRoles::TextRoles(const Document& document) : of_node(document.tree.size()) {
  NamedRoles named;
  for (NodeId id = 0; id < of_node.size(); ++id) {
    const Value value(document.tree, id);
    if (!value.is_string()) continue;
    of_node[id] = is_identifier(value) ? TextRole::Name : named.of(document.tree, id);
  }
}

HiddenTexts::HiddenTexts(const DocumentFacts& facts) {
  if (facts.shared<SourceBytes>().plain) return;
  each_text(facts, [&](const Text& text) {
    auto runs = find_hidden(text.text, text.role == TextRole::Name);
    if (!runs.empty()) entries.push_back({text, std::move(runs)});
  });
}

FoldedTexts::FoldedTexts(const DocumentFacts& facts) {
  std::vector<std::size_t> ends;
  entries.reserve(facts.document().tree.size() / 2);  // about, in documents in use
  ends.reserve(entries.capacity());
  all.reserve(facts.document().source->text().size());
  each_text(facts, [&](const Text& text) {
    if (text.role == TextRole::Code || (text.is_key && text.text.size() < 12)) return;
    if (is_prompt(text.at)) return;
    entries.push_back({text, {}});
    Folding(all).add(text.text);
    ends.push_back(all.size());
    all += kEnd;
  });
  std::size_t begin = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].folded = std::string_view(all).substr(begin, ends[i] - begin);
    begin = ends[i] + 1;
  }
}

NameTexts::NameTexts(const DocumentFacts& facts) {
  each_text(facts, [&](const Text& text) {
    if (text.role == TextRole::Name) entries.push_back(text);
  });
}

}  // namespace cardlint::checks

// The texts of a document that a person or a model reads, each with its place: gathered once, for
// all checks on texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/text/code_points.h"
#include "doc/document.h"
#include "rules/check.h"

namespace cardlint::checks {

enum class TextRole : std::uint8_t {
  Prose,  // description, title, instructions, …
  Name,   // an identifier: the name of a server, tool, prompt or parameter
  Value,  // another string: a default, a choice, an example
  Code,   // an address, a command, an expression: not read as language
};

struct Text {
  Value at;
  bool is_key;  // the member's name, not its value
  TextRole role;
  std::string_view text;

  // The place in the source of a part of it; of all of it where the source spells it otherwise.
  Span span(const Document& document, std::size_t begin, std::size_t end) const;
  Span span() const { return is_key ? at.node().key_span : at.node().span; }
};

// As a reader takes it in: entities decoded, look-alikes and invisible characters undone, lower
// case, one space between words, one sort of each quotation mark.
std::string fold_text(std::string_view text);

// What the bytes of a document tell of all its texts at once.
struct SourceBytes {
  explicit SourceBytes(const Document& document);
  bool ascii;  // no text holds anything else
  bool plain;  // no text holds anything that find_hidden finds
};

// The role of each string of a document, found once.
struct TextRoles {
  explicit TextRoles(const Document& document);
  std::vector<TextRole> of_node;  // by NodeId; of no meaning where a node is no string
};

// Texts that hold something invisible.
struct HiddenTexts {
  explicit HiddenTexts(const DocumentFacts& facts);
  struct Entry {
    Text text;
    std::vector<HiddenRun> runs;
  };
  std::vector<Entry> entries;
};

// Texts of all roles but Code, folded. Prompts that a bundle brings for its user to send are left
// out: they are made to instruct a model.
struct FoldedTexts {
  explicit FoldedTexts(const DocumentFacts& facts);
  FoldedTexts(const FoldedTexts&) = delete;
  FoldedTexts& operator=(const FoldedTexts&) = delete;
  struct Entry {
    Text text;
    std::string_view folded;  // in `all`
  };
  std::vector<Entry> entries;         // in document order
  std::string all;                    // one after the other
  static constexpr char kEnd = '\n';  // behind each; no folded text holds it
};

// Names of servers, tools, prompts and parameters.
struct NameTexts {
  explicit NameTexts(const DocumentFacts& facts);
  std::vector<Text> entries;
};

}  // namespace cardlint::checks

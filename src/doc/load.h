// From bytes to a located tree. Whatever is wrong with the bytes becomes a LoadFault with its
// place: what two readers would read differently is a fault even where one of them shrugs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "doc/tree.h"

namespace cardlint {

enum class Syntax { Json, JsonWithComments, Yaml };

// Each code is claimed by exactly one rule (check `load-fault`); a test holds that.
enum class FaultCode {
  JsonSyntax,  // RFC 8259 grammar
  YamlSyntax,  // not well-formed YAML 1.2
  YamlUnread,  // well-formed, but yaml-cpp cannot read it: not the author's fault, "not assessed"
  Template,    // <% or {% of a template language
  TemplateBraces,  // an unquoted {{…}} value, which YAML reads as a map
  Bom,
  RootNotObject,
  EmptyDocument,
  TooDeep,
  TooLarge,      // bytes, nodes, scalar, key or number over a limit
  AliasBudget,   // YAML aliases over a limit
  AliasCycle,    // alias inside its own anchor
  AliasUnknown,  // alias to an anchor that does not exist, or not yet
  MergeKey,      // YAML `<<`
  Yaml11Scalar,  // a plain scalar that YAML 1.1 readers take for another type
  DuplicateKey,
  InvalidUtf8,
  LoneSurrogate,
  Utf16Or32,
  Nul,
  ControlCharacter,
  TrailingData,
  SecondDocument,
  JsonComment,
  TrailingComma,
  YamlTag,  // a tag outside the core schema
};
std::string_view name(FaultCode code);  // "json-syntax", "duplicate-key", …

struct LoadFault {
  FaultCode code;
  Span span;
  std::string detail;        // says what is wrong, without a trailing full stop; printable
  NodeId node = kNoNode;     // the node concerned, where there is one
  bool fatal = false;        // no tree: nothing else of the document can be judged
  std::string pointer = {};  // where `node` is not known, the pointer of the enclosing node
};

struct Loaded {
  Tree tree;  // empty when a fault is fatal
  std::vector<LoadFault> faults;
  bool bare = false;  // JSON without comments: between its nodes stands nothing that says anything
};

// `source` must outlive the tree: unescaped texts are views into it.
Loaded load_json(const SourceFile& source, const Limits& limits, bool comments_allowed = false);
Loaded load_yaml(const SourceFile& source, const Limits& limits);
// The same with every node confirmed by yaml-cpp, also where load_yaml can do without: for tests.
Loaded load_yaml_confirmed(const SourceFile& source, const Limits& limits);
Loaded load(const SourceFile& source, Syntax syntax, const Limits& limits);

// What both loaders ask of the bytes first: size, BOM, UTF-16/32, NUL, UTF-8. False when nothing
// more can be read; `begin` is set behind a BOM.
bool check_encoding(const SourceFile& source, std::size_t max_bytes, std::vector<LoadFault>& faults,
                    std::uint32_t& begin);

}  // namespace cardlint

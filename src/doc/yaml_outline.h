// The structural half of reading YAML: whether one document is well-formed as npm's `yaml` 2.x has
// it, and the exact place of every node in it, in the order in which a parser reports them. Decodes
// nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/load.h"
#include "doc/yaml_cursor.h"

namespace cardlint {

enum class YamlKind : std::uint8_t { None, Scalar, Alias, Map, Sequence, End };
enum class YamlStyle : std::uint8_t { Plain, Single, Double, Block };

struct YamlPart {
  Span span;    // without the node's own properties; those of what it contains belong to it
  Span tag;     // empty where there is none
  Span anchor;  // with '&'
  std::uint32_t link = 0;    // collection: its End, 0 while it is open; alias: the part it stands
                             // for; block scalar: the end of its lines
  std::uint32_t indent = 0;  // block scalar: columns to strip
  YamlKind kind = YamlKind::None;  // None: a place where a block map could have begun
  YamlStyle style = YamlStyle::Plain;
  bool flow = false;  // collection in brackets
};

struct YamlOutline {
  std::vector<YamlPart> parts;
  std::map<std::string, std::string, std::less<>> tag_handles;
  std::vector<YamlMask> masks;
  std::uint32_t document_end = 0;
  std::optional<std::uint32_t> second_document;
  bool empty = false;              // nothing but white space, comments and markers
  std::optional<LoadFault> fault;  // fatal; the rest is then of no use
};

// `text` is the whole file; reading starts at `begin`. Bounded by limits.depth and limits.nodes.
YamlOutline read_yaml_outline(std::string_view text, std::uint32_t begin, const Limits& limits);

// The full name of a tag as it is written ("!!str" is "tag:yaml.org,2002:str", "!" and "!local" are
// themselves), or nothing when its handle is unknown or it has no suffix.
std::optional<std::string> yaml_tag_name(std::string_view source, const YamlOutline& outline);

}  // namespace cardlint

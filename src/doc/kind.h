// Which sort of document is this? Decided by path and content together; see recognise(). Knows no
// rules.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "doc/load.h"
#include "doc/tree.h"

namespace cardlint {

enum class Kind : std::uint8_t {
  SmitheryManifest,
  ServerCard,
  OauthProtectedResource,
  OauthAuthorizationServer,
  OpenidConfiguration,
  Jwks,
  ClientMetadata,
  AiCatalog,
  RegistryServer,
  ClientConfig,
  McpbManifest,
  ToolsList,
};
inline constexpr std::size_t kKindCount = 12;

// Forms of the server card. None for every other kind.
enum class Dialect : std::uint8_t { None, Smithery, Sep1649, Sep1960, Sep2127, Hybrid, Unknown };

// Generations of smithery.yaml: what its documentation said at one time or another.
enum class Generation : std::uint8_t { G0, G0x, G1, G2, G3, G4, G5, G6 };

std::string_view name(Kind kind);        // "smithery-manifest", …
std::string_view name(Dialect dialect);  // "smithery", …; "" for None
std::string_view name(Generation generation);
std::optional<Kind> parse_kind(std::string_view word);
std::optional<Dialect> parse_dialect(std::string_view word);
std::optional<Generation> parse_generation(std::string_view word);

// A set of enumerators as bits.
template <class Enum>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr explicit EnumSet(std::uint32_t bits) : bits_(bits) {}
  constexpr EnumSet(std::initializer_list<Enum> members) {
    for (const Enum m : members) add(m);
  }
  constexpr void add(Enum m) { bits_ |= 1u << static_cast<unsigned>(m); }
  constexpr bool has(Enum m) const { return (bits_ >> static_cast<unsigned>(m) & 1u) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t bits() const { return bits_; }
  constexpr bool operator==(const EnumSet&) const = default;

 private:
  std::uint32_t bits_ = 0;
};
using KindSet = EnumSet<Kind>;
using DialectSet = EnumSet<Dialect>;
inline constexpr KindSet kAllKinds{(1u << kKindCount) - 1};

// What a path alone says. A strong path is reserved for its kind; an ambiguous one needs the
// content to agree.
struct PathKind {
  std::optional<Kind> kind;
  bool strong = false;
};
PathKind kind_of_path(std::string_view path);
// YAML for smithery.yaml and .yml, JSON with comments for VS Code's mcp.json, else JSON.
Syntax syntax_of_path(std::string_view path);
// True for *.mcpb: an archive whose manifest is the document, shown as "x.mcpb/manifest.json".
bool is_bundle_path(std::string_view path);
// True for …/.well-known/mcp/server-card.json, the only place where Smithery's scan looks.
bool is_smithery_card_path(std::string_view path);

// What the content alone says; nothing when it looks like no kind that we know.
std::optional<Kind> kind_of_content(Value root);

struct Recognition {
  std::optional<Kind> kind;
  std::optional<Kind> reserved;  // the kind of a strong path that the content contradicts
};
// Joins both: content that matches nothing leaves a strong path's kind in force and drops an
// ambiguous one; a strong card path keeps server-card for content of registry-server or tools-list
// (a server.json served as a card is the common case); the two authorization-server kinds keep the
// kind of their path; else the content decides.
Recognition recognise(std::string_view path, Value root);

// Forms of client configurations that checks read too. The object below "streamable_http", "sse" or
// "http" of an entry {"streamable_http": {"url": …}}, as lists of remote servers write it; else a
// missing value.
Value nested_transport(Value entry);
// An object all of whose members are entries of servers by name, without "mcpServers" around them.
bool is_server_map(Value root);

// The dialect of a server card and the members that decide it, in the order in which they are
// looked at; none for Unknown. The path never decides.
struct DialectMarks {
  Dialect dialect;
  std::vector<std::string_view> members;
};
DialectMarks find_dialect(Value card);
Dialect dialect_of(Value card);
// The generation that a smithery.yaml fits.
Generation generation_of(Value manifest);

}  // namespace cardlint

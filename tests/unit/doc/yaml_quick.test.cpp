// Simple YAML is built without yaml-cpp. Whatever is built that way, yaml-cpp must have confirmed:
// manifests and what small changes make of them, read both ways, give the same tree and the same
// faults.
#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_io.h"
#include "base/text.h"
#include "doc/load.h"
#include "support/paths.h"

using namespace cardlint;

namespace {

std::string shown(const Loaded& loaded) {
  std::string out;
  for (const LoadFault& fault : loaded.faults) {
    out += name(fault.code);
    out += ' ' + std::to_string(fault.span.begin) + '-' + std::to_string(fault.span.end) + '\n';
  }
  for (NodeId id = 0; id < loaded.tree.size(); ++id) {
    const Node& node = loaded.tree.node(id);
    for (const std::uint32_t n :
         {node.key_span.begin, node.key_span.end, node.span.begin, node.span.end, node.parent,
          node.end, node.count, static_cast<std::uint32_t>(node.style)})
      out += std::to_string(n) + ' ';
    out.append(name(node.type)).append(" ").append(node.key).append("=").append(node.text) += '\n';
  }
  return out;
}

// Whether the library read the text; what it cannot read proves nothing.
bool agrees(const std::string& text) {
  const SourceFile source("smithery.yaml", text);
  const Loaded confirmed = load_yaml_confirmed(source, Limits{});
  for (const LoadFault& fault : confirmed.faults) {
    if (fault.code == FaultCode::YamlUnread) return false;
  }
  INFO(text);
  CHECK(shown(load_yaml(source, Limits{})) == shown(confirmed));
  return true;
}

std::vector<std::string> manifests() {
  std::vector<std::string> texts;
  for (const std::string folder :
       {"demo", "documents/smithery-manifest/valid", "documents/smithery-manifest/invalid"}) {
    const auto entries = list_folder(in_fixtures(folder));
    REQUIRE(entries);
    for (const Entry& entry : *entries) {
      if (!entry.name.ends_with(".yaml")) continue;
      texts.push_back(*read_file(in_fixtures(folder + "/" + entry.name), Limits{}.yaml_bytes));
    }
  }
  texts.push_back("a:\n- b: 1\n  c: [d, {e: f}]\n-\n- - x\n  - y\nnull: ~\n'q': \"r\" # s\n");
  texts.push_back("a: {b: c, d}\n1: 0x1F\n? e\n: f\n[g]: h\n{i: j}: k\n\"l\" : m\n");
  return texts;
}

}  // namespace

TEST_CASE("simple YAML is read without the library as the library would confirm it",
          "[doc][yaml]") {
  std::size_t confirmed = 0;
  for (const std::string& text : manifests()) confirmed += agrees(text) ? 1 : 0;
  CHECK(confirmed > 5);
}

TEST_CASE("the same of manifests that something was done to", "[doc][yaml]") {
  constexpr std::array<std::string_view, 22> kPieces{
      " ",  "  ", "\n",  "\n  ", ": ", ":",  "- ",    "-",   "#",    " #", "'",
      "\"", "{",  "[a,", "]",    "? ", "&a", "!!int", "\\n", "<<: ", "%",  "\xC3\xA9"};
  std::size_t confirmed = 0;
  std::uint32_t state = 1;
  const auto below = [&](std::size_t limit) {
    state = state * 1664525u + 1013904223u;
    return static_cast<std::size_t>(state >> 8u) % limit;
  };
  const std::vector<std::string> texts = manifests();
  for (int i = 0; i < 2500; ++i) {
    std::string text = texts[below(texts.size())];
    if (text.size() > 700) text.resize(700);
    const std::size_t at = below(text.size());
    if (below(3) == 0) {
      text.erase(at, 1 + below(4));
    } else {
      text.insert(at, kPieces[below(kPieces.size())]);
    }
    confirmed += agrees(text) ? 1 : 0;
  }
  CHECK(confirmed > 2000);
}

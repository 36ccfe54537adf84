// The JSON loader against nlohmann's: the same texts are taken and mean the same. And the promise
// of the source map, on every text that is taken: the bytes of a node, read alone, are that node.
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "doc/load.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/tree_checks.h"

namespace cardlint::fuzz {
namespace {

constexpr std::size_t kMostReread = 150;  // nodes, and bytes of a text: rereading is quadratic
constexpr std::size_t kLongestReread = 3000;

bool has(const Loaded& loaded, FaultCode code) {
  for (const LoadFault& fault : loaded.faults) {
    if (fault.code == code) return true;
  }
  return false;
}

// Where we are stricter than the grammar, or more lenient and say so.
bool is_limit(const Loaded& loaded) {
  return has(loaded, FaultCode::TooDeep) || has(loaded, FaultCode::TooLarge);
}
bool is_grammar(const Loaded& loaded) {
  return !loaded.tree.empty() && !has(loaded, FaultCode::JsonComment) &&
         !has(loaded, FaultCode::TrailingComma) && !has(loaded, FaultCode::LoneSurrogate) &&
         !is_limit(loaded);
}

bool same_number(Value ours, const nlohmann::json& theirs) {
  const auto number = ours.number();
  if (!number) return false;
  const double other = theirs.get<double>();
  // Whole numbers of more than 53 bits: nlohmann converts them from 64 bits, we from the digits.
  return *number == other || std::abs(*number - other) <= std::abs(other) * 1e-15;
}

bool same(Value ours, const nlohmann::json& theirs) {
  switch (ours.type()) {
    case NodeType::Null:
      return theirs.is_null();
    case NodeType::Boolean:
      return theirs.is_boolean() && theirs.get<bool>() == ours.is_true();
    case NodeType::Integer:
    case NodeType::Number:
      return theirs.is_number() && same_number(ours, theirs);
    case NodeType::String:
      return theirs.is_string() && theirs.get_ref<const std::string&>() == ours.text();
    case NodeType::Array: {
      if (!theirs.is_array() || theirs.size() != ours.size()) return false;
      std::size_t at = 0;
      for (const Value item : ours) {
        if (!same(item, theirs[at++])) return false;
      }
      return true;
    }
    case NodeType::Object: {
      if (!theirs.is_object() || theirs.size() != ours.size()) return false;
      for (const Value member : ours) {
        const auto found = theirs.find(member.key());
        if (found == theirs.end() || !same(member, *found)) return false;
      }
      return true;
    }
  }
  return false;
}

void compare(std::string_view text, const Loaded& ours) {
  // nlohmann 3.11 takes a NUL for the end of the text.
  if (text.find('\0') != std::string_view::npos) return;
  const auto theirs = nlohmann::json::parse(text, nullptr, false);
  if (is_grammar(ours)) {
    promise(!theirs.is_discarded(), "nlohmann takes what we take without a word", text);
  } else if (!is_limit(ours)) {
    promise(theirs.is_discarded(), "we take what nlohmann takes", text);
  }
  if (theirs.is_discarded() || ours.tree.empty() || has(ours, FaultCode::DuplicateKey)) return;
  if (!is_limit(ours)) promise(same(ours.tree.root(), theirs), "both read the same value", text);
}

// With comments: nlohmann skips them too, but takes no comma before a closing bracket.
void compare_with_comments(std::string_view text, const Loaded& ours) {
  // In comments it takes any bytes.
  if (text.find('\0') != std::string_view::npos || find_invalid_utf8(text)) return;
  const auto theirs = nlohmann::json::parse(text, nullptr, false, true);
  if (theirs.is_discarded() || is_limit(ours)) return;
  promise(!ours.tree.empty(), "we take what nlohmann takes with comments", text);
  if (!has(ours, FaultCode::DuplicateKey))
    promise(same(ours.tree.root(), theirs), "both read the same value behind comments", text);
}

void reread(const SourceFile& source, const Tree& tree, bool comments) {
  if (source.text().size() > kLongestReread) return;
  for (NodeId id = 0; id < tree.size() && id < kMostReread; ++id) {
    const Value value(tree, id);
    const SourceFile alone("", std::string(source.slice(value.node().span)));
    const Loaded again = load_json(alone, Limits{}, comments);
    promise(!again.tree.empty() && same_value(again.tree.root(), value) &&
                again.tree.root().type() == value.type(),
            "the bytes of a node are that node", alone.text());
    promise(
        again.tree.root().node().span == Span{0, static_cast<std::uint32_t>(alone.text().size())},
        "the bytes of a node hold nothing else", alone.text());
    if (!value.parent().is_object()) continue;
    const SourceFile key("", std::string(source.slice(value.node().key_span)));
    const Loaded name = load_json(key, Limits{});
    promise(name.tree.root().is_text(value.key()), "the bytes of a key are that key", key.text());
  }
}

void rewrite(const Tree& tree) {
  const std::string text = to_json(tree.root());
  promise(json_size(tree.root()) == text.size(), "the size of JSON is known before it is made");
  const SourceFile source("", text);
  Limits limits;
  limits.file_bytes = limits.scalar_bytes = limits.key_bytes = 64u << 20;
  const Loaded again = load_json(source, limits);
  promise(!again.tree.empty() && same_value(again.tree.root(), tree.root()),
          "what is written as JSON reads the same", text);
}

}  // namespace

void run_json(std::string_view input) {
  const SourceFile source("input.json", std::string(input));
  for (const bool comments : {false, true}) {
    const Loaded loaded = load_json(source, Limits{}, comments);
    check_faults(source, loaded.faults);
    if (comments) {
      compare_with_comments(input, loaded);
    } else {
      compare(input, loaded);
    }
    if (loaded.tree.empty()) {
      promise(!loaded.faults.empty() && loaded.faults.back().fatal, "a refusal has its reason");
      continue;
    }
    check_tree(source, loaded.tree, Places::Exact);
    reread(source, loaded.tree, true);
    rewrite(loaded.tree);
  }
  check_positions(source);
}

}  // namespace cardlint::fuzz

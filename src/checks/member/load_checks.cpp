// Checks on what the loaders found in the bytes, and on the file's name and kind.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

void load_fault(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  const auto codes = args.texts("codes");
  const std::string_view begins = args.text("begins");
  if (!begins.empty() && document.source->text().starts_with(begins) == args.flag("begins-not"))
    return;
  for (const LoadFault& fault : document.faults) {
    if (std::find(codes.begin(), codes.end(), name(fault.code)) == codes.end()) continue;
    const Value node = document.readable() && fault.node != kNoNode
                           ? Value(document.tree, fault.node)
                           : document.root();
    report.span(document, node, fault.span,
                {{"detail", fault.detail}, {"reason", std::string(name(fault.code))}});
    if (args.flag("once")) return;
  }
}

// The members that a merge key brings into the map around it: those that the map does not name
// itself.
std::vector<std::string_view> merged_members(Value merge) {
  std::vector<std::string_view> members;
  std::set<std::string_view> own;
  for (const Value member : merge.parent()) own.insert(member.key());
  const auto take = [&](Value map) {
    if (!map.is_object()) return;
    for (const Value member : map) {
      if (own.count(member.key()) == 0) members.push_back(member.key());
    }
  };
  take(merge);
  if (merge.is_array()) std::for_each(merge.begin(), merge.end(), take);
  return members;
}

// True when the merge key stands in the root and brings in one of `names`, or stands below one of
// them.
bool brings_in(Value merge, const std::vector<std::string_view>& names) {
  const auto wanted = [&](std::string_view key) {
    return std::find(names.begin(), names.end(), key) != names.end();
  };
  const std::vector<std::string_view> members = merged_members(merge);
  Value top = merge;
  while (top.parent() && top.parent().parent()) top = top.parent();
  if (top != merge) return wanted(top.key()) && !members.empty();
  return std::any_of(members.begin(), members.end(), wanted);
}

// Faults with one of `codes` that concern a node of a document that could be read.
template <class Use>
void each_located_fault(const Document& document, const Args& args, Use&& use) {
  if (!document.readable()) return;
  const auto codes = args.texts("codes");
  for (const LoadFault& fault : document.faults) {
    const bool wanted = std::find(codes.begin(), codes.end(), name(fault.code)) != codes.end();
    if (wanted && fault.node != kNoNode) use(fault, Value(document.tree, fault.node));
  }
}

void merge_key(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  each_located_fault(document, args, [&](const LoadFault& fault, Value merge) {
    if (brings_in(merge, args.texts("members")) == args.flag("without")) return;
    std::vector<std::string> members;
    for (const std::string_view member : merged_members(merge)) {
      if (members.size() < 8) members.push_back(fmt::format("'{}'", printable(member, 40)));
    }
    report.span(document, merge, fault.span,
                {{"members", members.empty() ? "nothing" : join(members, ", ")}});
  });
}

bool is_word_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool expects_no_text(Value schema) {
  const Value type = schema["type"];
  return schema["enum"] ||
         is_word_of(type.is_string() ? type.text() : "", {"boolean", "integer", "number"});
}

// True where smithery.yaml has a boolean, a number or one of a few words; false where any text may
// stand.
bool reads_as_scalar(Value node) {
  const Value parent = node.parent();
  const std::string pointer = node.pointer();
  if (is_word_of(pointer, {"/runtime", "/target", "/startCommand/type"})) return true;
  Value top = parent;
  while (top && !is_word_of(top.key(), {"configSchema", "exampleConfig"})) top = top.parent();
  if (!top) return false;
  if (top.key() == "exampleConfig") {
    const Value schema = top.parent()["configSchema"];
    return parent == top && expects_no_text(schema["properties"][node.key()]);
  }
  if (parent.is_array()) return is_word_of(parent.key(), {"enum"});
  if (parent.key() == "properties") return false;
  if (is_word_of(node.key(), {"default", "const"}))
    return !parent["type"].is_text("string") || parent["enum"];
  return is_word_of(node.key(), {"type", "required", "additionalProperties", "uniqueItems",
                                 "readOnly", "writeOnly", "deprecated", "secret", "sensitive",
                                 "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
                                 "multipleOf", "minLength", "maxLength", "minItems", "maxItems"});
}

void ambiguous_scalar(const Target& target, const Args& args, const Reporter& report) {
  each_located_fault(target.document(), args, [&](const LoadFault& fault, Value node) {
    if (!reads_as_scalar(node)) return;
    report.span(target.document(), node, fault.span, {{"detail", fault.detail}});
  });
}

void kind_unknown(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (document.kind || !document.named || !document.readable()) return;
  report.span(document, document.root(), {0, 0},
              {{"file", printable(base_name(document.source->path()))}});
}

void kind_path_mismatch(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (!document.reserved || !document.kind) return;
  report.span(document, document.root(), {0, 0},
              {{"content", std::string(name(*document.kind))},
               {"reserved", std::string(name(*document.reserved))}});
}

void file_larger(const Target& target, const Args& args, const Reporter& report) {
  const std::size_t bytes = target.document().source->text().size();
  const double limit = args.number("bytes", 0);
  const double upper = args.number("up-to", 1e18);
  if (static_cast<double>(bytes) <= limit || static_cast<double>(bytes) > upper) return;
  report.span(target.document(), target.document().root(), {0, 0},
              {{"bytes", fmt::format("{}", bytes)}, {"limit", fmt::format("{:.0f}", limit)}});
}

void file_name(const Target& target, const Args& args, const Reporter& report) {
  const std::string_view file = base_name(target.document().source->path());
  const auto names = args.texts("names");
  if (std::find(names.begin(), names.end(), file) == names.end()) return;
  report.span(target.document(), target.document().root(), {0, 0}, {{"file", printable(file)}});
}

constexpr std::array kCodes{ArgSpec{"codes", Type::Texts, true}};
constexpr std::array kFaults{
    ArgSpec{"codes", Type::Texts, true}, ArgSpec{"once", Type::Flag, false},
    ArgSpec{"begins", Type::Text, false}, ArgSpec{"begins-not", Type::Flag, false}};
constexpr std::array kBytes{ArgSpec{"bytes", Type::Number, true},
                            ArgSpec{"up-to", Type::Number, false}};
constexpr std::array kNames{ArgSpec{"names", Type::Texts, true}};

constexpr std::array kMerge{ArgSpec{"codes", Type::Texts, true},
                            ArgSpec{"members", Type::Texts, true},
                            ArgSpec{"without", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{
        "ambiguous-scalar",
        "the loader noted one of 'codes' where smithery.yaml has a boolean, number or fixed word",
        kCodes, false, make_simple<ambiguous_scalar>},
    CheckEntry{"file-larger", "the file has more than 'bytes' bytes (and at most 'up-to')", kBytes,
               false, make_simple<file_larger>},
    CheckEntry{"file-name", "the file is called one of 'names'", kNames, false,
               make_simple<file_name>},
    CheckEntry{"kind-path-mismatch",
               "the content is of another kind than the reserved path",
               {},
               false,
               make_simple<kind_path_mismatch>},
    CheckEntry{"kind-unknown",
               "a file named on the command line is of no known kind",
               {},
               false,
               make_simple<kind_unknown>},
    CheckEntry{"load-fault",
               "the loader found a fault with one of 'codes' ('once': the first; 'begins': in a "
               "text that begins so, or not so)",
               kFaults, false, make_simple<load_fault>},
    CheckEntry{"merge-key",
               "a YAML merge key (one of 'codes') brings in root 'members' or stands below one "
               "('without': not)",
               kMerge, false, make_simple<merge_key>},
};

}  // namespace

CheckTable load_checks() {
  return kTable;
}

}  // namespace cardlint::checks

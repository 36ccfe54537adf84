#include "schema/fault_walk.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "schema/keywords.h"
#include "schema/number.h"
#include "schema/schema_check.h"
#include "schema/wording.h"

namespace cardlint {
namespace {

using Faults = std::vector<SchemaFault>;

// Larger objects get no hint on what was meant: each hint looks at every member.
constexpr std::uint32_t kHintedMembers = 200;

class Walk {
 public:
  explicit Walk(const Tree& schema) : root_(schema.root()) {}

  void judge(Value schema, Value value, Faults& out) {
    if (out.size() >= kMaxSchemaFaults) return;
    schema = follow(schema);
    if (schema.is_boolean()) {
      if (!schema.is_true()) add(out, value, "false", "is not allowed here");
      return;
    }
    if (!fits_type(schema, value)) return add(out, value, "type", expected_type(schema, value));
    judge_whole(schema, value, out);
    if (value.is_string()) judge_string(schema, value, out);
    if (value.is_number()) judge_number(schema, value, out);
    if (value.is_array()) judge_array(schema, value, out);
    if (value.is_object()) judge_object(schema, value, out);
    judge_combined(schema, value, out);
  }

 private:
  bool fits(Value schema, Value value) {
    Faults faults;
    judge(schema, value, faults);
    return faults.empty();
  }

  Value follow(Value schema) const {
    // check_schema has seen to it that this ends.
    while (const Value reference = schema["$ref"])
      schema = resolve_reference(root_, reference.text());
    return schema;
  }

  static void add(Faults& out, Value at, std::string_view keyword, std::string detail,
                  std::string_view member = {}) {
    if (out.size() >= kMaxSchemaFaults) return;
    out.push_back({at.id(), keyword, std::string(member), std::move(detail)});
  }

  bool matches(Value pattern, std::string_view pattern_text, std::string_view text) {
    std::unique_ptr<RE2>& compiled = patterns_[pattern.id()];
    if (!compiled) compiled = std::make_unique<RE2>(std::string(pattern_text), RE2::Quiet);
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled);
  }

  static std::string expected_type(Value schema, Value value) {
    std::vector<std::string> phrases;
    for (const std::string_view type : types_of(schema)) phrases.push_back(type_name_phrase(type));
    const bool fraction = value.is_number() && fits_any_number(schema);
    return fmt::format("is {}, expected {}", fraction ? value_phrase(value) : type_phrase(value),
                       alternatives(phrases));
  }
  static bool fits_any_number(Value schema) {
    const auto types = types_of(schema);
    return std::find(types.begin(), types.end(), "integer") != types.end();
  }

  void judge_whole(Value schema, Value value, Faults& out) {
    if (const Value only = schema["const"]; only && !same_value(only, value)) {
      add(out, value, "const",
          fmt::format("is {}, expected {}", value_phrase(value), value_phrase(only)));
    }
    if (const Value list = schema["enum"]; list && !is_one_of(value, list)) {
      std::vector<std::string> phrases;
      for (const Value item : list) phrases.push_back(value_phrase(item));
      add(out, value, "enum",
          fmt::format("is {}, expected {}", value_phrase(value), alternatives(phrases)));
    }
  }

  void judge_string(Value schema, Value value, Faults& out) {
    const std::string_view text = value.text();
    const Value least = schema["minLength"];
    const Value most = schema["maxLength"];
    const std::size_t length = least || most ? count_code_points(text) : 0;
    if (least && static_cast<double>(length) < *least.number()) {
      const std::string is = length == 0 ? "is empty" : "has " + counted(length, "character");
      add(out, value, "minLength", fmt::format("{}, at least {} needed", is, need(least)));
      if (length == 0) return;  // that it does not match a pattern either is no news
    }
    if (most && static_cast<double>(length) > *most.number()) {
      add(out, value, "maxLength",
          fmt::format("has {}, at most {} allowed", counted(length, "character"), need(most)));
    }
    if (const Value pattern = schema["pattern"];
        pattern && !matches(pattern, pattern.text(), text)) {
      // The title of an inner schema is written so that it completes "expected …".
      const Value title = schema["title"];
      add(out, value, "pattern",
          title ? fmt::format("is {}, expected {}", value_phrase(value), title.text())
                : fmt::format("is {}, which does not match the pattern '{}'", value_phrase(value),
                              printable(pattern.text(), 120)));
    }
  }

  // "1 is", "3 are": the end of "at least … needed".
  static std::string need(Value count) {
    return fmt::format("{} {}", count.text(), count.text() == "1" ? "is" : "are");
  }

  void judge_number(Value schema, Value value, Faults& out) {
    const double number = schema_number(value);
    const auto bound = [&](std::string_view keyword, auto broken, std::string_view words) {
      const Value limit = schema[keyword];
      if (!limit || !broken(number, *limit.number())) return;
      add(out, value, keyword,
          fmt::format("is {}, expected {} {}", value_phrase(value), words, limit.text()));
    };
    bound("minimum", std::less<>(), "at least");
    bound("maximum", std::greater<>(), "at most");
    bound("exclusiveMinimum", std::less_equal<>(), "more than");
    bound("exclusiveMaximum", std::greater_equal<>(), "less than");
  }

  void judge_count(Value schema, Value value, std::string_view least_name,
                   std::string_view most_name, std::string_view noun, Faults& out) {
    const std::uint32_t count = value.size();
    const std::string has = count == 0 ? "is empty" : "has " + counted(count, noun);
    if (const Value least = schema[least_name]; least && count < *least.number()) {
      add(out, value, least_name, fmt::format("{}, at least {} needed", has, need(least)));
    }
    if (const Value most = schema[most_name]; most && count > *most.number()) {
      add(out, value, most_name, fmt::format("{}, at most {} allowed", has, need(most)));
    }
  }

  void judge_array(Value schema, Value value, Faults& out) {
    judge_count(schema, value, "minItems", "maxItems", "item", out);
    if (const Value items = schema["items"]; items.is_array()) {
      const Value rest = schema["additionalItems"];
      std::uint32_t index = 0;
      for (const Value item : value) {
        const Value judged = index < items.size() ? items.at(index) : rest;
        if (judged) judge(judged, item, out);
        ++index;
      }
    } else if (items) {
      for (const Value item : value) judge(items, item, out);
    }
    if (const Value wanted = schema["contains"]; wanted) {
      const bool found =
          std::any_of(value.begin(), value.end(), [&](Value item) { return fits(wanted, item); });
      if (!found) add(out, value, "contains", "has no item of the form that is needed");
    }
  }

  void judge_object(Value schema, Value value, Faults& out) {
    judge_count(schema, value, "minProperties", "maxProperties", "member", out);
    for (const Value wanted : schema["required"]) {
      if (value[wanted.text()]) continue;
      add(out, value, "required", lacks(value, wanted.text()), wanted.text());
    }
    for (const Value member : value) judge_member(schema, member, out);
    judge_names(schema, value, out);
    for (const Value dependency : schema["dependencies"]) {
      if (!value[dependency.key()]) continue;
      if (!dependency.is_array()) judge(dependency, value, out);
      for (const Value wanted : dependency) {
        if (!dependency.is_array() || value[wanted.text()]) continue;
        add(out, value, "dependencies",
            fmt::format("lacks the member {}, which {} needs", quoted(wanted.text()),
                        quoted(dependency.key())),
            wanted.text());
      }
    }
  }

  static std::string lacks(Value object, std::string_view wanted) {
    std::string detail = fmt::format("lacks the member {}", quoted(wanted));
    if (object.size() > kHintedMembers) return detail;
    const std::string folded = fold_name(wanted);
    for (const Value member : object) {
      if (fold_name(member.key()) == folded) {
        return detail + fmt::format(", has {}", quoted(member.key()));
      }
    }
    return detail;
  }

  void judge_member(Value schema, Value member, Faults& out) {
    if (out.size() >= kMaxSchemaFaults) return;
    bool known = false;
    if (const Value own = schema["properties"][member.key()]; own) {
      known = true;
      judge(own, member, out);
    }
    for (const Value pattern : schema["patternProperties"]) {
      if (!matches(pattern, pattern.key(), member.key())) continue;
      known = true;
      judge(pattern, member, out);
    }
    const Value additional = schema["additionalProperties"];
    if (known || !additional) return;
    if (additional.is_boolean() && !additional.is_true()) {
      add(out, member, "additionalProperties", unknown(schema, member), member.key());
    } else {
      judge(additional, member, out);
    }
  }

  static std::string unknown(Value schema, Value member) {
    std::vector<std::string_view> names;
    if (member.parent().size() <= kHintedMembers) {
      for (const Value known : schema["properties"]) {
        if (!member.parent()[known.key()]) names.push_back(known.key());
      }
    }
    const std::string_view meant = nearest(member.key(), names);
    if (meant.empty()) return "is no member that is known here";
    return fmt::format("is no member that is known here, did you mean {}", quoted(meant));
  }

  void judge_names(Value schema, Value value, Faults& out) {
    const Value wanted = schema["propertyNames"];
    if (!wanted) return;
    for (const Value member : value) {
      TreeBuilder builder;
      builder.scalar(NodeType::String, member.key(), member.node().key_span);
      const Tree name = builder.finish();
      Faults faults;
      judge(wanted, name.root(), faults);
      for (const SchemaFault& fault : faults) {
        add(out, member, "propertyNames", "has a name that " + fault.detail, member.key());
      }
    }
  }

  void judge_combined(Value schema, Value value, Faults& out) {
    for (const Value part : schema["allOf"]) judge(part, value, out);
    if (const Value branches = schema["anyOf"]; branches) {
      judge_choice(branches, value, "anyOf", out);
    }
    if (const Value branches = schema["oneOf"]; branches) {
      judge_choice(branches, value, "oneOf", out);
    }
    if (const Value refused = schema["not"]; refused && fits(refused, value)) {
      add(out, value, "not", refusal(follow(refused), value));
    }
    if (const Value condition = schema["if"]; condition) {
      const Value next = schema[fits(condition, value) ? "then" : "else"];
      if (next) judge(next, value, out);
    }
  }

  static std::string refusal(Value refused, Value value) {
    if (const Value names = refused["required"]; names && value.is_object()) {
      std::vector<std::string> phrases;
      for (const Value item : names) phrases.push_back(quoted(item.text()));
      return fmt::format("must not have {}", join(phrases, " together with "));
    }
    if (!value.is_object() && !value.is_array()) {
      return fmt::format("is {}, which is not allowed", value_phrase(value));
    }
    return "is of a form that is not allowed";
  }

  // One fault for the whole choice, unless it is plain which branch was meant: then that branch's
  // faults.
  void judge_choice(Value branches, Value value, std::string_view keyword, Faults& out) {
    std::vector<Faults> candidates;
    std::size_t fitting = 0;
    for (const Value branch : branches) {
      Faults faults;
      judge(branch, value, faults);
      if (faults.empty()) {
        ++fitting;
        continue;
      }
      const bool other_type = faults.front().node == value.id() && faults.front().keyword == "type";
      if (!other_type && fits_fixed_type(follow(branch), value)) {
        candidates.push_back(std::move(faults));
      }
    }
    if (fitting > 1 && keyword == "oneOf") {
      const std::string members = alternative_members(branches);
      add(out, value, keyword,
          members.empty() ? "fits more than one of the forms that exclude each other"
                          : "has more than one of " + members);
    }
    if (fitting > 0) return;
    if (candidates.size() > 1) keep_meant(candidates, value);
    if (candidates.size() == 1) {
      for (SchemaFault& fault : candidates.front()) {
        if (out.size() < kMaxSchemaFaults) out.push_back(std::move(fault));
      }
      return;
    }
    add(out, value, keyword, expected_form(branches, value));
  }

  // Of several branches that fit the type, drops those that a member with a fixed value tells
  // apart: {"type": "http"} is not meant for the branch that says {"type": "stdio"}.
  static void keep_meant(std::vector<Faults>& candidates, Value value) {
    const auto not_meant = [&](const Faults& faults) {
      return std::any_of(faults.begin(), faults.end(), [&](const SchemaFault& fault) {
        const bool fixed = fault.keyword == "const" || fault.keyword == "enum";
        return fixed && value.tree().node(fault.node).parent == value.id();
      });
    };
    if (std::all_of(candidates.begin(), candidates.end(), not_meant)) return;
    std::erase_if(candidates, not_meant);
  }

  // The members of a choice whose branches say no more than {"required": [member]}; else empty.
  static std::string alternative_members(Value branches) {
    std::vector<std::string> names;
    for (const Value branch : branches) {
      const Value names_of_branch = branch["required"];
      if (!names_of_branch || branch.size() != 1 || names_of_branch.size() != 1) return {};
      names.push_back(quoted(names_of_branch.at(0).text()));
    }
    return alternatives(names);
  }

  std::string expected_form(Value branches, Value value) const {
    const std::string members = alternative_members(branches);
    if (!members.empty()) return "needs one of " + members;
    std::vector<std::string> phrases;
    bool by_value = false;
    for (const Value branch : branches) {
      const Value schema = follow(branch);
      if (const Value title = schema["title"]; title) {
        phrases.emplace_back(title.text());
      } else if (const Value list = schema["enum"]; list) {
        by_value = true;
        for (const Value item : list) phrases.push_back(value_phrase(item));
      } else if (const Value only = schema["const"]; only) {
        by_value = true;
        phrases.push_back(value_phrase(only));
      } else if (schema["type"]) {
        for (const std::string_view type : types_of(schema)) {
          phrases.push_back(type_name_phrase(type));
        }
      } else {
        return fmt::format("has none of the {} forms that are allowed here", branches.size());
      }
    }
    std::vector<std::string> once;
    for (std::string& phrase : phrases) {
      if (std::find(once.begin(), once.end(), phrase) == once.end()) once.push_back(phrase);
    }
    return fmt::format("is {}, expected {}", by_value ? value_phrase(value) : type_phrase(value),
                       alternatives(once));
  }

  Value root_;
  std::unordered_map<NodeId, std::unique_ptr<RE2>> patterns_;  // by the schema node of the pattern
};

}  // namespace

std::vector<SchemaFault> find_schema_faults(const Tree& schema, Value document) {
  Faults faults;
  Walk(schema).judge(schema.root(), document, faults);
  std::stable_sort(faults.begin(), faults.end(),
                   [](const SchemaFault& a, const SchemaFault& b) { return a.node < b.node; });
  // Two parts of an allOf can ask the same of one value.
  std::set<std::pair<std::string_view, std::string>> seen;
  NodeId node = kNoNode;
  std::erase_if(faults, [&](const SchemaFault& fault) {
    if (std::exchange(node, fault.node) != fault.node) seen.clear();
    return !seen.insert({fault.keyword, fault.detail}).second;
  });
  return faults;
}

}  // namespace cardlint

// Tools, prompts and resources: what a model and its client are told that a server can do.
#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/json_schema/json_schema.h"
#include "checks/make_check.h"
#include "checks/table.h"
#include "doc/kind.h"
#include "secret/credential_name.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;
using Type = ArgSpec::Type;

// By a number for each name, so that most lists need nothing to be kept.
bool names_surely_differ(Value list, std::string_view member, bool folded) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(list.size());
  for (const Value item : list) {
    const Value name = item[member];
    if (name.is_string()) hashes.push_back(folded ? fold_hash(name.text()) : hash64(name.text()));
  }
  std::sort(hashes.begin(), hashes.end());
  return std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end();
}

// Two items of a list with one name ('member'): equal, or with 'folded' equal only after removing
// case, '_', '-', '.'.
void same_name(const Target& target, const Args& args, const Reporter& report) {
  const bool folded = args.flag("folded");
  const std::string_view member = args.text("member", "name");
  if (names_surely_differ(target.value, member, folded)) return;
  std::unordered_map<std::string_view, Value> first;
  first.reserve(target.value.size());
  std::deque<std::string> kept;  // what `first` views where it is folded
  for (const Value item : target.value) {
    const Value name = item[member];
    if (!name.is_string() || name.text().empty()) continue;
    std::string_view key = name.text();
    if (folded) key = kept.emplace_back(fold_name(key));
    const auto [entry, added] = first.try_emplace(key, name);
    if (added || (folded && entry->second.text() == name.text())) continue;
    Finding finding{&target.document(), name.id(), name.node().span, {}, {}};
    finding.params.emplace_back("other", describe(entry->second));
    finding.related.push_back(
        {&target.document(), entry->second.node().span, entry->second.pointer(), "the other one"});
    report.finding(finding);
  }
}

void holds_word(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  const TextList wanted = args.texts("words");
  std::optional<std::string_view> found;
  each_word(target.value.text(), [&](std::string_view word) {
    if (found) return;
    const auto match = std::find_if(wanted.begin(), wanted.end(), [&](std::string_view lower) {
      return word.size() == lower.size() && starts_with_ignoring_case(word, lower);
    });
    if (match != wanted.end()) found = *match;
  });
  if (found)
    return report.value(target.document(), target.value, {{"word", fmt::format("'{}'", *found)}});
  if (args.flag("leading-underscore") && target.value.text().starts_with('_')) {
    report.value(target.document(), target.value, {{"word", "a leading '_'"}});
  }
}

// A description that only repeats the name or title, or was never written. `select` is the tool.
void description_placeholder(const Target& target, const Args&, const Reporter& report) {
  const Value tool = target.value;
  const Value description = tool["description"];
  if (!description.is_string()) return;
  constexpr std::array kEmpty{"todo"sv,        "tbd"sv,           "fixme"sv,
                              "description"sv, "nodescription"sv, "nodescriptionprovided"sv};
  std::string_view said = trim(description.text());
  said = said.substr(0, said.find_last_not_of(".! _-\t") + 1);
  const std::string_view lead = said.substr(0, said.find(':'));
  const bool labelled =
      lead.size() < said.size() && (folds_to(lead, "tool") || folds_to(lead, "mcptool"));
  const std::string_view rest = labelled ? said.substr(lead.size() + 1) : said;
  const auto repeats = [&](Value name) {
    if (!name.is_string() || name.text().empty()) return false;
    return fold_alike(said, name.text()) || (labelled && fold_alike(rest, name.text()));
  };
  const bool empty = std::any_of(kEmpty.begin(), kEmpty.end(),
                                 [&](std::string_view word) { return folds_to(said, word); });
  if (empty || repeats(tool["name"]) || repeats(tool["title"]))
    report.value(target.document(), description);
}

class ThinDescription final : public Check {
 public:
  explicit ThinDescription(Args args)
      : least_words_(args.number("words", 4)), least_(args.number("characters", 20)) {}

  void run(const Target& target, const Reporter& report) const override {
    if (!target.value.is_string()) return;
    const std::string_view text = trim(target.value.text());
    if (text.empty()) return;  // missing, which is another rule
    const std::size_t characters = count_code_points(text);
    std::size_t words = 0;
    for (std::size_t i = 0; i < text.size() && static_cast<double>(words) < least_words_; ++i)
      words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
    // Scripts without spaces (Chinese, Japanese, Thai) say more with fewer characters and no word
    // breaks.
    const bool wide = text.size() > 2 * characters;
    const bool few_words = !wide && static_cast<double>(words) < least_words_;
    if (few_words || static_cast<double>(characters) < least_ / (wide ? 4 : 1))
      report.value(target.document(), target.value);
  }

 private:
  double least_words_;
  double least_;
};

// The part of an input schema that MCP's own schema spells out: 'properties' with its members,
// 'required' with its items.
bool in_mcp_shape(Value at, Value schema) {
  for (Value keyword = at; keyword && keyword != schema; keyword = keyword.parent()) {
    const bool near = keyword == at || keyword == at.parent();
    if (near && keyword.parent() == schema)
      return keyword.key() == "properties" || keyword.key() == "required";
  }
  return false;
}

// Which schemas have no fault: rules ask for one part of the faults after the other.
class SoundSchemas {
 public:
  explicit SoundSchemas(const Document& document) : nodes_(document.tree.size()) {}
  bool has(Value schema, SchemaDialects dialects) const {
    Answer& answer = answers(dialects)[schema.id()];
    if (answer == Answer::None) {
      answer = Answer::Sound;
      find_schema_faults(schema, dialects,
                         [&](Value, const std::string&) { answer = Answer::Faulty; });
    }
    return answer == Answer::Sound;
  }

 private:
  enum class Answer : std::uint8_t { None, Sound, Faulty };
  using Answers = std::vector<Answer>;  // by node

  Answers& answers(SchemaDialects dialects) const {
    for (auto& [known, answers] : by_dialects_) {
      if (known == dialects) return answers;
    }
    return by_dialects_.emplace_back(dialects, Answers(nodes_)).second;
  }

  std::size_t nodes_;
  // Few, as many as rules ask for. A document is judged by one thread.
  mutable std::vector<std::pair<SchemaDialects, Answers>> by_dialects_;
};

// 'part': "shape" (see in_mcp_shape) or "rest".
class InvalidSchema final : public Check {
 public:
  explicit InvalidSchema(Args args)
      : in_parts_(args["part"]),
        part_(args.text("part")),
        root_type_(args.flag("root-type")),
        draft_07_too_(args.flag("draft-07-too")) {}

  void run(const Target& target, const Reporter& report) const override {
    const Value schema = target.value;
    if (!schema.is_object()) return;
    const bool old_spec = !target.settings.spec.empty() && target.settings.spec < "2025-11-25";
    SchemaDialects fallback{SchemaDialect::Draft2020};
    if (old_spec || draft_07_too_) fallback.add(SchemaDialect::Draft07);
    const auto dialects = dialects_of(schema, fallback);
    if (!dialects) {  // another rule warns of it; said once, not for each part
      if (part_ != "rest")
        report.not_assessed(fmt::format("{}, '{}'", target.document().source->path(),
                                        printable(schema.pointer(), 200)),
                            "'$schema' names a dialect that cardlint does not know");
      return;
    }
    if (target.facts->shared<SoundSchemas>().has(schema, *dialects)) return;
    find_schema_faults(schema, *dialects, [&](Value at, std::string detail) {
      // The root's type is MCP's own matter: another rule says that it must be "object".
      const bool of_root_type = at == schema["type"] || at.parent() == schema["type"];
      if (of_root_type && !root_type_) return;
      if (in_parts_ && in_mcp_shape(at, schema) != (part_ == "shape")) return;
      report.value(target.document(), at, {{"detail", std::move(detail)}});
    });
  }

 private:
  bool in_parts_;
  std::string_view part_;
  bool root_type_;
  bool draft_07_too_;
};

// `select` is the list of tools.
void all_schemas_empty(const Target& target, const Args& args, const Reporter& report) {
  const Value tools = target.value;
  if (!tools.is_array() || tools.size() < args.number("least", 3)) return;
  const bool all_empty = std::all_of(tools.begin(), tools.end(), [](Value tool) {
    const Value schema = tool["inputSchema"];
    if (!schema.is_object()) return false;
    const bool composed = schema["$ref"] || schema["allOf"] || schema["anyOf"] || schema["oneOf"];
    return !composed && (!schema["properties"] ||
                         (schema["properties"].is_object() && schema["properties"].size() == 0));
  });
  if (all_empty) report.key(target.document(), tools, {{"count", fmt::format("{}", tools.size())}});
}

// `select` is the schema's `properties`; one finding a tool.
void undescribed_properties(const Target& target, const Args&, const Reporter& report) {
  std::vector<std::string> names;
  for (const Value property : target.value) {
    const Value text = property["description"];
    const bool described = text.is_string() && !trim(text.text()).empty();
    if (property.is_object() && !described && !property["title"])
      names.push_back(fmt::format("'{}'", printable(property.key(), 40)));
  }
  if (names.empty()) return;
  if (names.size() > 5)
    names = {names[0], names[1], names[2], names[3], fmt::format("{} more", names.size() - 4)};
  report.key(target.document(), target.value, {{"names", join(names, ", ")}});
}

struct SchemaSize {
  std::size_t depth = 0;
  std::size_t subschemas = 0;
};

// Objects below a schema, the schema counted; close to subschemas without knowing every keyword.
SchemaSize size_of(Value schema) {
  SchemaSize size{schema.is_object() ? 1u : 0u, schema.is_object() ? 1u : 0u};
  std::size_t deepest = 0;
  for (const Value child : schema) {
    const SchemaSize part = size_of(child);
    deepest = std::max(deepest, part.depth);
    size.subschemas += part.subschemas;
  }
  size.depth += deepest;
  return size;
}

// What size_of finds at most, by a look at each node in a row.
std::size_t most_of(Value schema) {
  std::size_t objects = 0;
  for (NodeId id = schema.id(); id < schema.node().end; ++id)
    objects += schema.tree().node(id).type == NodeType::Object ? 1 : 0;
  return objects;
}

class ComplexSchema final : public Check {
 public:
  explicit ComplexSchema(Args args)
      : depth_(args.number("depth", 20)), subschemas_(args.number("subschemas", 500)) {}

  void run(const Target& target, const Reporter& report) const override {
    const auto most = static_cast<double>(most_of(target.value));
    if (most <= depth_ && most <= subschemas_) return;
    const SchemaSize size = size_of(target.value);
    const bool deep = static_cast<double>(size.depth) > depth_;
    const bool wide = static_cast<double>(size.subschemas) > subschemas_;
    if (!deep && !wide) return;
    report.key(target.document(), target.value,
               {{"depth", fmt::format("{}", size.depth)},
                {"subschemas", fmt::format("{}", size.subschemas)}});
  }

 private:
  double depth_;
  double subschemas_;
};

// `select` is the list of tools.
void tools_heavy(const Target& target, const Args& args, const Reporter& report) {
  const Value tools = target.value;
  if (!tools.is_array()) return;
  const bool many = tools.size() > args.number("tools", 60);
  const double most = args.number("bytes", 60'000);
  // JSON is at least as long as it is compact.
  const Span span = tools.node().span;
  const bool json = syntax_of_path(target.document().source->path()) != Syntax::Yaml;
  if (!many && json && span.end - span.begin <= most) return;
  std::vector<std::pair<std::size_t, Value>> sizes;
  std::size_t bytes = 0;
  for (const Value tool : tools) {
    const std::size_t size = json_size(tool);
    bytes += size;
    sizes.emplace_back(size, tool["name"]);
  }
  if (!many && static_cast<double>(bytes) <= most) return;
  std::stable_sort(sizes.begin(), sizes.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> heaviest;
  for (std::size_t i = 0; i < std::min<std::size_t>(5, sizes.size()); ++i) {
    heaviest.push_back(fmt::format("{} ({})", describe(sizes[i].second), sizes[i].first));
  }
  report.key(target.document(), tools,
             {{"count", fmt::format("{}", sizes.size())},
              {"bytes", fmt::format("{}", bytes)},
              {"heaviest", join(heaviest, ", ")}});
}

void member_types(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_object()) return;
  for (const Value wanted : args["types"]) {
    const Value member = target.value[wanted.key()];
    if (!member || name(member.type()) == wanted.text() ||
        (wanted.is_text("number") && member.is_number()))
      continue;
    report.value(target.document(), member, {{"expected", fmt::format("a {}", wanted.text())}});
  }
}

constexpr std::array kSameName{ArgSpec{"folded", Type::Flag, false},
                               ArgSpec{"member", Type::Text, false}};
constexpr std::array kWords{ArgSpec{"words", Type::Texts, true},
                            ArgSpec{"leading-underscore", Type::Flag, false}};
constexpr std::array kThin{ArgSpec{"characters", Type::Number, false},
                           ArgSpec{"words", Type::Number, false}};
constexpr std::array kPart{ArgSpec{"part", Type::Text, false},
                           ArgSpec{"root-type", Type::Flag, false},
                           ArgSpec{"draft-07-too", Type::Flag, false}};
constexpr std::array kLeast{ArgSpec{"least", Type::Number, false}};
constexpr std::array kMemberTypes{ArgSpec{"types", Type::Object, true}};

constexpr std::array kComplexity{ArgSpec{"depth", Type::Number, false},
                                 ArgSpec{"subschemas", Type::Number, false}};
constexpr std::array kHeavy{ArgSpec{"tools", Type::Number, false},
                            ArgSpec{"bytes", Type::Number, false}};

constexpr std::array kTable{
    CheckEntry{"schema-complexity",
               "a schema deeper than 'depth' or of more than 'subschemas' objects", kComplexity,
               true, make_check<ComplexSchema>},
    CheckEntry{"tools-heavy",
               "more than 'tools' tools, or more than 'bytes' bytes of them as compact JSON",
               kHeavy, true, make_simple<tools_heavy>},
    CheckEntry{"all-schemas-empty",
               "a list of at least 'least' tools whose input schemas all declare no property",
               kLeast, true, make_simple<all_schemas_empty>},
    CheckEntry{"description-placeholder",
               "a tool's description repeats its name or was never written",
               {},
               true,
               make_simple<description_placeholder>},
    CheckEntry{"description-thin", "a text under 'characters' characters or 'words' words", kThin,
               true, make_check<ThinDescription>},
    CheckEntry{"holds-word",
               "an identifier holds one of 'words' (split at '_', '-', '.', camel case)", kWords,
               true, make_simple<holds_word>},
    CheckEntry{"json-schema-invalid",
               "a JSON Schema is not valid in its draft (default 2020-12), in 'part' shape or rest",
               kPart, true, make_check<InvalidSchema>},
    CheckEntry{"member-types", "a member named in 'types' has another JSON type than it says",
               kMemberTypes, true, make_simple<member_types>},
    CheckEntry{"same-name", "two items of a list have the same 'member' (default name)", kSameName,
               true, make_simple<same_name>},
    CheckEntry{"undescribed-properties",
               "properties of a JSON Schema without description",
               {},
               true,
               make_simple<undescribed_properties>},
};

}  // namespace

CheckTable tool_checks() {
  return kTable;
}

}  // namespace cardlint::checks

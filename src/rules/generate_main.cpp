// Build tool: turns rule files into a table of constants, so that a start of cardlint parses no
// YAML and makes nothing.
// Usage: cardlint_generate_rules OUTPUT FUNCTION RULE_FILE…
// FUNCTION is the one of rules/builtin.h that gives the table.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file_io.h"
#include "rules/rule_loader.h"

namespace cardlint {
namespace {

// A C++ string literal. Long texts are split: a raw literal would depend on what the text holds.
std::string literal(std::string_view text) {
  std::string out = "\"";
  std::size_t run = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '?') {
      out.push_back(c);
    } else {
      out += fmt::format("\\{:03o}", byte);
    }
    if (++run % 100 == 0) out += "\"\n    \"";
  }
  return out + "\"";
}

// Texts one after the other, each once.
class Texts {
 public:
  void add(std::string_view text) {
    if (places_.emplace(text, all_.size()).second) all_ += text;
  }
  // Nothing where it was not added.
  const std::size_t* find(std::string_view text) const {
    const auto at = places_.find(text);
    return at == places_.end() ? nullptr : &at->second;
  }
  const std::string& all() const { return all_; }

 private:
  std::string all_;
  std::map<std::string_view, std::size_t> places_;
};

// An array of the table. The struct that is written has its arrays in the order in which they are
// made here, so the place of each item is known.
template <class T>
class Array {
 public:
  Array(std::string_view name, std::size_t count, std::size_t& end)
      : name_(name), count_(std::max<std::size_t>(count, 1)) {
    begin_ = next_ = (end + alignof(T) - 1) / alignof(T) * alignof(T);
    end = begin_ + count_ * sizeof(T);
  }

  std::size_t next() const { return next_; }  // where the next item will stand
  void add(const std::string& item) {
    items_ += fmt::format("    {},\n", item);
    next_ += sizeof(T);
  }
  std::string declaration(std::string_view type) const {
    return fmt::format("  std::array<{}, {}> {};\n", type, count_, name_);
  }
  std::string value() const { return fmt::format("  {{{{\n{}  }}}},\n", items_); }

 private:
  std::string_view name_;
  std::size_t count_, begin_ = 0, next_ = 0;
  std::string items_;
};

class TableWriter {
 public:
  explicit TableWriter(std::span<const RuleInfo> rules)
      : rules_("rules", rules.size(), end_),
        cases_("cases", count(rules, [](const RuleInfo& r) { return r.cases.size(); }), end_),
        lists_("lists",
               count(rules, [](const RuleInfo& r) { return r.references.size(); }) +
                   count_cases(rules, [](const CaseInfo& c) { return c.select.size(); }),
               end_),
        effects_("effects",
                 count_cases(rules, [](const CaseInfo& c) { return c.consumers.size(); }), end_),
        generations_("generations",
                     count_cases(rules, [](const CaseInfo& c) { return c.generations.size(); }),
                     end_),
        specs_("specs", count_cases(rules, [](const CaseInfo& c) { return c.specs.size(); }), end_),
        postures_("postures",
                  count_cases(rules, [](const CaseInfo& c) { return c.postures.size(); }), end_) {
    for (const RuleInfo& rule : rules) collect(rule);
    for (const RuleInfo& rule : rules) put(rule);
  }

  std::string source(std::string_view function, std::size_t rules) const {
    std::string out =
        "// Generated from rules/*/*.yaml.\n"
        "#include <array>\n#include <cstddef>\n\n#include \"rules/builtin.h\"\n\n"
        "namespace cardlint {\nnamespace {\n\nstruct Table {\n";
    out += rules_.declaration("RuleInfo") + cases_.declaration("CaseInfo") +
           lists_.declaration("NearText") + effects_.declaration("ConsumerEffect") +
           generations_.declaration("GenerationSeverity") + specs_.declaration("SpecSeverity") +
           postures_.declaration("PostureSeverity");
    const std::string texts = often_.all() + seldom_.all();
    out += fmt::format("  char texts[{}];\n}};\n", texts.size() + 1);
    out += fmt::format("static_assert(offsetof(Table, texts) == {});\n\n", end_);
    out += "constexpr Table kTable{\n" + rules_.value() + cases_.value() + lists_.value() +
           effects_.value() + generations_.value() + specs_.value() + postures_.value();
    out += fmt::format("    {}}};\n\n}}  // namespace\n\n", literal(texts));
    out += fmt::format(
        "std::span<const RuleInfo> {}() {{\n"
        "  return std::span(kTable.rules).first({});\n}}\n\n}}  // namespace cardlint\n",
        function, rules);
    return out;
  }

 private:
  template <class Size>
  static std::size_t count(std::span<const RuleInfo> rules, const Size& size) {
    std::size_t sum = 0;
    for (const RuleInfo& rule : rules) sum += size(rule);
    return sum;
  }
  template <class Size>
  static std::size_t count_cases(std::span<const RuleInfo> rules, const Size& size) {
    return count(rules, [&](const RuleInfo& rule) {
      std::size_t sum = 0;
      for (const CaseInfo& c : rule.cases) sum += size(c);
      return sum;
    });
  }

  // What each start looks at stands together, apart from what only a finding or a reader of the
  // rule wants to know.
  void collect(const RuleInfo& rule) {
    often_.add(rule.id);
    for (const CaseInfo& c : rule.cases) {
      for (const NearText& selector : c.select) often_.add(selector);
      often_.add(c.check);
      often_.add(c.arguments);
      for (const SpecSeverity& level : c.specs) often_.add(level.since);
      seldom_.add(c.message);
    }
    for (const NearText& reference : rule.references) seldom_.add(reference);
    for (const NearText* text : {&rule.title, &rule.since, &rule.why, &rule.fix, &rule.text})
      seldom_.add(*text);
  }

  // Members are told by their places in the struct that is being written.
  std::string text(std::size_t member, std::string_view text) const {
    const std::size_t* const often = often_.find(text);
    const std::size_t place = often ? *often : often_.all().size() + *seldom_.find(text);
    return fmt::format("{{{}, {}}}", end_ + place - member, text.size());
  }
  // A list that will be written next to the end of `array`.
  template <class T, class Item>
  std::string list(std::size_t member, Array<T>& array, const NearList<T>& items,
                   const Item& item) {
    const std::size_t begin = array.next();
    for (const T& one : items) array.add(item(one));
    return fmt::format("{{{}, {}}}", begin - member, items.size());
  }
  std::string texts(std::size_t member, const NearList<NearText>& items) {
    return list(member, lists_, items,
                [&](const NearText& item) { return text(lists_.next(), item); });
  }

  template <class Enum>
  static std::string word(std::string_view type, Enum value) {
    return fmt::format("{}{{{}}}", type, static_cast<unsigned>(value));
  }
  static std::string severity(Severity value) { return word("Severity", value); }

  std::string one_case(const CaseInfo& c) {
    const std::size_t at = cases_.next();
    return fmt::format(
        "{{{}, {}, {}, {}, {}, {}, KindSet({}), DialectSet({}), "
        "FirstNames({}), {}, {}, {}, {}}}",
        texts(at + offsetof(CaseInfo, select), c.select),
        text(at + offsetof(CaseInfo, check), c.check),
        text(at + offsetof(CaseInfo, arguments), c.arguments),
        text(at + offsetof(CaseInfo, message), c.message), severity(c.severity),
        severity(c.otherwise), c.kinds.bits(), c.dialects.bits(), c.first_names.bits(),
        list(at + offsetof(CaseInfo, consumers), effects_, c.consumers,
             [](const ConsumerEffect& effect) {
               return fmt::format("{{{}, {}}}", word("Consumer", effect.consumer),
                                  word("Verdict", effect.effect));
             }),
        list(at + offsetof(CaseInfo, generations), generations_, c.generations,
             [](const GenerationSeverity& level) {
               return fmt::format("{{{}, {}}}", word("Generation", level.generation),
                                  severity(level.severity));
             }),
        list(at + offsetof(CaseInfo, specs), specs_, c.specs,
             [this](const SpecSeverity& level) {
               return fmt::format("{{{}, {}}}",
                                  text(specs_.next() + offsetof(SpecSeverity, since), level.since),
                                  severity(level.severity));
             }),
        list(at + offsetof(CaseInfo, postures), postures_, c.postures,
             [](const PostureSeverity& level) {
               return fmt::format("{{{}, {}}}", word("Posture", level.posture),
                                  severity(level.severity));
             }));
  }

  void put(const RuleInfo& rule) {
    const std::size_t at = rules_.next();
    rules_.add(fmt::format("{{{}, {}, KindSet({}), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}}",
                           text(at + offsetof(RuleInfo, id), rule.id),
                           list(at + offsetof(RuleInfo, cases), cases_, rule.cases,
                                [this](const CaseInfo& c) { return one_case(c); }),
                           rule.kinds.bits(), word("Scope", rule.scope), severity(rule.severity),
                           word("Confidence", rule.confidence), rule.notice,
                           text(at + offsetof(RuleInfo, title), rule.title),
                           text(at + offsetof(RuleInfo, since), rule.since),
                           text(at + offsetof(RuleInfo, why), rule.why),
                           text(at + offsetof(RuleInfo, fix), rule.fix),
                           texts(at + offsetof(RuleInfo, references), rule.references),
                           text(at + offsetof(RuleInfo, text), rule.text)));
  }

  Texts often_, seldom_;
  std::size_t end_ = 0;  // of the arrays: the texts stand after them
  Array<RuleInfo> rules_;
  Array<CaseInfo> cases_;
  Array<NearText> lists_;
  Array<ConsumerEffect> effects_;
  Array<GenerationSeverity> generations_;
  Array<SpecSeverity> specs_;
  Array<PostureSeverity> postures_;
};

int run(const std::vector<std::string>& args) {
  RuleStore store;
  std::vector<RuleInfo> rules;
  for (std::size_t i = 2; i < args.size(); ++i) {
    const auto text = read_file(args[i], Limits{}.yaml_bytes);
    const auto rule =
        text ? load_rule(args[i], *text, store) : Result<RuleInfo>(tl::unexpected(text.error()));
    if (!rule) {
      std::fprintf(stderr, "%s\n", rule.error().message.c_str());
      return 1;
    }
    rules.push_back(*rule);
  }
  std::sort(rules.begin(), rules.end(),
            [](const RuleInfo& a, const RuleInfo& b) { return a.id < b.id; });
  std::ofstream out(args[0], std::ios::binary);
  out << TableWriter(rules).source(args[1], rules.size());
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace cardlint

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  return cardlint::run({argv + 1, argv + argc});
}

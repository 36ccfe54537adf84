#include "rules/rule_table.h"

#include <type_traits>

#include "base/image.h"

namespace cardlint {
namespace {

class Writer {
 public:
  // First how many there are of everything, so that a reader makes room once.
  RuleTableImage write(std::span<const RuleInfo> rules) {
    std::size_t cases = 0, lists = 0, effects = 0, generations = 0, specs = 0, postures = 0;
    for (const RuleInfo& rule : rules) {
      cases += rule.cases.size();
      lists += rule.references.size();
      for (const CaseInfo& c : rule.cases) {
        lists += c.select.size();
        effects += c.consumers.size();
        generations += c.generations.size();
        specs += c.specs.size();
        postures += c.postures.size();
      }
    }
    for (const std::size_t count :
         {rules.size(), cases, lists, effects, generations, specs, postures})
      put(count);
    for (const RuleInfo& rule : rules) put(rule);
    return std::move(image_);
  }

 private:
  template <class T>
  requires std::is_enum_v<T> || std::is_integral_v<T>
  void put(T number) { put_number(image_.numbers, static_cast<std::size_t>(number)); }
  void put(std::string_view text) {
    put(text.size());
    image_.texts += text;
  }
  template <class T>
  void put(std::span<const T> items) {
    put(items.size());
    for (const T& item : items) put(item);
  }

  void put(const RuleInfo& rule) {
    put(rule.id);
    put(rule.title);
    put(rule.severity);
    put(rule.confidence);
    put(rule.since);
    put(rule.scope);
    put(rule.notice);
    put(rule.kinds.bits());
    put(rule.cases);
    put(rule.why);
    put(rule.fix);
    put(rule.references);
    put(rule.text);
  }
  void put(const CaseInfo& c) {
    put(c.select);
    put(c.check);
    put(c.arguments);
    put(c.message);
    put(c.severity);
    put(c.otherwise);
    put(c.kinds.bits());
    put(c.dialects.bits());
    put(c.consumers);
    put(c.generations);
    put(c.specs);
    put(c.postures);
  }
  void put(const ConsumerEffect& effect) {
    put(effect.consumer);
    put(effect.effect);
  }
  void put(const GenerationSeverity& level) {
    put(level.generation);
    put(level.severity);
  }
  void put(const SpecSeverity& level) {
    put(level.since);
    put(level.severity);
  }
  void put(const PostureSeverity& level) {
    put(level.posture);
    put(level.severity);
  }

  RuleTableImage image_;
};

}  // namespace

// Members are read in the order in which they stand in braces: that of the writer.
class RuleTableReader {
 public:
  RuleTableReader(RuleTable& table, std::string_view numbers, std::string_view texts)
      : table_(table), numbers_(numbers), texts_(texts.data()) {}

  void read() {
    const std::size_t rules = number();
    table_.rules_.reserve(rules);
    table_.cases_.reserve(number());
    table_.lists_.reserve(number());
    table_.effects_.reserve(number());
    table_.generations_.reserve(number());
    table_.specs_.reserve(number());
    table_.postures_.reserve(number());
    for (std::size_t i = 0; i < rules; ++i) table_.rules_.push_back(rule());
  }

 private:
  std::size_t number() { return numbers_.number(); }
  template <class T>
  T word() {
    return static_cast<T>(number());
  }
  template <class Set>
  Set set() {
    return Set(static_cast<std::uint32_t>(number()));
  }
  std::string_view text() {
    const std::size_t size = number();
    texts_ += size;
    return {texts_ - size, size};
  }
  template <class T, class Read>
  std::span<const T> list(std::vector<T>& store, const Read& read) {
    const std::size_t first = store.size(), count = number();
    for (std::size_t i = 0; i < count; ++i) store.push_back(read());
    return std::span<const T>(store).subspan(first);
  }

  std::span<const std::string_view> texts() {
    return list(table_.lists_, [this] { return text(); });
  }

  RuleInfo rule() {
    return {text(),
            text(),
            word<Severity>(),
            word<Confidence>(),
            text(),
            word<Scope>(),
            number() != 0,
            set<KindSet>(),
            list(table_.cases_, [this] { return one_case(); }),
            text(),
            text(),
            texts(),
            text()};
  }

  CaseInfo one_case() {
    return {texts(),
            text(),
            text(),
            text(),
            word<Severity>(),
            word<Severity>(),
            set<KindSet>(),
            set<DialectSet>(),
            list(table_.effects_,
                 [this] {
                   return ConsumerEffect{word<Consumer>(), word<Verdict>()};
                 }),
            list(table_.generations_,
                 [this] {
                   return GenerationSeverity{word<Generation>(), word<Severity>()};
                 }),
            list(table_.specs_,
                 [this] {
                   return SpecSeverity{text(), word<Severity>()};
                 }),
            list(table_.postures_, [this] {
              return PostureSeverity{word<Posture>(), word<Severity>()};
            })};
  }

  RuleTable& table_;
  ImageReader numbers_;
  const char* texts_;
};

RuleTableImage rule_table_image(std::span<const RuleInfo> rules) {
  return Writer().write(rules);
}

RuleTable::RuleTable(std::string_view numbers, std::string_view texts) {
  RuleTableReader(*this, numbers, texts).read();
}

}  // namespace cardlint

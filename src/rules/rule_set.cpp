#include "rules/rule_set.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "doc/tree_image.h"

namespace cardlint {
namespace {

// At most two `**` in a selector: each multiplies the work.
bool is_cheap(std::string_view selector) {
  std::size_t deep = 0;
  for (const std::string_view step : split(selector, '/')) deep += step == "**" ? 1 : 0;
  return deep <= 2;
}

// Empty, or what is wrong with a case for the check that it names.
std::string case_fault(const CaseInfo& c, const CheckEntry& entry) {
  const Tree arguments = tree_of_image(c.arguments);
  if (std::string fault = argument_fault(entry.name, entry.args, arguments.root()); !fault.empty())
    return fault;
  for (const std::string_view selector : c.select) {
    if (!is_cheap(selector))
      return fmt::format("'{}' has more than two '**'", printable(selector, 100));
  }
  try {
    entry.make(Args(arguments.root()));
  } catch (const UnusableArgument& fault) {
    return fault.message;
  }
  return {};
}

std::string unknown_check(std::string_view name, CheckTable checks) {
  std::vector<std::string_view> names;
  for (const CheckEntry& entry : checks) names.push_back(entry.name);
  return fmt::format("there is no check '{}'{}", printable(name), did_you_mean(name, names));
}

}  // namespace

std::string argument_fault(std::string_view check, std::span<const ArgSpec> specs,
                           Value arguments) {
  std::vector<std::string_view> known;
  for (const ArgSpec& spec : specs) {
    known.push_back(spec.name);
    const Value value = arguments[spec.name];
    if (!value && spec.required)
      return fmt::format("check '{}' needs the argument '{}'", check, spec.name);
    if (value && !fits_argument(value, spec.type)) {
      return fmt::format("argument '{}' of check '{}' is {}", spec.name, check,
                         describe_type(value));
    }
  }
  for (const Value member : arguments) {
    if (member.key() == "name" ||
        std::find(known.begin(), known.end(), member.key()) != known.end())
      continue;
    return fmt::format("check '{}' has no argument '{}'{}", check, printable(member.key()),
                       did_you_mean(member.key(), known));
  }
  return {};
}

bool fits_argument(Value value, ArgSpec::Type type) {
  switch (type) {
    case ArgSpec::Type::Text:
      return value.is_string();
    case ArgSpec::Type::Texts:
      return value.is_string() ||
             (value.is_array() &&
              std::all_of(value.begin(), value.end(), [](Value v) { return v.is_string(); }));
    case ArgSpec::Type::Flag:
      return value.is_boolean();
    case ArgSpec::Type::Number:
      return value.is_number() && value.number() >= 0 && value.number() <= 1e15;
    case ArgSpec::Type::Signed:
      return value.is_number() && value.number() >= -1e15 && value.number() <= 1e15;
    case ArgSpec::Type::Object:
      return value.is_object();
  }
  return false;
}

struct RunnableCase::Ready {
  // A check that takes no arguments needs none of the text that names it.
  Ready(const CaseInfo& info, const CheckEntry& entry)
      : arguments(entry.args.empty() ? Tree() : tree_of_image(info.arguments)),
        check(entry.make(Args(arguments.root()))) {}

  Tree arguments;
  std::unique_ptr<Check> check;
};

namespace {

// What `slot` holds, made by the first that asks. Two threads that ask at once both make it, and
// one of the two is kept.
template <class T, class Make>
const T& made_once(std::atomic<const T*>& slot, const Make& make) {
  if (const T* held = slot.load(std::memory_order_acquire)) return *held;
  std::unique_ptr<const T> made = make();
  const T* held = nullptr;
  if (!slot.compare_exchange_strong(held, made.get(), std::memory_order_acq_rel)) return *held;
  return *made.release();
}

}  // namespace

// Each parsed by the first that asks.
struct RunnableCase::Selectors {
  explicit Selectors(const NearList<NearText>& select) : texts(select), parsed_(select.size()) {
    first_names.reserve(select.size());
    for (const std::string_view text : select) first_names.push_back(FirstNames({&text, 1}));
  }
  ~Selectors() {
    for (const auto& selector : parsed_) delete selector.load();
  }
  const Selector& at(std::size_t i) const {
    return made_once(parsed_[i],
                     [&] { return std::make_unique<const Selector>(*Selector::parse(texts[i])); });
  }

  std::span<const NearText> texts;
  std::vector<FirstNames> first_names;

 private:
  mutable std::vector<std::atomic<const Selector*>> parsed_;
};

// Cases move while a set is built, before any of them runs.
RunnableCase::RunnableCase(RunnableCase&& other) noexcept
    : info_(other.info_),
      checks_(other.checks_),
      selectors_(other.selectors_.exchange(nullptr)),
      ready_(other.ready_.exchange(nullptr)) {}

RunnableCase::~RunnableCase() {
  delete selectors_.load();
  delete ready_.load();
}

const RunnableCase::Selectors& RunnableCase::selectors() const {
  return made_once(selectors_, [this] { return std::make_unique<Selectors>(info_->select); });
}

const Check& RunnableCase::check() const {
  return *made_once(ready_, [this] {
            const CheckEntry* entry = find_check(checks_, info_->check);
            if (entry == nullptr) throw UnusableArgument{unknown_check(info_->check, checks_)};
            return std::make_unique<Ready>(*info_, *entry);
          }).check;
}

void RunnableCase::run(Target target, const Reporter& report) const {
  if (info_->select.empty() || target.facts == nullptr) {
    if (target.facts != nullptr && target.document().readable())
      target.value = target.document().root();
    check().run(target, report);
    return;
  }
  Selections& selections = target.facts->selections();
  const Selectors& all = selectors();
  const Check* made = nullptr;  // once there is a node to look at
  for (std::size_t i = 0; i < info_->select.size(); ++i) {
    if (!selections.may_select(all.first_names[i])) continue;
    selections.each(all.at(i), [&](Value value) {
      if (made == nullptr) made = &check();
      target.value = value;
      made->run(target, report);
    });
  }
}

std::string RuleSet::fault(const RuleInfo& info) const {
  for (const CaseInfo& c : info.cases) {
    const CheckEntry* entry = find_check(checks_, c.check);
    std::string fault;
    if (entry == nullptr) {
      fault = unknown_check(c.check, checks_);
    } else if (entry->selects == c.select.empty()) {
      fault = fmt::format("check '{}' {} 'select'", c.check, entry->selects ? "needs" : "takes no");
    } else {
      fault = case_fault(c, *entry);
    }
    if (!fault.empty()) return fmt::format("rule '{}': {}", info.id, fault);
  }
  return {};
}

std::span<const RunnableCase> RuleSet::make_cases(const RuleInfo& info,
                                                  std::vector<RunnableCase>& store) const {
  const std::size_t first = store.size();
  for (const CaseInfo& c : info.cases) store.emplace_back(c, checks_);
  return std::span<const RunnableCase>(store).subspan(first);
}

Result<void> RuleSet::add(std::span<const RuleInfo> rules, bool tested) {
  std::size_t cases = 0;
  for (const RuleInfo& info : rules) cases += info.cases.size();
  std::vector<RunnableCase> store;
  store.reserve(cases);
  std::vector<Rule> added;
  added.reserve(rules.size());
  for (const RuleInfo& info : rules) {
    // Checks of live answers are not run here, but their ids are known: settings may name them.
    const bool runs = info.scope != Scope::Probe;
    if (runs && !tested) {
      if (std::string wrong = fault(info); !wrong.empty())
        return fail(ErrorCode::Usage, std::move(wrong));
    }
    added.emplace_back(info, runs ? make_cases(info, store) : std::span<const RunnableCase>());
  }
  const auto before = [](const Rule& a, const Rule& b) { return a.info->id < b.info->id; };
  if (!std::is_sorted(added.begin(), added.end(), before))
    std::sort(added.begin(), added.end(), before);
  std::vector<Rule> all;
  all.reserve(rules_.size() + added.size());
  std::merge(rules_.begin(), rules_.end(), added.begin(), added.end(), std::back_inserter(all),
             before);
  const auto twice = std::adjacent_find(all.begin(), all.end(), [](const Rule& a, const Rule& b) {
    return a.info->id == b.info->id;
  });
  if (twice != all.end())
    return fail(ErrorCode::Usage, fmt::format("rule '{}' is defined twice", twice->info->id));
  rules_ = std::move(all);
  stores_.push_back(std::move(store));
  return {};
}

Result<void> RuleSet::add(const RuleTables& tested) {
  for (const std::span<const RuleInfo> table : tested) {
    if (auto added = add(table, true); !added) return added;
  }
  return {};
}

Result<void> RuleSet::replace(const RuleInfo& info) {
  if (std::string wrong = fault(info); !wrong.empty())
    return fail(ErrorCode::Usage, std::move(wrong));
  std::vector<RunnableCase>& store = stores_.emplace_back();
  store.reserve(info.cases.size());
  for (Rule& rule : rules_) {
    if (rule.info->id == info.id) rule = Rule(info, make_cases(info, store));
  }
  return {};
}

const Rule* RuleSet::find(std::string_view id) const {
  const auto at =
      std::lower_bound(rules_.begin(), rules_.end(), id,
                       [](const Rule& rule, std::string_view i) { return rule.info->id < i; });
  return at != rules_.end() && at->info->id == id ? &*at : nullptr;
}

std::optional<Severity> pinned_severity(const CaseInfo& c, std::string_view spec) {
  std::optional<Severity> level;
  if (spec.empty()) return level;
  for (const SpecSeverity& s : c.specs) {
    if (s.since <= spec) level = s.severity;
  }
  return level;
}

}  // namespace cardlint

#include "rules/rule_set.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "doc/load.h"

namespace cardlint {
namespace {

// At most two `**` in a selector: each multiplies the work.
bool is_cheap(std::string_view selector) {
  std::size_t deep = 0;
  for (const std::string_view step : split(selector, '/')) deep += step == "**" ? 1 : 0;
  return deep <= 2;
}

// What only rules need that nobody has tested: empty, or what is wrong.
std::string case_fault(const CaseInfo& c, const CheckEntry& entry) {
  const SourceFile source("", std::string(c.arguments));
  const Loaded arguments = load_json(source, Limits{});
  if (std::string fault = argument_fault(entry.name, entry.args, arguments.tree.root());
      !fault.empty())
    return fault;
  for (const std::string_view selector : c.select) {
    if (!is_cheap(selector))
      return fmt::format("'{}' has more than two '**'", printable(selector, 100));
  }
  try {
    entry.make(Args(arguments.tree.root()));
  } catch (const UnusableArgument& fault) {
    return fault.message;
  }
  return {};
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
  explicit Ready(const CaseInfo& info, const CheckEntry& entry)
      : source("", entry.args.empty() ? std::string() : std::string(info.arguments)),
        arguments(entry.args.empty() ? Tree() : load_json(source, Limits{}).tree),
        check(entry.make(Args(arguments.root()))) {}

  SourceFile source;
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

// Cases move while a set is built, before any of them runs.
RunnableCase::RunnableCase(RunnableCase&& other) noexcept
    : info_(other.info_),
      entry_(other.entry_),
      selectors_(other.selectors_.exchange(nullptr)),
      ready_(other.ready_.exchange(nullptr)) {}

RunnableCase::~RunnableCase() {
  delete selectors_.load();
  delete ready_.load();
}

const std::vector<Selector>& RunnableCase::selectors() const {
  return made_once(selectors_, [this] {
    auto all = std::make_unique<std::vector<Selector>>();
    for (const std::string_view selector : info_->select)
      all->push_back(*Selector::parse(selector));
    return all;
  });
}

const Check& RunnableCase::check() const {
  return *made_once(ready_, [this] { return std::make_unique<Ready>(*info_, *entry_); }).check;
}

void RunnableCase::run(Target target, const Reporter& report) const {
  if (!entry_->selects || target.facts == nullptr) {
    if (target.facts != nullptr && target.document().readable())
      target.value = target.document().root();
    check().run(target, report);
    return;
  }
  Selections& selections = target.facts->selections();
  for (const Selector& selector : selectors()) {
    selections.each(selector, [&](Value value) {
      target.value = value;
      check().run(target, report);
    });
  }
}

Result<std::vector<RunnableCase>> RuleSet::make_cases(const RuleInfo& info, bool tested) const {
  std::vector<RunnableCase> cases;
  cases.reserve(info.cases.size());
  for (const CaseInfo& c : info.cases) {
    const CheckEntry* entry = find_check(checks_, c.check);
    if (entry == nullptr) {
      std::vector<std::string_view> names;
      for (const CheckEntry& e : checks_) names.push_back(e.name);
      return fail(ErrorCode::Usage, fmt::format("rule '{}': there is no check '{}'{}", info.id,
                                                printable(c.check), did_you_mean(c.check, names)));
    }
    if (entry->selects == c.select.empty()) {
      return fail(ErrorCode::Usage, fmt::format("rule '{}': check '{}' {} 'select'", info.id,
                                                c.check, entry->selects ? "needs" : "takes no"));
    }
    if (!tested) {
      if (const std::string fault = case_fault(c, *entry); !fault.empty())
        return fail(ErrorCode::Usage, fmt::format("rule '{}': {}", info.id, fault));
    }
    cases.emplace_back(c, *entry);
  }
  return cases;
}

Result<void> RuleSet::add(std::span<const RuleInfo> rules, bool tested) {
  if (rules_.empty()) rules_.reserve(rules.size());
  for (const RuleInfo& info : rules) {
    const auto at =
        std::lower_bound(rules_.begin(), rules_.end(), info.id,
                         [](const Rule& rule, std::string_view id) { return rule.info->id < id; });
    if (at != rules_.end() && at->info->id == info.id) {
      return fail(ErrorCode::Usage, fmt::format("rule '{}' is defined twice", info.id));
    }
    // Checks of live answers are not run here, but their ids are known: settings may name them.
    auto cases =
        info.scope == Scope::Probe ? Result<std::vector<RunnableCase>>() : make_cases(info, tested);
    if (!cases) return tl::unexpected(cases.error());
    rules_.insert(at, Rule{&info, std::move(*cases)});
  }
  return {};
}

Result<void> RuleSet::replace(const RuleInfo& info) {
  auto cases = make_cases(info, false);
  if (!cases) return tl::unexpected(cases.error());
  for (Rule& rule : rules_) {
    if (rule.info->id == info.id) rule = Rule{&info, std::move(*cases)};
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

#include "schema/engine.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/re2_shim.h"  // before valijson

#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_visitor.hpp>

#include "schema/tree_adapter.h"

namespace cardlint {

namespace {

using RegexCache = std::unordered_map<std::string, valijson::std::regex>;

// valijson's own visitor with its three busiest constraints done without memory: it would spell out
// the way to each member and item, for messages that nobody asks for here.
class Visitor final : public valijson::ValidationVisitor<TreeAdapter> {
 public:
  using Base = valijson::ValidationVisitor<TreeAdapter>;

  Visitor(Value value, RegexCache& regexes)
      : Base(TreeAdapter(value), {}, true, nullptr, regexes), value_(value), regexes_(regexes) {}

  bool accepts(const valijson::Subschema& schema) {
    if (schema.getAlwaysInvalid()) return false;
    valijson::Subschema::ApplyFunction each =
        [this](const valijson::constraints::Constraint& constraint) {
          return constraint.accept(*this);
        };
    return schema.applyStrict(each);
  }

 private:
  using Base::visit;

  bool visit(const PropertiesConstraint& constraint) override {
    if (!value_.is_object()) return true;
    bool patterns = false;
    constraint.applyToPatternProperties([&](const auto&, const auto*) {
      patterns = true;
      return false;
    });
    if (patterns) return Base::visit(constraint);
    std::vector<NodeId> named;
    bool valid = true;
    const valijson::Subschema* rest = constraint.getAdditionalPropertiesSubschema();
    const bool open = rest != nullptr && allows_anything(*rest);
    constraint.applyToProperties([&](const auto& name, const valijson::Subschema* schema) {
      const Value member = value_[std::string_view(name.data(), name.size())];
      if (!member) return true;
      if (!open) named.push_back(member.id());
      valid = accepts_child(member, *schema);
      return valid;
    });
    if (!valid || open) return valid;
    if (rest == nullptr) return named.size() == value_.size();
    std::sort(named.begin(), named.end());
    return std::all_of(value_.begin(), value_.end(), [&](Value member) {
      return std::binary_search(named.begin(), named.end(), member.id()) ||
             accepts_child(member, *rest);
    });
  }

  bool visit(const RequiredConstraint& constraint) override {
    if (!value_.is_object()) return true;
    bool valid = true;
    constraint.applyToRequiredProperties([&](const auto& name) {
      valid = static_cast<bool>(value_[std::string_view(name.data(), name.size())]);
      return valid;
    });
    return valid;
  }

  bool visit(const SingularItemsConstraint& constraint) override {
    const valijson::Subschema* items = constraint.getItemsSubschema();
    if (!value_.is_array() || items == nullptr) return true;
    return std::all_of(value_.begin(), value_.end(),
                       [&](Value item) { return accepts_child(item, *items); });
  }

  bool accepts_child(Value child, const valijson::Subschema& schema) {
    return Visitor(child, regexes_).accepts(schema);
  }

  static bool allows_anything(const valijson::Subschema& schema) {
    valijson::Subschema::ApplyFunction none = [](const auto&) { return false; };
    return !schema.getAlwaysInvalid() && schema.applyStrict(none);
  }

  Value value_;
  RegexCache& regexes_;
};

}  // namespace

// The regular expressions that a run has met are kept for the next one, and must not be shared by
// threads: so each run takes one of the idle collections.
struct SchemaEngine::Impl {
  valijson::Schema schema;
  std::mutex mutex;
  std::vector<std::unique_ptr<RegexCache>> idle;

  std::unique_ptr<RegexCache> take() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return std::make_unique<RegexCache>();
    auto regexes = std::move(idle.back());
    idle.pop_back();
    return regexes;
  }
  void give_back(std::unique_ptr<RegexCache> regexes) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(regexes));
  }
};

SchemaEngine::SchemaEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SchemaEngine::SchemaEngine(SchemaEngine&&) noexcept = default;
SchemaEngine& SchemaEngine::operator=(SchemaEngine&&) noexcept = default;
SchemaEngine::~SchemaEngine() = default;

Result<SchemaEngine> SchemaEngine::compile(const Tree& schema) {
  auto impl = std::make_unique<Impl>();
  try {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(TreeAdapter(schema.root()), impl->schema);
  } catch (const std::exception& error) {
    return fail(ErrorCode::Internal, error.what());
  }
  return SchemaEngine(std::move(impl));
}

Result<bool> SchemaEngine::accepts(Value document) const {
  auto regexes = impl_->take();
  try {
    // The verdict stops at the first fault; the faults themselves are found by fault_walk.
    const bool accepted = Visitor(document, *regexes).accepts(impl_->schema);
    impl_->give_back(std::move(regexes));
    return accepted;
  } catch (const std::exception& error) {
    return fail(ErrorCode::Internal, error.what());
  }
}

}  // namespace cardlint

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

#include "doc/key_set.h"
#include "schema/tree_adapter.h"

namespace cardlint {

namespace {

using valijson::constraints::PropertiesConstraint;

bool allows_anything(const valijson::Subschema& schema) {
  valijson::Subschema::ApplyFunction none = [](const auto&) { return false; };
  return !schema.getAlwaysInvalid() && schema.applyStrict(none);
}

// The schemas of members by their names, so that an object is gone through once, however many
// members its schema knows.
struct KnownMembers {
  explicit KnownMembers(const PropertiesConstraint& constraint)
      : rest(constraint.getAdditionalPropertiesSubschema()),
        open(rest != nullptr && allows_anything(*rest)) {
    constraint.applyToPatternProperties([&](const auto&, const auto*) {
      patterns = true;
      return false;
    });
    std::vector<std::string_view> names;
    constraint.applyToProperties([&](const auto& name, const valijson::Subschema* schema) {
      names.emplace_back(name.data(), name.size());
      schemas.push_back(schema);
      return true;
    });
    keys = KeySet(names);
  }

  KeySet keys;
  std::vector<const valijson::Subschema*> schemas;  // as they are numbered in `keys`
  const valijson::Subschema* rest;                  // of other members; null: there may be none
  bool open;                                        // other members may be anything
  bool patterns = false;                            // patterns name members as well
};

// What a run has made of the schema, kept for the next one.
struct Cache {
  std::unordered_map<std::string, valijson::std::regex> regexes;
  std::unordered_map<const PropertiesConstraint*, KnownMembers> members;

  const KnownMembers& members_of(const PropertiesConstraint& constraint) {
    const auto known = members.find(&constraint);
    return known != members.end()
               ? known->second
               : members.emplace(&constraint, KnownMembers(constraint)).first->second;
  }
};

// valijson's own visitor with its five busiest constraints done without memory: it would spell out
// the way to each member and item, for messages that nobody asks for here.
class Visitor final : public valijson::ValidationVisitor<TreeAdapter> {
 public:
  using Base = valijson::ValidationVisitor<TreeAdapter>;

  Visitor(Value value, Cache& cache)
      : Base(TreeAdapter(value), {}, true, nullptr, cache.regexes), value_(value), cache_(cache) {}

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
    const KnownMembers& known = cache_.members_of(constraint);
    if (known.patterns) return Base::visit(constraint);
    return std::all_of(value_.begin(), value_.end(), [&](Value member) {
      const std::size_t place = known.keys.find(member.node());
      if (place < known.schemas.size()) return accepts_child(member, *known.schemas[place]);
      return known.open || (known.rest != nullptr && accepts_child(member, *known.rest));
    });
  }

  bool visit(const TypeConstraint& constraint) override {
    using Type = TypeConstraint::JsonType;
    bool fits = false;
    constraint.applyToNamedTypes([&](Type type) {
      fits = (type == Type::kString && value_.is_string()) ||
             (type == Type::kObject && value_.is_object()) ||
             (type == Type::kArray && value_.is_array()) ||
             (type == Type::kBoolean && value_.is_boolean());
      return !fits;
    });
    return fits || Base::visit(constraint);
  }

  bool visit(const ConstConstraint& constraint) override {
    // Schemas are trees as well, so this is what their values are kept as.
    const Value wanted = static_cast<const TreeFrozenValue*>(constraint.getValue())->value();
    if (wanted.is_string()) return value_.is_string() && value_.text() == wanted.text();
    return Base::visit(constraint);
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
    return Visitor(child, cache_).accepts(schema);
  }

  Value value_;
  Cache& cache_;
};

}  // namespace

// What runs keep must not be shared by threads: so each run takes one of the idle caches.
struct SchemaEngine::Impl {
  valijson::Schema schema;
  std::mutex mutex;
  std::vector<std::unique_ptr<Cache>> idle;

  std::unique_ptr<Cache> take() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return std::make_unique<Cache>();
    auto cache = std::move(idle.back());
    idle.pop_back();
    return cache;
  }
  void give_back(std::unique_ptr<Cache> cache) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(cache));
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
  auto cache = impl_->take();
  try {
    // The verdict stops at the first fault; the faults themselves are found by fault_walk.
    const bool accepted = Visitor(document, *cache).accepts(impl_->schema);
    impl_->give_back(std::move(cache));
    return accepted;
  } catch (const std::exception& error) {
    return fail(ErrorCode::Internal, error.what());
  }
}

}  // namespace cardlint

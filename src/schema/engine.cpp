#include "schema/engine.h"

#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "schema/re2_shim.h"  // before valijson

#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "schema/tree_adapter.h"

namespace cardlint {

// A Validator caches the regular expressions it has met and must not be shared by threads; one for
// each call would compile them anew for each document. So idle ones are kept here.
struct SchemaEngine::Impl {
  valijson::Schema schema;
  std::mutex mutex;
  std::vector<std::unique_ptr<valijson::Validator>> idle;

  std::unique_ptr<valijson::Validator> take() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return std::make_unique<valijson::Validator>();
    auto validator = std::move(idle.back());
    idle.pop_back();
    return validator;
  }
  void give_back(std::unique_ptr<valijson::Validator> validator) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(validator));
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
  auto validator = impl_->take();
  try {
    // Without a results object valijson stops at the first fault; the faults themselves are found
    // by fault_walk.
    const bool accepted = validator->validate(impl_->schema, TreeAdapter(document), nullptr);
    impl_->give_back(std::move(validator));
    return accepted;
  } catch (const std::exception& error) {
    return fail(ErrorCode::Internal, error.what());
  }
}

}  // namespace cardlint

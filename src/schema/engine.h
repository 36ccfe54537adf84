// The verdict of valijson, behind a wall: no valijson header is seen outside engine.cpp. Knows no
// wording of faults.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/tree.h"

namespace cardlint {

class SchemaEngine {
 public:
  // `schema` must have passed check_schema (valijson crashes on a cyclic $ref) and outlive the
  // engine, at the same address.
  static Result<SchemaEngine> compile(const Tree& schema);
  SchemaEngine(SchemaEngine&&) noexcept;
  SchemaEngine& operator=(SchemaEngine&&) noexcept;
  ~SchemaEngine();

  // Safe to call from several threads. No object of `document` may hold a member twice.
  Result<bool> accepts(Value document) const;

 private:
  struct Impl;
  explicit SchemaEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cardlint

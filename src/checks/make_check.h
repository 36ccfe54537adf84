// A check that prepares something, in a row of a table.
#pragma once

#include <memory>

#include "rules/check.h"

namespace cardlint::checks {

template <class T>
std::unique_ptr<Check> make_check(Args args) {
  return std::make_unique<T>(args);
}

}  // namespace cardlint::checks

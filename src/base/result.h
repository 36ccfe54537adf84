// Result<T>: the answer of an operation that can fail for operational reasons (a file that cannot
// be read, a wrong rule file). Faults in checked documents are not errors: they are diagnostics.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace cardlint {

enum class ErrorCode {
  Usage,       // wrong arguments, configuration or rule file: exit code 2
  Unreadable,  // a file or folder could not be read: exit code 3
  Limit,       // a bound of base/limits.h was hit: exit code 3
  Internal,    // a broken promise of our own, for example a bundled schema that does not load: exit
               // code 70
};

struct Error {
  ErrorCode code;
  std::string message;  // one line, already fit for a terminal
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace cardlint

// What the strings of a document are called, and what is said of them: the name that tells whether
// a value is a credential.
#pragma once

#include <string>
#include <string_view>

#include "doc/document.h"

namespace cardlint {

// A string of a document as something that has a name.
struct NamedText {
  std::string_view name;   // of the member, the property, the input, the option; may be empty
  std::string_view text;   // the value: behind '=' for "--key=value" and "KEY=value"
  std::size_t offset = 0;  // of `text` in the string
  bool header = false;     // the value of an HTTP header
  bool prose = false;      // a title, a description: what people read; no more is known of it then
};
NamedText named_text(Value value);

enum class Marked { No, Yes, InExample };
// Whether the author says that this literal is a secret: isSecret, sensitive, format password,
// writeOnly beside it, or, for a value of exampleConfig, in its schema.
Marked marked_secret(Value value, Value root);

}  // namespace cardlint

// Whether a text is well-formed XML 1.0, as far as our own JUnit reports use it: elements,
// attributes, text, references; no DOCTYPE, no CDATA, no processing instructions.
#pragma once

#include <string>
#include <string_view>

namespace cardlint::fuzz {

// Empty when it is; else what is wrong.
std::string find_xml_fault(std::string_view xml);

}  // namespace cardlint::fuzz

// Where a document holds secrets by its very form: places of the source that no report may repeat.
#pragma once

#include <vector>

#include "doc/document.h"

namespace cardlint {

// Sorted. Private members of JSON Web Keys and the secret of a client; their quotes stay visible.
std::vector<Span> secret_spans(const Document& document);

}  // namespace cardlint

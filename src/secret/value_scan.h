// Judges one string of a document by its shape, its name and what is said of it, in the order
// reference, proof, placeholder, prefix, name, rest.
#pragma once

#include "doc/document.h"
#include "secret/text_scan.h"

namespace cardlint {

// `places` are of the document's source.
std::vector<SecretHit> scan_value(Value value, Value root, const ScanPlaces& places);

}  // namespace cardlint

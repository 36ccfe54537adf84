// Reads one document per line of standard input, in base64, and answers each with one line of JSON:
// what load_yaml made of it, or with --json load_json. The other side of yaml_differential.mjs and
// public_suites.mjs; thousands of documents in one process.
#include <array>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "doc/load.h"

namespace {

std::string from_base64(const std::string& text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(bits >> count & 0xFF));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const bool json = argc > 1 && std::string_view(argv[1]) == "--json";
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const cardlint::SourceFile source("-", from_base64(line));
    const cardlint::Loaded loaded = cardlint::load(
        source, json ? cardlint::Syntax::Json : cardlint::Syntax::Yaml, cardlint::Limits{});
    nlohmann::json answer;
    answer["faults"] = nlohmann::json::array();
    for (const cardlint::LoadFault& fault : loaded.faults) {
      answer["faults"].push_back({{"code", cardlint::name(fault.code)},
                                  {"fatal", fault.fatal},
                                  {"begin", fault.span.begin},
                                  {"detail", fault.detail}});
    }
    // As text: nlohmann would keep the first of two equal members, JSON.parse keeps the last, as
    // npm's yaml does.
    if (!loaded.tree.empty()) answer["value"] = cardlint::to_json(loaded.tree.root());
    std::cout << answer.dump() << '\n';
  }
}

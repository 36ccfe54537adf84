// Build tool: turns pattern files into C++ tables. Usage: cardlint_generate_secrets OUTPUT FILE…
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/limits.h"
#include "secret/family_file.h"

namespace cardlint {
namespace {

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '?') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"sv";
}

struct Row {
  std::string prefix;
  bool keyed;
  std::string text;
};

class Writer {
 public:
  void family(const FamilySource& f) {
    const std::string lead = segments("Lead", f.lead);
    const std::string body = segments("Body", f.body);
    std::vector<std::string> words;
    for (const std::string& key : f.keys) words.push_back(literal(key));
    const std::string keys = array("std::string_view", "Keys", words);
    ++number_;
    for (const std::string& prefix : f.prefixes) {
      rows_.push_back(
          {prefix, !f.keys.empty(),
           fmt::format("{{{}, {}, {}, {}, {}, {}, {}, Proof{{{}}}, {}, {}}}", literal(f.id),
                       literal(f.topic), literal(f.what), literal(prefix), lead, body, keys,
                       static_cast<int>(f.proof), f.loose ? "true" : "false", literal(f.after))});
    }
  }

  std::string finish() {
    // Longer prefixes first among those that begin alike: the most particular family speaks.
    std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      const std::string_view pair_a = std::string_view(a.prefix).substr(0, 2);
      const std::string_view pair_b = std::string_view(b.prefix).substr(0, 2);
      return pair_a != pair_b ? pair_a < pair_b : a.prefix.size() > b.prefix.size();
    });
    return fmt::format(
        "// Generated from rules/secret/patterns/*.yaml.\n#include \"secret/family_table.h\"\n\n"
        "namespace cardlint {{\nnamespace {{\nusing std::string_view_literals::operator\"\"sv;\n"
        "{}\nconstexpr Family kTokens[] = {{\n{}}};\nconstexpr Family kKeyed[] = {{\n{}}};\n"
        "}}  // namespace\n\n"
        "std::span<const Family> token_families() {{ return kTokens; }}\n"
        "std::span<const Family> keyed_families() {{ return kKeyed; }}\n"
        "static constexpr FamilyIndex kIndex = make_family_index(kTokens);\n"
        "const FamilyIndex& family_index() {{ return kIndex; }}\n"
        "static constexpr FamilyAnchors kAnchors = make_family_anchors(kTokens);\n"
        "const FamilyAnchors& family_anchors() {{ return kAnchors; }}\n\n"
        "}}  // namespace cardlint\n",
        tables_, rows(false), rows(true));
  }

 private:
  std::string rows(bool keyed) const {
    std::string out;
    for (const Row& row : rows_) {
      if (row.keyed == keyed) out += row.text + ",\n";
    }
    return out;
  }

  std::string segments(std::string_view what, const std::vector<FamilySource::Piece>& pieces) {
    std::vector<std::string> items;
    items.reserve(pieces.size());
    for (const FamilySource::Piece& p : pieces) {
      items.push_back(fmt::format("{{{}, {}, {}, {}}}", literal(p.literal),
                                  p.set == 0 ? std::string("0") : fmt::format("'{}'", p.set), p.min,
                                  p.max));
    }
    return array("Segment", what, items);
  }

  std::string array(std::string_view type, std::string_view what,
                    const std::vector<std::string>& items) {
    if (items.empty()) return "{}";
    std::string name = fmt::format("k{}{}", what, number_);
    tables_ += fmt::format("constexpr {} {}[] = {{{}}};\n", type, name, fmt::join(items, ", "));
    return name;
  }

  std::string tables_;
  std::vector<Row> rows_;
  std::size_t number_ = 0;
};

int run(const std::vector<std::string>& args) {
  Writer writer;
  for (std::size_t i = 1; i < args.size(); ++i) {
    auto text = read_file(args[i], Limits{}.yaml_bytes);
    const auto families = text ? load_families(args[i], std::move(*text))
                               : Result<std::vector<FamilySource>>(tl::unexpected(text.error()));
    if (!families) {
      std::fprintf(stderr, "%s\n", families.error().message.c_str());
      return 1;
    }
    for (const FamilySource& family : *families) writer.family(family);
  }
  std::ofstream out(args[0], std::ios::binary);
  out << writer.finish();
  out.close();
  return out ? 0 : 1;
}

}  // namespace
}  // namespace cardlint

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  return cardlint::run({argv + 1, argv + argc});
}

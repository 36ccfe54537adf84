// What texts hide: invisible characters, encoded runs, sheer size.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/path/document_paths.h"
#include "checks/table.h"
#include "checks/text/encoded_text.h"
#include "checks/text/lazy_pattern.h"
#include "checks/text/texts.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

bool contains(const std::vector<std::string_view>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string_view name(TextRole role) {
  constexpr std::array<std::string_view, 4> kNames{"prose", "name", "value", "code"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string place(const Text& text) {
  if (text.is_key) return "the member name";
  const std::string_view key = text.at.key();
  return key.empty() ? "the text" : fmt::format("'{}'", printable(key, 40));
}

void tell(const Target& target, const Reporter& report, const Text& text, Span span,
          Params params) {
  params.emplace_back("place", place(text));
  report.span(target.document(), text.at, span, std::move(params));
}

// --- invisible characters ---

// One finding a text, at the first run of 'sorts'.
void hidden_characters(const Target& target, const Args& args, const Reporter& report) {
  const auto sorts = args.texts("sorts");
  const auto roles = args.texts("roles");
  for (const auto& [text, runs] : target.facts->shared<HiddenTexts>().entries) {
    if (!roles.empty() && !contains(roles, name(text.role))) continue;
    if (!text.is_key && target.facts->shared<DocumentPaths>().judges_characters_of(text.at))
      continue;
    const HiddenRun* first = nullptr;
    std::size_t count = 0;
    std::string message;
    for (const HiddenRun& run : runs) {
      // A lone control character as a default or choice is a delimiter.
      const bool delimiter = run.sort == Hidden::Control && text.role == TextRole::Value &&
                             run.end - run.begin == text.text.size();
      if (delimiter || !contains(sorts, name(run.sort))) continue;
      if (first == nullptr) first = &run;
      count += run.count;
      message += hidden_message(text.text, run);
    }
    if (first == nullptr) continue;
    const std::string hides =
        message.size() > 1 ? fmt::format(", which spell '{}'", printable(message, 60)) : "";
    tell(target, report, text, text.span(target.document(), first->begin, first->end),
         {{"count", count == 1 ? "the character" : fmt::format("{} characters from", count)},
          {"first", fmt::format("U+{:04X}", first->first)},
          {"hides", hides}});
  }
}

// --- encoded runs ---

// Found once for all that judge what it says.
struct EncodedTexts {
  explicit EncodedTexts(const DocumentFacts& facts) {
    for (const auto& [text, folded] : facts.shared<FoldedTexts>().entries) {
      if (text.role != TextRole::Prose || text.is_key) continue;
      if (auto found = find_encoded_text(text.text)) entries.push_back({text, std::move(*found)});
    }
  }
  struct Entry {
    Text text;
    EncodedText found;
  };
  std::vector<Entry> entries;
};

class EncodedRun final : public Check {
 public:
  explicit EncodedRun(Args args) : says_(args.texts("says")), says_not_(args.texts("says-not")) {}
  void run(const Target& target, const Reporter& report) const override {
    for (const auto& [text, found] : target.facts->shared<EncodedTexts>().entries) {
      const std::string plain = fold_text(found.decoded);
      if (!says_.empty() && !says_.matches(plain)) continue;
      if (!says_not_.empty() && says_not_.matches(plain)) continue;
      tell(target, report, text, text.span(target.document(), found.begin, found.end),
           {{"length", fmt::format("{}", found.end - found.begin)},
            {"encoding", std::string(found.encoding)},
            {"decoded", fmt::format("'{}'", printable(found.decoded, 60))}});
    }
  }

 private:
  LazyPattern says_;
  LazyPattern says_not_;
};

// --- size ---

void text_longer(const Target& target, const Args& args, const Reporter& report) {
  const auto members = args.texts("members");
  const std::string_view role = args.text("role");
  const double over = args.number("over", 0);
  for (const auto& [text, folded] : target.facts->shared<FoldedTexts>().entries) {
    if (static_cast<double>(text.text.size()) <= over) continue;
    if (text.is_key && role != "name") continue;
    if (!members.empty() && !contains(members, text.at.key())) continue;
    if (!role.empty() && name(text.role) != role) continue;
    const auto length = static_cast<double>(count_code_points(text.text));
    if (length > over && length <= args.number("up-to", 1e18))
      tell(target, report, text, text.span(), {{"length", fmt::format("{:.0f}", length)}});
  }
}

void prose_over(const Target& target, const Args& args, const Reporter& report) {
  std::size_t bytes = 0;
  for (const auto& [text, folded] : target.facts->shared<FoldedTexts>().entries)
    bytes += text.role == TextRole::Prose && !text.is_key ? text.text.size() : 0;
  if (static_cast<double>(bytes) > args.number("bytes", 1e18))
    report.span(target.document(), target.document().root(), {0, 1},
                {{"bytes", fmt::format("{}", bytes)}});
}

constexpr std::array kHidden{ArgSpec{"sorts", Type::Texts, true},
                             ArgSpec{"roles", Type::Texts, false}};
constexpr std::array kEncoded{ArgSpec{"says", Type::Texts, false},
                              ArgSpec{"says-not", Type::Texts, false}};
constexpr std::array kLonger{
    ArgSpec{"over", Type::Number, true}, ArgSpec{"up-to", Type::Number, false},
    ArgSpec{"members", Type::Texts, false}, ArgSpec{"role", Type::Text, false}};
constexpr std::array kBytes{ArgSpec{"bytes", Type::Number, true}};

constexpr std::array kTable{
    CheckEntry{
        "encoded-run",
        "prose holds a long base64, hexadecimal or escaped run whose text matches 'says' and none "
        "of 'says-not'",
        kEncoded, false,
        [](Args args) -> std::unique_ptr<Check> { return std::make_unique<EncodedRun>(args); }},
    CheckEntry{"hidden-characters",
               "a string or member name of one of 'roles' (prose, name, value, code) holds "
               "invisible characters of 'sorts'",
               kHidden, false, make_simple<hidden_characters>},
    CheckEntry{"prose-over", "the prose of a document has more than 'bytes' bytes", kBytes, false,
               make_simple<prose_over>},
    CheckEntry{"text-longer",
               "a text of 'members' or 'role' has more than 'over' and at most 'up-to' characters",
               kLonger, false, make_simple<text_longer>},
};

}  // namespace

CheckTable text_checks() {
  return kTable;
}

}  // namespace cardlint::checks

// What texts say to a model behind the back of the person who uses it.
#include <algorithm>
#include <array>
#include <bitset>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/make_check.h"
#include "checks/table.h"
#include "checks/text/hints.h"
#include "checks/text/lazy_pattern.h"
#include "checks/text/texts.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

// Matches of one text that are looked at: each may cost a look at the whole text.
constexpr std::size_t kMostMatches = 200;

// The text with what stands between backticks blanked: code that is shown, not said.
std::string without_code(std::string_view text) {
  std::string out(text);
  struct Run {
    std::size_t at, ticks;
    std::size_t most_behind = 0;  // ticks of the longest run behind it
  };
  std::vector<Run> runs;
  for (std::size_t at = out.find('`'); at != std::string::npos; at = out.find('`', at)) {
    const std::size_t end = std::min(out.find_first_not_of('`', at), out.size());
    runs.push_back({at, end - at});
    at = end;
  }
  for (std::size_t i = runs.size(); i > 1; --i)
    runs[i - 2].most_behind = std::max(runs[i - 1].most_behind, runs[i - 1].ticks);
  std::size_t done = 0;
  for (const Run& run : runs) {
    const std::size_t at = std::max(run.at, done);
    const std::size_t ticks = run.at + run.ticks - std::min(at, run.at + run.ticks);
    // Looking for what is not there, once for each run, would take long.
    if (ticks == 0 || run.most_behind < ticks) continue;
    done = out.find(std::string(ticks, '`'), at + ticks) + ticks;
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(at),
              out.begin() + static_cast<std::ptrdiff_t>(done), ' ');
  }
  return out;
}

bool ends_sentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  return (c == '.' || c == '!' || c == '?') && (at + 1 == text.size() || text[at + 1] == ' ');
}

std::string_view sentence_around(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t kReach = 300;  // what lies farther away is about something else
  const std::size_t first = begin > kReach ? begin - kReach : 0;
  const std::size_t last = std::min(text.size(), end + kReach);
  while (begin > first && !ends_sentence(text, begin - 1)) --begin;
  while (end < last && !ends_sentence(text, end)) ++end;
  return text.substr(begin, end - begin);
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Whether a part of a text stands between two quotation marks of one sort. Asked for one part after
// the other, it goes through the text once.
class Quotes {
 public:
  explicit Quotes(std::string_view text) : text_(text) {}

  bool around(std::size_t begin, std::size_t end) {
    if (begin < at_) *this = Quotes(text_);
    for (; at_ < begin; ++at_) {
      const std::size_t mark = kMarks.find(text_[at_]);
      // An apostrophe stands between letters.
      const bool apostrophe =
          text_[at_] == '\'' && at_ > 0 && is_word(text_[at_ - 1]) && is_word(text_[at_ + 1]);
      if (mark != std::string_view::npos && !apostrophe) open_[mark] = !open_[mark];
    }
    for (std::size_t mark = 0; mark < kMarks.size(); ++mark) {
      if (open_[mark] && text_.find(kMarks[mark], end) != std::string_view::npos) return true;
    }
    return false;
  }

 private:
  static constexpr std::string_view kMarks = "\"'`";
  std::string_view text_;
  std::size_t at_ = 0;
  std::array<bool, kMarks.size()> open_{};
};

class Phrase final : public Check {
 public:
  explicit Phrase(Args args)
      : hints_(args.texts("hints")),
        quoted_(args.text("quoted")),
        prose_(args.flag("prose")),
        outside_code_(args.flag("outside-code")),
        any_(args.texts("any")),
        unless_(args.texts("unless")),
        about_(args.texts("about")),
        weight_(args.text("weight")),
        mild_(args.texts("mild")),
        grave_(args.texts("grave")) {}

  void run(const Target& target, const Reporter& report) const override {
    const auto& index = target.facts->shared<WordIndex>();
    for (const std::size_t place : hints_.allowed(index)) {
      const auto& [text, folded] = index.texts().entries[place];
      if (prose_ && (text.role != TextRole::Prose || text.is_key)) continue;
      const std::string found = outside_code_ ? find(without_code(folded)) : find(folded);
      if (found.empty()) continue;
      report.span(target.document(), text.at, text.span(),
                  {{"found", fmt::format("'{}'", printable(found, 60))}});
    }
  }

 private:
  std::string find(std::string_view text) const {
    std::string found;
    std::size_t seen = 0;
    std::optional<bool> about;  // of the whole text, so asked once
    Quotes quotes(text);
    any_.each(text, [&](std::string_view part) {
      const bool more = ++seen < kMostMatches;
      const auto begin = static_cast<std::size_t>(part.data() - text.data());
      const std::size_t end = begin + part.size();
      const std::string_view sentence = sentence_around(text, begin, end);
      if (unless_.matches(sentence)) return more;
      if (!weight_.empty() && (weight_ == "mild") != is_mild(sentence)) return more;
      if (!quoted_.empty()) {
        if (!about) about = about_.matches(text);
        const bool quoted = *about || quotes.around(begin, end);
        if (quoted != (quoted_ == "only")) return more;
      }
      found = part;
      return false;
    });
    return found;
  }

  bool is_mild(std::string_view sentence) const {
    return mild_.matches(sentence) && !grave_.matches(sentence);
  }

  Hints hints_;
  std::string_view quoted_;
  bool prose_;
  bool outside_code_;
  LazyPattern any_;
  LazyPattern unless_;
  LazyPattern about_;
  std::string_view weight_;
  LazyPattern mild_;
  LazyPattern grave_;
};

// Names that the document itself gives to tools, prompts and parameters.
struct OwnNames {
  explicit OwnNames(const Document& document) {
    for (NodeId id = 0; id < document.tree.size(); ++id) {
      const Value value(document.tree, id);
      if (value.key() == "name" && value.is_string()) {
        names.insert(fold_name(value.text()));
        any = any || (value.parent().parent() && value.parent().parent().key() == "tools");
      } else if (!value.key().empty() && value.parent().key() == "properties") {
        names.insert(fold_name(value.key()));
      }
    }
    for (const std::string& name : names) all_.append(name).push_back('\n');
  }
  // Also the word that begins or ends a name: "the search tool" is search_notes.
  bool has(std::string_view word) const {
    const std::string folded = fold_name(word);
    if (names.contains(folded)) return true;
    if (folded.size() <= 3) return false;
    if (const auto known = parts_.find(folded); known != parts_.end()) return known->second;
    // Too much to look through for each word: nothing is called foreign then.
    if (all_.size() > kMostText || parts_.size() >= kMostWords) return true;
    return parts_.emplace(folded, all_.find(folded) != std::string::npos).first->second;
  }
  std::set<std::string> names;
  bool any = false;

 private:
  static constexpr std::size_t kMostText = 256u << 10;   // bytes of names
  static constexpr std::size_t kMostWords = 5'000;       // that are looked for in them
  std::string all_;                                      // the names, a line each
  mutable std::unordered_map<std::string, bool> parts_;  // a document is judged by one thread
};

// "instead of a tool", "instead of another tool".
bool is_no_name(std::string_view word) {
  constexpr std::array<std::string_view, 18> kWords{
      "a",        "an",       "any",       "this",     "that",   "the",
      "another",  "other",    "each",      "your",     "same",   "some",
      "separate", "external", "different", "specific", "single", "third-party"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Texts that order tools about. 'who': "every" (matches 'every'), "foreign" (group 1 of 'order'
// names no tool of this document) or "unnamed" (no group 1); a text is of the first that fits.
class ToolOrder final : public Check {
 public:
  explicit ToolOrder(Args args)
      : who_(args.text("who")),
        hints_(args.texts("hints")),
        every_(args.texts("every")),
        unnamed_(args.texts("unnamed")) {
    for (const std::string_view part : args.texts("named"))  // one each, for its group
      named_.push_back(std::make_unique<LazyPattern>(std::vector{part}));
  }

  void run(const Target& target, const Reporter& report) const override {
    const auto& index = target.facts->shared<WordIndex>();
    for (const std::size_t place : hints_.allowed(index)) {
      const auto& [text, folded] = index.texts().entries[place];
      if (text.role != TextRole::Prose || text.is_key) continue;
      const auto [who, found] = judge(target, folded);
      if (who != who_) continue;
      report.span(target.document(), text.at, text.span(),
                  {{"found", fmt::format("'{}'", printable(found, 60))}});
    }
  }

 private:
  std::pair<std::string_view, std::string> judge(const Target& target,
                                                 std::string_view text) const {
    std::string found;
    const auto first = [&](std::string_view part) {
      found = part;
      return false;
    };
    every_.each(text, first);
    if (!found.empty()) return {"every", found};
    const auto& own = target.facts->shared<OwnNames>();
    bool named = false;
    for (const auto& pattern : named_) {
      std::size_t seen = 0;
      pattern->each(text, [&](std::string_view tool) {
        if (is_no_name(tool)) return true;
        named = true;
        if (own.any && !own.has(tool)) found = tool;
        return found.empty() && ++seen < kMostMatches;
      });
      if (!found.empty()) break;
    }
    if (!found.empty()) return {"foreign", found};
    if (named && own.any) return {"", ""};
    unnamed_.each(text, first);
    return {found.empty() ? "" : "unnamed", found};
  }

  std::string_view who_;
  Hints hints_;
  LazyPattern every_;
  std::vector<std::unique_ptr<LazyPattern>> named_;
  LazyPattern unnamed_;
};

// --- parameters that ask for more than the tool needs ---

// `select` is an input schema. A parameter called one of 'names', or whose description matches
// 'asks', of a tool that speaks of nothing like it ('related').
class AskingParameter final : public Check {
 public:
  explicit AskingParameter(Args args)
      : required_(args.flag("required")),
        hints_(args.texts("hints")),
        asks_(args.texts("asks")),
        related_(args.texts("related")) {
    for (const std::string_view name : args.texts("names")) {
      names_.push_back(fold_name(name));
      if (!names_.back().empty()) ends_.set(ends_of(names_.back()));
    }
  }

  void run(const Target& target, const Reporter& report) const override {
    const Value schema = target.value;
    const auto& allowed = target.facts->shared<AllowedNodes>().of(hints_);
    std::optional<bool> related;
    std::optional<std::vector<std::string_view>> required;  // made for the first that asks
    for (const Value property : schema["properties"]) {
      const bool named = is_wanted(property.key()) && !property["enum"] && !property["const"];
      if (!named) {
        if (allowed.empty()) continue;
        const Value text = property["description"];
        const auto about = text ? allowed.find(text.id()) : allowed.end();
        if (about == allowed.end() || about->second.empty() || !asks_.matches(about->second))
          continue;
      }
      if (!required) required = sorted_texts(schema["required"]);
      if (std::binary_search(required->begin(), required->end(), property.key()) != required_)
        continue;
      if (!related) related = is_related(schema.parent(), property.key());
      if (*related) continue;
      report.key(target.document(), property,
                 {{"asks", named ? "by its name" : "by its description"}});
    }
  }

 private:
  static std::vector<std::string_view> sorted_texts(Value list) {
    std::vector<std::string_view> texts;
    for (const Value item : list) {
      if (item.is_string()) texts.push_back(item.text());
    }
    std::sort(texts.begin(), texts.end());
    return texts;
  }
  bool is_wanted(std::string_view name) const {
    // Most names begin or end otherwise, so they need no folding.
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const bool kept = !name.empty() && plain(name.front()) && plain(name.back());
    if (kept && !ends_.test(ends_of(name))) return false;
    return std::find(names_.begin(), names_.end(), fold_name(name)) != names_.end();
  }
  bool is_related(Value tool, std::string_view parameter) const {
    // What the description says of the parameter itself tells nothing about the tool.
    const std::string named = folded(tool["name"]) + "\n" + folded(tool["title"]);
    const std::string lower = to_lower_ascii(parameter);
    for (const std::string_view word : split(lower, '_')) {
      if (word.size() > 3 && named.find(word) != std::string::npos) return true;
    }
    return related_.matches(named + "\n" + folded(tool["description"]));
  }
  static std::string folded(Value text) {
    return text.is_string() ? fold_text(text.text()) : std::string();
  }

  static std::size_t ends_of(std::string_view name) {
    return static_cast<unsigned char>(name.front()) % 64U * 64U +
           static_cast<unsigned char>(name.back()) % 64U;
  }

  std::vector<std::string> names_;  // folded
  std::bitset<64UL * 64> ends_;     // what they begin and end with
  bool required_;
  Hints hints_;
  LazyPattern asks_;
  LazyPattern related_;
};

constexpr std::array kPhrase{
    ArgSpec{"any", Type::Texts, true},          ArgSpec{"hints", Type::Texts, false},
    ArgSpec{"unless", Type::Texts, false},      ArgSpec{"about", Type::Texts, false},
    ArgSpec{"quoted", Type::Text, false},       ArgSpec{"prose", Type::Flag, false},
    ArgSpec{"outside-code", Type::Flag, false}, ArgSpec{"weight", Type::Text, false},
    ArgSpec{"mild", Type::Texts, false},        ArgSpec{"grave", Type::Texts, false}};
constexpr std::array kOrder{ArgSpec{"who", Type::Text, true}, ArgSpec{"hints", Type::Texts, false},
                            ArgSpec{"every", Type::Texts, true},
                            ArgSpec{"named", Type::Texts, true},
                            ArgSpec{"unnamed", Type::Texts, true}};
constexpr std::array kAsking{
    ArgSpec{"names", Type::Texts, true}, ArgSpec{"asks", Type::Texts, true},
    ArgSpec{"hints", Type::Texts, false}, ArgSpec{"related", Type::Texts, false},
    ArgSpec{"required", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{"asking-parameter",
               "a parameter ('required' or not) is one of 'names' or its description matches "
               "'asks' ('hints' as of phrase), and no word of its tool is 'related'",
               kAsking, true, make_check<AskingParameter>},
    CheckEntry{"phrase",
               "a folded text matches 'any' where its sentence matches no 'unless'; 'hints' (words "
               "joined by '|', one of each must occur) keep it quick; 'quoted' only or never, also "
               "where the text matches 'about'; 'weight' mild or grave: only sentences that match "
               "'mild' and not 'grave', or only the others",
               kPhrase, false, make_check<Phrase>},
    CheckEntry{"tool-order",
               "prose orders tools about: 'who' is every, foreign (group 1 of 'named' is no tool "
               "of the document) or unnamed",
               kOrder, false, make_check<ToolOrder>},
};

}  // namespace

CheckTable phrase_checks() {
  return kTable;
}

}  // namespace cardlint::checks

#include "lint/comment_suppressions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/date.h"
#include "base/suggest.h"
#include "base/text.h"
#include "doc/comments.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kWord = "cardlint-ignore";
constexpr std::size_t kMaxEntries = 1000;  // each finding is held against all of them
constexpr std::size_t kMaxNames = 5000;
constexpr std::size_t kMaxSuggestions = 100;  // each compares a word with every id

// What other tools' habits make of the word.
bool is_meant(std::string_view word) {
  constexpr std::array kOthers{"cardlint-disable"sv,
                               "cardlint-disable-line"sv,
                               "cardlint-disable-next"sv,
                               "cardlint-disable-next-line"sv,
                               "cardlint-ignore-line"sv,
                               "cardlint-ignore-next"sv,
                               "cardlint-ignore-next-line"sv,
                               "cardlint-ignore-file"sv,
                               "cardlint-suppress"sv,
                               "cardlint-allow"sv,
                               "cardlint-skip"sv,
                               "cardlint-off"sv,
                               "cardlint-noqa"sv};
  return std::find(kOthers.begin(), kOthers.end(), word) != kOthers.end() ||
         (word.starts_with("cardlint") && edit_distance(word, kWord, 3) <= 3);
}

}  // namespace

// Takes words from the text of a comment, with their places in the source.
class CommentSuppressions::Words {
 public:
  Words(std::string_view text, std::uint32_t begin) : text_(text), begin_(begin) { skip(); }

  std::string_view peek() const { return text_.substr(0, text_.find_first_of(" \t")); }
  Span span(std::string_view word) const {
    return {begin_, begin_ + static_cast<std::uint32_t>(word.size())};
  }
  void drop(std::size_t bytes) {
    text_.remove_prefix(bytes);
    begin_ += static_cast<std::uint32_t>(bytes);
    skip();
  }
  std::string_view rest() const { return text_; }

 private:
  void skip() {
    const std::size_t blanks = std::min(text_.find_first_not_of(" \t"), text_.size());
    text_.remove_prefix(blanks);
    begin_ += static_cast<std::uint32_t>(blanks);
  }

  std::string_view text_;
  std::uint32_t begin_;
};

namespace {

std::string_view without_separator(std::string_view reason) {
  for (const std::string_view mark : {"--", "-", ":", "\xE2\x80\x94", "\xE2\x80\x93"}) {
    if (reason.starts_with(mark)) return trim(reason.substr(mark.size()));
  }
  return reason;
}

}  // namespace

CommentSuppressions::CommentSuppressions(const Document& document, const RuleSet& rules,
                                         std::string_view today)
    : rules_(rules) {
  const SourceFile& source = *document.source;
  const Syntax syntax = syntax_of_path(document.repository_path);
  // Most documents hold no such word: nothing else is looked at then.
  if (syntax == Syntax::Json || !document.readable() || document.archive != nullptr ||
      source.text().find("cardlint") == std::string_view::npos)
    return;
  const std::vector<Comment> comments =
      find_comments(source, document.tree, syntax == Syntax::Yaml ? "#" : "//");
  // A comment on a line of its own speaks of the next line that is none.
  std::uint32_t below = 0, target_below = 0;
  for (auto it = comments.rbegin(); it != comments.rend(); ++it) {
    const std::uint32_t line = source.position(it->span.begin).line;
    std::uint32_t target = line;
    if (it->own_line) {
      target = below == line + 1 ? target_below : line + 1;
      below = line, target_below = target;
    }
    read(source, it->span, target, today);
  }
}

void CommentSuppressions::malformed(Span span, std::string detail) {
  faults_.push_back({"malformed", span, {{"detail", std::move(detail)}}});
}

bool CommentSuppressions::is_known(std::string_view name) const {
  const auto& all = rules_.rules();
  return std::any_of(all.begin(), all.end(), [&](const Rule& rule) {
    return rule.info->id == name || group_of(rule.info->id) == name;
  });
}

void CommentSuppressions::read_names(Words& words, Entry& entry) {
  for (bool more = true; more;) {
    const std::string_view word = words.peek();
    more = word.ends_with(',') || word.empty();
    std::uint32_t at = words.span(word).begin;
    for (std::string_view part : split(word, ',')) {
      const std::uint32_t next = at + static_cast<std::uint32_t>(part.size()) + 1;
      if (part.ends_with(':')) part.remove_suffix(1);
      const Span span{at, at + static_cast<std::uint32_t>(part.size())};
      at = next;
      if (part.empty()) continue;
      if (++names_ > kMaxNames) return malformed(span, "too many rules are named in comments");
      if (is_known(part)) {
        entry.names.push_back({std::string(part), span});
        continue;
      }
      faults_.push_back(
          {"unknown-rule",
           span,
           {{"name", fmt::format("'{}'", printable(part, 60))},
            {"near", ++unknown_ > kMaxSuggestions ? "" : did_you_mean(part, ids())}}});
    }
    words.drop(word.size());
    more = (more || words.peek().starts_with(',')) && !words.peek().empty();
  }
}

void CommentSuppressions::read(const SourceFile& source, Span comment, std::uint32_t line,
                               std::string_view today) {
  const std::string_view text = source.slice(comment);
  const std::size_t mark = text.find_first_not_of("#/");
  if (mark == std::string_view::npos) return;
  Words words(text.substr(mark), comment.begin + static_cast<std::uint32_t>(mark));
  const std::string_view word = words.peek();
  const Span place = words.span(word);
  if (word != kWord && word != "cardlint-ignore:") {
    if (is_meant(word))
      malformed(place, fmt::format("'{}' is no word of cardlint; did you mean '{}'?",
                                   printable(word, 60), kWord));
    return;
  }
  if (entries_.size() >= kMaxEntries)
    return malformed(place, fmt::format("more than {} suppressions in one file", kMaxEntries));
  words.drop(word.size());
  if (words.rest().empty())
    return malformed(place, "the comment names neither a rule nor a reason");
  Entry entry;
  entry.line = line;
  read_names(words, entry);
  Words behind = words;
  behind.drop(behind.peek().size());
  const std::string_view date = behind.peek();
  // "until the next release" is a reason.
  if (words.peek() == "until" && !date.empty() && date[0] >= '0' && date[0] <= '9') {
    words = behind;
    if (!is_date(date))
      return malformed(words.span(date),
                       fmt::format("'{}' is no date such as 2027-01-31", printable(date, 40)));
    entry.until = date;
    words.drop(date.size());
  }
  entry.reason = without_separator(trim(words.rest()));
  if (entry.reason.empty())
    return malformed(place, "the comment gives no reason, so it suppresses nothing");
  entry.expired = !entry.until.empty() && entry.until < today;
  if (entry.expired) faults_.push_back({"expired", place, {{"until", entry.until}}});
  entries_.push_back(std::move(entry));
}

std::vector<std::string_view> CommentSuppressions::ids() const {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules_.rules()) ids.push_back(rule.info->id);
  return ids;
}

std::optional<std::string> CommentSuppressions::reason_for(std::string_view rule,
                                                           std::uint32_t line) {
  for (Entry& entry : entries_) {
    if (entry.line != line || entry.expired) continue;
    for (Name& name : entry.names) {
      if (name.text != rule && name.text != group_of(rule)) continue;
      name.used = true;
      return entry.reason;
    }
  }
  return std::nullopt;
}

std::vector<SuppressionFault> CommentSuppressions::faults(
    const std::function<bool(const Rule&)>& judged) const {
  std::vector<SuppressionFault> all = faults_;
  for (const Entry& entry : entries_) {
    for (const Name& name : entry.names) {
      if (name.used || entry.expired) continue;
      const auto& rules = rules_.rules();
      const bool known = std::all_of(rules.begin(), rules.end(), [&](const Rule& rule) {
        const bool named = rule.info->id == name.text || group_of(rule.info->id) == name.text;
        return !named || judged(rule);
      });
      if (known) all.push_back({"unused", name.span, {{"name", fmt::format("'{}'", name.text)}}});
    }
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; });
  return all;
}

}  // namespace cardlint

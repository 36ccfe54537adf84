#include "checks/member/pattern.h"

#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "rules/check.h"

namespace cardlint::checks {

struct Pattern::Compiled {
  std::once_flag once;
  std::optional<re2::RE2> regex;
};

Pattern::Pattern(std::string_view text, bool ignore_case)
    : text_(text),
      ignore_case_(ignore_case),
      needs_(text, ignore_case),
      compiled_(std::make_unique<Compiled>()) {
  if (needs_.understood() || regex().ok()) return;
  throw UnusableArgument{fmt::format("'{}' is no regular expression (RE2): {}", printable(text),
                                     printable(regex().error()))};
}

Pattern::Pattern(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

const re2::RE2& Pattern::regex() const {
  std::call_once(compiled_->once, [this] {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!ignore_case_);
    compiled_->regex.emplace(text_, options);
  });
  return *compiled_->regex;
}

bool Pattern::matches(std::string_view text, std::string_view* found) const {
  if (!needs_.met_by(text)) return false;
  if (needs_.surely_matches(text)) {
    if (found != nullptr) *found = text;
    return true;
  }
  re2::StringPiece match;
  const re2::StringPiece subject(text.data(), text.size());
  if (!regex().Match(subject, 0, subject.size(), RE2::UNANCHORED, &match, 1)) return false;
  if (found != nullptr) *found = std::string_view(match.data(), match.size());
  return true;
}

bool Pattern::next(std::string_view text, std::size_t& at, std::string_view& part) const {
  if (at > text.size() || (at == 0 && !needs_.met_by(text))) return false;
  const int groups = regex().NumberOfCapturingGroups() > 0 ? 2 : 1;
  re2::StringPiece match[2];
  const re2::StringPiece subject(text.data(), text.size());
  if (!regex().Match(subject, at, subject.size(), RE2::UNANCHORED, match, groups)) return false;
  const re2::StringPiece& wanted = groups == 2 && match[1].data() != nullptr ? match[1] : match[0];
  part = std::string_view(wanted.data(), wanted.size());
  const auto end = static_cast<std::size_t>(match[0].data() - text.data()) + match[0].size();
  at = match[0].empty() ? end + 1 : end;
  return true;
}

}  // namespace cardlint::checks

#include "checks/member/conditions.h"

#include <algorithm>

namespace cardlint::checks {
namespace {

bool among(Value words, std::string_view text) {
  return std::any_of(words.begin(), words.end(), [&](Value word) { return word.is_text(text); });
}

bool word_holds(std::string_view word, Value value) {
  if (word == "present") return bool(value);
  if (word == "absent") return !value;
  if (word == "true") return value.is_true();
  if (word == "list") return value.is_array();
  return word == "other" && value && !value.is_array();
}

// {lists: words}: holds one of them; {lists-none: words}: says something, but none of them;
// {lists-only: words}: says something, and nothing else; {is: words}: is one of these strings.
bool list_holds(Value test, Value value) {
  if (const Value words = test["is"]) return value.is_string() && among(words, value.text());
  const std::vector<std::string_view> texts = texts_of(value);
  const auto wanted = [&](Value words) {
    return [words](std::string_view text) { return among(words, text); };
  };
  if (const Value words = test["lists"])
    return std::any_of(texts.begin(), texts.end(), wanted(words));
  if (texts.empty()) return false;
  if (const Value words = test["lists-none"])
    return std::none_of(texts.begin(), texts.end(), wanted(words));
  const Value words = test["lists-only"];
  return words && std::all_of(texts.begin(), texts.end(), wanted(words));
}

bool holds(Value root, Value condition) {
  const Value value = root.tree().resolve(condition.key());
  return condition.is_string() ? word_holds(condition.text(), value) : list_holds(condition, value);
}

}  // namespace

bool applies(Value root, const Args& args) {
  if (!root) return false;
  const Value when = args["when"];
  const Value unless = args["unless"];
  const auto test = [root](Value condition) { return holds(root, condition); };
  return std::all_of(when.begin(), when.end(), test) &&
         std::none_of(unless.begin(), unless.end(), test);
}

std::vector<std::string_view> texts_of(Value list) {
  std::vector<std::string_view> texts;
  if (!list.is_array()) return texts;
  for (const Value item : list) {
    if (item.is_string()) texts.push_back(item.text());
  }
  return texts;
}

}  // namespace cardlint::checks

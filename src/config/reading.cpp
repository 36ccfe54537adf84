#include "config/reading.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "rules/check.h"
#include "secret/text_scan.h"

namespace cardlint {
namespace {

constexpr std::size_t kMaxFaults = 100;

std::string wrong_type(Value value, std::string_view expected) {
  if (value.is(NodeType::Null))
    return fmt::format("{} has no value, expected {}", called(value), expected);
  return fmt::format("{} is {}, expected {}", called(value), shown(value), expected);
}

}  // namespace

std::string called(Value value) {
  if (!value.key().empty()) return fmt::format("'{}'", printable(value.key(), 60));
  const Value parent = value.parent();
  if (!parent) return "the configuration";
  std::uint32_t number = 1;
  for (const Value item : parent) {
    if (item == value) break;
    ++number;
  }
  return fmt::format("item {} of {}", number, called(parent));
}

std::string shown(Value value) {
  if (value.is_string() && !scan_text(value.text()).empty()) return "a credential";
  return describe(value);
}

void Reading::fault(Span span, std::string message) {
  if (faults_.size() < kMaxFaults) {
    faults_.push_back({span, std::move(message)});
  } else {
    ++more_;
  }
}

void Reading::fault_at_key(Value member, std::string message) {
  const Node& node = member.node();
  fault(node.key_span.end > node.key_span.begin ? node.key_span : node.span, std::move(message));
}

std::vector<std::string> Reading::lines() const {
  std::vector<Fault> sorted = faults_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Fault& a, const Fault& b) { return a.span.begin < b.span.begin; });
  std::vector<std::string> lines;
  for (const Fault& fault : sorted) {
    const Position p = source_.position(fault.span.begin);
    lines.push_back(fmt::format("{}:{}:{}: {}", printable(source_.path(), 200), p.line, p.column,
                                fault.message));
  }
  if (more_ > 0)
    lines.push_back(fmt::format("{}: {} more faults", printable(source_.path(), 200), more_));
  return lines;
}

bool Reading::map(Value value) {
  if (value.is_object()) return true;
  if (value) fault(value, wrong_type(value, "a map"));
  return false;
}

bool Reading::object(Value value, std::span<const std::string_view> known) {
  if (!map(value)) return false;
  const std::vector<std::string_view> words(known.begin(), known.end());
  for (const Value member : value) {
    if (std::find(known.begin(), known.end(), member.key()) != known.end()) continue;
    const std::string near = did_you_mean(member.key(), words);
    fault_at_key(member, fmt::format("unknown key '{}'{}", printable(member.key(), 60),
                                     near.empty() ? fmt::format("; known here are {}",
                                                                fmt::join(words, ", "))
                                                  : near));
  }
  return true;
}

bool Reading::list(Value value) {
  if (value.is_array()) return true;
  if (value) fault(value, wrong_type(value, "a list"));
  return false;
}

std::optional<std::string> Reading::text(Value value) {
  if (!value) return std::nullopt;
  if (value.is_string() && !trim(value.text()).empty()) return std::string(trim(value.text()));
  fault(value, value.is_string() ? fmt::format("{} is empty", called(value))
                                 : wrong_type(value, "a text"));
  return std::nullopt;
}

std::vector<std::string> Reading::texts(Value value) {
  std::vector<std::string> all;
  if (!value) return all;
  if (value.is_string()) {
    if (auto one = text(value)) all.push_back(*std::move(one));
    return all;
  }
  if (!value.is_array() || value.size() == 0) {
    fault(value, value.is_array() ? fmt::format("{} is empty", called(value))
                                  : wrong_type(value, "a text or a list of texts"));
    return all;
  }
  for (const Value item : value) {
    if (auto one = text(item)) all.push_back(*std::move(one));
  }
  return all;
}

std::optional<double> Reading::number(Value value, double low, double high) {
  if (!value) return std::nullopt;
  const auto number = value.is_number() ? value.number() : std::nullopt;
  if (number && *number >= low && *number <= high && std::floor(*number) == *number) return number;
  fault(value, wrong_type(value, fmt::format("a whole number from {:.0f} to {:.0f}", low, high)));
  return std::nullopt;
}

bool Reading::flag(Value value) {
  if (!value) return false;
  if (value.is_boolean()) return value.is_true();
  // Words of YAML 1.1, which are texts in YAML 1.2.
  const std::string word = value.is_string() ? to_lower_ascii(value.text()) : std::string();
  const std::string_view meant = word == "yes" || word == "on" || word == "true"    ? "true"
                                 : word == "no" || word == "off" || word == "false" ? "false"
                                                                                    : "";
  fault(value,
        wrong_type(value, meant.empty() ? "true or false"
                                        : fmt::format("true or false; did you mean '{}'?", meant)));
  return false;
}

void Reading::refuse_word(Value value, const std::vector<std::string_view>& words) {
  const std::string near = value.is_string() ? did_you_mean(value.text(), words)
                           : value.is_boolean() && !value.is_true() &&
                                   std::find(words.begin(), words.end(), "off") != words.end()
                               ? "; did you mean 'off'?"
                               : "";
  fault(value, wrong_type(value, fmt::format("one of {}{}", fmt::join(words, ", "), near)));
}

void Reading::missing(Value object, std::string_view key) {
  fault(object, fmt::format("{} lacks '{}'", called(object), key));
}

}  // namespace cardlint

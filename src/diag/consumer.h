// The programs that read a document for real, and what they do with it (DESIGN: say who cares).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint {

enum class Consumer : std::uint8_t {
  SmitheryCli,
  SmitheryScan,
  Sep2127,
  McpRegistry,
  TsSdk,
  PySdk,
  Claude,
  OpenAi
};

inline constexpr std::array kAllConsumers{
    Consumer::SmitheryCli, Consumer::SmitheryScan, Consumer::Sep2127, Consumer::McpRegistry,
    Consumer::TsSdk,       Consumer::PySdk,        Consumer::Claude,  Consumer::OpenAi};

std::string_view name(Consumer consumer);  // "smithery-cli", "smithery-scan", "sep-2127", …
std::optional<Consumer> parse_consumer(std::string_view word);

// A set of consumers as bits.
class ConsumerSet {
 public:
  constexpr ConsumerSet() = default;
  constexpr ConsumerSet(std::initializer_list<Consumer> consumers) {
    for (const Consumer c : consumers) add(c);
  }
  constexpr void add(Consumer c) { bits_ |= bit(c); }
  constexpr bool has(Consumer c) const { return (bits_ & bit(c)) != 0; }
  constexpr bool intersects(ConsumerSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool operator==(const ConsumerSet&) const = default;

 private:
  static constexpr std::uint16_t bit(Consumer c) {
    return static_cast<std::uint16_t>(1u << static_cast<unsigned>(c));
  }
  std::uint16_t bits_ = 0;
};

// Ordered from best to worst, so that the worst effect of several findings is the maximum.
enum class Verdict { NotApplicable, Accepts, Ignores, Rejects };
std::string_view name(Verdict verdict);  // "not-applicable", "accepts", "ignores", "rejects"

struct ConsumerVerdict {
  Consumer consumer;
  Verdict verdict;
  std::vector<std::string> because;  // rule ids, sorted; empty for accepts and not-applicable
};

}  // namespace cardlint

// Names are asked once a run, in threads that may hang without holding up the rest.
#include "http/resolver.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <memory>
#include <thread>

using namespace cardlint;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

const Resolution* wait_for(Resolver& resolver, const std::string& host) {
  const auto start = Clock::now();
  const Resolution* answer = resolver.resolve(host, 443);
  while (answer == nullptr && Clock::now() - start < milliseconds(3000)) {
    std::this_thread::sleep_for(milliseconds(2));
    answer = resolver.resolve(host, 443);
  }
  return answer;
}

// What names answer; those that begin with "slow" take their time. Shared with threads that outlive
// the test case.
struct Names {
  std::atomic<int> asked = 0;
  std::atomic<int> wakes = 0;

  static Resolution look_up(const std::shared_ptr<Names>& names, const std::string& host) {
    const int turn = names->asked++;
    if (host.rfind("slow", 0) == 0) std::this_thread::sleep_for(milliseconds(2500));
    Resolution answer;
    answer.addresses = {*parse_ip_address(turn == 0 ? "93.184.216.34" : "127.0.0.1")};
    return answer;
  }
};

Resolver make(const std::shared_ptr<Names>& names, milliseconds patience) {
  return {patience, [names] { ++names->wakes; },
          [names](const std::string& host) { return Names::look_up(names, host); }};
}

}  // namespace

TEST_CASE("a name is asked once, so that a second answer cannot differ") {
  const auto names = std::make_shared<Names>();
  Resolver resolver = make(names, milliseconds(1000));
  for (int i = 0; i < 3; ++i) {
    const Resolution* answer = wait_for(resolver, "rebind.test");
    REQUIRE(answer != nullptr);
    CHECK(to_text(answer->addresses.at(0)) == "93.184.216.34");
  }
  CHECK(names->asked == 1);
  CHECK(names->wakes == 1);
}

TEST_CASE("names that hang do not hold up others, and have no answer, also not later") {
  const auto names = std::make_shared<Names>();
  Resolver resolver = make(names, milliseconds(200));
  const auto start = Clock::now();
  for (int i = 0; i < 40; ++i) resolver.resolve("slow" + std::to_string(i) + ".test", 443);
  const Resolution* slow = wait_for(resolver, "slow0.test");
  REQUIRE(slow != nullptr);
  CHECK(slow->addresses.empty());
  CHECK_FALSE(slow->trouble.empty());
  for (int i = 1; i < 40; ++i) CHECK(wait_for(resolver, "slow" + std::to_string(i) + ".test"));
  const Resolution* quick = wait_for(resolver, "quick.test");
  REQUIRE(quick != nullptr);
  CHECK(quick->addresses.size() == 1);
  CHECK(Clock::now() - start < milliseconds(2400));
  CHECK(names->asked <= 18);  // sixteen threads, and one for those that overstayed
  std::this_thread::sleep_for(milliseconds(2600));
  resolver.resolve("another.test", 443);
  CHECK(slow->addresses.empty());
}

TEST_CASE("what is pinned is not asked") {
  const auto names = std::make_shared<Names>();
  Resolver resolver = make(names, milliseconds(200));
  REQUIRE(resolver.pin("Card.test:443:[::1],192.0.2.1"));
  const Resolution* pinned = resolver.resolve("card.test", 443);
  REQUIRE(pinned != nullptr);
  CHECK(pinned->addresses.size() == 2);
  CHECK(resolver.resolve("card.test", 80) == nullptr);
  for (const char* wrong : {"", "card.test", "card.test:443", "card.test:443:", ":443:::1",
                            "card.test::127.0.0.1", "card.test:443:127.0.0.1,"}) {
    CHECK_FALSE(resolver.pin(wrong));
  }
}

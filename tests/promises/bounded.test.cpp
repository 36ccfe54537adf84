// Any input of at most 8 MiB is answered in at most 2 seconds and 256 MiB, and says what it was
// refused for. Memory and time are those of the shipped program; with sanitizers the inputs are
// smaller, and only the absence of crashes, faults and hangs is proved.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>

#include "promises/inputs.h"
#include "support/project.h"
#include "support/sealed.h"

using namespace cardlint::test;

namespace {

constexpr double kSeconds = 2;      // of processor time
constexpr double kSlowMachine = 2;  // times slower than ours may a machine be that runs the tests
constexpr std::size_t kMemory = 256u << 20;

std::size_t size_of_inputs() {
  return is_sanitized() ? kLargest / 16 : kLargest;
}

void check_bounded(const std::vector<Input>& inputs) {
  for (const Input& input : inputs) {
    INFO(input.name << " (" << input.path << ")");
    const Folder folder;
    folder.file(input.path, input.text());
    REQUIRE(std::filesystem::file_size(folder.root / input.path) <= kLargest);
    Start start = folder.start();
    start.patience = 60;
    if (can_seal()) {
      start.prepare = seal;
      start.environment = {{"ASAN_OPTIONS", "detect_leaks=0"}};
    }
    const Ended ended = run_check({"--format", "json", "."}, start);
    INFO(ended.seconds << " s, " << (ended.peak_bytes >> 20) << " MiB, code " << ended.code
                       << ", signal " << ended.signal << ended.err.substr(0, 2000));
    CHECK_FALSE(ended.hung);
    CHECK((ended.code == 0 || ended.code == 1 || ended.code == 3));
    CHECK(ended.err.empty());
    CHECK(ended.out.size() < 4u << 20);
    if (is_sanitized()) continue;
    CHECK(ended.seconds <= kSeconds * kSlowMachine);
    CHECK(ended.peak_bytes <= kMemory);
    if (std::getenv("CARDLINT_PRINT_FIGURES") != nullptr)
      std::cout << input.name << ": " << ended.seconds << " s, " << (ended.peak_bytes >> 20)
                << " MiB, " << ended.out.size() << " bytes of report\n";
  }
}

}  // namespace

TEST_CASE("bounded: JSON made to exhaust its reader") {
  check_bounded(json_inputs(size_of_inputs()));
}

TEST_CASE("bounded: YAML made to exhaust its reader") {
  check_bounded(yaml_inputs(size_of_inputs()));
}

TEST_CASE("bounded: texts made to exhaust whoever searches them") {
  check_bounded(text_inputs(size_of_inputs()));
}

TEST_CASE("bounded: tools and schemas made to exhaust whoever judges them") {
  check_bounded(tool_inputs(size_of_inputs()));
}

TEST_CASE("bounded: lists made to exhaust whoever compares their items") {
  check_bounded(list_inputs(size_of_inputs()));
}

TEST_CASE("bounded: documents of every kind, grown in every way") {
  check_bounded(grown_documents(size_of_inputs() / 2));
}

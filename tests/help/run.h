// Runs the programs in process.
#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.h"
#include "cli/probe_cli.h"

namespace cardlint_test {

struct Run {
  std::string out, err;
  int code = 0;
};

inline Run run(const std::vector<std::string>& args) {
  std::ostringstream out, err;
  const int code = cardlint::run_cli(args, {out, err, false});
  return {out.str(), err.str(), code};
}

// cardlint-probe; nothing is sent, for there is no transport.
inline Run run_probe(const std::vector<std::string>& args) {
  std::ostringstream out, err;
  const cardlint::MakeTransport none = [](const cardlint::HttpSettings&) {
    return cardlint::Result<std::unique_ptr<cardlint::Transport>>(
        cardlint::fail(cardlint::ErrorCode::Internal, "no transport"));
  };
  const int code =
      cardlint::run_probe_cli(args, {out, err, false}, none, nullptr, false, "libx/1.0");
  return {out.str(), err.str(), code};
}

// `word` with the letter at `at` left out, doubled, replaced, and swapped with the next.
inline std::vector<std::string> typos(std::string_view word, std::size_t at) {
  const std::string text(word);
  std::vector<std::string> typos{text.substr(0, at) + text.substr(at + 1),
                                 text.substr(0, at + 1) + text.substr(at)};
  std::string replaced = text;
  replaced[at] = replaced[at] == 'x' ? 'y' : 'x';
  typos.push_back(replaced);
  if (at + 1 < text.size()) {
    std::string swapped = text;
    std::swap(swapped[at], swapped[at + 1]);
    typos.push_back(swapped);
  }
  return typos;
}

}  // namespace cardlint_test

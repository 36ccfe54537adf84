// How a configuration starts a program: its command and arguments taken apart, nothing run. Knows
// no documents.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "doc/tree.h"

namespace cardlint::checks {

struct Word {
  std::string_view text;
  Value at;  // where it is written
};
using Words = std::vector<Word>;

// The command, then its arguments. A command that is a whole line ("npx -y x") is split, unless its
// first word is a path: "C:\Program Files\…" is one word.
Words launch_words(Value command, Value args);

// "npx" of "/usr/bin/npx", "NPX.CMD", "npx".
std::string program_name(std::string_view word);
// Without what only starts the next program: sudo, env A=b, cmd /c.
std::span<const Word> without_wrappers(std::span<const Word> words);

// A shell that is told to run a text: sh -c, bash -lc, cmd /c, pwsh -Command; also behind other
// words, as in "docker run image sh -c".
struct ShellCall {
  const Word* shell;
  const Word* option;
  std::string script;  // what the shell reads
  // cmd /c before one program and plain arguments: how npx is started on Windows.
  bool only_starts_program = false;
};
std::optional<ShellCall> find_shell(std::span<const Word> words);
// The script fetches a program and runs it: curl … | sh, bash <(wget …), irm … | iex.
bool runs_download(std::string_view script);
// What only a shell would understand in an argument that no shell reads: "&&", "|", "$(", "`"; else
// empty.
std::string_view shell_syntax(std::span<const Word> words, std::size_t index);

// A package or image that the launch fetches and runs.
struct FetchedPackage {
  const Word* word;
  std::string_view name;
  bool pinned;  // names a version, tag or digest other than latest
  bool npm = false;
};
// Of npx, bunx, pnpm dlx, yarn dlx, npm exec, uvx, uv tool run, pipx run, docker run, podman run.
// Paths, and names that a variable fills, are left out.
std::vector<FetchedPackage> fetched_packages(std::span<const Word> words);
// npx without -y, --yes or an answer to its question, before the package.
const Word* npx_that_asks(std::span<const Word> words);
// "python3.11" or "pip" of any path; else empty.
std::string shared_interpreter(std::span<const Word> words);

}  // namespace cardlint::checks

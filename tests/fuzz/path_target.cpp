// Paths and patterns: what later programs may make of a text, and the verdict on it.
#include <algorithm>

#include "base/glob.h"
#include "checks/path/path_folds.h"
#include "checks/path/path_glob.h"
#include "checks/path/path_names.h"
#include "checks/path/path_value.h"
#include "checks/path/path_words.h"
#include "doc/companion.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"

namespace cardlint::fuzz {
namespace {

using namespace checks;

PathForm form_of(std::uint8_t choice) {
  PathForm form;
  form.depth = choice & 3;
  form.bounded = (choice & 4) == 0;
  form.glob = (choice & 8) != 0;
  form.url = (choice & 16) != 0;
  form.https = (choice & 32) != 0;
  form.bundle = (choice & 64) != 0;
  form.locale = (choice & 128) != 0;
  form.data = form.url ? PathForm::Picture::Yes : PathForm::Picture::No;
  return form;
}

// Letters, digits, '-', '_' and slashes, and nothing that a decoder would take for an escape.
bool is_plain(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find("0x") != std::string_view::npos)
    return false;
  return std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/';
  });
}

void check_verdict(std::string_view path, const PathForm& form) {
  const auto verdict = judge_path(path, form);
  const auto again = judge_path(path, form);
  promise(verdict.has_value() == again.has_value(), "a path is judged the same twice", path);
  if (!verdict) return;
  promise(!verdict->problem.empty(), "a verdict has words");
  promise(verdict->fault == again->fault && verdict->problem == again->problem,
          "a path has one verdict", path);
  // Names of plain letters may still be private ones or those of devices; a leading '-' is an
  // option.
  if (is_plain(path) && path.front() != '-' && !form.url)
    promise(verdict->fault == PathFault::Special || verdict->fault == PathFault::Sensitive,
            "nothing is wrong with plain letters", verdict->problem);
}

void check_folds(std::string_view path) {
  promise(decode_once(path).size() <= path.size(), "decoding does not grow", path);
  promise(slashes_forward(path).find('\\') == std::string::npos, "no backslash is left", path);
  promise(fold_look_alikes(fold_look_alikes(path)) == fold_look_alikes(path),
          "folding look-alikes twice changes nothing", path);
  promise(fold_case(fold_case(path)) == fold_case(path), "folding case twice changes nothing",
          path);
  (void)special_component(path);
  const std::string_view part = sensitive_part(path);
  promise(part.size() <= path.size(), "the private part is a part");
  (void)registry_subfolder_problem(path);
  if (const auto below = path_below_root(path))
    promise(path_below_root(*below) == below, "a path below the root stays", *below);
}

void check_globs(std::string_view pattern, std::string_view path, bool separators) {
  constexpr std::size_t kMost = 50;
  const GlobAlternatives all = expand_glob(pattern, separators, kMost);
  promise(!all.patterns.empty() && all.patterns.size() <= kMost, "alternatives are bounded",
          pattern);
  for (const std::string& one : all.patterns) (void)glob_matches(one, path);
  promise(pattern.starts_with(literal_prefix(pattern)), "a prefix is a prefix", pattern);
  if (const auto glob = Glob::parse(pattern)) (void)glob->matches(path);
}

}  // namespace

void run_path(std::string_view input) {
  Input in(input.substr(0, 2000));
  const PathForm form = form_of(in.byte());
  const std::string_view path = in.until('\n');
  const std::string_view other = in.rest();
  check_verdict(path, form);
  check_folds(path);
  check_globs(path, other, form.bounded);
}

}  // namespace cardlint::fuzz

// Path-valued fields, judged lexically. The limit is the repository root, never the document's own
// folder: `../..` from `src/x/` is how monorepos name their root.
#include <array>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

std::size_t depth_below_root(const Document& document) {
  std::size_t depth = 0;
  const std::string_view folder = parent_folder(document.repository_path);
  for (const std::string_view part : split(folder, '/'))
    depth += part.empty() || part == "." ? 0 : 1;
  return depth;
}

// How many levels above the root the walk rises at its highest; 0 when it stays inside.
std::size_t levels_above(std::string_view path, std::size_t depth) {
  auto level = static_cast<std::ptrdiff_t>(depth);
  std::ptrdiff_t lowest = 0;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    level += part == ".." ? -1 : 1;
    lowest = std::min(lowest, level);
  }
  return static_cast<std::size_t>(-lowest);
}

// 'from': "document" (default), "repository" or "bundle": the folder that the path is relative to.
void parent_escape(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  if (!target.value.is_string()) return;
  const std::string_view path = target.value.text();
  // Absolute paths and URLs are other rules' matter; a negated glob takes nothing in.
  if (path.starts_with('/') || path.starts_with('!') || path.find("://") != std::string_view::npos)
    return;
  const bool from_document = args.text("from", "document") == "document";
  if (from_document && document.repository_path.starts_with('/')) {
    report.not_assessed(
        document.source->path(),
        "the file lies outside the repository root, so its paths have no limit to be held against");
    return;
  }
  const std::size_t levels = levels_above(path, from_document ? depth_below_root(document) : 0);
  if (levels == 0) return;
  const std::string folder(parent_folder(document.repository_path));
  report.value(
      document, target.value,
      {{"levels", fmt::format("{} level{}", levels, levels == 1 ? "" : "s")},
       {"folder", !from_document || folder.empty() ? std::string("the root")
                                                   : fmt::format("'{}'", printable(folder))}});
}

constexpr std::array kFrom{ArgSpec{"from", Type::Text, false}};

constexpr std::array kTable{
    CheckEntry{"path-parent-escape", "a relative path rises above the repository root", kFrom, true,
               make_simple<parent_escape>},
};

}  // namespace

CheckTable path_checks() {
  return kTable;
}

}  // namespace cardlint::checks

#include "doc/companion.h"

#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace cardlint {
namespace {

enum class Format { Json, Toml, Yaml, Dockerfile, Text };

Format format_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.ends_with(".json")) return Format::Json;
  if (name.ends_with(".toml")) return Format::Toml;
  if (name.ends_with(".yml") || name.ends_with(".yaml")) return Format::Yaml;
  const std::string lower = to_lower_ascii(name);
  if (lower.starts_with("dockerfile") || lower.ends_with(".dockerfile") ||
      lower.starts_with("containerfile"))
    return Format::Dockerfile;
  return Format::Text;
}

std::set<std::string, std::less<>> ignored_names(std::string_view text) {
  std::set<std::string, std::less<>> names;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    while (line.ends_with('/')) line.remove_suffix(1);
    names.emplace(line.substr(line.rfind('/') + 1));
  }
  return names;
}

}  // namespace

Companion make_companion(std::shared_ptr<const SourceFile> source, std::string repository_path,
                         const Limits& limits) {
  Companion companion;
  Document& file = companion.file;
  file.repository_path = std::move(repository_path);
  file.source = std::move(source);
  const auto take = [&](Loaded loaded) {
    file.tree = std::move(loaded.tree);
    for (const LoadFault& fault : loaded.faults) {
      if (!fault.fatal || !companion.unread.empty()) continue;
      companion.unread =
          fmt::format("line {}: {}", file.source->position(fault.span.begin).line, fault.detail);
    }
  };
  std::vector<LoadFault> faults;
  std::uint32_t begin = 0;
  if (!check_encoding(*file.source, limits.companion_bytes, faults, begin)) {
    companion.unread = faults.back().detail;
    return companion;
  }
  switch (format_of(file.source->path())) {
    case Format::Json:
      take(load_json(*file.source, limits));
      break;
    case Format::Yaml:
      take(load_yaml(*file.source, limits));
      break;
    case Format::Toml:
      if (auto tree = load_toml(*file.source, limits)) {
        file.tree = std::move(*tree);
      } else {
        companion.unread = tree.error().message;
      }
      break;
    case Format::Dockerfile:
      file.tree = load_dockerfile(*file.source, limits);
      break;
    case Format::Text:
      if (file.source->path().ends_with(".gitignore"))
        companion.ignored = ignored_names(file.source->text());
      break;
  }
  return companion;
}

const Companion* ProjectFiles::open_with(std::string_view path, std::string_view word) const {
  const Companion* found = open(path);
  const bool holds =
      found != nullptr && found->file.source->text().find(word) != std::string_view::npos;
  return holds ? found : nullptr;
}

std::optional<std::string> path_below_root(std::string_view path) {
  if (path.starts_with('/')) return std::nullopt;
  // Nearly all paths stand there as they are meant.
  const bool odd = path.starts_with('.') || path.ends_with('/') ||
                   path.find("/.") != std::string_view::npos ||
                   path.find("//") != std::string_view::npos;
  if (!odd) return std::string(path);
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return std::nullopt;
    } else {
      parts.pop_back();
    }
  }
  return fmt::format("{}", fmt::join(parts, "/"));
}

}  // namespace cardlint

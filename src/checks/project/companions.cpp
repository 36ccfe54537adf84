#include "checks/project/companions.h"

#include <algorithm>

#include "base/file_io.h"
#include "base/text.h"

namespace cardlint::checks {

namespace {

// Where the package of the project most likely lies: beside its manifest, else beside what else
// belongs to a package.
std::string package_folder(const Project& project) {
  for (const Kind kind : {Kind::SmitheryManifest, Kind::RegistryServer, Kind::McpbManifest}) {
    for (const Document& document : project.documents) {
      if (document.kind == kind) return described_folder(document);
    }
  }
  return project.documents.empty() ? project.folder : described_folder(project.documents.front());
}

}  // namespace

std::string described_folder(const Document& document) {
  const std::string_view path = document.repository_path;
  if (path.starts_with(".well-known/")) return {};
  const std::size_t at = std::min(path.find("/.well-known/"), path.rfind('/'));
  return at == std::string_view::npos ? std::string() : std::string(path.substr(0, at));
}

const Document* companion(const Project& project, std::string_view name, const Reporter& report) {
  if (project.files == nullptr) return nullptr;
  return companion_above(project, package_folder(project), name, report);
}

const Document* companion_above(const Project& project, std::string folder, std::string_view name,
                                const Reporter& report) {
  if (project.files == nullptr) return nullptr;
  for (;;) {
    const Companion* found = project.files->open(join_path(folder, name));
    if (found != nullptr) return readable(*found, report);
    if (folder.empty() || folder == project.folder) return nullptr;
    const std::size_t slash = folder.rfind('/');
    folder.resize(slash == std::string::npos ? 0 : slash);
  }
}

const Document* readable(const Companion& companion, const Reporter& report) {
  if (companion.unread.empty()) return &companion.file;
  report.not_assessed(printable(companion.file.source->path(), 400), companion.unread);
  return nullptr;
}

bool is_partial(const Project& project) {
  return std::any_of(project.documents.begin(), project.documents.end(),
                     [](const Document& document) { return document.named; });
}

}  // namespace cardlint::checks

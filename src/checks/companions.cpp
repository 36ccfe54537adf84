#include "checks/companions.h"

#include "base/text.h"

namespace cardlint::checks {

std::string in_project(const Project& project, std::string_view name) {
  return project.folder.empty() ? std::string(name) : project.folder + "/" + std::string(name);
}

const Document* companion(const Project& project, std::string_view name, const Reporter& report) {
  if (project.files == nullptr) return nullptr;
  const Companion* found = project.files->open(in_project(project, name));
  if (found == nullptr) return nullptr;
  if (found->unread.empty()) return &found->file;
  report.not_assessed(printable(found->file.source->path(), 400), found->unread);
  return nullptr;
}

}  // namespace cardlint::checks

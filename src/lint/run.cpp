#include "lint/run.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <thread>

#include "base/file_io.h"
#include "base/text.h"
#include "lint/project_files.h"

namespace cardlint {
namespace {

// Rules judge the manifest inside; the archive itself they see through Document::archive.
Document bundle_document(const std::string& path, const std::string& repository_path,
                         Archive archive, const Limits& limits, std::vector<NotAssessed>& unread) {
  if (!archive.unread.empty()) unread.push_back({printable(path, 400), archive.unread, true});
  Document document = make_bundle_document(path, repository_path, std::move(archive), limits);
  return document;
}

void take_bundle(const FoundFile& file, const Limits& limits, Project& project,
                 std::vector<NotAssessed>& unread) {
  const auto bytes = read_file(file.path, limits.archive_bytes);
  if (!bytes && bytes.error().code != ErrorCode::Limit) {
    unread.push_back({printable(file.path, 400), bytes.error().message, true});
    return;
  }
  Archive archive;
  if (bytes) {
    archive = read_archive(*bytes, limits);
  } else {
    // Not read, but its size is known to be too large for every consumer.
    archive.bytes = limits.archive_bytes + 1;
    archive.unread = bytes.error().message;
  }
  project.documents.push_back(
      bundle_document(file.path, file.repository_path, std::move(archive), limits, unread));
  project.documents.back().named = file.named;
}

CheckReport lint_plan(const ProjectPlan& plan, const RunSettings& run, const Linter& linter) {
  const Limits& limits = run.discovery.limits;
  Project project;
  project.root = plan.root;
  project.folder = plan.folder;
  project.first_of_repository = plan.first_of_repository;
  project.files = files_on_disk(plan.repository, plan.shown_repository, limits);
  std::vector<NotAssessed> unread;
  for (const FoundFile& file : plan.files) {
    if (is_bundle_path(file.path)) {
      take_bundle(file, limits, project, unread);
      continue;
    }
    auto text = read_file(file.path, limits.file_bytes);
    if (!text) {
      unread.push_back({printable(file.path, 400), text.error().message, true});
      continue;
    }
    const auto kind = file.named ? run.kind : std::nullopt;
    Document document = make_document(std::make_shared<SourceFile>(file.path, std::move(*text)),
                                      file.repository_path, limits, kind);
    document.named = file.named;
    // An ambiguous name whose content says nothing is no document of ours, unless somebody named
    // it.
    if (!document.kind && !file.named) continue;
    project.documents.push_back(std::move(document));
  }
  CheckReport result = linter.lint(project);
  std::move(unread.begin(), unread.end(), std::back_inserter(result.not_assessed));
  return result;
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

}  // namespace

CheckReport lint_text(const Linter& linter, const std::string& path, std::string text,
                      std::optional<Kind> kind, const Limits& limits, const FetchedText& fetched) {
  Project project;
  project.root = ".";
  std::vector<NotAssessed> unread;
  project.documents.push_back(
      is_bundle_path(path)
          ? bundle_document(path, path, read_archive(text, limits), limits, unread)
          : make_document(std::make_shared<SourceFile>(path, std::move(text)), path, limits, kind));
  Document& document = project.documents.back();
  document.named = true;
  document.fetched_from = fetched.from;
  document.fetched_for = fetched.identifier;
  CheckReport result = linter.lint(project);
  std::move(unread.begin(), unread.end(), std::back_inserter(result.not_assessed));
  return result;
}

CheckReport run_lint(const RunSettings& run, const Linter& linter) {
  CheckReport whole;
  std::vector<std::string> paths = run.paths;
  if (const auto input = std::find(paths.begin(), paths.end(), "-");
      input != paths.end() && run.stdin_filename) {
    paths.erase(input);
    const Limits& limits = run.discovery.limits;
    const bool bundle = is_bundle_path(*run.stdin_filename);
    if (auto text = read_stdin(bundle ? limits.archive_bytes : limits.file_bytes)) {
      whole =
          lint_text(linter, *run.stdin_filename, std::move(*text), run.kind, run.discovery.limits);
    } else {
      whole.not_assessed.push_back({*run.stdin_filename, text.error().message, true});
    }
  }
  Discovery discovery = discover(paths, run.discovery);
  append(whole.not_assessed, discovery.not_assessed);

  std::vector<CheckReport> results(discovery.projects.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < results.size(); i = next++)
      results[i] = lint_plan(discovery.projects[i], run, linter);
  };
  const std::size_t helpers = std::min<std::size_t>(run.jobs, results.size());
  if (helpers <= 1) {
    work();
  } else {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < helpers; ++i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
  }
  for (CheckReport& result : results) {
    append(whole.documents, result.documents);
    append(whole.diagnostics, result.diagnostics);
    append(whole.not_assessed, result.not_assessed);
  }
  std::sort(whole.diagnostics.begin(), whole.diagnostics.end(), reported_before);
  std::sort(whole.documents.begin(), whole.documents.end(),
            [](const DocumentSummary& a, const DocumentSummary& b) { return a.path < b.path; });
  std::sort(whole.not_assessed.begin(), whole.not_assessed.end(),
            [](const NotAssessed& a, const NotAssessed& b) {
              return std::tie(a.what, a.reason) < std::tie(b.what, b.reason);
            });
  return whole;
}

}  // namespace cardlint

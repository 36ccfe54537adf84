#include "lint/run.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>
#include <tuple>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/heap.h"
#include "base/text.h"
#include "lint/project_files.h"

namespace cardlint {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

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

// The folder of the configuration below the repository; "" for the root, and where it lies
// elsewhere.
std::string config_folder_in(const std::string& repository, const ChosenLinter& chosen) {
  const std::string& folder = chosen.config_folder;
  return folder != repository && is_below(folder, repository) ? relative_to(folder, repository)
                                                              : std::string();
}

// `checkout` is of the plan's repository.
CheckReport lint_plan(const ProjectPlan& plan, const RunSettings& run, const ChosenLinter& chosen,
                      const std::shared_ptr<Checkout>& checkout) {
  const Linter& linter = *chosen.linter;
  const Limits& limits = linter.settings().limits;
  Project project;
  project.config_folder = config_folder_in(plan.repository, chosen);
  project.root = plan.root;
  project.folder = plan.folder;
  project.first_of_repository = plan.first_of_repository;
  project.files = files_on_disk(checkout, plan.shown_repository, limits);
  std::vector<NotAssessed> unread;
  std::size_t bytes = 0;
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
    if (bytes + text->size() > limits.project_bytes) {
      unread.push_back({printable(file.path, 400),
                        fmt::format("the documents of its project together are larger than the "
                                    "limit of {} bytes",
                                    limits.project_bytes),
                        true});
      continue;
    }
    const std::size_t size = text->size();
    const auto kind = file.named ? run.kind : std::nullopt;
    Document document = make_document(std::make_shared<SourceFile>(file.path, std::move(*text)),
                                      file.repository_path, limits, kind);
    document.named = file.named;
    // An ambiguous name whose content says nothing is no document of ours, unless somebody named
    // it.
    if (!document.kind && (!file.named || run.ignore_unknown)) continue;
    bytes += size;
    project.documents.push_back(std::move(document));
  }
  CheckReport result = linter.lint(project);
  append(result.not_assessed, unread);
  std::vector<NotAssessed> troubles = project.files->troubles();
  append(result.not_assessed, troubles);
  return result;
}

struct GivenText {
  std::string path;
  std::string repository_path;
  std::string config_folder;
  FetchedText fetched = {};
};

CheckReport lint_given(const Linter& linter, const GivenText& given, std::string text,
                       std::optional<Kind> kind, const Limits& limits) {
  Project project;
  project.root = ".";
  project.config_folder = given.config_folder;
  std::vector<NotAssessed> unread;
  project.documents.push_back(
      is_bundle_path(given.path)
          ? bundle_document(given.path, given.repository_path, read_archive(text, limits), limits,
                            unread)
          : make_document(std::make_shared<SourceFile>(given.path, std::move(text)),
                          given.repository_path, limits, kind));
  Document& document = project.documents.back();
  document.named = true;
  document.fetched_from = given.fetched.from;
  document.fetched_for = given.fetched.identifier;
  CheckReport result = linter.lint(project);
  append(result.not_assessed, unread);
  return result;
}

// Standard input, judged as if it lay where its name says.
CheckReport lint_stdin(const RunSettings& run, const std::string& repository,
                       const ChosenLinter& chosen) {
  const std::string& name = *run.stdin_filename;
  const Limits& limits = chosen.linter->settings().limits;
  CheckReport report;
  auto text = read_stdin(is_bundle_path(name) ? limits.archive_bytes : limits.file_bytes);
  if (!text) {
    report.not_assessed.push_back({name, text.error().message, true});
    return report;
  }
  return lint_given(
      *chosen.linter,
      {name, relative_to(absolute_path(name), repository), config_folder_in(repository, chosen)},
      std::move(*text), run.kind, limits);
}

// What is wrong with the configurations of a run, each once.
class Refusals {
 public:
  void add(const Error& error) {
    if (std::find(faults_.begin(), faults_.end(), error.message) == faults_.end())
      faults_.push_back(error.message);
    code_ = error.code;
  }
  bool empty() const { return faults_.empty(); }
  Error all() const { return {code_, join(faults_, "\n")}; }

 private:
  std::vector<std::string> faults_;
  ErrorCode code_ = ErrorCode::Usage;
};

// Each project on its own, over run.jobs threads; one at a time looks for its configuration.
std::vector<Result<CheckReport>> lint_all(const Discovery& discovery, const RunSettings& run,
                                          const ChooseLinter& choose) {
  const std::vector<ProjectPlan>& plans = discovery.projects;
  std::vector<Result<CheckReport>> results(plans.size());
  std::mutex choosing;
  const auto linter_of = [&](const ProjectPlan& plan) {
    const std::scoped_lock lock(choosing);
    return choose(plan.configured_from, plan.repository);
  };
  std::vector<std::exception_ptr> faults(
      std::max<std::size_t>(1, std::min<std::size_t>(run.jobs, results.size())));
  std::atomic<std::size_t> next{0};
  const auto work = [&](std::exception_ptr& fault) {
    try {
      std::shared_ptr<Checkout> checkout;
      const std::string* repository = nullptr;
      constexpr std::size_t kBatch = 64;  // projects that a megabyte does for
      std::size_t done = 0;
      for (std::size_t i = next++; i < results.size(); i = next++) {
        if (done++ % kBatch == 0 && results.size() > kBatch) make_heap_room();
        const auto chosen = linter_of(plans[i]);
        if (!chosen) {
          results[i] = tl::unexpected(chosen.error());
          continue;
        }
        // Projects of one repository follow each other.
        if (repository == nullptr || *repository != plans[i].repository) {
          repository = &plans[i].repository;
          checkout = open_checkout(*repository, discovery.folders);
        }
        results[i] = lint_plan(plans[i], run, *chosen, checkout);
      }
    } catch (...) {
      fault = std::current_exception();  // out of memory: no thread may end by it
      next = results.size();
    }
  };
  {
    std::vector<std::jthread> threads;
    threads.reserve(faults.size());
    try {
      for (std::size_t i = 1; i < faults.size(); ++i)
        threads.emplace_back([&work, &fault = faults[i]] { work(fault); });
    } catch (const std::system_error&) {
      // As many threads as the system gives.
    }
    work(faults[0]);
  }
  for (const std::exception_ptr& fault : faults) {
    if (fault) std::rethrow_exception(fault);
  }
  return results;
}

// What projects say in their order is mostly sorted already: looking costs less than moving.
template <class T, class Before>
void sort_where_needed(std::vector<T>& items, const Before& before) {
  if (!std::is_sorted(items.begin(), items.end(), before))
    std::sort(items.begin(), items.end(), before);
}

void sort_report(CheckReport& report) {
  sort_where_needed(report.diagnostics, reported_before);
  sort_where_needed(report.documents, [](const DocumentSummary& a, const DocumentSummary& b) {
    return a.path < b.path;
  });
  std::sort(report.not_assessed.begin(), report.not_assessed.end(),
            [](const NotAssessed& a, const NotAssessed& b) {
              return std::tie(a.what, a.reason, b.operational) <
                     std::tie(b.what, b.reason, a.operational);
            });
  const auto same = [](const NotAssessed& a, const NotAssessed& b) {
    return a.what == b.what && a.reason == b.reason;
  };
  report.not_assessed.erase(
      std::unique(report.not_assessed.begin(), report.not_assessed.end(), same),
      report.not_assessed.end());
}

}  // namespace

CheckReport lint_text(const Linter& linter, const std::string& path, std::string text,
                      std::optional<Kind> kind, const Limits& limits, const FetchedText& fetched) {
  return lint_given(linter, {path, path, "", fetched}, std::move(text), kind, limits);
}

CheckReport run_lint(const RunSettings& run, const Linter& linter) {
  return *run_lint(run, [&](const std::string&, const std::string&) {
    return Result<ChosenLinter>(ChosenLinter{&linter, ""});
  });
}

Result<CheckReport> run_lint(const RunSettings& run, const ChooseLinter& choose) {
  std::vector<std::string> paths = run.paths;
  const auto input = std::find(paths.begin(), paths.end(), "-");
  const bool reads_stdin = input != paths.end() && run.stdin_filename;
  if (reads_stdin) paths.erase(input);
  Discovery discovery = discover(paths, run.discovery, run.jobs);
  CheckReport whole;
  Refusals refusals;
  std::vector<Result<CheckReport>> results = lint_all(discovery, run, choose);
  for (const Result<CheckReport>& result : results) {
    if (!result) refusals.add(result.error());
  }
  if (reads_stdin) {
    const std::string folder(parent_folder(absolute_path(*run.stdin_filename)));
    const std::string here = current_folder();
    const std::string repository =
        repository_of(folder, run.discovery.root, is_below(folder, here) ? here : folder);
    if (const auto chosen = choose(folder, repository)) {
      whole = lint_stdin(run, repository, *chosen);
    } else {
      refusals.add(chosen.error());
    }
  }
  if (!refusals.empty()) return tl::unexpected(refusals.all());
  append(whole.not_assessed, discovery.not_assessed);
  std::size_t found = whole.diagnostics.size();
  for (const Result<CheckReport>& result : results) found += result->diagnostics.size();
  whole.diagnostics.reserve(found);
  for (Result<CheckReport>& result : results) {
    append(whole.documents, result->documents);
    append(whole.diagnostics, result->diagnostics);
    append(whole.not_assessed, result->not_assessed);
  }
  sort_report(whole);
  return whole;
}

}  // namespace cardlint

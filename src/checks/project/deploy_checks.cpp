// What the files beside smithery.yaml must hold for a hosted build of its time: Dockerfile,
// package.json, pyproject.toml, workflows.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/document/tool_list.h"
#include "checks/make_check.h"
#include "checks/member/pattern.h"
#include "checks/path/path_value.h"
#include "checks/project/companions.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;
using std::string_view_literals::operator""sv;

std::string folder_of(const Document& manifest) {
  const std::string& path = manifest.repository_path;
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// --- the Dockerfile ---

// Members of `build` that belong to bundles of early 2026, not to images.
bool is_bundle_build(Value build) {
  return std::any_of(build.begin(), build.end(), [](Value member) {
    return member.key() == "installCommand" || member.key() == "buildCommand" ||
           member.key() == "outputDirectory" || member.key() == "assets";
  });
}

// The value that makes a hosted build need a Dockerfile; missing when nothing does.
Value asks_for_image(Value manifest) {
  const Value build = manifest["build"];
  if (build["dockerfile"].is_string()) return build["dockerfile"];
  if (manifest["runtime"].is_text("container")) return manifest["runtime"];
  const bool other_runtime = bool(manifest["runtime"]);
  return build.is_object() && build.size() > 0 && !is_bundle_build(build) && !other_runtime
             ? build
             : Value();
}

// Below the repository root; nothing when it is no plain path inside of it (a path rule says so).
std::optional<std::string> dockerfile_path(const Document& manifest) {
  const Value given = manifest.root()["build"]["dockerfile"];
  const std::string name = given.is_string() ? std::string(given.text()) : "Dockerfile";
  PathForm form;
  form.bounded = false;
  if (judge_path(name, form)) return std::nullopt;
  return path_below_root(folder_of(manifest) + name);
}

void dockerfile_missing(const Target& target, const Args&, const Reporter& report) {
  const Project& project = *target.project;
  if (project.files == nullptr) return;
  each_document(project, Kind::SmitheryManifest, [&](const Document& manifest) {
    const Value place = asks_for_image(manifest.root());
    const auto path = place ? dockerfile_path(manifest) : std::nullopt;
    if (!path || project.files->exists(*path) || project.files->follow(*path).is_fault()) return;
    // Some builds took it relative to the context.
    const Value context = manifest.root()["build"]["dockerBuildPath"];
    const Value name = manifest.root()["build"]["dockerfile"];
    if (context.is_string() && name.is_string() &&
        project.files->exists(
            fmt::format("{}{}/{}", folder_of(manifest), context.text(), name.text())))
      return;
    report.value(manifest, place, {{"file", fmt::format("'{}'", printable(*path, 120))}});
  });
}

// Calls `use` for the Dockerfile of each manifest that asks for an image.
template <class Use>
void each_dockerfile(const Project& project, const Reporter& report, Use&& use) {
  if (project.files == nullptr) return;
  each_document(project, Kind::SmitheryManifest, [&](const Document& manifest) {
    const auto path = asks_for_image(manifest.root()) ? dockerfile_path(manifest) : std::nullopt;
    const Companion* found = path ? project.files->open(*path) : nullptr;
    const Document* dockerfile = found != nullptr ? readable(*found, report) : nullptr;
    if (dockerfile != nullptr) use(*dockerfile);
  });
}

struct Stage {
  Value from;               // the FROM instruction
  std::string image, name;  // lower case; the name given by AS, else empty
};

std::vector<Stage> stages_of(const Document& dockerfile) {
  std::vector<Stage> stages;
  for (const Value instruction : dockerfile.root()) {
    if (!instruction["instruction"].is_text("FROM")) continue;
    Stage stage{instruction, {}, {}};
    bool named = false;
    for (const std::string_view word : split(instruction["arguments"].text(), ' ')) {
      const std::string lower = to_lower_ascii(trim(word));
      if (lower.empty() || lower.starts_with("--")) continue;
      if (named) stage.name = lower;
      if (stage.image.empty()) stage.image = lower;
      named = lower == "as";
    }
    stages.push_back(std::move(stage));
  }
  return stages;
}

// The image that the last stage stands on, through stages that it names. Without a stage: nothing.
const Stage* base_of_last(const std::vector<Stage>& stages) {
  if (stages.empty()) return nullptr;
  const Stage* at = &stages.back();
  // A stage can only build on one above it, so this ends.
  for (auto it = stages.rbegin() + 1; it != stages.rend(); ++it) {
    if (!it->name.empty() && it->name == at->image) at = &*it;
  }
  return at;
}

// Images without /bin/sh (the -dev and :debug forms have one), and Wolfi, on which the hosted build
// failed as well.
bool has_no_shell(std::string_view image) {
  const auto holds = [&](std::string_view word) { return image.find(word) != image.npos; };
  if (image == "scratch" || holds("wolfi")) return true;
  const bool shell_less = holds("distroless") || image.starts_with("cgr.dev/chainguard/");
  return shell_less && !holds("-dev") && !holds("debug");
}

void dockerfile_no_shell(const Target& target, const Args&, const Reporter& report) {
  each_dockerfile(*target.project, report, [&](const Document& dockerfile) {
    const std::vector<Stage> stages = stages_of(dockerfile);
    const Stage* base = base_of_last(stages);
    if (base == nullptr || !has_no_shell(base->image)) return;
    report.value(dockerfile, stages.back().from,
                 {{"image", fmt::format("'{}'", printable(base->image, 120))}});
  });
}

class FixedPort final : public Check {
 public:
  explicit FixedPort(Args) {}

  void run(const Target& target, const Reporter& report) const override {
    each_dockerfile(*target.project, report, [&](const Document& dockerfile) {
      Value fixed;
      for (const Value instruction : dockerfile.root()) {
        const Value arguments = instruction["arguments"];
        if (names_port(arguments.text())) return;
        // 8081 is what Smithery's host set.
        if (instruction["instruction"].is_text("EXPOSE") && is_port(arguments.text()) &&
            !arguments.text().starts_with("8081"))
          fixed = arguments;
      }
      if (fixed) report.value(dockerfile, fixed, {{"port", describe(fixed)}});
    });
  }

 private:
  static bool is_port(std::string_view text) {
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0;
  }
  // Whether the variable PORT stands in it, and not just a longer name.
  static bool names_port(std::string_view text) {
    constexpr std::string_view kPort = "PORT";
    const auto in_name = [&](std::size_t at) {
      return at < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
    };
    for (std::size_t at = text.find(kPort); at != std::string_view::npos;
         at = text.find(kPort, at + 1)) {
      if (!in_name(at - 1) && !in_name(at + kPort.size())) return true;
    }
    return false;
  }
};

// --- packages ---

// 'runtime' is 'value', and in the companion 'file' none of 'members' is there, and no 'instead'
// file.
void runtime_without(const Target& target, const Args& args, const Reporter& report) {
  const Project& project = *target.project;
  if (project.files == nullptr) return;
  each_document(project, Kind::SmitheryManifest, [&](const Document& manifest) {
    const Value runtime = manifest.root()["runtime"];
    if (!runtime.is_text(args.text("value"))) return;
    const std::string folder = folder_of(manifest);
    for (const std::string_view other : args.texts("instead")) {
      if (project.files->exists(folder + std::string(other))) return;
    }
    const std::string path = folder + std::string(args.text("file"));
    const Companion* found = project.files->open(path);
    if (found == nullptr || readable(*found, report) == nullptr) return;
    for (const std::string_view member : args.texts("members")) {
      if (found->file.tree.resolve(member)) return;
    }
    Finding finding{
        &manifest, runtime.id(), runtime.node().span, {{"file", file_of(found->file)}}, {}};
    finding.related.push_back({&found->file, {0, 0}, "", "lacks it"});
    report.finding(finding);
  });
}

// --- the repository ---

void only_hosted_keys(const Target& target, const Args&, const Reporter& report) {
  const Value root = target.document().root();
  if (root["name"] || root["target"]) return;
  for (const Value member : root) {
    if (member.key() == "startCommand" || member.key() == "build" || member.key() == "runtime")
      return report.key(target.document(), member);
  }
}

void below_the_root(const Target& target, const Args&, const Reporter& report) {
  const Project& project = *target.project;
  if (project.files == nullptr || project.files->exists("smithery.yaml")) return;
  each_document(project, Kind::SmitheryManifest, [&](const Document& manifest) {
    const std::string folder = folder_of(manifest);
    if (folder.empty()) return;
    report.span(manifest, manifest.root(), {0, 0},
                {{"folder", fmt::format("'{}'", printable(folder.substr(0, folder.size() - 1)))}});
  });
}

class MaskedPublish final : public Check {
 public:
  explicit MaskedPublish(Args)
      : publish_(R"(smithery[^\n]*\s(publish)\b)"),
        masked_(R"(smithery[^\n]*\spublish\b[^\n]*\|\|\s*(true|:|echo|exit 0))") {}

  void run(const Target& target, const Reporter& report) const override {
    const Project& project = *target.project;
    if (project.files == nullptr || !project.first_of_repository) return;
    for (const std::string& name : project.files->list(".github/workflows")) {
      const std::string path = ".github/workflows/" + name;
      const bool is_workflow = name.ends_with(".yml") || name.ends_with(".yaml");
      const Companion* found = is_workflow ? project.files->open_with(path, "smithery") : nullptr;
      if (found == nullptr || readable(*found, report) == nullptr) continue;
      for (const Value job : found->file.root()["jobs"]) judge(found->file, job, report);
    }
  }

 private:
  void judge(const Document& workflow, Value job, const Reporter& report) const {
    for (const Value step : job["steps"]) {
      const Value run = step["run"];
      if (!run.is_string() || !publish_.matches(run.text())) continue;
      const Value goes_on = step["continue-on-error"].is_true() ? step["continue-on-error"]
                                                                : job["continue-on-error"];
      if (goes_on.is_true()) {
        report.key(workflow, goes_on, {{"how", "'continue-on-error' is true"}});
      } else if (masked_.matches(run.text())) {
        report.value(workflow, run, {{"how", "'||' swallows its exit code"}});
      }
    }
  }
  Pattern publish_;
  Pattern masked_;
};

constexpr std::array kRuntime{ArgSpec{"value", Type::Text, true}, ArgSpec{"file", Type::Text, true},
                              ArgSpec{"members", Type::Texts, true},
                              ArgSpec{"instead", Type::Texts, false}};

constexpr std::array kTable{
    CheckEntry{"dockerfile-fixed-port",
               "the Dockerfile exposes a fixed port and never names PORT",
               {},
               false,
               make_check<FixedPort>},
    CheckEntry{"dockerfile-missing",
               "smithery.yaml builds an image and the Dockerfile is not there",
               {},
               false,
               make_simple<dockerfile_missing>},
    CheckEntry{"dockerfile-no-shell",
               "the last stage of the Dockerfile stands on an image without a shell",
               {},
               false,
               make_simple<dockerfile_no_shell>},
    CheckEntry{"manifest-below-root",
               "smithery.yaml lies below the repository root and none lies there",
               {},
               false,
               make_simple<below_the_root>},
    CheckEntry{"masked-publish",
               "a workflow publishes to Smithery and hides the failure",
               {},
               false,
               make_check<MaskedPublish>},
    CheckEntry{"only-hosted-keys",
               "smithery.yaml has keys of hosted builds and neither name nor target",
               {},
               false,
               make_simple<only_hosted_keys>},
    CheckEntry{
        "runtime-without",
        "runtime is 'value', and 'file' has none of 'members' and there is no file 'instead'",
        kRuntime, false, make_simple<runtime_without>},
};

}  // namespace

CheckTable deploy_checks() {
  return kTable;
}

}  // namespace cardlint::checks

// MCPB manifests and the archives around them.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/suggest.h"
#include "base/text.h"
#include "checks/command/launch.h"
#include "checks/member/pattern.h"
#include "checks/path/path_value.h"
#include "checks/table.h"
#include "doc/companion.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;
using std::string_view_literals::operator""sv;

// ---- the archive

std::string mebibytes(std::size_t bytes) {
  // What is over the limit was not read to its end.
  if (bytes > Limits{}.archive_bytes)
    return fmt::format("more than {} MiB", Limits{}.archive_bytes >> 20);
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024.0 * 1024.0));
}

void archive_large(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  if (document.archive == nullptr) return;
  const std::size_t bytes = document.archive->bytes;
  const double limit = args.number("max", 0);
  if (static_cast<double>(bytes) <= limit) return;
  report.span(document, document.root(), {},
              {{"size", mebibytes(bytes)}, {"limit", mebibytes(static_cast<std::size_t>(limit))}});
}

void manifest_not_at_root(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (document.archive == nullptr || !document.archive->unread.empty()) return;
  const Archive& archive = *document.archive;
  if (archive.has_manifest) {
    if (trim(archive.manifest).empty())
      report.span(document, document.root(), {}, {{"problem", "has an empty manifest.json"}});
    return;
  }
  const auto elsewhere = std::find_if(
      archive.members.begin(), archive.members.end(),
      [](std::string_view member) { return to_lower_ascii(base_name(member)) == "manifest.json"; });
  report.span(document, document.root(), {},
              {{"problem", elsewhere == archive.members.end()
                               ? std::string("has no manifest.json")
                               : fmt::format("has its manifest at '{}' and not at the root",
                                             printable(*elsewhere, 80))}});
}

// ---- files that the manifest names

// A path of the bundle as its members are named; empty when it is none or leaves the bundle.
std::string bundle_path(std::string_view text) {
  constexpr std::string_view kRoot = "${__dirname}/";
  if (text.starts_with(kRoot)) text.remove_prefix(kRoot.size());
  const bool foreign = text.find_first_of("$\\") != std::string_view::npos ||
                       text.find("://") != std::string_view::npos || text.starts_with("data:");
  if (foreign) return {};
  return path_below_root(text).value_or(std::string());
}

// Folders that a build makes, by custom or by .gitignore: a checkout need not have them.
bool is_build_output(const ProjectFiles& files, std::string_view folder, std::string_view first) {
  constexpr std::array kFolders{"dist"sv,   "build"sv,  "out"sv,     "lib"sv,         "bin"sv,
                                "target"sv, "bundle"sv, "release"sv, "node_modules"sv};
  if (std::find(kFolders.begin(), kFolders.end(), first) != kFolders.end()) return true;
  for (const std::string_view at : {folder, std::string_view()}) {
    const Companion* ignored = files.open(join_path(at, ".gitignore"));
    if (ignored != nullptr && ignored->ignored.count(first) != 0) return true;
  }
  return false;
}

// Made once for all the files that a manifest names.
class MemberNames {
 public:
  explicit MemberNames(const Document& document)
      : names_(document.archive->members.begin(), document.archive->members.end()) {}
  bool has(std::string_view path) const { return names_.count(path) != 0; }

 private:
  std::unordered_set<std::string_view> names_;
};

void file_missing(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (!target.value.is_string()) return;
  const std::string path = bundle_path(target.value.text());
  PathForm form;
  form.bundle = true;
  // What is no plain path is a matter of the rules on paths.
  if (path.empty() || judge_path(target.value.text(), form)) return;
  const auto tell = [&](std::string_view place) {
    report.value(document, target.value, {{"place", std::string(place)}});
  };
  if (document.archive != nullptr) {
    const auto& members = target.facts->shared<MemberNames>();
    if (!members.has(path) && !members.has(path + ".exe")) tell("the archive");
    return;
  }
  if (target.project == nullptr || target.project->files == nullptr) return;
  const ProjectFiles& files = *target.project->files;
  const std::string_view folder = parent_folder(document.repository_path);
  const auto exists = [&](std::string_view name) { return files.exists(join_path(folder, name)); };
  if (exists(path) || exists(path + ".exe")) return;
  if (files.follow(join_path(folder, path)).is_fault()) return;
  const std::string_view first = std::string_view(path).substr(0, path.find('/'));
  if (first.size() < path.size() && !exists(first) && is_build_output(files, folder, first)) return;
  tell("the bundle's folder");
}

// ---- what starts the server

// 'refuses': claude, smithery-cli or both. Claude takes the types of the manifest's version,
// smithery-cli node, python, binary, the command bun, or an archive with a folder bin.
void server_type(const Target& target, const Args& args, const Reporter& report) {
  const Value type = target.value;
  const Document& document = target.document();
  const auto& faults = target.facts->schema_faults(args.text("schema"));
  const bool claude = std::any_of(faults.begin(), faults.end(), [&](const SchemaFault& fault) {
    return fault.node == type.id();
  });
  const Value command = document.root()["server"]["mcp_config"]["command"];
  const bool bun = command.is_string() && program_name(command.text()) == "bun";
  const bool binary = document.archive != nullptr && document.archive->has_member_below("bin");
  const bool known = type.is_text("node") || type.is_text("python") || type.is_text("binary");
  const bool smithery = !known && !bun && !binary;
  const std::string_view refuses = claude && smithery ? "both"
                                   : claude           ? "claude"
                                   : smithery         ? "smithery-cli"
                                                      : "";
  if (!refuses.empty() && refuses == args.text("refuses")) report.value(document, type);
}

// ---- variables

// The strings in which a host replaces ${…}.
template <class Visit>
void each_filled_text(Value at, Visit&& visit) {
  if (!at) return;
  for (NodeId id = at.id(); id < at.node().end; ++id) {
    const Value text(at.tree(), id);
    if (text.is_string()) visit(text);
  }
}

constexpr std::string_view kUserConfig = "user_config.";

class Variables final : public Check {
 public:
  explicit Variables(Args args) : fault_(args.text("fault")), known_(args.texts("known")) {}

  void run(const Target& target, const Reporter& report) const override {
    const Document& document = target.document();
    if (!document.readable()) return;
    const Value options = document.root()["user_config"];
    const Value launch = document.root()["server"]["mcp_config"];
    // Of another type they are at fault as a whole.
    if ((options && !options.is_object()) || !launch.is_object()) return;
    Options declared{options, {}};
    for (const Value option : options) declared.names.insert(option.key());
    std::set<std::string_view> used;
    each_filled_text(launch, [&](Value text) { judge(document, text, declared, used, report); });
    if (fault_ == "unknown") {
      std::set<std::string_view> none;
      for (const Value option : options) {
        if (option["type"].is_text("number") || option["type"].is_text("boolean")) continue;
        each_filled_text(option["default"],
                         [&](Value text) { judge(document, text, declared, none, report); });
      }
    }
    if (fault_ != "unused" || !options.is_object()) return;
    for (const Value option : options) {
      if (used.count(option.key()) == 0) report.key(document, option);
    }
  }

 private:
  // `user_config` and its keys: a member of an object is found by looking at all before it.
  struct Options {
    Value list;
    std::unordered_set<std::string_view> names;
  };

  // One finding for each name in one text.
  void judge(const Document& document, Value text, const Options& options,
             std::set<std::string_view>& used, const Reporter& report) const {
    std::set<std::string_view> here;
    variable_.each(text.text(), [&](std::string_view name) {
      if (!here.insert(name).second) return;
      const bool option = name.starts_with(kUserConfig);
      if (option) used.insert(meant_by(name));
      const bool fires = fault_ == "undeclared" ? option && !options.names.contains(meant_by(name))
                                                : fault_ == "unknown" && !option && !is_known(name);
      if (!fires) return;
      const std::string_view meant = option ? meant_by(name) : name;
      report.value(document, text,
                   {{"variable", fmt::format("'${{{}}}'", printable(name, 60))},
                    {"option", fmt::format("'{}'", printable(meant, 60))},
                    {"suggestion", option ? suggestion(meant, options.list) : std::string()}});
    });
  }
  static std::string_view meant_by(std::string_view name) {
    return name.substr(kUserConfig.size());
  }
  static std::string suggestion(std::string_view name, Value options) {
    constexpr std::uint32_t kHinted = 200;  // each hint looks at every option
    if (options && options.size() > kHinted) return {};
    std::vector<std::string_view> names;
    for (const Value option : options) names.push_back(option.key());
    return did_you_mean(name, names);
  }
  bool is_known(std::string_view name) const {
    return name.starts_with("arguments.") ||
           std::find(known_.begin(), known_.end(), name) != known_.end();
  }

  std::string_view fault_;
  std::vector<std::string_view> known_;
  Pattern variable_{R"(\$\{([^}]+)\})"};
};

// A default that fits the schema and not the option's own type.
void default_of_other_type(const Target& target, const Args&, const Reporter& report) {
  const Value option = target.value;
  const Value type = option["type"];
  const Value value = option["default"];
  if (!type.is_string() || !value) return;
  const bool list = value.is_array();
  const bool text = type.is_text("string") || type.is_text("directory") || type.is_text("file");
  const bool many = option["multiple"].is_true();
  const bool fits = list ? text && many
                         : (text && value.is_string()) ||
                               (type.is_text("number") && value.is_number()) ||
                               (type.is_text("boolean") && value.is_boolean());
  const bool known = text || type.is_text("number") || type.is_text("boolean");
  const bool of_schema = list || value.is_string() || value.is_number() || value.is_boolean();
  if (fits || !known || !of_schema) return;
  report.value(target.document(), value,
               {{"option", fmt::format("'{}'", printable(option.key(), 60))},
                {"type", describe(type)},
                {"is", describe_type(value)}});
}

// ---- tools

// 'test' schemas: tools stand in the list without 'inputSchema'; empty: neither tools nor options.
void published_tools(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  if (!document.readable() || !document.root().is_object()) return;
  const Value root = document.root();
  const Value tools = root["tools"];
  if (args.text("test") == "empty") {
    const auto says_nothing = [](Value value) {
      return !value || ((value.is_array() || value.is_object()) && value.size() == 0);
    };
    if (says_nothing(tools) && says_nothing(root["user_config"])) report.key(document, root);
    return;
  }
  const auto count = std::count_if(tools.begin(), tools.end(), [](Value tool) {
    return tool.is_object() && !tool["inputSchema"].is_object();
  });
  if (count > 0 && tools.is_array())
    report.key(
        document, tools,
        {{"count", count == 1 ? std::string("1 tool is") : fmt::format("{} tools are", count)}});
}

constexpr std::array kMax{ArgSpec{"max", Type::Number, true}};
constexpr std::array kRefuses{ArgSpec{"schema", Type::Text, true},
                              ArgSpec{"refuses", Type::Text, true}};
constexpr std::array kTest{ArgSpec{"test", Type::Text, true}};
constexpr std::array kVariables{ArgSpec{"fault", Type::Text, true},
                                ArgSpec{"known", Type::Texts, false}};

constexpr std::array kTable{
    CheckEntry{"bundle-archive-large", "a bundle archive has more than 'max' bytes", kMax, false,
               make_simple<archive_large>},
    CheckEntry{"bundle-default-type",
               "the default of a bundle's option is of another type than the option",
               {},
               true,
               make_simple<default_of_other_type>},
    CheckEntry{"bundle-file-missing",
               "a path names no file of the bundle",
               {},
               true,
               make_simple<file_missing>},
    CheckEntry{"bundle-manifest-missing",
               "a bundle archive has no manifest.json at its root, or an empty one",
               {},
               false,
               make_simple<manifest_not_at_root>},
    CheckEntry{"bundle-server-type",
               "the type of a bundle's server is refused by whom 'refuses' names (claude, "
               "smithery-cli, both)",
               kRefuses, true, make_simple<server_type>},
    CheckEntry{
        "bundle-tools",
        "a bundle lists tools without inputSchema ('test' schemas), or has neither tools nor "
        "options (empty)",
        kTest, false, make_simple<published_tools>},
    CheckEntry{
        "bundle-variable",
        "a ${…} of a bundle is an undeclared option, an unknown variable, or an option is unused "
        "('fault')",
        kVariables, false,
        [](Args args) -> std::unique_ptr<Check> { return std::make_unique<Variables>(args); }},
};

}  // namespace

CheckTable bundle_checks() {
  return kTable;
}

}  // namespace cardlint::checks

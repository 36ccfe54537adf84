// Between the documents of a project: what one file says must not contradict what another says. Each finding names both
// places; what a document cannot say (a card form without tools) is "not assessed", never a pass.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/pattern.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

// A value in a document of the project.
struct Mention {
  const Document* document;
  Value value;
};

template <class Use>
void each_document(const Project& project, Kind kind, Use&& use) {
  for (const Document& document : project.documents) {
    if (document.kind == kind && document.readable()) use(document);
  }
}

Finding finding_at(const Mention& at, Params params) {
  return {at.document, at.value.id(), at.value.node().span, std::move(params), {}};
}

Finding::Also also_at(const Mention& at, std::string message) {
  return {at.document, at.value.node().span, at.value.pointer(), std::move(message)};
}

std::string file_of(const Document& document) { return fmt::format("'{}'", printable(document.source->path(), 120)); }

// --- tool lists ------------------------------------------------------------------------------------------------------

Value tools_of(const Document& document) {
  const Value root = document.root();
  return document.kind == Kind::ToolsList && !root["tools"] ? root["result"]["tools"] : root["tools"];
}

// Tool names by first place; entries are objects with a name or, in smithery.yaml, also plain names.
std::map<std::string_view, Value> names_in(Value tools) {
  std::map<std::string_view, Value> names;
  for (const Value tool : tools) {
    const Value name = tool.is_object() ? tool["name"] : tool;
    if (name.is_string()) names.try_emplace(name.text(), name);
  }
  return names;
}

// Why a document's tools cannot be compared; empty when they can.
std::string no_tools_because(const Document& document) {
  const Value tools = tools_of(document);
  if (document.dialect == Dialect::Sep2127) return "a SEP-2127 card carries no tools";
  if (document.dialect == Dialect::Sep1960) return "a SEP-1960 card carries no tools";
  if (!tools) return "it lists no tools";
  if (tools.is_text("dynamic") || (tools.size() == 1 && tools.at(0).is_text("dynamic"))) {
    return "it declares its tools as dynamic";
  }
  if (!tools.is_array()) return "its tools are not a list";
  const bool readable = std::all_of(tools.begin(), tools.end(), [](Value tool) {
    return tool.is_string() || tool["name"].is_string();
  });
  return readable ? "" : "its tool list holds entries without a name";
}

void report_missing(const Document& from, const Document& in, const Reporter& report) {
  const auto there = names_in(tools_of(in));
  for (const auto& [name, place] : names_in(tools_of(from))) {
    if (there.contains(name)) continue;
    // Only a slip of the pen: get_weather and set_weather are two tools.
    std::string_view near;
    for (const auto& [other, value] : there) {
      if (edit_distance(fold_name(name), fold_name(other), 1) <= 1) near = other;
    }
    Finding finding = finding_at({&from, place}, {{"tool", fmt::format("'{}'", printable(name, 80))},
                                                  {"file", file_of(in)},
                                                  {"suggestion", near.empty() ? std::string() : fmt::format(" ('{}' stands there)", printable(near, 80))}});
    finding.related.push_back(also_at({&in, tools_of(in)}, "the list that lacks it"));
    report.finding(std::move(finding));
  }
}

// Compares the tool names of documents of kind 'left' with those of kind 'right', both ways.
void tool_lists(const Target& target, const Args& args, const Reporter& report) {
  const Project& project = *target.project;
  each_document(project, *parse_kind(args.text("left")), [&](const Document& left) {
    each_document(project, *parse_kind(args.text("right")), [&](const Document& right) {
      const auto dialects = args.texts("dialects");
      const bool other_form = std::find(dialects.begin(), dialects.end(), name(right.dialect)) == dialects.end();
      if (!dialects.empty() && other_form) return;
      // Who never wrote a list promises nothing.
      if (!tools_of(left) && left.kind != Kind::ServerCard) return;
      if (!tools_of(right) && right.kind != Kind::ServerCard) return;
      if (!tools_of(left) && !tools_of(right)) return;
      if (right.root()["tools_generated"].is_true() || left.root()["tools_generated"].is_true()) return;
      for (const Document* document : {&left, &right}) {
        if (const std::string why = no_tools_because(*document); !why.empty()) {
          const Document& other = document == &left ? right : left;
          return report.not_assessed(fmt::format("tools of {} against {}", file_of(other), file_of(*document)), why);
        }
      }
      report_missing(left, right, report);
      report_missing(right, left, report);
    });
  });
}

// --- versions, names, repositories -----------------------------------------------------------------------------------

Value card_version(const Document& card) {
  const bool remote_form = card.dialect == Dialect::Sep2127 || card.dialect == Dialect::Hybrid;
  if (remote_form) return card.root()["version"];
  if (card.dialect == Dialect::Sep1960) return card.root()["server_version"];
  return card.root()["serverInfo"]["version"];
}

std::vector<Mention> versions_in(const Project& project) {
  std::vector<Mention> found;
  const auto add = [&](const Document& document, Value value) {
    if (value.is_string() && !value.text().empty()) found.push_back({&document, value});
  };
  for (const Document& document : project.documents) {
    if (!document.readable()) continue;
    if (document.kind == Kind::ServerCard) add(document, card_version(document));
    if (document.kind == Kind::McpbManifest) add(document, document.root()["version"]);
    if (document.kind != Kind::RegistryServer) continue;
    add(document, document.root()["version"]);
    for (const Value package : document.root()["packages"]) add(document, package["version"]);
  }
  return found;
}

// The version in package.json of the project's own folder. "0.0.0" stands for "not versioned here".
const Companion* versioned_package(const Project& project) {
  for (const Companion& companion : project.companions) {
    const Value version = companion.tree.root()["version"];
    if (version.is_string() && version.text() != "0.0.0" && !companion.tree.root()["workspaces"]) return &companion;
  }
  return nullptr;
}

// One finding, at the first of `mentions`, when they do not all agree after `normal`.
template <class Normal>
void disagreement(const std::vector<Mention>& mentions, Normal&& normal, const Companion* companion, Value companion_value,
                  const Reporter& report) {
  if (mentions.empty()) return;
  const std::string expected = normal(mentions.front().value.text());
  Finding finding = finding_at(mentions.front(), {});
  std::string others;
  const auto differs = [&](Value value, const SourceFile& source) {
    if (normal(value.text()) == expected) return false;
    const Position at = source.position(value.node().span.begin);
    if (others.size() < 300) {
      others += fmt::format("{}{} in '{}' line {}", others.empty() ? "" : ", ", describe(value),
                            printable(source.path(), 120), at.line);
    }
    return true;
  };
  for (const Mention& mention : mentions) {
    if (differs(mention.value, *mention.document->source)) finding.related.push_back(also_at(mention, "differs"));
  }
  if (companion != nullptr) differs(companion_value, *companion->source);
  if (others.empty()) return;
  finding.params.emplace_back("others", others);
  report.finding(std::move(finding));
}

void versions_differ(const Target& target, const Args&, const Reporter& report) {
  const Companion* package = versioned_package(*target.project);
  const auto normal = [](std::string_view text) { return std::string(text.starts_with('v') ? text.substr(1) : text); };
  disagreement(versions_in(*target.project), normal, package,
               package != nullptr ? package->tree.root()["version"] : Value(), report);
}

void reverse_dns_names_differ(const Target& target, const Args&, const Reporter& report) {
  std::vector<Mention> found;
  for (const Document& document : target.project->documents) {
    const bool card = document.kind == Kind::ServerCard &&
                      (document.dialect == Dialect::Sep2127 || document.dialect == Dialect::Hybrid);
    const Value name = document.root()["name"];
    if ((card || document.kind == Kind::RegistryServer) && name.is_string()) found.push_back({&document, name});
  }
  disagreement(found, [](std::string_view text) { return std::string(text); }, nullptr, {}, report);
}

// Display names without the words that people add or leave out.
std::string plain_name(std::string_view text) {
  std::string name = fold_name(text.substr(text.rfind('/') + 1));
  for (const std::string_view word : {"mcpserver", "servermcp", "mcp", "server"}) {
    const std::size_t at = name.find(word);
    if (at != std::string::npos && name.size() > word.size()) name.erase(at, word.size());
  }
  return name;
}

void display_names_differ(const Target& target, const Args&, const Reporter& report) {
  std::vector<Mention> found;
  for (const Document& document : target.project->documents) {
    const Value root = document.root();
    const bool named = document.kind == Kind::SmitheryManifest || document.kind == Kind::McpbManifest ||
                       document.kind == Kind::RegistryServer;
    const Value name = document.kind == Kind::ServerCard && root["serverInfo"]["name"] ? root["serverInfo"]["name"]
                       : named || document.kind == Kind::ServerCard                    ? root["name"]
                                                                                       : Value();
    if (name.is_string() && !plain_name(name.text()).empty()) found.push_back({&document, name});
  }
  disagreement(found, plain_name, nullptr, {}, report);
}

std::string plain_repository(std::string_view url) {
  std::string text = to_lower_ascii(trim(url));
  const auto drop_prefix = [&](std::string_view prefix) {
    if (text.starts_with(prefix)) text.erase(0, prefix.size());
  };
  for (const std::string_view prefix : {"git+", "https://", "http://", "ssh://", "git://", "git@", "www.", "github:"}) drop_prefix(prefix);
  std::replace(text.begin(), text.end(), ':', '/');
  while (text.ends_with('/')) text.pop_back();
  if (text.ends_with(".git")) text.resize(text.size() - 4);
  // A link into the tree names the same repository.
  for (const std::string_view inner : {"/tree/", "/blob/", "#"}) text = text.substr(0, text.find(inner));
  drop_prefix("github.com/");
  return text;
}

Value repository_of(Value root) {
  for (const Value holder : {root, root["serverInfo"]}) {
    const Value repository = holder["repository"];
    if (repository.is_string()) return repository;
    if (repository["url"].is_string()) return repository["url"];
  }
  return {};
}

void repositories_differ(const Target& target, const Args&, const Reporter& report) {
  std::vector<Mention> found;
  for (const Document& document : target.project->documents) {
    const bool wanted = document.kind == Kind::ServerCard || document.kind == Kind::RegistryServer ||
                        document.kind == Kind::McpbManifest || document.kind == Kind::SmitheryManifest;
    const Value repository = wanted ? repository_of(document.root()) : Value();
    if (repository && repository.text().find('/') != std::string_view::npos) found.push_back({&document, repository});
  }
  const Companion* package = nullptr;
  Value url;
  for (const Companion& companion : target.project->companions) {
    url = repository_of(companion.tree.root());
    if (url) package = &companion;
  }
  disagreement(found, plain_repository, package, url, report);
}

// --- counts in texts -------------------------------------------------------------------------------------------------

class CountInText final : public Check {
 public:
  explicit CountInText(Args) : pattern_(R"((\d{1,4}\+?)\s+(?:mcp\s+)?tools\b)", true) {}

  void run(const Target& target, const Reporter& report) const override {
    for (const Document& document : target.project->documents) {
      if (!document.readable()) continue;
      const Document* lister = tools_of(document).is_array() ? &document : any_list(*target.project);
      if (lister == nullptr || !no_tools_because(*lister).empty()) continue;
      const std::size_t count = names_in(tools_of(*lister)).size();
      const Value root = document.root();
      for (const Value text : {root["description"], root["serverInfo"]["description"], root["long_description"]}) {
        if (text.is_string()) judge_text(document, text, count, report);
      }
      if (const auto stated = root["tools_count"].number(); stated && *stated != static_cast<double>(count)) {
        tell(document, root["tools_count"], std::string(root["tools_count"].text()), count, report);
      }
    }
  }

 private:
  static const Document* any_list(const Project& project) {
    for (const Document& document : project.documents) {
      if (document.kind == Kind::ServerCard && tools_of(document).is_array()) return &document;
    }
    return nullptr;
  }

  void judge_text(const Document& document, Value text, std::size_t count, const Reporter& report) const {
    pattern_.each(text.text(), [&](std::string_view stated) {
      std::size_t number = 0;
      std::from_chars(stated.data(), stated.data() + stated.size(), number);
      const bool fits = stated.ends_with('+') ? count >= number : count == number;
      if (!fits) tell(document, text, std::string(stated), count, report);
    });
  }

  static void tell(const Document& document, Value at, std::string stated, std::size_t count, const Reporter& report) {
    report.value(document, at, {{"stated", std::move(stated)}, {"count", fmt::format("{}", count)}});
  }

  Pattern pattern_;
};

// --- authentication --------------------------------------------------------------------------------------------------

bool asks_for_key_header(const Document& manifest) {
  for (const Value schema : {manifest.root()["configSchema"], manifest.root()["startCommand"]["configSchema"]}) {
    for (const Value property : schema["properties"]) {
      for (const std::string_view carrier : {"x-from", "x-to"}) {
        const Value header = property[carrier]["header"];
        if (!header.is_string()) continue;
        const std::string name = to_lower_ascii(header.text());
        if (name.find("key") != std::string::npos || name.find("token") != std::string::npos) return true;
      }
      const std::string name = fold_name(property.key());
      if (name == "apikey" || name.ends_with("apikey")) return true;
    }
  }
  return false;
}

// 'case': "oauth-without-metadata", "open-with-metadata" or "oauth-but-key".
void auth_declared(const Target& target, const Args& args, const Reporter& report) {
  const Project& project = *target.project;
  const std::string_view which = args.text("case");
  const Document* metadata = nullptr;
  bool key_header = false;
  for (const Document& document : project.documents) {
    if (document.kind == Kind::OauthProtectedResource) metadata = &document;
    if (document.kind == Kind::SmitheryManifest && document.readable()) key_header |= asks_for_key_header(document);
  }
  each_document(project, Kind::ServerCard, [&](const Document& card) {
    const Value authentication = card.root()["authentication"];
    const Value schemes = authentication["schemes"];
    const auto oauth = std::find_if(schemes.begin(), schemes.end(), [](Value s) { return s.is_text("oauth2"); });
    const bool declares_oauth = schemes.is_array() && oauth != schemes.end();
    if (which == "oauth-but-key" && declares_oauth && schemes.size() == 1 && key_header) report.value(card, *oauth);
    if (which == "oauth-without-metadata" && declares_oauth && metadata == nullptr && !key_header) report.value(card, *oauth);
    const Value required = authentication["required"];
    if (which == "open-with-metadata" && required.is_boolean() && !required.is_true() && metadata != nullptr) {
      report.value(card, required, {{"file", file_of(*metadata)}});
    }
  });
}

constexpr std::array kLists{ArgSpec{"left", Type::Text, true}, ArgSpec{"right", Type::Text, true},
                            ArgSpec{"dialects", Type::Texts, false}};
constexpr std::array kCase{ArgSpec{"case", Type::Text, true}};

constexpr std::array kTable{
    CheckEntry{"auth-declared", "the card's authentication contradicts the other documents, in the way that 'case' names", kCase,
               false, make_simple<auth_declared>},
    CheckEntry{"count-in-text", "a text states another number of tools than the list holds", {}, false,
               [](Args args) -> std::unique_ptr<Check> { return std::make_unique<CountInText>(args); }},
    CheckEntry{"display-names-differ", "documents of a project give the server different names", {}, false,
               make_simple<display_names_differ>},
    CheckEntry{"repositories-differ", "documents of a project name different repositories", {}, false,
               make_simple<repositories_differ>},
    CheckEntry{"reverse-dns-names-differ", "card and server.json give different reverse-DNS names", {}, false,
               make_simple<reverse_dns_names_differ>},
    CheckEntry{"tool-lists-differ", "documents of kinds 'left' and 'right' (of 'dialects') name different tools", kLists, false,
               make_simple<tool_lists>},
    CheckEntry{"versions-differ", "documents of a project give the server different versions", {}, false,
               make_simple<versions_differ>},
};

}  // namespace

CheckTable parity_checks() { return kTable; }

}  // namespace cardlint::checks

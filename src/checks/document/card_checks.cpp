// Server cards as a whole: their form, their members, how these fit together. Remotes, inputs and
// icons are in card_input_checks.cpp.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/member/pattern.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

std::string name_all(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " and " : ", ";
    out += fmt::format("'{}'", printable(words[i]));
  }
  return out;
}

bool is_among(const std::vector<std::string_view>& words, Value value) {
  return value.is_string() && std::find(words.begin(), words.end(), value.text()) != words.end();
}

bool is_empty_container(Value value) {
  return (value.is_array() || value.is_object()) && value.size() == 0;
}

bool has_items(Value value) {
  return value.is_array() && value.size() > 0;
}

// Who reads a card of this form, whatever else may be wrong with it.
std::string readers(Value card, Dialect dialect) {
  const bool remote_form = dialect == Dialect::Sep2127 || dialect == Dialect::Hybrid;
  const bool scan = card["serverInfo"].is_object();
  if (remote_form && scan) return "both SEP-2127 clients and Smithery's scan read this form";
  if (remote_form) return "SEP-2127 clients read this form, Smithery's scan does not";
  if (scan) return "Smithery's scan reads this form, SEP-2127 clients do not";
  return "neither Smithery's scan nor SEP-2127 clients read this form";
}

void card_dialect(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (!document.root().is_object()) return;
  const DialectMarks marks = find_dialect(document.root());
  const std::string because = marks.members.empty()
                                  ? "no member marks a known form"
                                  : fmt::format("decided by {}", name_all(marks.members));
  report.span(document, document.root(), {0, 0},
              {{"dialect", std::string(name(marks.dialect))},
               {"because", because},
               {"readers", readers(document.root(), marks.dialect)}});
}

// `paths` and `folders` are what follows ".well-known/"; a folder stands for itself, with ".json",
// and all below it.
void well_known_path(const Target& target, const Args& args, const Reporter& report) {
  constexpr std::string_view kFolder = ".well-known/";
  const std::string_view path = target.document().source->path();
  const std::size_t at = path.rfind(kFolder);
  if (at == std::string_view::npos || (at > 0 && path[at - 1] != '/')) return;
  const std::string_view rest = path.substr(at + kFolder.size());
  const auto paths = args.texts("paths");
  const auto folders = args.texts("folders");
  const bool below = std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) {
    if (!rest.starts_with(folder)) return false;
    const std::string_view tail = rest.substr(folder.size());
    return tail.empty() || tail == ".json" || tail.front() == '/';
  });
  if (!below && std::find(paths.begin(), paths.end(), rest) == paths.end()) return;
  report.span(target.document(), target.document().root(), {0, 0},
              {{"location", fmt::format("'/{}{}'", kFolder, printable(rest))}});
}

void holds_any(const Target& target, const Args& args, const Reporter& report) {
  std::vector<std::string_view> held;
  for (const std::string_view member : args.texts("members")) {
    if (target.value[member]) held.push_back(member);
  }
  if (!held.empty())
    report.key(target.document(), target.value[held.front()], {{"members", name_all(held)}});
}

void member_empty(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_object()) return;
  const Value member = target.value[args.text("member")];
  if (member && !is_empty_container(member)) return;
  report.key(target.document(), member ? member : target.value,
             {{"state", member ? "is empty" : "is missing"}});
}

// An object that says with `member` that it is one of `values` must then have `lacks`.
void missing_if(const Target& target, const Args& args, const Reporter& report) {
  const Value object = target.value;
  if (!object.is_object() || !is_among(args.texts("values"), object[args.text("member")])) return;
  const std::string_view wanted = args.text("lacks");
  if (object[wanted]) return;
  std::string instead;
  for (const std::string_view other : args.texts("instead")) {
    if (instead.empty() && object[other]) instead = fmt::format(" (it has '{}')", other);
  }
  report.key(target.document(), object,
             {{"lacks", fmt::format("'{}'", wanted)}, {"instead", instead}});
}

void server_info_missing(const Target& target, const Args&, const Reporter& report) {
  const Value root = target.value;
  const Value info = root["serverInfo"];
  if (!root.is_object() || info.is_object()) return;
  std::string state =
      info ? fmt::format("is {}, expected an object", describe(info)) : std::string("is missing");
  if (!info) {
    for (const Value member : root) {
      if (fold_name(member.key()) != "serverinfo") continue;
      state += fmt::format(" ('{}' is another member: case counts)", printable(member.key()));
      break;
    }
    if (root["name"] && root["version"])
      state += " ('name' and 'version' stand at the root, where the scan does not look)";
  }
  report.key(target.document(), info ? info : root, {{"state", state}});
}

void auth_contradiction(const Target& target, const Args&, const Reporter& report) {
  const Value required = target.value["required"];
  const Value schemes = target.value["schemes"];
  if (!required.is_boolean() || !schemes.is_array()) return;
  const bool only_none = schemes.size() == 1 && schemes.at(0).is_text("none");
  const bool any = schemes.size() > 0 && !only_none;
  if (required.is_true() ? schemes.size() > 0 : !any) return;
  std::vector<std::string_view> names;
  for (const Value scheme : schemes) {
    if (scheme.is_string() && names.size() < 5) names.push_back(scheme.text());
  }
  const std::string what = names.empty() ? "is empty" : fmt::format("lists {}", name_all(names));
  report.value(target.document(), required, {{"schemes", what}});
}

void dynamic_form(const Target& target, const Args& args, const Reporter& report) {
  const Value value = target.value;
  const bool array = args.text("form") == "array";
  const Value word = array && value.is_array() && value.size() == 1 ? value.at(0) : value;
  if ((array && !value.is_array()) || !word.is_text("dynamic")) return;
  report.value(target.document(), value);
}

bool is_destructive(Value tool, const std::vector<std::string_view>& prefixes) {
  const Value hint = tool["annotations"]["destructiveHint"];
  if (hint.is_true()) return true;
  const Value name = tool["name"];
  return name.is_string() && !hint.is_boolean() && !tool["annotations"]["readOnlyHint"].is_true() &&
         std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view p) { return name.text().starts_with(p); });
}

void destructive_without_auth(const Target& target, const Args& args, const Reporter& report) {
  const Value authentication = target.value["authentication"];
  const Value required = authentication["required"];
  if (!required.is_boolean() || required.is_true() || has_items(authentication["schemes"])) return;
  if (target.value["transport"]["type"].is_text("stdio")) return;  // the user's own process
  const auto prefixes = args.texts("prefixes");
  std::vector<std::string_view> tools;
  for (const Value tool : target.value["tools"]) {
    if (tools.size() < 3 && is_destructive(tool, prefixes)) {
      tools.push_back(tool["name"].is_string() ? tool["name"].text() : "?");
    }
  }
  if (!tools.empty()) report.value(target.document(), required, {{"tools", name_all(tools)}});
}

// What a reader would miss in a sound card, in one finding.
void quality_gap(const Target& target, const Args& args, const Reporter& report) {
  const Value card = target.value;
  std::vector<std::string_view> gaps;
  for (const std::string_view member : args.texts("members")) {
    if (!card["serverInfo"][member]) gaps.push_back(member);
  }
  std::string list =
      gaps.empty() ? std::string() : fmt::format("{} in 'serverInfo'", name_all(gaps));
  for (const std::string_view member : args.texts("tool-members")) {
    std::size_t without = 0;
    for (const Value tool : card["tools"]) without += tool.is_object() && !tool[member] ? 1 : 0;
    if (without == 0) continue;
    list += fmt::format("{}'{}' on {} of {} tools", list.empty() ? "" : ", ", member, without,
                        card["tools"].size());
  }
  if (!list.empty()) report.key(target.document(), card["serverInfo"], {{"gaps", list}});
}

// Dates that no revision of MCP has; other forms are left to `pattern`.
void revision_unknown(const Target& target, const Args& args, const Reporter& report) {
  const Value value = target.value;
  if (!value.is_string() || is_among(args.texts("values"), value)) return;
  const std::string_view text = value.text();
  bool date = text.size() == 10;
  for (std::size_t i = 0; date && i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    date = dash ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
  }
  if (date) report.value(target.document(), value, {{"known", name_all(args.texts("values"))}});
}

void duplicate_item(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_array()) return;
  std::set<std::string_view> seen;
  for (const Value item : target.value) {
    if (item.is_string() && !seen.insert(item.text()).second) report.value(target.document(), item);
  }
}

// The top-level version of a SEP-1649 card is that of the card's form, of a SEP-2127 card that of
// the server.
void version_confused(const Target& target, const Args& args, const Reporter& report) {
  const Value version = target.value["version"];
  const Value server = target.value["serverInfo"]["version"];
  if (!version.is_string()) return;
  const bool is_form_version = version.is_text("1.0");
  const bool same = server.is_string() && server.text() == version.text();
  // Beside a 'name' of its own the member is meant as the server's version, as in flat forms of the
  // card.
  const bool wrong = args.flag("server-version-expected")
                         ? is_form_version && !same
                         : same && !is_form_version && !target.value["name"];
  if (wrong) report.value(target.document(), version);
}

class PatternIf final : public Check {
 public:
  explicit PatternIf(Args args) : args_(args), pattern_(args.text("pattern")) {}
  void run(const Target& target, const Reporter& report) const override {
    const Value value = target.value[args_.text("member")];
    const Value when = target.value[args_.text("when")];
    if (!value.is_string() || !is_among(args_.texts("values"), when) ||
        pattern_.matches(value.text()))
      return;
    report.value(target.document(), value, {{"when", fmt::format("'{}'", printable(when.text()))}});
  }

 private:
  Args args_;
  Pattern pattern_;
};

constexpr std::array kMember{ArgSpec{"member", Type::Text, true}};
constexpr std::array kMembers{ArgSpec{"members", Type::Texts, true}};
constexpr std::array kPaths{ArgSpec{"paths", Type::Texts, false},
                            ArgSpec{"folders", Type::Texts, false}};
constexpr std::array kMissingIf{
    ArgSpec{"member", Type::Text, true}, ArgSpec{"values", Type::Texts, true},
    ArgSpec{"lacks", Type::Text, true}, ArgSpec{"instead", Type::Texts, false}};
constexpr std::array kForm{ArgSpec{"form", Type::Text, true}};
constexpr std::array kPrefixes{ArgSpec{"prefixes", Type::Texts, true}};
constexpr std::array kQuality{ArgSpec{"members", Type::Texts, true},
                              ArgSpec{"tool-members", Type::Texts, true}};
constexpr std::array kValues{ArgSpec{"values", Type::Texts, true}};
constexpr std::array kVersion{ArgSpec{"server-version-expected", Type::Flag, false}};
constexpr std::array kPatternIf{
    ArgSpec{"member", Type::Text, true}, ArgSpec{"pattern", Type::Text, true},
    ArgSpec{"when", Type::Text, true}, ArgSpec{"values", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"auth-contradiction",
               "'required' true beside empty 'schemes', or false beside schemes",
               {},
               true,
               make_simple<auth_contradiction>},
    CheckEntry{"card-dialect",
               "always: the form of a card, what decides it and who reads it",
               {},
               false,
               make_simple<card_dialect>},
    CheckEntry{"destructive-without-auth",
               "a card needs no authentication but has destructive tools", kPrefixes, true,
               make_simple<destructive_without_auth>},
    CheckEntry{
        "duplicate-item", "an array has a string twice", {}, true, make_simple<duplicate_item>},
    CheckEntry{"dynamic-form",
               R"(the word "dynamic" ('form': string) or ["dynamic"] (array) in place of a list)",
               kForm, true, make_simple<dynamic_form>},
    CheckEntry{"holds-any", "an object has at least one of 'members': one finding that names them",
               kMembers, true, make_simple<holds_any>},
    CheckEntry{"member-empty", "'member' is missing, or an empty list or object", kMember, true,
               make_simple<member_empty>},
    CheckEntry{"missing-if", "'member' is one of 'values', and 'lacks' is missing", kMissingIf,
               true, make_simple<missing_if>},
    CheckEntry{
        "pattern-if", "'member' does not match 'pattern' while 'when' is one of 'values'",
        kPatternIf, true,
        [](Args args) -> std::unique_ptr<Check> { return std::make_unique<PatternIf>(args); }},
    CheckEntry{"quality-gap",
               "'serverInfo' lacks 'members' or tools lack 'tool-members': one finding", kQuality,
               true, make_simple<quality_gap>},
    CheckEntry{"revision-unknown", "a date YYYY-MM-DD is none of 'values'", kValues, true,
               make_simple<revision_unknown>},
    CheckEntry{"server-info-missing",
               "a card has no object 'serverInfo'",
               {},
               true,
               make_simple<server_info_missing>},
    CheckEntry{"version-confused",
               "the versions of card form and server are mistaken for each other", kVersion, true,
               make_simple<version_confused>},
    CheckEntry{"well-known-path", "the file lies at one of 'paths' or 'folders' below .well-known",
               kPaths, false, make_simple<well_known_path>},
};

}  // namespace

CheckTable card_checks() {
  return kTable;
}

}  // namespace cardlint::checks

// Predicates on credentials. What they are is found once a document (secret/document_secrets.h);
// a finding holds the public beginning and the length, never the secret.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/table.h"
#include "secret/credential_name.h"
#include "secret/document_secrets.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

void secret(const Target& target, const Args& args, const Reporter& report) {
  const std::vector<LocatedSecret>& all = target.facts->secrets().found();
  if (all.empty()) return;
  const std::vector<std::string_view> topics = args.texts("topics");
  const Document& document = target.document();
  for (const LocatedSecret& found : all) {
    if (std::find(topics.begin(), topics.end(), found.hit.topic) == topics.end()) continue;
    const Value at = document.readable() ? Value(document.tree, found.node) : Value();
    report.span(document, at, found.place, {{"what", found.hit.what}, {"shown", found.hit.shown}});
  }
}

bool is_marked(Value input) {
  // A mark of the wrong type or spelling is another rule's matter.
  const Value mark = input["isSecret"] ? input["isSecret"] : input["sensitive"];
  return (mark && !(mark.is_boolean() && !mark.is_true())) || static_cast<bool>(input["is_secret"]);
}

// Whether an input holds nothing that could be filled in: "Bearer {token}" has its variables, which
// are judged instead.
bool is_template(Value input) {
  return input["value"].is_string() && input["value"].text().find('{') != std::string_view::npos;
}

void credential_unmarked(const Target& target, const Args& args, const Reporter& report) {
  const Value input = target.value;
  if (!input.is_object() || is_marked(input) || is_template(input)) return;
  const Value name = input["name"];
  const std::string_view word = args.flag("by-key") ? input.key()
                                : name.is_string()  ? name.text()
                                                    : std::string_view();
  const std::vector<std::string> words = words_of(word);
  const std::string& last = words.back();
  const bool header = last == "authorization" || last == "cookie";
  // A bare 'key' may be any key, and 'is_secret' is a mark of the older form.
  const bool bare = words.size() == 1 && last == "key";
  if (bare || words.front() == "is" || (!header && !is_credential_like(word))) return;
  report.value(target.document(), name && !args.flag("by-key") ? name : input,
               {{"name", fmt::format("'{}'", printable(word, 60))}});
}

constexpr std::array kTopics{ArgSpec{"topics", Type::Texts, true}};
constexpr std::array kByKey{ArgSpec{"by-key", Type::Flag, false}};

constexpr std::array kTable{
    CheckEntry{"credential-unmarked",
               "an input has the name of a credential and neither isSecret nor sensitive; its name "
               "is the member 'name', or its key ('by-key')",
               kByKey, true, make_simple<credential_unmarked>},
    CheckEntry{
        "secret",
        "the document holds a credential of one of 'topics' (rules/secret/patterns, and jwt, "
        "private-key, connection-string, url-userinfo, query-param, auth-header, …)",
        kTopics, false, make_simple<secret>},
};

}  // namespace

CheckTable secret_checks() {
  return kTable;
}

}  // namespace cardlint::checks

// What documents claim about the server, held against what the project's other documents show.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/document/tool_list.h"
#include "checks/member/pattern.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

// --- counts in texts ---

class CountInText final : public Check {
 public:
  explicit CountInText(Args) : pattern_(R"((\d{1,4}\+?)\s+(?:mcp\s+)?tools\b)", true) {}

  void run(const Target& target, const Reporter& report) const override {
    for (const Document& document : target.project->documents) {
      if (!document.readable()) continue;
      const Document* lister =
          tools_of(document).is_array() ? &document : any_list(*target.project);
      if (lister == nullptr || !no_tools_because(*lister).empty()) continue;
      std::optional<std::size_t> known;  // counted once something is said of it
      const auto count = [&] {
        if (!known) known = tool_names(tools_of(*lister)).size();
        return *known;
      };
      const Value root = document.root();
      for (const Value text :
           {root["description"], root["serverInfo"]["description"], root["long_description"]}) {
        if (text.is_string()) judge_text(document, text, count, report);
      }
      if (const auto stated = root["tools_count"].number();
          stated && *stated != static_cast<double>(count())) {
        tell(document, root["tools_count"], std::string(root["tools_count"].text()), count(),
             report);
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

  template <class Count>
  void judge_text(const Document& document, Value text, const Count& count,
                  const Reporter& report) const {
    pattern_.each(text.text(), [&](std::string_view stated) {
      std::size_t number = 0;
      std::from_chars(stated.data(), stated.data() + stated.size(), number);
      const bool fits = stated.ends_with('+') ? count() >= number : count() == number;
      if (!fits) tell(document, text, std::string(stated), count(), report);
    });
  }

  static void tell(const Document& document, Value at, std::string stated, std::size_t count,
                   const Reporter& report) {
    report.value(document, at,
                 {{"stated", std::move(stated)}, {"count", fmt::format("{}", count)}});
  }

  Pattern pattern_;
};

// --- authentication ---

bool asks_for_key_header(const Document& manifest) {
  for (const Value schema :
       {manifest.root()["configSchema"], manifest.root()["startCommand"]["configSchema"]}) {
    for (const Value property : schema["properties"]) {
      for (const std::string_view carrier : {"x-from", "x-to"}) {
        const Value header = property[carrier]["header"];
        if (!header.is_string()) continue;
        const std::string name = to_lower_ascii(header.text());
        if (name.find("key") != std::string::npos || name.find("token") != std::string::npos)
          return true;
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
    if (document.kind == Kind::SmitheryManifest && document.readable())
      key_header |= asks_for_key_header(document);
  }
  each_document(project, Kind::ServerCard, [&](const Document& card) {
    const Value authentication = card.root()["authentication"];
    const Value schemes = authentication["schemes"];
    const auto oauth =
        std::find_if(schemes.begin(), schemes.end(), [](Value s) { return s.is_text("oauth2"); });
    const bool declares_oauth = schemes.is_array() && oauth != schemes.end();
    if (which == "oauth-but-key" && declares_oauth && schemes.size() == 1 && key_header)
      report.value(card, *oauth);
    const bool planned = target.settings.posture == Posture::Planned;
    if (which == "oauth-without-metadata" && declares_oauth && metadata == nullptr && !key_header &&
        !planned)
      report.value(card, *oauth);
    const Value required = authentication["required"];
    if (which == "open-with-metadata" && required.is_boolean() && !required.is_true() &&
        metadata != nullptr) {
      report.value(card, required, {{"file", file_of(*metadata)}});
    }
  });
}

constexpr std::array kCase{ArgSpec{"case", Type::Text, true}};

constexpr std::array kTable{
    CheckEntry{
        "auth-declared",
        "the card's authentication contradicts the other documents, in the way that 'case' names",
        kCase, false, make_simple<auth_declared>},
    CheckEntry{
        "count-in-text",
        "a text states another number of tools than the list holds",
        {},
        false,
        [](Args args) -> std::unique_ptr<Check> { return std::make_unique<CountInText>(args); }},
};

}  // namespace

CheckTable claim_checks() {
  return kTable;
}

}  // namespace cardlint::checks

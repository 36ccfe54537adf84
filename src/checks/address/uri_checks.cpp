// URIs and templates of URIs in members of documents.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "checks/member/pattern.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;
using Names = std::set<std::string_view>;

// What is wrong with a text where a URI belongs: one word for rules, one phrase for people.
struct UriFault {
  std::string_view sort;  // "" when nothing is
  std::string phrase;
};

UriFault uri_fault(std::string_view text, TextList schemes) {
  if (text.empty()) return {"empty", "is empty"};
  const std::string_view scheme = split_uri(text).scheme;
  if (scheme.empty()) return {"absolute", "has no scheme such as 'https:'"};
  if (!is_readable_url(text)) return {"absolute", "cannot be read as an address"};
  const std::string folded = to_lower_ascii(scheme);
  if (!schemes.empty() && !schemes.contains(folded))
    return {"scheme", fmt::format("has the scheme '{}'", printable(folded, 20))};
  if (!is_uri(text)) return {"form", "holds characters that a URI must escape"};
  return {};
}

void uri(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_string()) return;
  if (const std::string_view sibling = args.text("unless"); !sibling.empty()) {
    const Value other = target.value.parent()[sibling];
    if (other.is_string() && args.texts("values").contains(other.text())) return;
  }
  const UriFault fault = uri_fault(target.value.text(), args.texts("schemes"));
  if (args.texts("faults").contains(fault.sort))
    report.value(target.document(), target.value, {{"problem", fault.phrase}});
}

void host_outside(const Target& target, const Args& args, const Reporter& report) {
  const Value url = target.value[args.text("member")];
  const Value when = target.value[args.text("when")];
  if (!url.is_string() || !when.is_string() || !args.texts("values").contains(when.text())) return;
  const UriParts parts = split_uri(url.text());
  const auto domains = args.texts("domains");
  const bool known = to_lower_ascii(parts.scheme) == "https" &&
                     std::any_of(domains.begin(), domains.end(), [&](std::string_view domain) {
                       return is_below_domain(parts.host, domain);
                     });
  if (!known) report.value(target.document(), url, {{"when", describe(when)}});
}

// ---- templates: {variables} in the address of a transport

// Calls `visit` with the text between variables and with each "{…}", in order.
template <class Plain, class Variable>
void each_piece(std::string_view text, Plain&& plain, Variable&& variable) {
  std::size_t from = 0;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    if (close > open + 1) {
      plain(text.substr(from, open - from));
      variable(text.substr(open + 1, close - open - 1), text.substr(close + 1));
      from = close + 1;
    }
    open = text.find('{', close);
  }
  plain(text.substr(from));
}

// The address with something plausible in place of each variable, as the registry's validator
// fills it.
std::string filled(std::string_view text) {
  std::string out;
  each_piece(
      text, [&](std::string_view plain) { out += plain; },
      [&](std::string_view name, std::string_view rest) {
        const bool port = out.ends_with(':') && (rest.empty() || rest.front() == '/');
        out += name == "host" ? "example.com" : name == "port" || port ? "8080" : "placeholder";
      });
  return out;
}

// Names that may stand in braces: those of the transport's own variables, and for a package those
// of its environment and arguments. Nothing when a list of them is unsound: that is another fault,
// and whoever mends it may declare the name.
std::optional<Names> declared_names(Value transport) {
  Names names;
  const Value package = transport.parent();
  if (!package.is_object()) {
    const Value variables = transport["variables"];
    if (variables && !variables.is_object()) return std::nullopt;
    for (const Value variable : variables) names.insert(variable.key());
    return names;
  }
  for (const std::string_view list :
       {"environmentVariables", "runtimeArguments", "packageArguments"}) {
    const bool environment = list == "environmentVariables";
    if (package[list] && !package[list].is_array()) return std::nullopt;
    for (const Value item : package[list]) {
      if (!item.is_object() || (environment && !item["name"].is_string())) return std::nullopt;
      for (const std::string_view member : {"name", "valueHint"}) {
        const Value name = item[member];
        if (name.is_string() && (member == "name" || !environment)) names.insert(name.text());
      }
    }
  }
  return names;
}

// 'test' form: the address is none, even with its variables filled. 'variables': one that nothing
// declares. 'remote': an address that is good for a package, but not for the world.
class TransportUrl final : public Check {
 public:
  explicit TransportUrl(Args args) : test_(args.text("test")), types_(args.texts("types")) {}

  void run(const Target& target, const Reporter& report) const override {
    const Value type = target.value["type"];
    const Value url = target.value["url"];
    if (!url.is_string() || url.text().empty()) return;
    if (type &&
        !(type.is_string() && std::find(types_.begin(), types_.end(), type.text()) != types_.end()))
      return;
    const std::string address = filled(url.text());
    const UriParts parts = split_uri(address);
    const bool has_host = !parts.host.empty() || parts.has_port;
    const bool good = shape_.matches(url.text()) && is_readable_url(address) && has_host;
    if (test_ == "form") {
      if (!good) report.value(target.document(), url);
      return;
    }
    if (!good) return;
    if (test_ == "remote") return judge_remote(target, url, parts, report);
    std::optional<Names> seen = declared_names(target.value);
    if (!seen) return;
    each_piece(
        url.text(), [](std::string_view) {},
        [&](std::string_view name, std::string_view) {
          if (!seen->insert(name).second) return;
          report.value(target.document(), url,
                       {{"variable", fmt::format("'{}'", printable(name))}});
        });
  }

 private:
  static void judge_remote(const Target& target, Value url, const UriParts& parts,
                           const Reporter& report) {
    const bool local = parts.host == "localhost" || parts.host == "127.0.0.1" ||
                       parts.host.ends_with(".localhost");
    if (!local && parts.scheme == "https") return;
    report.value(target.document(), url,
                 {{"problem", local ? "an address of the reader's own machine" : "not https"}});
  }

  std::string_view test_;
  std::vector<std::string_view> types_;
  // No white space, as JavaScript counts it: the schema is read by JavaScript too.
  Pattern shape_{
      R"(^https?://[^\s\x{0b}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]+$)"};
};

constexpr std::array kUri{
    ArgSpec{"faults", Type::Texts, true}, ArgSpec{"schemes", Type::Texts, false},
    ArgSpec{"unless", Type::Text, false}, ArgSpec{"values", Type::Texts, false}};
constexpr std::array kHost{ArgSpec{"member", Type::Text, true}, ArgSpec{"when", Type::Text, true},
                           ArgSpec{"values", Type::Texts, true},
                           ArgSpec{"domains", Type::Texts, true}};
constexpr std::array kTransport{ArgSpec{"test", Type::Text, true},
                                ArgSpec{"types", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"host-outside",
               "'member' is no https address below 'domains' while 'when' is one of 'values'",
               kHost, true, make_simple<host_outside>},
    CheckEntry{
        "transport-url",
        "'url' of a transport of 'types' fails the 'test': form, variables or remote", kTransport,
        true,
        [](Args args) -> std::unique_ptr<Check> { return std::make_unique<TransportUrl>(args); }},
    CheckEntry{"uri",
               "a string has one of 'faults': empty, absolute, scheme, form (of RFC 3986); silent "
               "while the sibling 'unless' is one of 'values'",
               kUri, true, make_simple<uri>},
};

}  // namespace

CheckTable uri_checks() {
  return kTable;
}

}  // namespace cardlint::checks

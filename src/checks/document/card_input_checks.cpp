// Remotes of server cards and of server.json: templates, inputs, icons, and the hosts that they
// name.
#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "checks/table.h"
#include "doc/selector.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

constexpr std::size_t kShownChoices = 6;

// The next "{name}" of a text from `at` on; a name begins with a letter or '_'. Empty when there is
// none.
std::string_view next_variable(std::string_view text, std::size_t& at) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_rest = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  for (std::size_t open = text.find('{', at); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    std::size_t end = open + 1;
    if (end == text.size() || !is_letter(text[end])) continue;
    while (end < text.size() && is_rest(text[end])) ++end;
    if (end == text.size() || text[end] != '}') continue;
    at = end + 1;
    return text.substr(open + 1, end - open - 1);
  }
  at = text.size();
  return {};
}

using Names = std::set<std::string_view>;

// Calls `visit` with each {variable} of a text, once a name.
template <class Visit>
void each_variable(Value text, Visit&& visit) {
  if (!text.is_string()) return;
  Names seen;
  std::size_t at = 0;
  for (auto name = next_variable(text.text(), at); !name.empty();
       name = next_variable(text.text(), at)) {
    if (seen.insert(name).second) visit(name);
  }
}

Names declared_variables(Value owner) {
  Names names;
  for (const Value variable : owner["variables"]) names.insert(variable.key());
  return names;
}

// The remote's own text, or that of each of its headers; header values may use the variables of
// their remote too.
void template_undeclared(const Target& target, const Args& args, const Reporter& report) {
  const Names shared = declared_variables(target.value);
  const auto judge = [&](Value owner, const Names& own) {
    const Value text = owner[args.text("text")];
    each_variable(text, [&](std::string_view name) {
      if (own.count(name) > 0 || shared.count(name) > 0) return;
      report.value(target.document(), text, {{"variable", fmt::format("'{}'", printable(name))}});
    });
  };
  if (!args["of"]) return judge(target.value, {});
  for (const Value owner : target.value[args.text("of")]) judge(owner, declared_variables(owner));
}

void template_unused(const Target& target, const Args&, const Reporter& report) {
  const Value owner = target.value;
  if (!owner["variables"].is_object()) return;
  Names used;
  const auto use = [&](std::string_view name) { used.insert(name); };
  for (const std::string_view member : {"url", "value", "default"})
    each_variable(owner[member], use);
  for (const Value header : owner["headers"]) each_variable(header["value"], use);
  for (const Value variable : owner["variables"]) {
    if (used.count(variable.key()) > 0) continue;
    report.key(target.document(), variable,
               {{"variable", fmt::format("'{}'", printable(variable.key()))}});
  }
}

// The part of a URL or URL template that holds scheme, host and port.
std::string_view authority_part(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t from = scheme == std::string_view::npos ? 0 : scheme + 3;
  return url.substr(0, std::min(url.find_first_of("/?#", from), url.size()));
}

void template_in_authority(const Target& target, const Args&, const Reporter& report) {
  const Value url = target.value["url"];
  if (!url.is_string()) return;
  const std::string_view part = authority_part(url.text());
  std::size_t at = 0;
  // No host has more parts than this; the rest of a longer one is noise.
  for (int count = 0; count < 32; ++count) {
    const std::string_view name = next_variable(part, at);
    if (name.empty()) return;
    const Value variable = target.value["variables"][name];
    const Value choices = variable["choices"];
    const bool closed = choices.is_array() && choices.size() > 0;
    if (closed || variable["value"].is_string()) continue;  // the author chooses
    return report.value(target.document(), url,
                        {{"variable", fmt::format("'{}'", printable(name))}});
  }
}

bool fits_format(std::string_view text, std::string_view format) {
  if (format == "boolean") return text == "true" || text == "false";
  if (format != "number") return true;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view fraction =
      dot == std::string_view::npos ? std::string_view("0") : text.substr(dot + 1);
  const auto digits = [](std::string_view s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return digits(whole) && digits(fraction);
}

void input_value(const Target& target, const Args& args, const Reporter& report) {
  const Value input = target.value;
  const Value choices = input["choices"];
  const Value format = input["format"];
  const bool by_choice = args.text("test") == "choices";
  for (const std::string_view member : {"default", "value"}) {
    const Value value = input[member];
    if (!value.is_string() || value.text().find('{') != std::string_view::npos) continue;
    if (!by_choice) {
      if (format.is_string() && !fits_format(value.text(), format.text())) {
        report.value(target.document(), value,
                     {{"format", fmt::format("'{}'", printable(format.text()))}});
      }
      continue;
    }
    if (!choices.is_array() || choices.size() == 0) continue;
    std::string list;
    bool found = false;
    std::size_t shown = 0;
    for (const Value choice : choices) {
      found = found || choice.is_text(value.text());
      if (++shown <= kShownChoices)
        list += fmt::format("{}{}", shown == 1 ? "" : ", ", describe(choice));
    }
    if (shown > kShownChoices) list += fmt::format(" and {} more", shown - kShownChoices);
    if (!found) report.value(target.document(), value, {{"choices", list}});
  }
}

void icon_shape(const Target& target, const Args&, const Reporter& report) {
  const Value icon = target.value;
  const auto fault = [&](Value at, std::string detail) {
    report.value(target.document(), at, {{"detail", std::move(detail)}});
  };
  if (!icon.is_object())
    return fault(icon, fmt::format("icon is {}, expected an object with 'src'", describe(icon)));
  const Value src = icon["src"];
  if (!src) fault(icon, "icon lacks 'src', the address of the picture");
  for (const std::string_view member : {"src", "mimeType"}) {
    const Value text = icon[member];
    if (text && !text.is_string())
      fault(text, fmt::format("'{}' is {}, expected a string", member, describe(text)));
  }
  const Value sizes = icon["sizes"];
  if (sizes && !sizes.is_array())
    fault(sizes, fmt::format("'sizes' is {}, expected a list of strings", describe(sizes)));
  if (sizes.is_array()) {
    for (const Value size : sizes) {
      if (!size.is_string())
        fault(size, fmt::format("'sizes' holds {}, expected strings", describe(size)));
    }
  }
  const Value theme = icon["theme"];
  if (theme && !theme.is_text("light") && !theme.is_text("dark")) {
    fault(theme, fmt::format("'theme' is {}, expected 'light' or 'dark'", describe(theme)));
  }
}

// Host of an absolute http(s) URL in lower case; empty when there is none or a variable supplies
// it.
std::string host_of(Value url) {
  if (!url.is_string()) return {};
  std::string_view text = url.text();
  const bool http =
      starts_with_ignoring_case(text, "http://") || starts_with_ignoring_case(text, "https://");
  if (!http) return {};
  text.remove_prefix(text.find("://") + 3);
  text = text.substr(0, text.find_first_of("/?#\\"));
  if (const std::size_t user = text.rfind('@'); user != std::string_view::npos)
    text.remove_prefix(user + 1);
  if (!text.starts_with('[')) text = text.substr(0, text.rfind(':'));
  return text.find('{') == std::string_view::npos ? to_lower_ascii(text) : std::string();
}

// The hosts at which a card or server.json says that the server answers.
std::vector<std::string> server_hosts(Value root) {
  std::vector<std::string> hosts;
  const auto add = [&](Value url) {
    if (std::string host = host_of(url); !host.empty()) hosts.push_back(std::move(host));
  };
  for (const Value remote : root["remotes"]) add(remote["url"]);
  for (const std::string_view member : {"endpoint", "url"}) {
    add(root[member]);
    add(root["transport"][member]);
  }
  add(root["serverUrl"]);
  for (const Value endpoint : root["endpoints"]) add(endpoint);
  return hosts;
}

void icon_origin(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  const std::vector<std::string> hosts = server_hosts(document.root());
  if (hosts.empty()) return;
  std::set<std::string> reported(hosts.begin(), hosts.end());
  for (const std::string_view path : args.texts("at")) {
    const auto selector = Selector::parse(path);
    if (!selector) continue;
    selector->each(document.root(), [&](Value src) {
      const std::string host = host_of(src);
      if (host.empty() || !reported.insert(host).second) return;
      report.value(document, src,
                   {{"host", fmt::format("'{}'", printable(host))},
                    {"server", fmt::format("'{}'", printable(hosts.front()))}});
    });
  }
}

// "mcp.example.com" -> "com.example.mcp"
std::string reversed_domain(std::string_view host) {
  std::vector<std::string_view> labels = split(host, '.');
  std::string out;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    if (label->empty()) continue;
    if (!out.empty()) out += '.';
    out += *label;
  }
  return out;
}

void name_namespace(const Target& target, const Args&, const Reporter& report) {
  const Value name = target.value["name"];
  if (!name.is_string() || name.text().find('/') == std::string_view::npos) return;
  const std::string space = to_lower_ascii(name.text().substr(0, name.text().find('/')));
  if (space.empty() || space.starts_with("io.github.")) return;
  std::vector<std::string> hosts;
  for (const Value remote : target.value["remotes"]) {
    if (std::string host = host_of(remote["url"]); !host.empty()) hosts.push_back(std::move(host));
  }
  if (hosts.empty()) return;
  const bool parent_possible = space.find('.') != std::string::npos;
  for (const std::string& host : hosts) {
    const std::string reversed = reversed_domain(host);
    if (reversed == space || (parent_possible && reversed.starts_with(space + "."))) return;
  }
  report.value(target.document(), name,
               {{"namespace", fmt::format("'{}'", printable(space))},
                {"host", fmt::format("'{}'", printable(hosts.front()))}});
}

constexpr std::array kText{ArgSpec{"text", Type::Text, true}, ArgSpec{"of", Type::Text, false}};
constexpr std::array kTest{ArgSpec{"test", Type::Text, true}};
constexpr std::array kAt{ArgSpec{"at", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"icon-origin",
               "an icon 'at' these places has another host than the server: one finding a host",
               kAt, false, make_simple<icon_origin>},
    CheckEntry{"icon-shape",
               "an icon has no 'src', or a member of a wrong type",
               {},
               true,
               make_simple<icon_shape>},
    CheckEntry{"input-value",
               "'default' or 'value' of an input does not fit its 'choices' or 'format' ('test')",
               kTest, true, make_simple<input_value>},
    CheckEntry{"name-namespace",
               "the namespace of 'name' is not the reversed domain of a remote",
               {},
               true,
               make_simple<name_namespace>},
    CheckEntry{"template-in-authority",
               "a variable supplies scheme, host or port of 'url'",
               {},
               true,
               make_simple<template_in_authority>},
    CheckEntry{"template-undeclared",
               "a {variable} in 'text', or in 'text' of each item 'of', is not in 'variables'",
               kText, true, make_simple<template_undeclared>},
    CheckEntry{"template-unused",
               "an entry of 'variables' is used by no text beside it",
               {},
               true,
               make_simple<template_unused>},
};

}  // namespace

CheckTable card_input_checks() {
  return kTable;
}

}  // namespace cardlint::checks

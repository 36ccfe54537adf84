// server.json of the MCP registry: what its own validator asks beyond the schema.
#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "address/uri.h"
#include "base/text.h"
#include "checks/member/pattern.h"
#include "checks/path/path_value.h"
#include "checks/path/path_words.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

bool is_blank(Value value) {
  return !value || value.is_text("");
}

// ---- repository

// 'test' empty: neither address nor service, which the registry lets through. 'lacking': one of
// them. 'source': a service that the registry does not know.
void repository_part(const Target& target, const Args& args, const Reporter& report) {
  const Value repository = target.value;
  if (!repository.is_object()) return;
  const Document& document = target.document();
  const Value url = repository["url"];
  const Value source = repository["source"];
  const std::string_view test = args.text("test");
  if (is_blank(url) && is_blank(source)) {
    if (test == "empty") report.key(document, repository);
    return;
  }
  if (test == "lacking") {
    if (!url) report.key(document, repository, {{"member", "'url'"}});
    if (!source) report.key(document, repository, {{"member", "'source'"}});
    return;
  }
  const auto known = args.texts("values");
  const bool unknown =
      source.is_string() && std::find(known.begin(), known.end(), source.text()) == known.end();
  if (test == "source" && unknown) report.value(document, source);
}

// The registry's own path rule. A path that leaves the repository, however written, is left to the
// rules on paths; of variables they know nothing here.
void subfolder(const Target& target, const Args&, const Reporter& report) {
  if (!target.value.is_string() || target.value.text().empty()) return;
  const std::string_view path = target.value.text();
  const auto verdict = judge_path(path, {});
  if (verdict && verdict->grave && verdict->fault != PathFault::HomeEnv) return;
  if (auto problem = registry_subfolder_problem(path))
    report.value(target.document(), target.value, {{"problem", std::move(*problem)}});
}

// ---- packages

struct ImageReference {
  std::string_view host;  // empty: the default, Docker Hub
  std::string_view name;  // with its namespace
  std::string_view tag;
  std::string_view digest;
};

ImageReference split_image(std::string_view text) {
  ImageReference image;
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    image.digest = text.substr(at + 1);
    text = text.substr(0, at);
  }
  const std::size_t slash = text.find('/');
  const std::string_view first = text.substr(0, slash);
  if (slash != std::string_view::npos && first.find_first_of(".:") != std::string_view::npos) {
    image.host = first;
    text.remove_prefix(slash + 1);
  }
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && text.find('/', colon) == std::string_view::npos) {
    image.tag = text.substr(colon + 1);
    text = text.substr(0, colon);
  }
  image.name = text;
  return image;
}

void image_host(const Target& target, const Args& args, const Reporter& report) {
  const Value identifier = target.value["identifier"];
  if (!target.value["registryType"].is_text("oci") || !identifier.is_string()) return;
  const ImageReference image = split_image(identifier.text());
  const auto domains = args.texts("domains");
  const bool known = image.host.empty() ||
                     std::any_of(domains.begin(), domains.end(), [&](std::string_view domain) {
                       return is_below_domain(image.host, domain);
                     });
  if (known) return;
  report.value(target.document(), identifier,
               {{"host", fmt::format("'{}'", printable(image.host))}});
}

void image_reference(const Target& target, const Args&, const Reporter& report) {
  const Value package = target.value;
  if (!package["registryType"].is_text("oci")) return;
  const auto fault = [&](Value at, std::string problem) {
    report.value(target.document(), at,
                 {{"member", fmt::format("'{}'", at.key())}, {"problem", std::move(problem)}});
  };
  const Value identifier = package["identifier"];
  const bool has_version = package["version"].is_string();
  if (identifier.is_string() && identifier.text().find(' ') == std::string_view::npos) {
    const ImageReference image = split_image(identifier.text());
    const std::string is = describe(identifier);
    if (image.name.empty()) {
      fault(identifier, fmt::format("is {}, which names no image", is));
    } else if (image.host.empty()) {
      fault(identifier, fmt::format("is {}, which does not say where the image is", is));
    } else if (image.tag.empty() && image.digest.empty() && !has_version) {
      fault(identifier, fmt::format("is {}, which has neither tag nor digest", is));
    }
  }
  if (has_version && !package["version"].text().empty())
    fault(package["version"], "stands apart from the reference of the image");
  if (const Value base = package["registryBaseUrl"]; base.is_string())
    fault(base, "stands apart from the reference of the image");
}

// A bundle's address, as the registry wants it; the first thing that is wrong with it.
std::string bundle_problem(std::string_view address, const std::vector<std::string_view>& hosts) {
  const UriParts parts = split_uri(address);
  if (to_lower_ascii(parts.scheme) != "https" || !is_readable_url(address))
    return "is no https address";
  const std::string host = to_lower_ascii(parts.host);
  if (std::find(hosts.begin(), hosts.end(), host) == hosts.end())
    return fmt::format("lies at '{}', where the registry takes no bundles from", printable(host));
  if (to_lower_ascii(address).find("mcp") == std::string::npos)
    return "does not hold the letters 'mcp'";
  return {};
}

void bundle_package(const Target& target, const Args& args, const Reporter& report) {
  const Value package = target.value;
  if (!package["registryType"].is_text("mcpb")) return;
  if (!package["fileSha256"]) {
    report.key(target.document(), package,
               {{"problem", "lacks 'fileSha256', the checksum of the bundle"}});
  }
  const Value identifier = package["identifier"];
  // An address with a space is refused as a name with a space already.
  if (!identifier.is_string() || identifier.text().find(' ') != std::string_view::npos) return;
  const std::string problem = bundle_problem(identifier.text(), args.texts("hosts"));
  if (!problem.empty()) {
    report.value(
        target.document(), identifier,
        {{"problem", fmt::format("has the address {}, which {}", describe(identifier), problem)}});
  }
}

void value_repeats_name(const Target& target, const Args& args, const Reporter& report) {
  const Value name = target.value["name"];
  if (!target.value["type"].is_text("named") || !name.is_string() || name.text().empty()) return;
  for (const std::string_view member : args.texts("members")) {
    const Value value = target.value[member];
    if (value.is_string() && value.text().starts_with(name.text()))
      report.value(target.document(), value, {{"name", describe(name)}});
  }
}

void text_when(const Target& target, const Args& args, const Reporter& report) {
  const Value text = target.value[args.text("member")];
  const auto values = args.texts("values");
  const Value when = target.value[args.text("when")];
  if (!text.is_string() || text.text().empty() || !when.is_string()) return;
  if (std::find(values.begin(), values.end(), when.text()) == values.end()) return;
  report.value(target.document(), text);
}

// ---- the whole

void all_empty(const Target& target, const Args& args, const Reporter& report) {
  if (!target.value.is_object()) return;
  for (const std::string_view member : args.texts("members")) {
    const Value list = target.value[member];
    if (list && !(list.is_array() && list.size() == 0)) return;
  }
  report.key(target.document(), target.value);
}

void json_too_large(const Target& target, const Args& args, const Reporter& report) {
  const std::size_t size = json_size(target.value);
  if (static_cast<double>(size) <= args.number("max", 1e18)) return;
  report.key(target.document(), target.value, {{"size", fmt::format("{}", size)}});
}

constexpr std::array kRepository{ArgSpec{"test", Type::Text, true},
                                 ArgSpec{"values", Type::Texts, false}};
constexpr std::array kDomains{ArgSpec{"domains", Type::Texts, true}};
constexpr std::array kHosts{ArgSpec{"hosts", Type::Texts, true}};
constexpr std::array kMembers{ArgSpec{"members", Type::Texts, true}};
constexpr std::array kWhen{ArgSpec{"member", Type::Text, true}, ArgSpec{"when", Type::Text, true},
                           ArgSpec{"values", Type::Texts, true}};
constexpr std::array kMax{ArgSpec{"max", Type::Number, true}};

constexpr std::array kTable{
    CheckEntry{"all-empty", "each of the lists 'members' is missing or empty", kMembers, true,
               make_simple<all_empty>},
    CheckEntry{"bundle-package",
               "a package of type mcpb has no checksum, or an address that the registry refuses",
               kHosts, true, make_simple<bundle_package>},
    CheckEntry{"image-host",
               "a package of type oci names an image that lies below none of 'domains'", kDomains,
               true, make_simple<image_host>},
    CheckEntry{"image-reference",
               "a package of type oci does not say all of its image in 'identifier'",
               {},
               true,
               make_simple<image_reference>},
    CheckEntry{"json-too-large", "a value has more than 'max' bytes as compact JSON", kMax, true,
               make_simple<json_too_large>},
    CheckEntry{"repository-part",
               "'repository' is empty, lacks a part, or names a 'source' other than 'values' "
               "('test')",
               kRepository, true, make_simple<repository_part>},
    CheckEntry{"subfolder",
               "a path inside a repository is not as the registry wants it",
               {},
               true,
               make_simple<subfolder>},
    CheckEntry{"text-when",
               "'member' is a text that says something while 'when' is one of 'values'", kWhen,
               true, make_simple<text_when>},
    CheckEntry{"value-repeats-name", "one of 'members' of a named argument begins with its name",
               kMembers, true, make_simple<value_repeats_name>},
};

}  // namespace

CheckTable registry_checks() {
  return kTable;
}

}  // namespace cardlint::checks

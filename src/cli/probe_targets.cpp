#include "cli/probe_targets.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/address/endpoints.h"
#include "probe/plan.h"

namespace cardlint {
namespace {

using Shared = std::shared_ptr<const Document>;

// Credentials come from the environment only: a command line is seen by everybody on the machine,
// and a file ends in a repository.
Result<std::string> value_of(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  if (value == nullptr || *value == '\0') {
    return fail(ErrorCode::Usage,
                fmt::format("the environment variable '{}' is not set", printable(variable)));
  }
  const std::string_view text = value;
  const bool clean = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
  });
  if (!clean) {
    return fail(
        ErrorCode::Usage,
        fmt::format("the environment variable '{}' holds control characters", printable(variable)));
  }
  return std::string(text);
}

Result<void> add_credential(ProbeTarget& target, const std::string& header,
                            const std::string& prefix, const std::string& variable) {
  auto value = value_of(variable);
  if (!value) return tl::unexpected(value.error());
  target.credentials.push_back({header, prefix + *value});
  return {};
}

Result<void> add_credentials(ProbeTarget& target, const ProbeOptions& options) {
  if (!options.bearer_env.empty()) {
    if (auto added = add_credential(target, "Authorization", "Bearer ", options.bearer_env); !added)
      return added;
    target.auth = "bearer";
  }
  for (const std::string& word : options.header_envs) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(ErrorCode::Usage, "--header-env: expected 'Header=VARIABLE'");
    if (auto added = add_credential(target, word.substr(0, equals), "", word.substr(equals + 1));
        !added)
      return added;
    if (target.auth == "none") target.auth = "header";
  }
  return {};
}

Result<Shared> read_document(const std::string& path, Kind kind) {
  auto text = read_file(path, Limits{}.file_bytes);
  if (!text) return tl::unexpected(text.error());
  const std::string shown = relative_to(path, current_folder());
  auto document = std::make_shared<const Document>(
      make_document(std::make_shared<SourceFile>(shown, std::move(*text)), shown, Limits{}, kind));
  if (!document->readable())
    return fail(ErrorCode::Unreadable, fmt::format("{}: cannot be read", printable(shown, 300)));
  return document;
}

// Null for an empty path.
Result<void> take_document(Shared& place, const std::string& path, Kind kind) {
  if (path.empty()) return {};
  auto read = read_document(path, kind);
  if (!read) return tl::unexpected(read.error());
  place = std::move(*read);
  return {};
}

Result<ExpectationRow> row_of(const ProbeExpectation& given, const ProbeTargetConfig& target) {
  ExpectationRow row;
  row.id = given.id;
  row.url = given.url.empty() ? target.url : given.url;
  row.method = parse_http_method(given.method).value_or(HttpMethod::Get);
  row.authenticated = given.auth == "bearer" || given.auth == "headers";
  for (const auto& [name, value] : given.send) row.headers.push_back({name, value});
  for (const int status : given.statuses) row.statuses.push_back(std::to_string(status));
  row.media_types = given.media_types;
  for (const auto& [name, value] : given.headers)
    row.expected_headers.push_back({name, value == "*" ? std::string() : value});
  if (!given.body_file.empty()) {
    auto body = read_document(given.body_file, Kind::ServerCard);
    if (!body) return tl::unexpected(body.error());
    row.body = *body;
    row.body_file = (*body)->source->path();
  }
  row.severity = given.severity.value_or(Severity::Error);
  // A row with the id of a built-in check stands in its place.
  if (!row.id.empty()) row.replaces = {row.id};
  return row;
}

Result<ProbeTarget> target_of(const ProbeTargetConfig& given) {
  ProbeTarget target;
  target.url = given.url;
  target.posture = given.posture;
  target.consumers = given.consumers;
  target.browsers = given.browser;
  target.client_id = given.client_id;
  target.future_issuer = given.issuer;
  for (auto taken : {take_document(target.card, given.card, Kind::ServerCard),
                     take_document(target.manifest, given.manifest, Kind::SmitheryManifest),
                     take_document(target.tools, given.tools, Kind::ToolsList)}) {
    if (!taken) return tl::unexpected(taken.error());
  }
  target.card_declared = !given.card.empty();
  if (!given.bearer.empty()) {
    if (auto added = add_credential(target, "Authorization", "Bearer ", given.bearer); !added)
      return tl::unexpected(added.error());
    target.auth = "bearer";
  }
  for (const ProbeHeader& header : given.headers) {
    if (auto added = add_credential(target, header.name, "", header.variable); !added)
      return tl::unexpected(added.error());
    if (target.auth == "none") target.auth = "header";
  }
  for (const ProbeExpectation& expectation : given.expect) {
    auto row = row_of(expectation, given);
    if (!row) return tl::unexpected(row.error());
    target.rows.push_back(std::move(*row));
  }
  return target;
}

// What the command line says holds for every target.
Result<void> apply(ProbeTarget& target, const ProbeOptions& options) {
  if (options.posture) target.posture = options.posture;
  if (!options.consumers.empty()) target.consumers = options.consumers;
  target.browsers = target.browsers || options.browsers;
  if (!options.future_issuer.empty()) target.future_issuer = options.future_issuer;
  if (!options.client_id.empty()) target.client_id = options.client_id;
  if (auto taken = take_document(target.card, options.card, Kind::ServerCard); !taken) return taken;
  target.card_declared = target.card_declared || !options.card.empty();
  return add_credentials(target, options);
}

// The configured or documented target of that URL, if there is one.
ProbeTarget known_or_new(const std::string& url, const std::vector<ProbeTarget>& configured,
                         const std::vector<ProbeTarget>& documented) {
  for (const std::vector<ProbeTarget>* list : {&configured, &documented}) {
    for (const ProbeTarget& target : *list) {
      if (checks::plain_endpoint(target.url) != checks::plain_endpoint(url)) continue;
      ProbeTarget found = target;
      found.url = url;
      return found;
    }
  }
  ProbeTarget target;
  target.url = url;
  return target;
}

}  // namespace

Result<std::vector<ProbeTarget>> probe_targets(const ProbeOptions& options, const Config* config,
                                               CheckReport& report) {
  std::vector<ProbeTarget> configured, targets;
  for (const ProbeTargetConfig& given :
       config == nullptr ? std::vector<ProbeTargetConfig>() : config->targets) {
    auto target = target_of(given);
    if (!target) return tl::unexpected(target.error());
    configured.push_back(std::move(*target));
  }
  ProjectTargets project;
  if (!options.project.empty() && (!options.urls.empty() || configured.empty()))
    project = targets_of_project(options.project, {});
  for (const std::string& text : options.urls) {
    auto url = probe_url(text);
    if (!url) return tl::unexpected(url.error());
    targets.push_back(known_or_new(*url, configured, project.targets));
  }
  if (options.urls.empty()) {
    targets = configured.empty() ? std::move(project.targets) : std::move(configured);
    report.not_assessed = std::move(project.not_assessed);
  }
  for (ProbeTarget& target : targets) {
    if (auto applied = apply(target, options); !applied) return tl::unexpected(applied.error());
    if (config == nullptr) continue;
    // What neither the command line nor its own entry says of a target.
    if (!target.posture) target.posture = config->lint.posture;
    if (target.consumers.empty()) target.consumers = config->lint.consumers;
  }
  return targets;
}

}  // namespace cardlint

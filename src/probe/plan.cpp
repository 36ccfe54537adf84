#include "probe/plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "address/uri.h"
#include "address/web_url.h"
#include "base/file_io.h"
#include "base/text.h"
#include "checks/address/endpoints.h"
#include "probe/sound_server.h"

namespace cardlint {
namespace {

using Shared = std::shared_ptr<const Document>;

std::vector<Shared> load(const ProjectPlan& plan, const Limits& limits,
                         std::vector<NotAssessed>& unread) {
  std::vector<Shared> documents;
  for (const FoundFile& file : plan.files) {
    if (is_bundle_path(file.path)) continue;
    auto text = read_file(file.path, limits.file_bytes);
    if (!text) {
      unread.push_back({printable(file.path, 400), text.error().message, true});
      continue;
    }
    documents.push_back(std::make_shared<const Document>(make_document(
        std::make_shared<SourceFile>(file.path, std::move(*text)), file.repository_path, limits)));
  }
  return documents;
}

Shared first_of(const std::vector<Shared>& documents, Kind kind) {
  const auto found = std::find_if(documents.begin(), documents.end(), [&](const Shared& d) {
    return d->kind == kind && d->readable();
  });
  return found == documents.end() ? nullptr : *found;
}

std::string_view shown_posture(const ProbeTarget& target) {
  return target.posture ? name(*target.posture) : std::string_view("not declared");
}

}  // namespace

Result<std::string> probe_url(const std::string& text) {
  const WebUrl url = parse_web_url(text);
  const bool web = url.valid && (url.scheme == "http" || url.scheme == "https") && url.has_host;
  const bool clean = is_readable_url(text) && text.find("://") != std::string::npos;
  if (!web || !clean) {
    return fail(ErrorCode::Usage,
                fmt::format("'{}' is no http or https URL", printable(text, 200)));
  }
  if (url.has_userinfo)
    return fail(
        ErrorCode::Usage,
        "a URL with a user name or password is not probed: use --bearer-env or --header-env");
  return text.substr(0, text.find('#'));
}

ProjectTargets targets_of_project(const std::string& folder, const DiscoverySettings& settings) {
  ProjectTargets found;
  const Discovery discovery = discover({folder}, settings);
  found.not_assessed = discovery.not_assessed;
  for (const ProjectPlan& plan : discovery.projects) {
    const std::vector<Shared> documents = load(plan, settings.limits, found.not_assessed);
    ProbeTarget target;
    target.card = first_of(documents, Kind::ServerCard);
    target.manifest = first_of(documents, Kind::SmitheryManifest);
    target.registry = first_of(documents, Kind::RegistryServer);
    target.tools = first_of(documents, Kind::ToolsList);
    for (const Shared& document : {target.card, target.registry, target.manifest}) {
      if (document == nullptr) continue;
      for (const checks::Mention& mention : checks::endpoints_of(*document)) {
        const auto url = probe_url(std::string(mention.value.text()));
        if (!url) continue;
        const bool known =
            std::any_of(found.targets.begin(), found.targets.end(), [&](const ProbeTarget& t) {
              return checks::plain_endpoint(t.url) == checks::plain_endpoint(*url);
            });
        if (known) continue;
        target.url = *url;
        found.targets.push_back(target);
      }
    }
  }
  return found;
}

Walk planned_steps(const ProbeTarget& target, const ProbeSettings& settings) {
  Walk all;
  Journal journal;
  const Posture posture = target.posture.value_or(Posture::None);
  bool at_once = true;
  for (bool more = true; more; at_once = false) {
    more = false;
    const Walk walk = next_steps(target, settings, journal);
    for (const Step& step : walk.steps) {
      Step planned = step;
      if (planned.after.empty() && !at_once) planned.after = "the answers before it";
      all.steps.push_back(std::move(planned));
      journal.add(step.role, sound_answer(step.role, step.request, posture));
      more = true;
    }
    all.skips = walk.skips;
  }
  return all;
}

std::string plan_text(const std::vector<ProbeTarget>& targets, const ProbeSettings& settings) {
  std::string out;
  for (const ProbeTarget& target : targets) {
    const Walk walk = planned_steps(target, settings);
    out += fmt::format("{}\n  posture {}, {} requests if a sound server answers\n",
                       printable(target.url, 400), shown_posture(target), walk.steps.size());
    for (const Step& step : walk.steps) {
      out += fmt::format("  {:<22} {:<7} {}{}{}\n", step.role, name(step.request.method),
                         printable(step.request.url, 400),
                         step.request.credentials.empty() ? "" : "  (with credentials)",
                         step.after.empty() ? "" : fmt::format("  (after: {})", step.after));
    }
    for (const Skip& skip : walk.skips)
      out += fmt::format("  {:<22} not sent: {}\n", skip.role, skip.reason);
    out += "\n";
  }
  return out;
}

std::string plan_json(const std::vector<ProbeTarget>& targets, const ProbeSettings& settings) {
  std::vector<std::string> items;
  for (const ProbeTarget& target : targets) {
    const Walk walk = planned_steps(target, settings);
    std::vector<std::string> steps, skips;
    for (const Step& step : walk.steps) {
      steps.push_back(fmt::format(
          R"(      {{"role": {}, "method": "{}", "url": {}, "auth": "{}", "after": {}}})",
          quoted_json(step.role), name(step.request.method), quoted_json(step.request.url),
          step.request.credentials.empty() ? "none" : target.auth,
          step.after.empty() ? "null" : quoted_json(step.after)));
    }
    for (const Skip& skip : walk.skips) {
      skips.push_back(fmt::format(R"(      {{"role": {}, "reason": {}}})", quoted_json(skip.role),
                                  quoted_json(skip.reason)));
    }
    items.push_back(
        fmt::format("    {{\"url\": {}, \"posture\": {},\n     \"requests\": [\n{}],\n     "
                    "\"notSent\": [\n{}]}}",
                    quoted_json(target.url),
                    target.posture ? quoted_json(name(*target.posture)) : std::string("null"),
                    join(steps, ",\n"), join(skips, ",\n")));
  }
  return fmt::format("{{\n  \"plan\": [\n{}\n  ]\n}}\n", join(items, ",\n"));
}

}  // namespace cardlint

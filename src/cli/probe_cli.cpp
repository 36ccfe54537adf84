// argv of cardlint-probe → options. Knows CLI11, like cli.cpp.
#include "cli/probe_cli.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <random>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/common_options.h"
#include "cli/probe_command.h"
#include "cli/process.h"

namespace cardlint {
namespace {

struct RawProbe {
  ProbeOptions options;
  CommonRaw common;
  std::string posture, seed, config;
  std::vector<std::string> consumers;
  double timeout = 15;
  bool no_user_agents = false, proxy_from_env = false;
};

void add_options(CLI::App& app, RawProbe& raw) {
  ProbeOptions& options = raw.options;
  app.add_option("url", options.urls,
                 "MCP URLs; default: the endpoints that the documents of --project name");
  app.add_option("--project", options.project, "folder with the documents of the server");
  CLI::Option* config = app.add_option(
      "--config", raw.config, "configuration file; default: the one that holds in --project");
  app.add_flag("--no-config", options.config.none, "do not look for a configuration file")
      ->excludes(config);
  app.add_option("--posture", raw.posture,
                 "how the deployment asks for credentials: none, apikey, oauth, mixed or planned");
  app.add_option("--consumer", raw.consumers, "programs that it is meant for; repeatable")
      ->allow_extra_args(false);
  app.add_option("--card", options.card, "the file that the served card must equal");
  app.add_option("--bearer-env", options.bearer_env,
                 "environment variable that holds a bearer token");
  app.add_option("--header-env", options.header_envs,
                 "HEADER=VARIABLE: a header from the environment; repeatable")
      ->allow_extra_args(false);
  app.add_option("--future-issuer", options.future_issuer,
                 "posture planned: where the authorization server will be");
  app.add_option("--client-id", options.client_id, "URL of a client metadata document");
  app.add_flag("--browsers", options.browsers, "browser clients are meant to reach it (CORS)");
  app.add_flag(
      "--active", options.settings.active,
      "also send what a healthy server refuses: made-up tokens, foreign origins, broken JSON");
  app.add_flag("--register-client", options.settings.register_client,
               "register a client at the authorization server: leaves a client there");
  app.add_flag("--no-user-agents", raw.no_user_agents, "do not compare user agents");
  app.add_flag("--allow-private", options.http.allow_private,
               "follow documents to private, loopback and link-local addresses");
  app.add_flag("--plan", options.plan, "show what would be sent and send nothing");
  app.add_option("--timeout", raw.timeout, "seconds for one exchange (default: 15)");
  app.add_option("--cacert", options.http.ca_file, "PEM file of trusted roots");
  app.add_option("--resolve", options.http.resolve,
                 "HOST:PORT:ADDRESS[,ADDRESS] in place of DNS; repeatable")
      ->allow_extra_args(false);
  app.add_option("--proxy", options.http.proxy, "URL of a proxy");
  app.add_flag("--proxy-from-env", raw.proxy_from_env, "the proxy of https_proxy or all_proxy");
  app.add_option("--record", options.record,
                 "folder to store the exchanges in, without credentials");
  app.add_option("--replay", options.replay, "judge stored exchanges again; sends nothing");
  app.add_option("--seed", raw.seed, "hexadecimal: makes the random names of a run repeatable");
  app.add_option("--spec", options.spec, "MCP revision to enforce");
  add_common_options(app, raw.common);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::uint64_t seed_of(const std::string& word) {
  if (word.empty()) {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  }
  std::uint64_t seed = 0;
  for (const char c : to_lower_ascii(word)) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0 || word.size() > 16) refuse_word("--seed", word, "up to 16 hexadecimal digits");
    seed = seed << 4 | static_cast<unsigned>(digit);
  }
  return seed;
}

ProbeOptions finish(RawProbe raw, const Console& console, const std::atomic<bool>* stop,
                    bool err_is_terminal) {
  ProbeOptions options = std::move(raw.options);
  if (!raw.posture.empty()) {
    options.posture = parse_posture(raw.posture);
    if (!options.posture)
      refuse_word("--posture", raw.posture, "none, apikey, oauth, mixed, planned");
  }
  options.consumers = parse_consumers(raw.consumers);
  if (!raw.config.empty()) options.config.file = raw.config;
  if (!options.spec.empty() && !is_mcp_revision(options.spec))
    refuse_word("--spec", options.spec, fmt::format("{}", fmt::join(kMcpRevisions, ", ")));
  if (!(raw.timeout >= 0.1 && raw.timeout <= 600))
    refuse_word("--timeout", fmt::format("{}", raw.timeout), "0.1 to 600 seconds");
  const auto total = std::chrono::milliseconds(static_cast<long>(raw.timeout * 1000));
  HttpLimits& limits = options.http.limits;
  limits.total = total;
  limits.connect = std::min(limits.connect, total);
  limits.first_byte = std::min(limits.first_byte, total);
  options.settings.user_agents = !raw.no_user_agents;
  options.settings.allow_private = options.http.allow_private;
  options.settings.seed = seed_of(raw.seed);
  options.http.user_agent = "cardlint/" CARDLINT_VERSION;
  options.http.stop = stop;
  if (raw.proxy_from_env && options.http.proxy.empty()) {
    options.http.proxy = environment("https_proxy");
    if (options.http.proxy.empty()) options.http.proxy = environment("all_proxy");
  }
  const CommonOptions common = parse_common(raw.common, console);
  options.outputs = common.outputs;
  options.report = common.report;
  options.severities = common.severities;
  options.exit = {common.fail_on.value_or(Severity::Error), common.exit_zero, common.strict};
  options.progress = err_is_terminal && !common.report.quiet;
  return options;
}

int run_parsed(const std::vector<std::string>& args, const Console& console,
               const MakeTransport& make_transport, const std::atomic<bool>* stop,
               bool err_is_terminal) {
  CLI::App app("cardlint probe asks a live MCP server for its documents and judges the answers",
               "cardlint probe");
  app.set_version_flag("--version", "cardlint-probe " CARDLINT_VERSION);
  app.footer("Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 not assessed, 70 internal error");
  RawProbe raw;
  add_options(app, raw);
  if (const auto code = parse_arguments(app, args, console)) return *code;
  try {
    return static_cast<int>(probe_command(finish(std::move(raw), console, stop, err_is_terminal),
                                          console, make_transport));
  } catch (const UsageFault& fault) {
    console.err << "cardlint: " << fault.message << "\n";
    return static_cast<int>(ExitCode::Usage);
  }
}

}  // namespace

int run_probe_cli(const std::vector<std::string>& args, const Console& console,
                  const MakeTransport& make_transport, const std::atomic<bool>* stop,
                  bool err_is_terminal) {
  return run_guarded(
      console, [&] { return run_parsed(args, console, make_transport, stop, err_is_terminal); });
}

}  // namespace cardlint

#include "cli/probe_arguments.h"

#include "cli/option_maker.h"

namespace cardlint {
namespace {

void add_target_options(OptionMaker& make, RawProbe& raw) {
  ProbeOptions& options = raw.options;
  make.value("url", options.urls, "URL",
             "MCP endpoints; default: those that the documents of --project name");
  make.section("Whom to ask, and what is expected");
  make.value("--project", options.project, "FOLDER", "folder with the documents of the server");
  make.value("--posture", raw.posture, "POSTURE",
             "how the deployment asks for credentials: none, apikey, oauth, mixed or planned");
  make.repeatable("--only", options.only, "RULE",
                  "judge by this rule or group of rules only; what is asked stays the same");
  make.repeatable("--consumer", raw.consumers, "CONSUMER",
                  "a program that the server is meant for");
  make.value("--card", options.card, "FILE", "the file that the served card must equal");
  make.value("--client-id", options.client_id, "URL", "URL of a client metadata document");
  make.value("--future-issuer", options.future_issuer, "URL",
             "posture planned: where the authorization server will be");
  make.flag("--browsers", options.browsers, "browser clients are meant to reach it (CORS)");
  make.value("--spec", options.spec, "REVISION", "MCP revision to enforce, such as 2025-11-25");
}

void add_sending_options(OptionMaker& make, RawProbe& raw) {
  ProbeOptions& options = raw.options;
  make.section("What is sent");
  make.flag("--plan", options.plan, "show what would be sent and send nothing");
  make.value("--bearer-env", options.bearer_env, "VARIABLE",
             "environment variable that holds a bearer token");
  make.repeatable("--header-env", options.header_envs, "HEADER=VARIABLE",
                  "a header field from the environment");
  make.flag(
      "--active", options.settings.active,
      "also send what a healthy server refuses: made-up tokens, foreign origins, broken JSON");
  make.flag("--register-client", options.settings.register_client,
            "register a client at the authorization server: leaves a client there");
  make.flag("--no-user-agents", raw.no_user_agents, "do not compare user agents");
  make.value("--seed", raw.seed, "HEX", "makes the random names of a run repeatable");
  make.value("--record", options.record, "FOLDER",
             "store the exchanges there, without credentials");
  make.value("--replay", options.replay, "FOLDER", "judge stored exchanges again; sends nothing");
  make.section("Network");
  make.flag("--allow-private", options.http.allow_private,
            "follow documents to private, loopback and link-local addresses");
  make.value("--timeout", raw.timeout, "SECONDS", "for one exchange; default: 15");
  make.value("--cacert", options.http.ca_file, "FILE", "PEM file of trusted roots");
  make.repeatable("--resolve", options.http.resolve, "HOST:PORT:ADDRESS[,ADDRESS]",
                  "in place of DNS");
  make.value("--proxy", options.http.proxy, "URL", "URL of a proxy");
  make.flag("--proxy-from-env", raw.proxy_from_env, "the proxy of https_proxy or all_proxy");
}

}  // namespace

const char* const kProbeText =
    "Asks live MCP servers the way a client does and judges the answers.";

const char* const kProbeExamples =
    "cardlint probe https://mcp.example.com/mcp --posture oauth\n"
    "cardlint probe --plan          # the endpoints that your documents name\n"
    "cardlint probe --bearer-env MCP_TOKEN --record out/";

void add_probe_options(CLI::App& app, RawProbe& raw) {
  OptionMaker make(app);
  add_target_options(make, raw);
  add_sending_options(make, raw);
  make.section("Configuration");
  CLI::Option* config = make.value("--config", raw.config, "FILE",
                                   "configuration file; default: the one that holds in --project");
  make.flag("--no-config", raw.options.config.none, "do not look for a configuration file")
      ->excludes(config);
  add_rule_option(make, raw.common);
  add_output_options(make, raw.common);
  add_exit_options(make, raw.common);
}

}  // namespace cardlint

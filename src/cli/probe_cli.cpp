// argv of cardlint-probe → options. Knows CLI11, like cli.cpp.
#include "cli/probe_cli.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <random>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/common_options.h"
#include "cli/option_maker.h"
#include "cli/probe_arguments.h"
#include "cli/probe_command.h"
#include "cli/process.h"
#include "cli/version.h"

namespace cardlint {
namespace {

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
  options.posture = parse_declared_posture(raw.posture);
  options.consumers = parse_consumers(raw.consumers);
  if (!raw.config.empty()) options.config.file = raw.config;
  options.spec = parse_spec(options.spec);
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
  options.fail_on = common.fail_on;
  options.exit_zero = common.exit_zero;
  options.strict = common.strict;
  options.progress = err_is_terminal && !common.report.quiet;
  return options;
}

int run_parsed(const std::vector<std::string>& args, const Console& console,
               const MakeTransport& make_transport, const std::atomic<bool>* stop,
               bool err_is_terminal, std::string_view libraries) {
  if (asks_for_details(args)) {
    console.out << version_page("cardlint-probe", libraries);
    return static_cast<int>(ExitCode::Clean);
  }
  CLI::App app(kProbeText, "cardlint probe");
  set_up(app);
  app.footer(kProbeExamples);
  app.set_version_flag("--version", version_line("cardlint-probe"),
                       "print the version, with --verbose those of libraries and schemas");
  RawProbe raw;
  add_probe_options(app, raw);
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
                  bool err_is_terminal, std::string_view libraries) {
  return run_guarded(console, [&] {
    return run_parsed(args, console, make_transport, stop, err_is_terminal, libraries);
  });
}

}  // namespace cardlint

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <string>

#include "checks/command/command_function.h"
#include "secret/credential_name.h"

using namespace cardlint::checks;
using cardlint::is_credential_like;

namespace {

std::string names(const std::vector<ConfigRead>& reads) {
  std::string out;
  for (const ConfigRead& read : reads) out += (out.empty() ? "" : " ") + read.property;
  return out;
}
std::string reads(std::string_view text) {
  return names(read_command_function(text).reads);
}
std::string joins(std::string_view text) {
  return names(shell_joins(read_command_function(text)));
}
std::string secrets(std::string_view text) {
  return names(secret_arguments(read_command_function(text)));
}
bool is_function(std::string_view text) {
  return read_command_function(text).is_function;
}

}  // namespace

TEST_CASE("arrow functions and function expressions are functions") {
  CHECK(is_function("config => ({command: 'node'})"));
  CHECK(is_function("// start\n(config) => ({command: 'node'})"));
  CHECK(is_function("async ({a, b = {}}) => { return {command: a}; }"));
  CHECK(is_function("function (config) { return {command: 'x'} }"));
  CHECK(is_function("((config) => ({command: 'x'}));"));
  CHECK(is_function("() => ({command: 'x'})"));
  CHECK_FALSE(is_function("({command: 'node'})"));
  CHECK_FALSE(is_function("node dist/index.js"));
  CHECK_FALSE(is_function(""));
  CHECK_FALSE(is_function("// (config) => ({command: 'node'})"));
}

TEST_CASE("reads of the configuration") {
  CHECK(
      reads("(config) => ({env: {A: config.a, B: config?.b, C: config['c'], D: config?.['d']}})") ==
      "a b c d");
  CHECK(reads("(c) => ({env: {A: c.a /* c.x */, B: 'c.y'}}) // c.z") == "a");
  CHECK(reads("({a, b: local = 1}) => ({env: {A: a, B: local}})") == "a b a b");
  CHECK(reads("(config) => { const {a} = config; return {env: {A: a}}; }") == "a a");
  CHECK(reads("(config) => { const k = config.key; return {args: [k]}; }") == "key key");
  CHECK(
      reads("(config) => ({config: 1, x: other.config.y, z: config.hasOwnProperty('a')})").empty());
  CHECK(read_command_function("(config) => ({env: Object.assign({}, config)})").reads_whole);
  CHECK(read_command_function("(config) => ({env: {X: config[name]}})").reads_whole);
  CHECK_FALSE(read_command_function("(config) => ({env: config && config.x ? {X: config.x} : {}})")
                  .reads_whole);
}

TEST_CASE("configuration that becomes part of a shell command") {
  CHECK(joins("(config) => ({command: 'sh', args: ['-c', 'run ' + config.query]})") == "query");
  CHECK(joins("(config) => ({command: '/bin/bash', args: ['-lc', `run ${config.query}`]})") ==
        "query");
  CHECK(joins("(config) => { const line = `x ${config.q}`; return {command: 'sh', args: ['-c', "
              "line]}; }") == "q");
  CHECK(joins("({q}) => ({command: 'cmd.exe', args: ['/c', ['x', q].join(' ')]})") == "q");
  // Arguments of their own, tests, numbers and quoted values are not joined.
  CHECK(
      joins("(config) => ({command: 'sh', args: ['-c', 'exec node x.js', config.query]})").empty());
  CHECK(joins("(config) => ({command: 'sh', args: ['-c', 'x' + (config.debug ? ' -d' : '')]})")
            .empty());
  CHECK(joins("(config) => ({command: 'sh', args: ['-c', `x ${Number(config.port)}`]})").empty());
  CHECK(joins("(config) => ({command: 'sh', args: ['-c', `x ${shellQuote(config.q)}`]})").empty());
  CHECK(joins("(config) => ({command: 'node', args: ['-c', 'run ' + config.query]})").empty());
  CHECK(joins("(config) => ({command: 'python', args: ['-c', `x ${config.query}`], env: {SHELL: "
              "'none'}})")
            .empty());
}

TEST_CASE("secrets as arguments") {
  CHECK(secrets("(config) => ({command: 'x', args: ['--key', config.apiKey]})") == "apiKey");
  CHECK(secrets("(config) => { const args = ['x']; args.push('--t=' + config.token); return "
                "{command: 'x', args}; }") == "token");
  CHECK(secrets("(config) => ({command: 'x', args: [config.path], env: {K: config.apiKey}})")
            .empty());
  CHECK(secrets("(config) => ({command: 'x', args: config.apiKey ? ['--auth'] : []})").empty());
}

TEST_CASE("foreign calls") {
  const auto calls = [](std::string_view text) {
    std::string out;
    for (const std::string& call : foreign_calls(read_command_function(text))) out += call + " ";
    return out;
  };
  CHECK(calls("(c) => ({command: process.execPath, args: [require('path').join('a')]})") ==
        "process. require( ");
  CHECK(calls("(c) => { eval(c.x); new Function(c.y); fetch(c.z); }") == "eval( Function( fetch( ");
  CHECK(calls("(c) => ({command: 'x', args: ['eval(1)', 'process.env'], env: {process: c.fetch, f: "
              "c.eval(1)}}) // fetch(")
            .empty());
}

TEST_CASE("credential-like names") {
  for (const char* name : {"apiKey", "API_KEY", "githubToken", "client-secret", "OPENAIKey",
                           "fireCrawlAPIKey", "db.password", "pat"})
    CHECK(is_credential_like(name));
  for (const char* name : {"publicKey", "keyId", "anon_key", "monkey", "author",
                           "stripePublishableKey", "path", "", "tokenizer"})
    CHECK_FALSE(is_credential_like(name));
}

TEST_CASE("hostile functions end soon") {
  const auto repeat = [](std::string_view part) {
    std::string text = "(c) => ({command: 'sh', ";
    while (text.size() + 2 * part.size() < kMaxJsBytes - 100) text += part;
    return text;
  };
  for (const char* part :
       {"'-c',['-c',", "args:[", "args:", "c.a+", "`${", "f(c.k,", "const a=b,"}) {
    std::string text = repeat(part);
    // Close what is open, so that the text is not simply refused.
    std::string open;
    for (const char c : text) {
      if (c == '[' || c == '(' || c == '{') open.push_back(c);
    }
    for (std::size_t i = open.size(); i-- > 0;)
      text += open[i] == '[' ? "]" : open[i] == '(' ? ")" : "}`";
    const CommandFunction function = read_command_function(text);
    shell_joins(function);
    secret_arguments(function);
    foreign_calls(function);
    // How long it may take is ctest's matter; here only that it keeps its contract.
    CHECK((function.js.complete || function.reads.empty()));
  }
}

TEST_CASE("mutated functions are read without harm") {
  const std::string seed =
      "async ({a, b: c = 1, ...d}) => { const {e} = d, args = [`x${a ?? c}`, /[/]'/g]; "
      "args.push(config['k']); "
      "return {command: 'sh', args: ['-c', `run ${e} ` + c], env: {...d}}; } // end";
  const std::string alphabet = "{}[]()'\"`$/\\*+,:;.=>?ac \n";
  std::uint64_t state = 7;
  const auto random = [&](std::size_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((state >> 33) % n);
  };
  for (int round = 0; round < 5000; ++round) {
    std::string text = seed;
    for (std::size_t k = random(6); k-- > 0 && !text.empty();) {
      const std::size_t at = random(text.size());
      switch (random(4)) {
        case 0:
          text[at] = alphabet[random(alphabet.size())];
          break;
        case 1:
          text.insert(at, 1, alphabet[random(alphabet.size())]);
          break;
        case 2:
          text.erase(at, 1 + random(9));
          break;
        default:
          text.resize(at + 1);
          break;
      }
    }
    const CommandFunction function = read_command_function(text);
    for (const ConfigRead& read : function.reads) REQUIRE(read.end <= function.js.list.size());
    shell_joins(function);
    secret_arguments(function);
    foreign_calls(function);
  }
}

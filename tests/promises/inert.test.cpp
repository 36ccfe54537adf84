// Whatever stands in a document or in the name of a file, what is printed stays in its place: in
// every format, from the whole program.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "support/paths.h"
#include "support/project.h"

using namespace cardlint::test;

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSecret = "Zq8wX2vLmNpRt5kYhB7sDf";

constexpr const char* kFormats[]{"text",  "json",   "github",   "sarif",
                                 "junit", "gitlab", "markdown", "prometheus"};

const std::vector<std::string>& hostile() {
  static const std::vector<std::string> all{
      "\x1b[2J\x1b[1;1H0 errors",
      "\x1b]0;t\x07\x1b]52;c;aGk=\x07",
      "ok\r\x1b[K0 findings",
      "k\nerror: none\n::error::forged\n##[error]forged",
      "\r::add-mask::y%0A::warning::x",
      "\xc2\x9b"
      "2K\xe2\x80\xae"
      "txt.exe\xe2\x80\xa8\xf3\xa0\x81\x81",
      "</script><img src=x onerror=1>]]><x/>&lt;",
      "`` ``` | a | b |\n|---|\n[click](https://evil.example) @everyone #1",
      "a\",b=\"c\"} 1\ncardlint_forged 1",
      std::string("\x01\x7f\0\xef\xbf\xbe", 6),
  };
  return all;
}

// A document in which this text stands everywhere: as members, and in and beside every string.
Json poisoned(const Json& value, const std::string& text) {
  // With a text in it, it would be no credential any more.
  if (value.is_string() && value == kSecret) return value;
  if (value.is_string()) return value.get<std::string>() + text;
  if (!value.is_structured()) return value;
  Json copy = value;
  for (Json& child : copy) child = poisoned(child, text);
  if (copy.is_object()) {
    copy[text] = text;
    copy["name" + text] = text;
  }
  return copy;
}

// The code points that may not be seen in an output: they would act, or hide.
bool acts(const std::string& out) {
  for (const char c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7f) return true;
  }
  for (const char* bad :
       {"\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\xa8", "\xf3\xa0\x81\x81", "\xef\xbf\xbe"}) {
    if (contains(out, bad)) return true;
  }
  return false;
}

void check_inert(const std::string& format, const std::string& out) {
  CHECK_FALSE(acts(out));
  for (const char* line : {"\n::error::forged", "\n##[", "\n::add-mask", "\n::warning::x",
                           "\ncardlint_forged", "\nerror: none"})
    CHECK_FALSE(contains("\n" + out, line));
  if (format == "json" || format == "sarif" || format == "gitlab")
    CHECK(nlohmann::json::accept(out));
  if (format == "junit" || format == "markdown") CHECK_FALSE(contains(out, "<img src=x"));
}

}  // namespace

TEST_CASE("inert: documents of every kind, poisoned everywhere, in every format") {
  const Json documents = Json::parse(R"({
    "server-card.json": {"serverInfo":{"name":"a","version":"1","title":"b"},"tools":[{"name":"c","description":"d",
      "inputSchema":{"type":"strin","properties":{"e":{"type":"f","enum":["g"]}},"required":["h"]}}],"websiteUrl":"i"},
    "server.json": {"$schema":"https://static.modelcontextprotocol.io/schemas/2025-10-17/server.schema.json","name":"a/b",
      "version":"^1","packages":[{"registryType":"c","identifier":"d","version":"e","transport":{"type":"f"}}]},
    ".mcp.json": {"mcpServers":{"a":{"command":"b | c","args":["d"],"env":{"API_KEY":"Zq8wX2vLmNpRt5kYhB7sDf"}}}},
    "manifest.json": {"manifest_version":"0.3","name":"a","server":{"type":"b","entry_point":"../c","mcp_config":{"command":"d"}},
      "icon":"e","tools":[{"name":"f"}]},
    "jwks.json": {"keys":[{"kty":"a","kid":"b","d":"c"}]},
    ".well-known/oauth-protected-resource": {"resource":"http://a","authorization_servers":["b"],"scopes_supported":["c d"]},
    ".well-known/ai-catalog.json": {"specVersion":"a","entries":[{"identifier":"b","url":"c"}]},
    "smithery.yaml": {"name":"a","target":"b","build":{"dockerfile":"../c"},"startCommand":{"type":"d","configSchema":{"type":"e"}}}
  })");
  for (const std::string& text : hostile()) {
    const Folder folder;
    for (const auto& [path, document] : documents.items())
      folder.file(path,
                  poisoned(document, text)
                      .dump(-1, ' ', path == "smithery.yaml", Json::error_handler_t::replace));
    for (const std::string format : kFormats) {
      INFO(format << " " << Json(text).dump(-1, ' ', true, Json::error_handler_t::replace));
      const Ended ended =
          run_check({"--verbose", "--consumers", "--format", format, "."}, folder.start());
      INFO(ended.out.substr(0, 2000));
      CHECK(ended.code == 1);
      CHECK(ended.err.empty());
      check_inert(format, ended.out);
      CHECK_FALSE(contains(ended.out, kSecret));
    }
  }
}

TEST_CASE("inert: texts on the command line and in the configuration, told on standard error") {
  for (const std::string& text : hostile()) {
    if (text.find('\0') != std::string::npos) continue;  // no argument can hold it
    const Folder folder(kSoundManifest);
    folder.file(
        ".cardlint.yaml",
        "rules: {" + Json(text).dump(-1, ' ', true, Json::error_handler_t::replace) + ": off}\n");
    INFO(Json(text).dump(-1, ' ', true, Json::error_handler_t::replace));
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"check", "."},
             {"check", "--rule", text + "=off"},
             {"check", "--only", text},
             {"check", "--" + text},
             {"check", "--format", text},
             {"check", "--format", "json=" + text + "/x", "--no-config", "."},
             {"check", "--no-config", text},
             {"check", "--config", text},
             {"check", "--baseline", text},
             {"explain", text},
             {"rules", "test", text},
             {"schema", "show", text},
             {text},
             {"probe", text},
             {"probe", "--replay", text},
             {"probe", "--resolve", text, "http://127.0.0.1:1"}}) {
      const Ended ended = run_cardlint(words, folder.start());
      INFO(words[0] << " " << words.size());
      CHECK(ended.code >= 1);
      CHECK(ended.code != 70);
      CHECK_FALSE(acts(ended.err));
      CHECK_FALSE(acts(ended.out));
      CHECK_FALSE(contains("\n" + ended.err, "\n::"));
    }
  }
}

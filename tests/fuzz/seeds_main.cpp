// Makes seeds for the fuzz targets: `cardlint_fuzz_seeds SOURCE OUT` writes OUT/<target>/<hash> and
// OUT/words.dict, from the fixtures and rules of the source tree, and from public suites where they
// are installed. Nothing of it is committed.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "doc/load.h"
#include "doc/yaml_writer.h"
#include "fuzz/seeds.h"
#include "fuzz/world.h"
#include "probe/recording.h"
#include "probe/sound_server.h"
#include "support/reports.h"
#include "support/zip.h"

namespace cardlint::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongest = 6000;  // larger seeds only slow the mutations down

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Seeds {
 public:
  void add(const std::string& target, std::string text) {
    if (!text.empty() && text.size() <= kLongest) sets_[target].insert(std::move(text));
  }
  // At most `most` of each target, spread evenly.
  void write(const fs::path& out, const std::map<std::string, std::size_t>& most) const {
    for (const auto& [target, texts] : sets_) {
      fs::create_directories(out / target);
      const auto limit = most.find(target);
      const std::size_t wanted = limit == most.end() ? 1000 : limit->second;
      const std::size_t step = (texts.size() + wanted - 1) / wanted;
      std::size_t at = 0, count = 0;
      for (const std::string& text : texts) {
        if (at++ % step != 0) continue;
        std::ofstream(out / target / hex64(hash64(text)), std::ios::binary) << text;
        ++count;
      }
      std::cout << target << ": " << count << " of " << texts.size() << " seeds\n";
    }
  }

 private:
  std::map<std::string, std::set<std::string>> sets_;
};

std::string with_bytes(std::initializer_list<int> bytes, std::string_view text) {
  std::string out;
  for (const int byte : bytes) out += static_cast<char>(byte);
  return out + std::string(text);
}

int index_of_path(std::string_view path) {
  for (std::size_t i = 0; i < path_count(); ++i) {
    if (path.ends_with(path_of(i))) return static_cast<int>(i);
  }
  return path.ends_with(".yaml") || path.ends_with(".yml") ? 0 : 18;
}

int index_of_kind(Kind kind) {
  for (std::size_t i = 0; i < path_count(); ++i) {
    if (kind_of_path(path_of(i)).kind == kind) return static_cast<int>(i);
  }
  return 18;
}

// One file of the tree, to every target that reads its sort.
void add_file(Seeds& seeds, const fs::path& file) {
  const std::string path = file.string();
  const std::string text = read(file);
  const std::string name = file.filename().string();
  if (file.extension() == ".mcpb") return seeds.add("bundle", with_bytes({0}, text));
  if (name == ".cardlint.yaml" || name == ".cardlint.yml") seeds.add("config", text);
  if (text.find("cardlintBaseline") != std::string::npos) seeds.add("baseline", text);
  const bool yaml = file.extension() == ".yaml" || file.extension() == ".yml";
  if (yaml) seeds.add("yaml", text);
  if (text.starts_with('{') || text.starts_with('[')) seeds.add("json", text);
  add_companion(name, text, [&](std::string seed) { seeds.add("companion", std::move(seed)); });
  if (yaml || text.starts_with('{')) seeds.add("check", with_bytes({index_of_path(path), 0}, text));
  seeds.add("report", with_bytes({0}, std::string_view(text).substr(0, 300)));
}

// --- examples of rules ---

void add_strings(Seeds& seeds, Value value) {
  for (NodeId id = value.id(); id < value.node().end; ++id) {
    const Value item(value.tree(), id);
    if (!item.is_string() || item.text().empty() || item.text().size() > 300) continue;
    const std::string text(item.text());
    if (text.find(':') != std::string::npos) seeds.add("address", text);
    if (text.find('/') != std::string::npos || text.find('.') != std::string::npos) {
      seeds.add("path", with_bytes({0x01}, text));
      seeds.add("path", with_bytes({0x09}, text + "\nsrc/index.ts"));
    }
    if (text.find("earer") != std::string::npos) seeds.add("challenge", text);
  }
}

void add_probe_answer(Seeds& seeds, Value answer, int position) {
  std::string before(2 + static_cast<std::size_t>(position) * 2, '\0');
  before[0] = 2;  // OAuth asks most
  if (answer["body"]) {
    const std::string body =
        answer["body"].is_string() ? std::string(answer["body"].text()) : to_json(answer["body"]);
    seeds.add("probe", before + with_bytes({7 + 8}, body) + '\0');
    seeds.add("mcp", with_bytes({1, 1, 30}, body));
  }
  for (const Value header : answer["headers"]) {
    if (!header.is_string()) continue;
    seeds.add("probe",
              before + with_bytes({header.key() == "Location" ? 18 : 6}, header.text()) + '\0');
    if (header.key() == "WWW-Authenticate") seeds.add("challenge", std::string(header.text()));
  }
}

void add_example(Seeds& seeds, const RuleInfo& rule, Value example) {
  add_strings(seeds, example);
  int position = 0;
  for (const Value answer : example["answers"]) add_probe_answer(seeds, answer, position++ % 12);
  int index = 0;
  for (std::size_t kind = 0; kind < kKindCount; ++kind) {
    if (rule.kinds != kAllKinds && rule.kinds.has(static_cast<Kind>(kind))) {
      index = index_of_kind(static_cast<Kind>(kind));
      break;
    }
  }
  if (example["path"].is_string()) index = index_of_path(example["path"].text());
  if (const Value doc = example["doc"]) {
    seeds.add("check", with_bytes({index, 0}, index == 0 ? to_yaml(doc) : to_json(doc)));
    seeds.add("json", to_json(doc));
    seeds.add("yaml", to_yaml(doc));
    if (doc["manifest_version"])
      seeds.add("bundle", with_bytes({1, 0, 0, 0}, "server/index.js,icon.png\n" + to_json(doc)));
    if (const Value schema = doc["configSchema"])
      seeds.add("schema", "{\"schema\":" + to_json(schema) + ",\"data\":{}}");
  }
  if (example["text"].is_string())
    seeds.add("check", with_bytes({index, 0}, example["text"].text()));
  for (const Value file : example["files"]) {
    const std::string text = file.is_string() ? std::string(file.text()) : to_json(file);
    seeds.add("check", with_bytes({index_of_path(file.key()), 0}, text));
    add_companion(std::string(file.key()), text,
                  [&](std::string seed) { seeds.add("companion", std::move(seed)); });
  }
}

void add_rule(Seeds& seeds, const RuleInfo& rule) {
  seeds.add("rule", std::string(rule.text));
  const SourceFile source("", std::string(rule.text));
  const Loaded loaded = load_yaml(source, Limits{});
  const Value examples = loaded.tree.root()["examples"];
  for (const std::string_view list : {"bad", "good", "unknown"}) {
    for (const Value example : examples[list]) add_example(seeds, rule, example);
  }
}

// --- walks ---

void add_walks(Seeds& seeds) {
  for (const Posture posture : {Posture::None, Posture::ApiKey, Posture::OAuth, Posture::Mixed}) {
    for (const Era era : {Era::Legacy, Era::Modern, Era::Dual}) {
      ProbeTarget target;
      target.url = "https://mcp.example.com/mcp";
      target.posture = posture;
      ProbeSettings settings;
      Journal journal;
      for (Walk walk = next_steps(target, settings, journal); !walk.steps.empty();
           walk = next_steps(target, settings, journal)) {
        for (const Step& step : walk.steps)
          journal.add(step.role, sound_answer(step.role, step.request, posture, era));
      }
      Journal first;  // whole walks are long; the first steps are enough for the reader
      for (const Journal::Entry& entry : journal.entries()) {
        if (first.entries().size() < 6) first.add(entry.role, entry.exchange);
      }
      seeds.add("recording", write_recording(target, settings, first));
    }
  }
  for (int posture = 0; posture < 5; ++posture) {
    for (int era = 0; era < 3; ++era)
      seeds.add("probe", with_bytes({posture + (posture % 2 != 0 ? 210 : 15), era}, ""));
  }
}

// --- what stands nowhere else ---

std::string index_entry(std::uint32_t mode, const std::string& path) {
  std::string out(24, '\0');
  const auto put_big = [&](std::uint32_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  };
  put_big(mode, 4);
  out.append(12, '\0');
  out.append(20, 'x');
  put_big(static_cast<std::uint32_t>(path.size()), 2);
  out += path;
  out.append(8 - out.size() % 8, '\0');
  return out;
}

void add_single(Seeds& seeds) {
  const std::string head("DIRC\0\0\0\2\0\0\0\3", 12);
  seeds.add("git_index", head + index_entry(0120000, "link") + index_entry(0100644, "src/a.ts") +
                             index_entry(0160000, "sub/module") + std::string(20, 's'));
  const std::string json = R"({"jsonrpc":"2.0","id":1,"result":{"tools":[]}})";
  for (const int step : {0, 7, 63}) {
    seeds.add("mcp", with_bytes({0, 1, step}, "event: message\ndata: " + json + "\n\n"));
    seeds.add("mcp", with_bytes({0, 1, step}, ": ping\r\nid: 4\r\nretry: 5\r\n\r\ndata: " + json +
                                                  "\r\n\r\nevent: x\rdata: y\r\r"));
    seeds.add("mcp", with_bytes({1, 1, step}, json));
  }
  for (const int choice : {0, 1, 2, 4, 8}) {
    seeds.add("answer", with_bytes({choice, 9},
                                   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                   "Content-Encoding: gzip\r\n\r\n{\"a\": 1}\n\nrest"));
    seeds.add("answer", with_bytes({choice, 3},
                                   "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 302 \r\nlocation: "
                                   "https://a.example/\r\nX: y\r\n z\r\n\r\nbody"));
  }
  for (const std::string& text : hostile_texts()) seeds.add("report", with_bytes({0}, text));
  for (const std::string_view challenge :
       {"Bearer realm=\"x\", resource_metadata=\"https://a.example/.well-known/oauth-protected-"
        "resource\", error=\"invalid_token\"",
        "Basic QWxhZGRpbg==, Bearer scope=\"a b\"", "Negotiate\nBearer error=invalid_token",
        "DPoP algs=\"ES256 \\\"x\\\"\", Digest nonce=\"\""})
    seeds.add("challenge", std::string(challenge));
  for (const std::string_view address :
       {"https://0x7f.1/", "http://[::ffff:10.0.0.1]:80/",
        "https://user:pw@ex%41mple.com:8443/a?b#c", "https://xn--mnchen-3ya.de/",
        "https://m\xC3\xBCnchen.de\xE3\x80\x82", "//host/path",
        "https://\xEF\xBC\xA5xample.com\\@a", "fe80::1%eth0", "2001:db8::1.2.3.4",
        "/.well-known/oauth-authorization-server/tenant", "https://a.b.co.uk./x"})
    seeds.add("address", std::string(address));
}

void write_words(const fs::path& file) {
  std::set<std::string> words;
  for (const std::string_view name : world().schemas.names()) {
    const SourceFile source("", std::string(world().schemas.text(name)));
    const Loaded loaded = load_json(source, Limits{});
    for (NodeId id = 0; id < loaded.tree.size(); ++id) {
      const Value value(loaded.tree, id);
      const std::string_view parent = value.parent() ? value.parent().key() : std::string_view();
      if (parent == "properties") words.emplace(value.key());
      if (parent == "enum" && value.is_string()) words.emplace(value.text());
    }
  }
  for (const CheckEntry& entry : world().checks) words.emplace(entry.name);
  std::ofstream out(file);
  for (const std::string& word : words) {
    if (word.size() < 2 || word.size() > 60 || word.find_first_of("\"\\") != std::string::npos)
      continue;
    if (!find_invalid_utf8(word)) out << '"' << word << "\"\n";
  }
}

}  // namespace
}  // namespace cardlint::fuzz

int main(int argc, char** argv) {
  using namespace cardlint::fuzz;
  if (argc != 3) {
    std::cerr << "usage: cardlint_fuzz_seeds SOURCE OUT\n";
    return 2;
  }
  const fs::path source(argv[1]), out(argv[2]);
  Seeds seeds;
  for (const char* folder :
       {"fixtures", "tests/interop/seeds", "tests/interop/oauth_seeds", "schemas"}) {
    for (const auto& file : fs::recursive_directory_iterator(source / folder)) {
      if (file.is_regular_file() && !file.is_symlink()) add_file(seeds, file.path());
    }
  }
  for (const cardlint::RuleInfo& rule : world().catalogue) add_rule(seeds, rule);
  add_walks(seeds);
  add_single(seeds);
  const auto add = [&](const char* target, std::string text) {
    seeds.add(target, std::move(text));
  };
  add_token_samples(source / "rules/secret/patterns", add);
  add_public_suites(source / "tests/interop/node_modules", add);
  // A seed of these takes milliseconds, and all are run before the first mutation.
  seeds.write(out, {{"check", 150},
                    {"probe", 40},
                    {"rule", 80},
                    {"bundle", 50},
                    {"companion", 50},
                    {"secret", 80},
                    {"report", 30},
                    {"config", 80},
                    {"schema", 200},
                    {"recording", 20}});
  write_words(out / "words.dict");
  return 0;
}

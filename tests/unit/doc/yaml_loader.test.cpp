#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file_io.h"
#include "doc/load.h"
#include "support/marked.h"
#include "support/paths.h"

using namespace cardlint;
using cardlint::test::marked;

namespace {

struct Read {
  explicit Read(std::string text, const Limits& limits = {})
      : source("a.yaml", std::move(text)), loaded(load_yaml(source, limits)) {}
  Value at(std::string_view pointer) const { return loaded.tree.resolve(pointer); }
  const LoadFault* fault(FaultCode code) const {
    const auto found = std::find_if(loaded.faults.begin(), loaded.faults.end(),
                                    [&](const auto& f) { return f.code == code; });
    return found == loaded.faults.end() ? nullptr : &*found;
  }
  std::string codes() const {
    std::string out;
    for (const LoadFault& f : loaded.faults)
      out += std::string(out.empty() ? "" : " ") + std::string(name(f.code));
    return out;
  }
  SourceFile source;
  Loaded loaded;
};

// The node at `pointer` stands exactly at the mark.
void check_span(std::string_view text, std::string_view pointer) {
  const auto [plain, spans] = marked(text);
  const Read read(plain);
  INFO(text << " " << pointer << " " << read.codes());
  const Value value = read.at(pointer);
  REQUIRE(value);
  CHECK(read.source.slice(value.node().span) == read.source.slice(spans.at(0)));
  CHECK(value.node().span == spans.at(0));
}

void check_key(std::string_view text, std::string_view pointer) {
  const auto [plain, spans] = marked(text);
  const Read read(plain);
  INFO(text << " " << pointer << " " << read.codes());
  const Value value = read.at(pointer);
  REQUIRE(value);
  CHECK(value.node().key_span == spans.at(0));
}

std::string json_of(const std::string& text) {
  const Read read(text);
  return read.loaded.tree.empty() ? "! " + read.codes() : to_json(read.loaded.tree.root());
}

// A fault of this code at the mark; `fatal` exactly when there is no tree.
void check_fault(std::string_view text, FaultCode code, bool fatal, const Limits& limits = {}) {
  const auto [plain, spans] = marked(text);
  const Read read(plain, limits);
  INFO(text << " gives " << read.codes());
  const LoadFault* fault = read.fault(code);
  REQUIRE(fault);
  CHECK(fault->fatal == fatal);
  CHECK(read.loaded.tree.empty() == fatal);
  if (!spans.empty()) CHECK(fault->span == spans.front());
  CHECK_FALSE(fault->detail.ends_with('.'));
}

}  // namespace

TEST_CASE("yaml: plain scalars end where their text ends") {
  check_span("a: «1»\n", "/a");
  check_span("a: «b c» # d\n", "/a");
  check_span("a: «b c»   \nd: e\n", "/a");
  check_span("a: «b\n  c\n\n  d»\ne: f\n", "/a");
  check_span("a:\n  «b\n  c» # d\n", "/a");
  check_span("- x: «é日»\n", "/0/x");
  check_span("[«a b» , c]", "/0");
  check_span("{a: «http://x/y#z»}", "/a");
  check_span("«text»", "");
  check_span(
      "\xEF\xBB\xBF"
      "a: «b»\n",
      "/a");
  check_span("a: «b»\r\nc: d\r\n", "/a");
  check_span("a: b\r\nc: «d\r\n  e»\r\n", "/c");
}

TEST_CASE("yaml: quoted scalars include their quotes") {
  check_span("a: «\"b\\\"c\"»  # d\n", "/a");
  check_span("a: «'it''s'»\n", "/a");
  check_span("a: «\"b\n  c\n\n  d\"»\n", "/a");
  check_span("{\"a\":«\"b\"»,c: d}", "/a");
  check_key("«\"a b\"» : c\n", "/a b");
  check_key("x: 1\n«'a'»: c\n", "/a");
}

TEST_CASE("yaml: block scalars reach from their header to the end of the last line with text") {
  check_span("a: «|\n  b\n    c»\n\nd: e\n", "/a");
  check_span("a: «>- # note\n  b\n\n  c»\nd: e\n", "/a");
  check_span("a:\n  # note\n  «|-\n  b»\nd: e\n", "/a");
  check_span("a: «|+\n  b\n\n»d: e\n", "/a");
  check_span("a: «|»\nd: e\n", "/a");
  check_span("- «|2\n    b»\n", "/0");
  check_span("a: «|\r\n  b»\r\nc: d\r\n", "/a");
}

TEST_CASE(
    "yaml: collections reach from their first key or bracket to the end of their last value") {
  check_span("a:\n  «b: 1\n  c: 2» # d\ne: f\n", "/a");
  check_span("a:\n«- 1\n- b: 2\n  c: 3»\nd: e\n", "/a");
  check_span("a:\n- 1\n- «b: 2\n  c: 3»\nd: e\n", "/a/1");
  check_span("a: «{b: [1, 2], c}» # d\n", "/a");
  check_span("a: {b: «[1,\n  2]», c}\n", "/a/b");
  check_span("a: «[\n  1,\n]»\nb: c\n", "/a");
  check_span("[«a: b», c]", "/0");
  check_span("«a:\n  b:»\n\n", "");
  check_key("a:\n  «b c»: 1\n", "/a/b c");
}

TEST_CASE("yaml: an empty value stands right behind its colon or dash") {
  check_span("a:«»\nb: c\n", "/a");
  check_span("a:«» # b\n", "/a");
  check_span("-«»\n- b\n", "/0");
  check_span("{a:«», b}", "/a");
  check_span("{a, b«»}", "/b");
  check_span("a: &x«»\nb: c\n", "/a");
}

TEST_CASE("yaml: a value's own tag and anchor stand before its span") {
  check_span("a: &x «b»\n", "/a");
  check_span("a: !!str &x «12»\n", "/a");
  check_span("a: &x\n  «b: c»\n", "/a");
  check_span("a:\n  «&k b: c»\n", "/a");
  check_key("&k «a»: b\n", "/a");
}

TEST_CASE("yaml: an alias stands for its value and marks itself") {
  const auto [plain, spans] = marked("a: &x {k: [1]}\nb: «*x»\nc: [*x]\n");
  const Read read(plain);
  const Value alias = read.at("/b");
  REQUIRE(alias);
  CHECK(alias.node().from_alias);
  CHECK(alias.node().span == spans[0]);
  CHECK(read.at("/b/k/0").node().from_alias);
  CHECK(same_value(read.at("/a"), alias));
  CHECK(json_of("&k a: *k\n*k : b\n") == R"({"a":"a","a":"b"})");
  CHECK(Read("&k a: *k\n").at("/a").node().from_alias);
  CHECK(json_of("a: &x 1\nb: &x 2\nc: *x\n") == R"({"a":1,"b":2,"c":2})");
}

TEST_CASE("yaml: scalars have the types of the YAML 1.2 core schema as npm reads it") {
  const std::pair<const char*, const char*> table[] = {
      {"yes", R"("yes")"},
      {"010", "10"},
      {"0o10", "8"},
      {"0x1F", "31"},
      {"~", "null"},
      {"null", "null"},
      {"Null", "null"},
      {"", "null"},
      {"nUll", R"("nUll")"},
      {"TRUE", "true"},
      {"tRUE", R"("tRUE")"},
      {"+12", "12"},
      {"-012", "-12"},
      {".5", "0.5"},
      {"1.", "1.0"},
      {"+.5e3", "0.5e3"},
      {"1e3", "1e3"},
      {"1_000", R"("1_000")"},
      {"1:30", R"("1:30")"},
      {"0o9", R"("0o9")"},
      {"-0x1", R"("-0x1")"},
      {"0x", R"("0x")"},
      {"12e", R"("12e")"},
      {".", R"(".")"},
      {"+", R"("+")"},
      {"0xFFFFFFFFFFFFFFFFFF", "4722366482869645213695"},
      {"!!str 12", R"("12")"},
      {"!!int \"7\"", "7"},
      {"!!float 3", R"("3")"},
      {"! 12", R"("12")"},
      {"'12'", R"("12")"},
      {"!local 12", R"("12")"},
      {"!<tag:yaml.org,2002:str> 12", R"("12")"}};
  for (const auto& [text, json] : table) {
    INFO(text);
    CHECK(json_of(std::string("a: ") + text + "\n") == std::string(R"({"a":)") + json + "}");
  }
  CHECK(Read("a: .inf\n").at("/a").text() == ".inf");
  CHECK(Read("a: -.INF\n").at("/a").text() == "-.inf");
  CHECK(Read("a: .NaN\n").at("/a").text() == ".nan");
  CHECK(Read("a: 0x1F\n").at("/a").type() == NodeType::Integer);
  CHECK(Read("a: 1e3\n").at("/a").type() == NodeType::Number);
}

TEST_CASE("yaml: keys that are not strings get the name that JavaScript gives them") {
  CHECK(
      json_of("010: a\n2.50: b\n1e3: c\n1e21: d\n1e-7: e\n0.000001: f\n~: g\ntrue: h\n.inf: i\n-0: "
              "j\n") ==
      R"({"10":"a","2.5":"b","1000":"c","1e+21":"d","1e-7":"e","0.000001":"f","":"g","true":"h","Infinity":"i","0":"j"})");
  CHECK(json_of("? [a, b]\n: 1\n") == R"({"[ a, b ]":1})");
  CHECK(json_of("a: {{ b }}\n") == R"({"a":{"{ b }":null}})");
}

TEST_CASE("yaml: folding, chomping and escapes") {
  const std::pair<const char*, const char*> table[] = {
      {"a: b\n  c\n\n  d\n", R"({"a":"b c\nd"})"},
      {"a: \"b \n  c\n\n\n  d\\\n  e\"\n", R"({"a":"b c\n\nde"})"},
      {"a: 'b\n\n  c'\n", R"({"a":"b\nc"})"},
      {"a: \"\\x41\\u00e9\\t\\/\\_\"\n", "{\"a\":\"A\xC3\xA9\\t/\xC2\xA0\"}"},
      {"a: |\n  b\n   c\n\n\nd: e\n", R"({"a":"b\n c\n","d":"e"})"},
      {"a: |-\n  b\n", R"({"a":"b"})"},
      {"a: |+\n  b\n\nd: e\n", R"({"a":"b\n\n","d":"e"})"},
      {"a: >\n  b\n  c\n\n  d\n    e\n  f\n", R"({"a":"b c\nd\n  e\nf\n"})"},
      {"a: |2\n   b\n", R"({"a":" b\n"})"},
      {"a: |\n  b", R"({"a":"b\n"})"},
      {"a: >-\n\n  b\r\n  c\r\n", R"({"a":"\nb c"})"},
      {"a: [\"\\ud83d\\ude00\", http://x/?b=c, ?d]\n",
       "{\"a\":[\"\xF0\x9F\x98\x80\",\"http://x/?b=c\",\"?d\"]}"},
      {"a: {key:{b: c}, k2:[d]}\n", R"({"a":{"key":{"b":"c"},"k2":["d"]}})"},
      {"commandFunction:\n  # note\n  |-\n  (c) => ({})\n",
       R"~({"commandFunction":"(c) => ({})"})~"},
      {"<<: {a: 1}\n", R"({"<<":{"a":1}})"},
      {"a: [\n  {\"k\"\n    : v}, w x\n]\n\t\nb: c\n", R"({"a":[{"k":"v"},"w x"],"b":"c"})"}};
  for (const auto& [text, json] : table) {
    INFO(text);
    CHECK(json_of(text) == json);
  }
}

TEST_CASE("yaml: each fault has its code and place") {
  check_fault("a: 1\n«b»\nc: 2\n", FaultCode::YamlSyntax, true);
  check_fault("%YAML 1.1\n---\na: b\n", FaultCode::YamlUnread, true);
  check_fault("a: «\"\\ud83d\"»\n", FaultCode::LoneSurrogate, false);
  check_fault("«<%»- if x %>\na: b\n", FaultCode::Template, true);
  check_fault("a: «{%» x %}\n", FaultCode::Template, true);
  check_fault("a: «{{ b }}»\n", FaultCode::TemplateBraces, false);
  check_fault("# nothing\n", FaultCode::EmptyDocument, true);
  check_fault("", FaultCode::EmptyDocument, true);
  check_fault("---\n", FaultCode::EmptyDocument, true);
  check_fault("«- a»\n", FaultCode::RootNotObject, false);
  check_fault("--- «~»\n", FaultCode::RootNotObject, false);
  check_fault("a: &x [«*x»]\n", FaultCode::AliasCycle, true);
  check_fault("a: &x {b: «*x»}\n", FaultCode::AliasCycle, true);
  check_fault("a: «*y»\n", FaultCode::AliasUnknown, true);
  check_fault("a: &x {k: 1}\nb:\n  «<<»: *x\n", FaultCode::MergeKey, false);
  check_fault("a: «yes»\n", FaultCode::Yaml11Scalar, false);
  check_fault("a: 1\nb: 2\n«a»: 3\n", FaultCode::DuplicateKey, false);
  check_fault("1: a\n«0x1»: b\n", FaultCode::DuplicateKey, false);
  check_fault("a: b\n«---»\nc: d\n", FaultCode::SecondDocument, false);
  check_fault("a: b\n...\n«c: »d\n", FaultCode::SecondDocument, false);
  check_fault("a: «!x» b\n", FaultCode::YamlTag, false);
  check_fault("a: «!!set» {b}\n", FaultCode::YamlTag, false);
  check_fault("a: «!!int» b\n", FaultCode::YamlTag, false);
  check_fault("«\xEF\xBB\xBF»a: b\n", FaultCode::Bom, false);
  check_fault("a: b«\x04»\n", FaultCode::ControlCharacter, true);
  check_fault("a: b«\x7F»\n", FaultCode::ControlCharacter, true);
  check_fault("a: b\xC2\x85\nc: «\xC2\x80»\n", FaultCode::ControlCharacter, true);
  check_fault("a: «1e999»\n", FaultCode::TooLarge, false);
}

TEST_CASE("yaml: `1` and \"1\" are two keys, as npm has it, and quoted `<<` is no merge key") {
  CHECK_FALSE(Read("1: a\n\"1\": b\n").fault(FaultCode::DuplicateKey));
  CHECK_FALSE(Read("\"<<\": b\n").fault(FaultCode::MergeKey));
  const Read read("a: 1\na: 2\n");
  CHECK(read.at("/a").text() == "2");
  CHECK(read.fault(FaultCode::DuplicateKey)->node == read.at("/a").id());
}

TEST_CASE("yaml: a key that stands twice is found however many stand before it") {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += fmt::format("key{}: 1\n{}: 1\n'{}': 1\n", i, i, i);
    INFO(i);
    CHECK_FALSE(Read(text).fault(FaultCode::DuplicateKey));
    for (const int before : {0, i}) {
      for (const auto& key : {fmt::format("key{}", before), fmt::format("{}", before),
                              fmt::format("{}.0", before), fmt::format("\"{}\"", before)}) {
        const Read read(text + key + ": 2\n");
        REQUIRE(read.fault(FaultCode::DuplicateKey));
        CHECK(read.fault(FaultCode::DuplicateKey)->span.begin == text.size());
      }
    }
  }
}

TEST_CASE("yaml: scalars that YAML 1.1 reads otherwise; values only") {
  for (const char* text : {"y", "Y", "yes", "No", "ON", "off", "n", "010", "-07", "1_000", "1:30",
                           "12:30:45", "1:30.5"}) {
    INFO(text);
    CHECK(Read(std::string("a: ") + text + "\n").codes() == "yaml-11-scalar");
    CHECK(Read(std::string("a: '") + text + "'\n").codes().empty());
    CHECK(Read(std::string(text) + ": a\n").codes().empty());
  }
  for (const char* text :
       {"true", "0", "09", "0o7", "1", "08:30", "2024-01-01", "a_b", "v1:30", "1:75", "yess"}) {
    INFO(text);
    CHECK(Read(std::string("a: ") + text + "\n").codes().empty());
  }
}

// What yaml-cpp 0.7 lets pass and YAML 1.2 and npm's yaml do not.
TEST_CASE("yaml: malformed texts are refused as npm refuses them") {
  const char* const table[] = {"a: 1\nb\n",
                               "a: b: c\n",
                               "a: \"b\" c\n",
                               "a: 'b'\n  c: d\n",
                               "a:\n  b: 1\n c: 2\n",
                               "a:\n    b: 1\n  c: 2\n",
                               "a: - b\n",
                               "- a\nb: c\n",
                               "a:\n  - b\n  c: d\n",
                               "a:\n  b: c\n  - d\n",
                               "a: [b, , c]\n",
                               "a: [, b]\n",
                               "a: [b c: d\n",
                               "a: [b] c\n",
                               "a: {b: c d: e}\n",
                               "a: [b}\n",
                               "a: \"b\nc\"\n",
                               "a: [\nb\n]\n",
                               "\ta: b\n",
                               "a:\n\tb: c\n",
                               "a:\n\t- b\n",
                               "-\ta: b\n",
                               "a: !e!x b\n",
                               "a: !! b\n",
                               "a: @b\n",
                               "a: `b`\n",
                               "a: %b\n",
                               "a: \"\\q\"\n",
                               "a: \"\\u12\"\n",
                               "a: 'b\n",
                               "a: |x\n  b\n",
                               "a: |\n    \n  b\n",
                               "a: b\n  c: d\n",
                               "a: \"b\"#c\n",
                               "a: &x *y\n",
                               "a: &x &y b\n",
                               "a: &x - b\n",
                               "%YAML 1.2\na: b\n",
                               "--- a: b\n",
                               "a: b\n... c\n",
                               "\"a\n b\": c\n",
                               "a: [b\n",
                               "a: {b\n",
                               "? a\nb\n",
                               "a: }\n",
                               "[a]: [b]: c\n",
                               "a: &x\n&y\n"};
  for (const char* text : table) {
    INFO(text);
    const Read read(text);
    CHECK(read.codes() ==
          (std::string(text).find("*y") != std::string::npos ? "alias-unknown" : "yaml-syntax"));
  }
  check_fault("description: key of your account. Examples«:» x\n", FaultCode::YamlSyntax, true);
}

TEST_CASE("yaml: what this reader cannot read is not called a fault of the file") {
  for (const char* text : {"a:\n  - &x |\n    b: c\n    d: e\n", "a:\n  b:\n  : c\n",
                           "%YAML 1.1\n---\na: yes\n", "a: &x |\n  b\n? [&y c]\n: *y\n"}) {
    INFO(text);
    const Read read(text);
    CHECK(read.codes() == "yaml-unread");
  }
}

// tests/interop/yaml_known_differences.json: one example of each class, and what we make of it.
TEST_CASE("yaml: known differences to npm's yaml stay as they are") {
  const auto file = read_file(in_tests("interop/yaml_known_differences.json"), 1 << 20);
  REQUIRE(file);
  const nlohmann::json classes = nlohmann::json::parse(*file).at("classes");
  CHECK(classes.size() >= 8);
  for (const auto& known : classes) {
    INFO(known.dump());
    const Read read(known.at("example").get<std::string>());
    if (known.contains("code")) {
      CHECK(read.codes() == known.at("code").get<std::string>());
    } else {
      CHECK_FALSE(read.loaded.tree.empty());
    }
    CHECK_FALSE(known.at("right").get<std::string>().empty());
    CHECK_FALSE(known.at("why").get<std::string>().empty());
  }
}

TEST_CASE("yaml: aliases are bounded, npm's bound is named") {
  std::string uses = "a: &x {k: 1}\nb:\n";
  for (int i = 0; i < 99; ++i) uses += "- *x\n";
  CHECK(Read(uses).codes().empty());
  uses += "- *x\n";
  const Read read(uses);
  REQUIRE(read.fault(FaultCode::AliasBudget));
  CHECK_FALSE(read.fault(FaultCode::AliasBudget)->fatal);
  CHECK(read.fault(FaultCode::AliasBudget)->detail.find("maxAliasCount") != std::string::npos);
  CHECK(read.at("/b").size() == 100);

  std::string bomb = "a: &a0 [l, l, l, l, l, l, l, l, l]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    bomb += "b" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below;
    for (int k = 0; k < 8; ++k) bomb += ", " + below;
    bomb += "]\n";
  }
  const Read bombed(bomb);
  CHECK(bombed.loaded.tree.empty());
  CHECK(bombed.loaded.faults.back().code == FaultCode::AliasBudget);
  Limits limits;
  limits.alias_uses = 2;
  check_fault("a: &x 1\nb: [*x, *x, «*x»]\n", FaultCode::AliasBudget, true, limits);
  limits = {};
  limits.depth = 3;
  check_fault("a: &x {b: 1}\nc: {d: {e: «*x»}}\n", FaultCode::TooDeep, true, limits);
}

TEST_CASE("yaml: hostile inputs are answered at once") {
  const auto repeat = [](std::string_view part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
  };
  std::string nested;
  for (int i = 0; i < 3000; ++i) nested += repeat(" ", i) + "a:\n";
  nested.resize(1 << 20, ' ');
  std::string keys;
  for (int i = 0; i < 60000; ++i) keys += "k" + std::to_string(i) + ": 0\n";
  struct Case {
    std::string text;
    std::string codes;
  };
  const Case cases[] = {{"a: " + repeat("[", 100000), "too-deep"},
                        {repeat("[", 1 << 20), "too-deep"},
                        {repeat("{a: ", 100000), "too-deep"},
                        {repeat("- ", 100000), "too-deep"},
                        {repeat("? ", 100000), "too-deep"},
                        {nested, "too-deep"},
                        {keys, ""},
                        {repeat("k0: 0\n", 60000), ""},
                        {repeat("&a ", 300000), "yaml-syntax"},
                        {"a: " + repeat("\n", 1 << 19) + "b", ""},
                        {"a: \"" + repeat("\\\\", 500000), "yaml-syntax"},
                        {"a: |\n" + repeat("  b\n", 200000), ""},
                        {"a: >\n" + repeat("  b\n\n", 200000), ""},
                        {"a: [" + repeat("b,", 400000) + "]", ""},
                        {"a: [" + repeat(",", 400000) + "]", "yaml-syntax"},
                        {repeat(",", 100000), "yaml-syntax"},
                        {"a: 0x" + repeat("F", 4000), ""},
                        {"a: " + repeat("#", 1000000), ""},
                        {repeat("a", 2000) + ": b", "yaml-syntax"},
                        {repeat("---\n", 200000), ""},
                        {repeat("x ", 2 << 20), "too-large"}};
  for (const Case& c : cases) {
    INFO(c.text.substr(0, 20));
    const auto begin = std::chrono::steady_clock::now();
    const Read read(c.text);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    CHECK(took.count() < 20);  // sanitizers; a quadratic reading takes minutes
    if (!c.codes.empty()) CHECK(read.codes() == c.codes);
  }
}

// The text at each span says the same when it is read alone. Returns how many were read.
int check_spans(const std::string& text) {
  const Read read(text);
  const Tree& tree = read.loaded.tree;
  int checked = 0;
  const auto column = [&](std::uint32_t offset) {
    return offset - (read.source.text().substr(0, offset).rfind('\n') + 1);
  };
  for (NodeId id = 0; id < tree.size(); ++id) {
    const Node& node = tree.node(id);
    const std::string_view slice = read.source.slice(node.span);
    const std::string_view before = read.source.text().substr(0, node.span.begin);
    bool alone =
        slice.find("!e!") == std::string_view::npos;  // needs nothing of the rest of the document
    for (NodeId k = id; k < node.end; ++k) alone &= !tree.node(k).from_alias;
    const bool tagged = before.substr(before.rfind('\n') + 1).find(" !") != std::string_view::npos;
    if (!alone || tagged) continue;
    ++checked;
    INFO(text);
    INFO(slice);
    if (slice.empty()) {
      REQUIRE(node.type == NodeType::Null);
      continue;
    }
    // Block collections need their column back, block scalars that of their parent.
    std::string again_text = std::string(column(node.span.begin), ' ') + std::string(slice);
    if (node.style == ScalarStyle::Block) {
      const std::size_t parent = column(tree.node(node.parent).span.begin);
      again_text = std::string(parent, ' ') + "k: " + std::string(slice);
    }
    const Read again(again_text);
    INFO(again.codes());
    REQUIRE_FALSE(again.loaded.tree.empty());
    const Value value =
        node.style == ScalarStyle::Block ? again.at("/k") : again.loaded.tree.root();
    REQUIRE(to_json(value) == to_json(Value(tree, id)));
  }
  return checked;
}

TEST_CASE("yaml: spans parse back, in the seeds and without any one of their lines") {
  const std::string folder = in_tests("interop/seeds");
  const auto entries = list_folder(folder);
  REQUIRE(entries);
  int checked = 0;
  for (const Entry& entry : *entries) {
    const auto text = read_file(folder + "/" + entry.name, 1 << 20);
    REQUIRE(text);
    REQUIRE_FALSE(Read(*text).loaded.tree.empty());
    checked += check_spans(*text);
    for (std::size_t begin = 0; begin < text->size();) {
      const std::size_t end = text->find('\n', begin) + 1;
      checked += check_spans(text->substr(0, begin) + text->substr(end));
      begin = end;
    }
  }
  CHECK(checked > 4000);
}

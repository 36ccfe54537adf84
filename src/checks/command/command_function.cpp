#include "checks/command/command_function.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "secret/credential_name.h"

namespace cardlint::checks {
namespace {

using std::string_view_literals::operator""sv;

template <std::size_t N>
bool in(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Tokens by index; an index outside gives an empty punctuator.
class Words {
 public:
  explicit Words(const JsTokens& js) : list_(js.list) {}
  const JsToken& operator[](std::size_t i) const {
    static const JsToken kNone{JsTokenType::Punctuator, "", 0, kNoToken};
    return i < list_.size() ? list_[i] : kNone;
  }
  std::size_t size() const { return list_.size(); }
  bool is_dot(std::size_t i) const { return (*this)[i].is(".") || (*this)[i].is("?."); }
  // The partner of a bracket, or the token itself.
  std::size_t over(std::size_t i) const {
    return (*this)[i].match == kNoToken ? i : (*this)[i].match;
  }

 private:
  const std::vector<JsToken>& list_;
};

class Reader {
 public:
  explicit Reader(CommandFunction& function) : function_(function), words_(function.js) {}

  void run() {
    head();
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const JsToken& word = words_[i];
      const bool named = word.type == JsTokenType::Name || word.type == JsTokenType::String;
      function_.names_command |= named && word.text == "command";
    }
    for (std::size_t i = body_; i < words_.size(); ++i) use(i);
  }

 private:
  // Finds the parameter: "config =>", "(config) =>", "async ({a, b}) =>", "function (config)".
  void head() {
    std::size_t i = 0;
    while (words_[i].is("(") && !words_[words_.over(i) + 1].is("=>") && i < words_.size())
      ++i;  // "((config) => …)"
    if (words_[i].is_name("async")) ++i;
    if (words_[i].is_name("function")) {
      function_.is_function = true;
      while (!words_[i].is("(") && i < words_.size()) ++i;
    } else {
      function_.is_function = words_[words_[i].is("(") ? words_.over(i) + 1 : i + 1].is("=>");
    }
    if (!function_.is_function) return;
    body_ = words_.over(i) + 1;
    const std::size_t parameter = words_[i].is("(") ? i + 1 : i;
    if (words_[parameter].type == JsTokenType::Name) parameter_ = words_[parameter].text;
    if (words_[parameter].is("{")) destructure(parameter);
  }

  // The pattern {a, b: c, d = 1, ...rest} that takes the configuration apart.
  void destructure(std::size_t open) {
    const std::size_t close = words_.over(open);
    for (std::size_t i = open + 1; i < close; ++i) {
      if (words_[i].is("...")) function_.reads_whole = true;
      const JsToken& key = words_[i];
      if (key.type == JsTokenType::Name || key.type == JsTokenType::String) {
        const bool renamed = words_[i + 1].is(":");
        const JsToken& local = renamed ? words_[i + 2] : key;
        function_.reads.push_back({key.text, i, i + 1});
        if (local.type == JsTokenType::Name) locals_[local.text] = key.text;
      }
      while (i < close && !words_[i].is(",")) i = words_.over(i) + 1;
    }
  }

  void use(std::size_t i) {
    const JsToken& word = words_[i];
    if (word.type != JsTokenType::Name || words_.is_dot(i - 1)) return;
    const bool key = words_[i + 1].is(":") && (words_[i - 1].is("{") || words_[i - 1].is(","));
    if (key) return;
    if (!parameter_.empty() && word.text == parameter_) return use_parameter(i);
    if (const auto local = locals_.find(word.text); local != locals_.end() && !declares(i)) {
      function_.reads.push_back({local->second, i, i + 1});
    }
  }

  bool declares(std::size_t i) const {
    return words_[i - 1].is_name("const") || words_[i - 1].is_name("let") ||
           words_[i - 1].is_name("var");
  }

  void use_parameter(std::size_t i) {
    std::optional<std::string> property;
    std::size_t end = i + 1;
    if (words_.is_dot(end) && words_[end + 1].type == JsTokenType::Name) {
      property = words_[end + 1].text;
      end += 2;
    } else {
      const std::size_t bracket = words_[end].is("?.") ? end + 1 : end;
      if (words_[bracket].is("[") && words_[bracket + 1].type == JsTokenType::String &&
          words_[bracket + 2].is("]")) {
        property = words_[bracket + 1].text;
        end = bracket + 3;
      }
    }
    if (property) {
      constexpr std::array kInherited{"hasOwnProperty"sv, "toString"sv, "valueOf"sv,
                                      "constructor"sv};
      if (in(kInherited, *property)) return;
      const bool given_a_name =
          words_[i - 1].is("=") && words_[i - 2].type == JsTokenType::Name && declares(i - 2);
      if (given_a_name) locals_[words_[i - 2].text] = *property;
      function_.reads.push_back({*std::move(property), i, end});
    } else if (words_[i - 1].is("=") && words_[i - 2].is("}") && declares(words_.over(i - 2))) {
      destructure(words_.over(i - 2));
    } else {
      const bool tested = words_[end].is("&&") || words_[end].is("?") || words_[i - 1].is("!");
      function_.reads_whole |= !tested;
    }
  }

  CommandFunction& function_;
  Words words_;
  std::size_t body_ = 0;
  std::string parameter_;
  std::map<std::string, std::string, std::less<>> locals_;  // local name → property
};

// Looks at how reads are used. The work is bounded: where a text is made to cost more, reads are
// left out.
class Uses {
 public:
  explicit Uses(const CommandFunction& function) : function_(function), words_(function.js) {
    for (std::size_t i = 0; i + 2 < words_.size(); ++i) {
      const bool declared =
          words_[i].is_name("const") || words_[i].is_name("let") || words_[i].is_name("var");
      if (declared && words_[i + 2].is("=")) starts_.emplace(words_[i + 1].text, i + 3);
    }
  }

  // The value itself flows on: it is not only tested, and not turned into a number or quoted.
  bool flows(const ConfigRead& read, std::size_t range_begin) const {
    constexpr std::array kTests{"?"sv,  "&&"sv, "==="sv, "!=="sv, "=="sv,
                                "!="sv, "<"sv,  ">"sv,   "<="sv,  ">="sv};
    const JsToken& next = words_[read.end];
    if (next.type == JsTokenType::Punctuator && in(kTests, next.text)) return false;
    if (words_[read.first - 1].is("!")) return false;
    for (std::size_t i = read.first; i-- > range_begin;) {
      if (budget_ == 0) return false;
      --budget_;
      if (words_[i].match != kNoToken && words_[i].match < i)
        i = words_[i].match;  // behind a closed bracket
      const bool call = words_[i].is("(") && words_.over(i) >= read.end &&
                        words_[i - 1].type == JsTokenType::Name;
      if (call && makes_harmless(words_[i - 1].text)) return false;
    }
    return true;
  }

  // Reads whose value becomes a part of a longer text within [begin, end); variables are followed
  // to their start value.
  void joined(std::size_t begin, std::size_t end, std::set<std::size_t>& found) const {
    std::vector<std::pair<std::size_t, std::size_t>> ranges{{begin, end}};
    while (!ranges.empty()) {
      const std::size_t first = ranges.back().first;
      const std::size_t last = ranges.back().second;
      ranges.pop_back();
      bool joins = false;
      for (std::size_t i = first; i < last && budget_ > 0; ++i, --budget_) {
        joins |= words_[i].is("+") || words_[i].is("${") || words_[i].is_name("join") ||
                 words_[i].is_name("concat");
        if (words_[i].type != JsTokenType::Name || words_.is_dot(i - 1)) continue;
        const auto start = starts_.find(words_[i].text);
        if (start == starts_.end()) continue;
        ranges.emplace_back(start->second, expression_end(start->second));
        starts_.erase(start);  // once is enough
      }
      if (!joins) continue;
      each_within(first, last, [&](std::size_t n) {
        if (flows(function_.reads[n], first)) found.insert(n);
      });
    }
  }

  // Calls visit(index) for each read within [begin, end).
  template <class Visit>
  void each_within(std::size_t begin, std::size_t end, Visit&& visit) const {
    const auto& reads = function_.reads;
    auto it =
        std::lower_bound(reads.begin(), reads.end(), begin,
                         [](const ConfigRead& read, std::size_t at) { return read.first < at; });
    for (; it != reads.end() && it->end <= end; ++it)
      visit(static_cast<std::size_t>(it - reads.begin()));
  }

  // The end of the expression that begins at `begin`: its ',' or ';', the closing bracket around
  // it, or a new statement.
  std::size_t expression_end(std::size_t begin) const {
    std::size_t i = begin;
    while (i < words_.size()) {
      const JsToken& word = words_[i];
      if (word.is(",") || word.is(";") || word.is(")") || word.is("]") || word.is("}")) break;
      if (word.is_name("const") || word.is_name("let") || word.is_name("var") ||
          word.is_name("return"))
        break;
      i = words_.over(i) + 1;
    }
    return std::min(i, words_.size());
  }

 private:
  static bool makes_harmless(std::string_view function) {
    constexpr std::array kConversions{"Number"sv, "parseInt"sv, "parseFloat"sv, "Boolean"sv,
                                      "BigInt"sv};
    const std::string lower = to_lower_ascii(function);
    return in(kConversions, function) || lower.find("quote") != std::string::npos ||
           lower.find("escape") != std::string::npos || lower.find("encode") != std::string::npos;
  }

  const CommandFunction& function_;
  Words words_;
  mutable std::map<std::string, std::size_t, std::less<>>
      starts_;                              // variable → first token of its start value
  mutable std::size_t budget_ = 1'000'000;  // tokens looked at
};

bool names_shell(const JsToken& word) {
  if (word.type != JsTokenType::String && word.type != JsTokenType::Template) return false;
  const std::size_t slash = word.text.find_last_of("/\\");
  std::string program =
      to_lower_ascii(slash == std::string::npos ? word.text : word.text.substr(slash + 1));
  if (program.ends_with(".exe")) program.erase(program.size() - 4);
  constexpr std::array kShells{"sh"sv,  "bash"sv, "zsh"sv,        "dash"sv, "ash"sv,
                               "ksh"sv, "cmd"sv,  "powershell"sv, "pwsh"sv};
  return in(kShells, program);
}

bool takes_command_text(const JsToken& word) {
  constexpr std::array kFlags{"-c"sv,   "-lc"sv, "-ec"sv, "-ic"sv,
                              "-lic"sv, "/c"sv,  "/k"sv,  "-command"sv};
  return word.type == JsTokenType::String && in(kFlags, to_lower_ascii(word.text));
}

std::vector<ConfigRead> chosen(const CommandFunction& function,
                               const std::set<std::size_t>& indices) {
  std::vector<ConfigRead> reads;
  std::set<std::string_view> seen;
  for (const std::size_t n : indices) {
    if (seen.insert(function.reads[n].property).second) reads.push_back(function.reads[n]);
  }
  return reads;
}

}  // namespace

CommandFunction read_command_function(std::string_view text) {
  CommandFunction function;
  function.js = tokenize_js(text);
  if (!function.js.complete) return function;
  Reader(function).run();
  std::sort(function.reads.begin(), function.reads.end(),
            [](const ConfigRead& a, const ConfigRead& b) { return a.first < b.first; });
  return function;
}

std::vector<ConfigRead> shell_joins(const CommandFunction& function) {
  const Words words(function.js);
  const Uses uses(function);
  const auto& list = function.js.list;
  if (std::none_of(list.begin(), list.end(), names_shell)) return {};
  std::set<std::size_t> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (takes_command_text(words[i]) && words[i + 1].is(","))
      uses.joined(i + 2, uses.expression_end(i + 2), found);
  }
  return chosen(function, found);
}

std::vector<ConfigRead> secret_arguments(const CommandFunction& function) {
  const Words words(function.js);
  const Uses uses(function);
  std::set<std::size_t> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].text != "args" || words[i].is("args")) continue;
    constexpr std::array kGrowing{"push"sv, "unshift"sv, "concat"sv, "splice"sv};
    const bool assigned = words[i + 1].is(":") || (words[i + 1].is("=") && !words.is_dot(i - 1));
    const bool grows =
        words.is_dot(i + 1) && in(kGrowing, words[i + 2].text) && words[i + 3].is("(");
    if (!assigned && !grows) continue;
    const std::size_t begin = i + (grows ? 4 : 2);
    const std::size_t end = grows ? words.over(i + 3) : uses.expression_end(begin);
    uses.each_within(begin, end, [&](std::size_t n) {
      const ConfigRead& read = function.reads[n];
      if (uses.flows(read, begin) && is_credential_like(read.property)) found.insert(n);
    });
  }
  return chosen(function, found);
}

std::vector<std::string> foreign_calls(const CommandFunction& function) {
  const Words words(function.js);
  constexpr std::array kCalls{"eval"sv, "Function"sv, "require"sv, "fetch"sv, "import"sv};
  std::vector<std::string> found;
  const auto take = [&](std::string what) {
    if (std::find(found.begin(), found.end(), what) == found.end())
      found.push_back(std::move(what));
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].type == JsTokenType::String && words[i].text == "child_process")
      take("child_process");
    if (words[i].type != JsTokenType::Name || words.is_dot(i - 1)) continue;
    if (in(kCalls, words[i].text) && words[i + 1].is("(")) take(words[i].text + "(");
    if (words[i].text == "child_process" && !words[i + 1].is(":")) take("child_process");
    if (words[i].text == "process" && words.is_dot(i + 1)) take("process.");
  }
  return found;
}

}  // namespace cardlint::checks

#include "secret/placeholder.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "secret/character_classes.h"

namespace cardlint {
namespace {

using std::string_view_literals::operator""sv;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// `length` characters in a row, each `step` after the one before.
bool has_run(std::string_view text, int step, std::size_t length) {
  std::size_t run = 1;
  for (std::size_t i = 1; i < text.size(); ++i) {
    run = text[i] - text[i - 1] == step ? run + 1 : 1;
    if (run >= length) return true;
  }
  return false;
}

// More than half of it goes up or down by ones, in threes and more: abc123def456.
bool is_counting(std::string_view text) {
  std::size_t counted = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    const int step = end < text.size() ? text[end] - text[at] : 0;
    if (step == 1 || step == -1) {
      while (end < text.size() && text[end] - text[end - 1] == step) ++end;
    }
    if (end - at >= 3) counted += end - at;
    at = end;
  }
  return counted * 2 > text.size();
}

// Letters and digits that count up in turn: a1b2c3d4.
bool is_interleaved(std::string_view text) {
  constexpr std::size_t kLength = 8;
  std::size_t run = 2;
  for (std::size_t i = 2; i < text.size(); ++i) {
    const bool turn = in_class(text[i], class_bit('d')) != in_class(text[i - 1], class_bit('d'));
    run = turn && text[i] - text[i - 2] == 1 ? run + 1 : 2;
    if (run >= kLength) return true;
  }
  return false;
}

bool has_period(std::string_view text, std::size_t period) {
  return text.size() > period && text.substr(period) == text.substr(0, text.size() - period);
}

bool has_word(std::string_view lower, std::string_view word) {
  for (std::size_t at = lower.find(word); at != std::string_view::npos;
       at = lower.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool left = at == 0 || !in_class(lower[at - 1], class_bit('n'));
    const bool right = end == lower.size() || !in_class(lower[end], class_bit('n'));
    if (left && right) return true;
  }
  return false;
}

bool only(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

constexpr std::array kStopWords{
    "example"sv,  "sample"sv,      "your_"sv,     "your-"sv,    "yourtoken"sv,   "yourkey"sv,
    "yourapi"sv,  "change_me"sv,   "change-me"sv, "changeme"sv, "placeholder"sv, "replace"sv,
    "insert"sv,   "enter_"sv,      "dummy"sv,     "redact"sv,   "not-a-real"sv,  "not_a_real"sv,
    "notareal"sv, "secret-here"sv, "key-here"sv,  "key_here"sv, "token_here"sv,  "token-here"sv};
constexpr std::array kShortWords{"fake"sv, "mock"sv, "todo"sv, "tbd"sv,  "demo"sv, "foo"sv, "bar"sv,
                                 "test"sv, "none"sv, "null"sv, "your"sv, "here"sv, "xxx"sv};
constexpr std::array kPasswords{
    "dev"sv,         "local"sv,        "demo"sv,          "test"sv,       "docker"sv,
    "app"sv,         "db"sv,           "abc"sv,           "qwerty"sv,     "default"sv,
    "welcome"sv,     "changeit"sv,     "bearer"sv,        "mytoken"sv,    "mysecret"sv,
    "mykey"sv,       "access_token"sv, "password"sv,      "passwd"sv,     "pass"sv,
    "pwd"sv,         "pw"sv,           "secret"sv,        "token"sv,      "postgres"sv,
    "root"sv,        "admin"sv,        "user"sv,          "username"sv,   "guest"sv,
    "p"sv,           "mypassword"sv,   "mypass"sv,        "dbpassword"sv, "dbpass"sv,
    "db_password"sv, "db_pass"sv,      "pa55word"sv,      "p@ssw0rd"sv,   "password123"sv,
    "pass123"sv,     "hunter2"sv,      "letmein"sv,       "sa"sv,         "mysql"sv,
    "mongo"sv,       "redis"sv,        "some_password"sv, "userpass"sv,   "key"sv,
    "apikey"sv,      "api_key"sv,      "auth"sv,          "s3cret"sv,     "supersecret"sv,
    "credentials"sv};

}  // namespace

bool is_reference(std::string_view value) {
  value = trim(value);
  if (contains(value, "${") || contains(value, "{{") || contains(value, "process.env")) return true;
  const auto enclosed = [&](char open, char close) {
    return value.size() >= 2 && value.front() == open && value.back() == close;
  };
  if (enclosed('<', '>') || enclosed('{', '}') || enclosed('[', ']') || enclosed('%', '%') ||
      enclosed('@', '@') || enclosed('*', '*'))
    return true;
  const std::size_t angle = value.find('<');
  if (angle != std::string_view::npos && value.find('>', angle) != std::string_view::npos)
    return true;
  const std::size_t brace = value.find('{');
  if (brace != std::string_view::npos && value.find('}', brace) != std::string_view::npos)
    return true;
  if (value.size() > 1 && value[0] == '$' && value[1] != '\\') {
    const std::string_view name = value.substr(value[1] == '(' ? 2 : 1);
    if (value[1] == '(' || std::all_of(name.begin(), name.end(), [](char c) {
          return in_class(c, class_bit('u')) || c == '_';
        }))
      return true;
  }
  constexpr std::array kBegins{"op://"sv,    "vault:"sv,    "env:"sv,      "file:"sv, "enc["sv,
                               "config."sv,  "secret://"sv, "keychain:"sv, "ref:"sv,  "secrets."sv,
                               "arn:aws:"sv, "sops:"sv,     "env."sv};
  return std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view begin) {
    return starts_with_ignoring_case(value, begin);
  });
}

bool is_placeholder(std::string_view body) {
  if (body.empty() || only(body, "xX*.-_0#•")) return true;
  if (has_run(body, 0, 5) || has_run(body, 1, 6) || has_run(body, -1, 6) || is_counting(body) ||
      is_interleaved(body))
    return true;
  for (std::size_t period = 1; period <= 4; ++period) {
    if (has_period(body, period)) return true;
  }
  if (contains(body, "...") || contains(body, "…")) return true;
  const std::string lower = to_lower_ascii(body);
  return std::any_of(kStopWords.begin(), kStopWords.end(),
                     [&](std::string_view word) { return contains(lower, word); }) ||
         std::any_of(kShortWords.begin(), kShortWords.end(),
                     [&](std::string_view word) { return has_word(lower, word); });
}

bool is_sample_password(std::string_view password) {
  if (password.size() < 4 || is_reference(password) || is_placeholder(password)) return true;
  std::string lower = to_lower_ascii(password);
  // "(password)", "'pass'": brackets and marks around a word leave it that word.
  while (!lower.empty() && !in_class(lower.back(), class_bit('a'))) lower.pop_back();
  if (lower.empty()) return password.size() < 12;
  return std::find(kPasswords.begin(), kPasswords.end(), lower) != kPasswords.end() ||
         contains(lower, "pass") || password.front() == '$' ||
         password.find_first_of("{<[") != std::string_view::npos;
}

bool is_wordy(std::string_view value) {
  const auto letter = [](char c) { return in_class(c, class_bit('a')); };
  const auto digit = [](char c) { return in_class(c, class_bit('d')); };
  std::size_t mixed = 0;
  std::size_t short_mixed = 0;
  std::size_t in_words = 0;  // oauth2-client-credentials-flow
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    bool letters = false;
    bool digits = false;
    std::size_t turns = 0;  // aBcD is no word, getUserName is three
    for (; end < value.size() && in_class(value[end], class_bit('n')); ++end) {
      letters = letters || letter(value[end]);
      digits = digits || digit(value[end]);
      if (end > at && value[end] >= 'A' && value[end] <= 'Z' && value[end - 1] >= 'a') ++turns;
    }
    const std::size_t length = end - at;
    const std::string_view tail = value.substr(at, length).substr(std::min<std::size_t>(length, 1));
    if (length >= 4 &&
        std::all_of(tail.begin(), tail.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
      in_words += length;
    if (letters && digits && length <= 4) ++short_mixed;
    if ((letters && digits && length > 4) || (letters && turns * 4 > length)) ++mixed;
    at = end + 1;
  }
  return (mixed == 0 && short_mixed < 3) || in_words * 2 > value.size();
}

bool is_public_sample(std::string_view token) {
  // The beginning of {"sub":"1234567890" in base64: the token of jwt.io.
  if (contains(token, ".eyJzdWIiOiIxMjM0NTY3ODkwIi")) return true;
  // Samples of AWS, Azure, Stripe, Firebase, Discord and Telegram, and of RFC 6749, 6750, 7009,
  // 7617 and 7636.
  constexpr std::array kHashes{
      std::uint64_t{0x3f9d1c996e620b67U}, std::uint64_t{0x9f1920c6cd484714U},
      std::uint64_t{0x8b8af47167475bccU}, std::uint64_t{0x68b92a6b386e636fU},
      std::uint64_t{0xddd19c486d095d84U}, std::uint64_t{0x67e733c2f9035757U},
      std::uint64_t{0x6acbd824bd32bbd4U}, std::uint64_t{0x29a336c7244f48ddU},
      std::uint64_t{0x08b545962adc7d8bU}, std::uint64_t{0xe7666dbb286c6c2eU},
      std::uint64_t{0x99b2726346a1e92aU}, std::uint64_t{0x12113c2e6979f447U},
      std::uint64_t{0x828818f833257868U}, std::uint64_t{0x6835e0f288832a40U},
      std::uint64_t{0x816cd10fdb11ead0U}, std::uint64_t{0xadbd04e3fe1b6d49U},
      std::uint64_t{0xdb9422f1dd332dccU}, std::uint64_t{0x515cb771a4238032U},
      std::uint64_t{0xe754678ea2b14ef1U}, std::uint64_t{0xc73f1e61952e6987U},
      std::uint64_t{0x294c63f8344d5df1U}, std::uint64_t{0xbb65956c4b8b34bfU},
      std::uint64_t{0x9617ea5685ae57eaU}, std::uint64_t{0xc860f3f8a6cd87c5U},
      std::uint64_t{0xd465ab831305948dU}, std::uint64_t{0xdc8d8ca0645472e9U},
      std::uint64_t{0x30aa8188bb023e35U}, std::uint64_t{0x846b2a1e2fad7fcbU},
      std::uint64_t{0xecc1a4474851bc28U}, std::uint64_t{0x273f5e023867ba98U},
      std::uint64_t{0x4f459807254f1ee7U}, std::uint64_t{0xd9ad86ad3724159bU},
      std::uint64_t{0xe18e8033637768eaU}, std::uint64_t{0x89da46f58afd03e1U}};
  return std::find(kHashes.begin(), kHashes.end(), hash64(token)) != kHashes.end();
}

bool is_sample_host(std::string_view host) {
  const std::string lower = to_lower_ascii(host);
  const auto below = [&](std::string_view name) {
    return lower == name || (lower.size() > name.size() && lower.ends_with(name) &&
                             lower[lower.size() - name.size() - 1] == '.');
  };
  constexpr std::array kNames{"example.com"sv, "example.org"sv, "example.net"sv, "example"sv,
                              "test"sv,        "invalid"sv,     "localhost"sv,   "host"sv,
                              "hostname"sv,    "127.0.0.1"sv};
  return lower.empty() || contains(lower, "your") ||
         std::any_of(kNames.begin(), kNames.end(), below);
}

}  // namespace cardlint

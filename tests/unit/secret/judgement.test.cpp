// What is a placeholder, a reference, a word; what proves a token.
#include <catch2/catch.hpp>

#include "secret/family_file.h"
#include "secret/placeholder.h"
#include "secret/proof.h"
#include "secret/text_scan.h"

using namespace cardlint;

TEST_CASE("check sums and codes") {
  CHECK(crc32("123456789") == 0xCBF43926U);
  CHECK(entropy("aaaa") == 0);
  CHECK(entropy("abcd") == 2);
  CHECK(decode_base64("c3ZjOmE=") == "svc:a");
  CHECK(decode_base64("_-8") == std::string("\xFF\xEF"));
  CHECK_FALSE(decode_base64("a b"));
  CHECK(decode_percent("a%3Db%") == "a=b%");
  CHECK(decode_percent("%41%4") == "A%4");
}

TEST_CASE("references are resolved later") {
  for (const char* text :
       {"${X}", "$X", "{{x}}", "{x}", "${{ secrets.X }}", "%X%", "<x>", "[x]", "${input:x}",
        "op://vault/x", "env:X", "arn:aws:secretsmanager:us-east-1:1:secret:x", "ENC[x]",
        "process.env.X", "Bearer <token>", "config.apiKey"}) {
    INFO(text);
    CHECK(is_reference(text));
  }
  CHECK_FALSE(is_reference("Zq7Wm2Rk9Xp4"));
}

TEST_CASE("placeholders say put yours here") {
  for (const char* text :
       {"", "xxxx", "your-anon-key", "an_your_key_here", "pt_1234567890", "tzk_...", "abcdefgh",
        "abcabcabcabc", "REPLACE_ME", "example123", "0000", "demo-token", "my-test-key", "****",
        "CHANGE_ME", "abc123def456", "a1b2c3d4-e5f6-7890", "px1A2B3C4D5E"}) {
    INFO(text);
    CHECK(is_placeholder(text));
  }
  for (const char* text : {"Zq7Wm2Rk9Xp4Zq7Wm2Rk", "9f3a7c1e5b8d9f3a7c1e", "contestant7Zq"}) {
    INFO(text);
    CHECK_FALSE(is_placeholder(text));
  }
}

TEST_CASE("passwords of manuals protect nothing") {
  for (const char* text : {"password", "Password1!", "postgres123", "secret", "admin123", "abc",
                           "12345678", "<password>", "***", "token123", "changeme"}) {
    INFO(text);
    CHECK(is_sample_password(text));
  }
  for (const char* text : {"hT5vB8nLc3Yd", "Zq7!Wm2#Rk9", "correct-horse-battery"}) {
    INFO(text);
    CHECK_FALSE(is_sample_password(text));
  }
}

TEST_CASE("words are no random text") {
  for (const char* text :
       {"X-Custom-Authorization-Key", "model-context-protocol-key-server", "command-r-plus-08-2024",
        "authorization_code", "us-east-1", "oauth2-client-credentials-flow"}) {
    INFO(text);
    CHECK(is_wordy(text));
  }
  CHECK_FALSE(is_wordy("Zq7Wm2Rk9Xp4"));
  CHECK_FALSE(is_wordy("Zq7!Wm2#Rk9$Xp4x"));
  CHECK_FALSE(is_wordy("9f3a7c1e-5b8d-9f3a-7c1e-5b8d9f3a7c1e"));
}

TEST_CASE("addresses of examples hold no secret") {
  for (const char* text :
       {"postgresql://user:password@host:5432/db", "mongodb://<user>:<password>@<host>/<db>",
        "postgresql://postgres:postgres@localhost:5432/postgres", "mysql://root:xxxx@127.0.0.1/db",
        "redis://user:***@cache:6379", "https://user:pass@example.com/",
        "https://{user}:{pass}@mcp.acme.io/", "git@github.com:acme/x.git", "mailto:dev@acme.io",
        "https://medium.com/@acme/post:1", "https://mcp.acme.io/mcp?api_key=YOUR_API_KEY",
        "https://acme.io/docs?keyboard=dvorak", "https://acme.io/?token=${TOKEN}", "app:app@db",
        "postgres://app:app@db:5432/app", "https://a.io/?next=authorization_code"}) {
    INFO(text);
    CHECK(scan_text(text).empty());
  }
  const auto found = scan_text("postgres://app:hT5vB8nLc3Yd@db.prod.internal/app");
  REQUIRE(found.size() == 1);
  CHECK(found[0].topic == "connection-string");
  CHECK(found[0].shown == "postgres://app:…@db.prod.internal");
}

TEST_CASE("a header is found in the midst of a text") {
  const std::string token = join_sample("Zq|7Wm2Rk9Xp|4Zq7Wm2Rk|9Xp4Zq7Wm");
  for (const std::string& text :
       {"curl -H 'Authorization: Bearer " + token + "' https://a.io",
        "# authorization: Token " + token, "{\"Authorization\": \"ApiKey " + token + "\"}",
        "Authorization: " + token,
        std::string("-H \"Authorization: Basic c3ZjOlpxN1dtMlJrOVhwNA==\"")}) {
    INFO(text);
    const auto hits = scan_text(text);
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].topic == "auth-header");
    CHECK(hits[0].shown.find("Zq7") == std::string::npos);
  }
  for (const char* text :
       {"Authorization: Bearer YOUR_API_KEY_GOES_HERE_1", "Authorization: Bearer $TOKEN",
        "Authorization: Bearer mF_9.B5f-4.1JqM",
        "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Authorization: Basic dXNlcjpwYXNzd29yZA==", "authorization=oauth2-client-credentials-flow",
        "The Authorization: Bearer scheme of RFC 6750 is used", "Authorization: Bearer"}) {
    INFO(text);
    CHECK(scan_text(text).empty());
  }
}

TEST_CASE("code is no settings string") {
  CHECK(scan_text("server->user = name; server->password = \"busybox@\";").empty());
  CHECK(scan_text("char *user = NULL; char *pwd = buffer7;").empty());
  CHECK(scan_text("DSN: Server=db; User Id=sa; Password=uP4xN7eDj2Va").size() == 1);
}

TEST_CASE("percent signs hide nothing") {
  const std::string token = join_sample("gl|pat-Zq7Wm2Rk|9Xp4Zq7Wm2Rk");
  CHECK(scan_text("https://a.io/x%3D" + token).size() == 1);
}

TEST_CASE("a scan is linear in what looks like a beginning") {
  for (const char* piece :
       {"eyJ ghp_ sk- ://a:b@ ?key= ;", "a://", "LS0tLS1CRUdJTi", "-----BEGIN PRIVATE KEY-----\n",
        "eyJ.", "?token=&", "sntrys_eyJ/", "key=;", "%41", "AZDO",
        "authorization=", "Authorization: Bearer ", ";Secret="}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    INFO(piece);
    CHECK(scan_text(text).size() < 10);
  }
  std::string lines = "-----BEGIN PRIVATE KEY-----\n";
  while (lines.size() < 1'000'000) lines += "Zq7Wm2Rk9Xp4\n";
  CHECK(scan_text(lines).size() == 1);
}

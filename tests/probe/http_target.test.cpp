#include "http/http_target.h"

#include <catch2/catch.hpp>

using namespace cardlint;

TEST_CASE("URLs that are asked, and what they name") {
  struct Case {
    std::string url, host;
    int port;
    std::string sent;
  };
  for (const Case& wanted : std::vector<Case>{
           {"https://example.com", "example.com", 443, "https://example.com/"},
           {"HTTPS://EXAMPLE.com/Mcp?a=b#c", "example.com", 443, "https://EXAMPLE.com/Mcp?a=b"},
           {"http://example.com:8080/x", "example.com", 8080, "http://example.com:8080/x"},
           {"http://example.com:80/", "example.com", 80, "http://example.com:80/"},
           {"https://[2606:4700::1111]:8443/", "2606:4700::1111", 8443,
            "https://[2606:4700::1111]:8443/"},
           {"http://0x7f.1/", "127.0.0.1", 80, "http://127.0.0.1/"},
           {"http://2130706433/", "127.0.0.1", 80, "http://127.0.0.1/"},
           {"https://example.com/\xC3\xBC", "example.com", 443, "https://example.com/%c3%bc"},
           {"https://example.com./", "example.com.", 443, "https://example.com./"},
           {"https://example.com/a%0d%0ab", "example.com", 443, "https://example.com/a%0d%0ab"},
       }) {
    const TargetVerdict verdict = judge_url(wanted.url);
    INFO(wanted.url << ": " << verdict.detail);
    CHECK(verdict.fault == HttpFault::None);
    CHECK(verdict.target.host == wanted.host);
    CHECK(verdict.target.port == wanted.port);
    CHECK(verdict.target.url == wanted.sent);
  }
  CHECK(judge_url("http://0177.0.0.1/").target.literal);
  CHECK(judge_url("http://[::1]/").target.literal);
  CHECK_FALSE(judge_url("http://localhost/").target.literal);
}

TEST_CASE("URLs that nobody is asked") {
  for (const std::string url : {"",
                                "example.com",
                                "/mcp",
                                "ftp://example.com/",
                                "file:///etc/passwd",
                                "https:",
                                "https://",
                                "https:///example.com/",
                                "https:/example.com/",
                                "https:example.com",
                                "https://user@example.com/",
                                "https://user:pw@example.com/",
                                "https://@example.com/",
                                "https://example.com\\@evil.com/",
                                "https://example.com\\.evil.com/",
                                "https://example.com/\r\nHost: x",
                                "https://example.com/ x",
                                " https://example.com/",
                                "https://exa\tmple.com/",
                                "https://example.com:0/",
                                "https://example.com:65536/",
                                "https://example.com:x/",
                                "https://[::1/",
                                "https://[fe80::1%25eth0]/",
                                "https://256.256.256.256/",
                                "https://1.2.3.4.5/",
                                "https://exa%00mple.com/",
                                "https://example.com#@evil.com:x@/\x7f",
                                "https://a b.com/",
                                "https://b\xC3\xBC"
                                "cher.example/",
                                "https://b%C3%BCcher.example/",
                                "data:text/plain,x"}) {
    INFO(url);
    CHECK(judge_url(url).fault == HttpFault::Url);
    CHECK_FALSE(judge_url(url).detail.empty());
  }
  CHECK(judge_url("https://example.com/" + std::string(9000, 'a')).fault == HttpFault::Url);
}

TEST_CASE("where redirects lead") {
  const HttpTarget from = judge_url("https://example.com/a/b?c").target;
  const auto lead = [&](const std::string& location) {
    return judge_location(from, location, from, false);
  };
  CHECK(lead("/x").target.url == "https://example.com/x");
  CHECK(lead("x").target.url == "https://example.com/a/x");
  CHECK(lead("?v=2").target.url == "https://example.com/a/b?v=2");
  CHECK(lead("//www.example.com/").target.url == "https://www.example.com/");
  CHECK(lead("https://www.example.com/x").target.host == "www.example.com");
  CHECK(lead("https://www.example.com:443/x").fault == HttpFault::None);
  CHECK(lead("../../../x").target.url == "https://example.com/x");
  CHECK(lead("http://example.com/").fault == HttpFault::RedirectDowngrade);
  CHECK(lead("http://www.example.com/").fault == HttpFault::RedirectDowngrade);
  CHECK(lead("https://example.com:8443/").fault == HttpFault::RedirectRefused);
  CHECK(lead("https://example.com:6379/").fault == HttpFault::RedirectRefused);
  CHECK(judge_location(from, "https://example.com:8443/", from, true).fault == HttpFault::None);
  const HttpTarget asked = judge_url("https://example.com:8443/").target;
  CHECK(judge_location(asked, "https://www.example.com:8443/", asked, false).fault ==
        HttpFault::None);
  const HttpTarget plain = judge_url("http://example.com/").target;
  CHECK(judge_location(plain, "https://example.com/", plain, false).fault == HttpFault::None);
}

TEST_CASE("a password in a URL is not repeated") {
  for (const std::string url :
       {"https://user:hunter2@example.com/", "https:user:hunter2@example.com",
        "hunter2@example.com", "https://a@hunter2:b@example.com/x",
        "https://example.com/\\user:hunter2@x", "://hunter2@x"}) {
    INFO(url);
    CHECK(shown_url(url).find("hunter2") == std::string::npos);
    CHECK(judge_url(url).detail.find("hunter2") == std::string::npos);
  }
  CHECK(shown_url("https://user:pw@example.com/") == "https://…@example.com/");
  CHECK(shown_url("https://example.com/\x1b[2J") == "https://example.com/\\u{1B}[2J");
  const HttpTarget from = judge_url("https://example.com/").target;
  CHECK(judge_location(from, "https://u:hunter2@x.example/", from, false).detail.find("hunter2") ==
        std::string::npos);
}

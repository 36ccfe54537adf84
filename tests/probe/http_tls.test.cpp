// TLS against nginx, with certificates of every sort.
#include <catch2/catch.hpp>
#include <ctime>

#include "probe/ask.h"
#include "probe/server.h"

using namespace cardlint;
using namespace probe_test;

namespace {

class Nginx : public Server {
 public:
  Nginx()
      : Server("nginx_server.mjs",
               {"--folder", scratch_folder() + "/nginx", "--nginx", CARDLINT_NGINX}) {}
  HttpSettings settings() const {
    HttpSettings settings = quick();
    settings.ca_file = text("ca");
    for (const char* name : {"port", "good", "expired", "early", "wrong", "untrusted", "old"}) {
      settings.resolve.push_back("good.test:" + std::to_string(port(name)) + ":127.0.0.1");
    }
    return settings;
  }
  std::string url(const std::string& name, const std::string& path = "/ok.json") const {
    return (name == "port" ? "http" : "https") + std::string("://good.test:") +
           std::to_string(port(name)) + path;
  }
};

}  // namespace

TEST_CASE("a good certificate, HTTP/2, and when it ends", "[tls]") {
  const Nginx nginx;
  const auto sender = transport(nginx.settings());
  for (int i = 0; i < 2; ++i) {  // the second on the same connection, which shows none
    sender->send(get(nginx.url("good")), [&](const Exchange& exchange) {
      INFO(exchange.detail);
      CHECK(exchange.fault == HttpFault::None);
      CHECK(exchange.status == 200);
      CHECK(exchange.version == "2");
      CHECK(exchange.body.size() > 900);
      REQUIRE(exchange.certificate);
      CHECK(exchange.certificate->subject == "CN = good.test");
      CHECK(exchange.certificate->issuer == "CN = cardlint test ca");
      CHECK(exchange.certificate->not_before < std::time(nullptr));
      CHECK(exchange.certificate->not_after > std::time(nullptr) + 86400);
      CHECK((exchange.timing.tls > 0) == (i == 0));
    });
    sender->run();
  }
  const Exchange plain = ask(get(nginx.url("port")), nginx.settings());
  CHECK(plain.status == 200);
  CHECK(plain.version == "1.1");
  CHECK_FALSE(plain.certificate);
}

TEST_CASE("certificates that are not accepted are shown all the same, and nothing is asked",
          "[tls]") {
  const Nginx nginx;
  struct Case {
    std::string name;
    HttpFault fault;
    std::string subject;
  };
  for (const Case& wanted : std::vector<Case>{
           {"expired", HttpFault::TlsExpired, "CN = good.test"},
           {"early", HttpFault::TlsExpired, "CN = good.test"},
           {"wrong", HttpFault::TlsHost, "CN = other.test"},
           {"untrusted", HttpFault::TlsUntrusted, "CN = good.test"},
       }) {
    HttpRequest request = get(nginx.url(wanted.name));
    request.credentials = {{"Authorization", "Bearer secret-of-test"}};
    const Exchange exchange = ask(request, nginx.settings());
    INFO(wanted.name << ": " << exchange.detail);
    CHECK(std::string(name(exchange.fault)) == std::string(name(wanted.fault)));
    CHECK(exchange.status == 0);
    CHECK(exchange.detail.find("secret") == std::string::npos);
    REQUIRE(exchange.certificate);
    CHECK(exchange.certificate->subject == wanted.subject);
    if (wanted.name == "expired") CHECK(exchange.certificate->not_after < std::time(nullptr));
    if (wanted.name == "early") CHECK(exchange.certificate->not_before > std::time(nullptr));
  }
  HttpSettings system_roots = nginx.settings();
  system_roots.ca_file.clear();
  CHECK(ask(get(nginx.url("good")), system_roots).fault == HttpFault::TlsUntrusted);
}

TEST_CASE("what is no TLS, or too old", "[tls]") {
  const Nginx nginx;
  CHECK(ask(get(nginx.url("old")), nginx.settings()).fault == HttpFault::Tls);
  HttpRequest request = get("https://good.test:" + std::to_string(nginx.port()) + "/");
  CHECK(ask(request, nginx.settings()).fault == HttpFault::Tls);
  // Plain HTTP to a TLS port: nginx says 400 in clear.
  request = get("http://good.test:" + std::to_string(nginx.port("good")) + "/");
  CHECK(ask(request, nginx.settings()).status == 400);
}

TEST_CASE("redirects over TLS", "[tls]") {
  const Nginx nginx;
  HttpRequest request = get(nginx.url("good", "/to-plain"));
  request.max_redirects = 3;
  const Exchange down = ask(request, nginx.settings());
  CHECK(down.fault == HttpFault::RedirectDowngrade);
  CHECK(down.status == 302);
  request.url = nginx.url("good", "/to-good");
  const Exchange there = ask(request, nginx.settings());
  CHECK(there.status == 200);
  CHECK(there.certificate);
}

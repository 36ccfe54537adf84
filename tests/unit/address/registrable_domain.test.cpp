// Who owns a host: the public suffix list, and the providers of identities.
#include <catch2/catch.hpp>

#include "address/identity_providers.h"
#include "address/registrable_domain.h"

using namespace cardlint;

TEST_CASE("registrable domains") {
  CHECK(registrable_domain("acme.io") == "acme.io");
  CHECK(registrable_domain("login.acme.io") == "acme.io");
  CHECK(registrable_domain("login.acme.io.") == "acme.io");
  CHECK(registrable_domain("login.acme.co.uk") == "acme.co.uk");
  CHECK(registrable_domain("a.github.io") == "a.github.io");
  CHECK(registrable_domain("github.io") == "github.io");  // a suffix is its own
  CHECK(registrable_domain("a.b.c.kawasaki.jp") == "b.c.kawasaki.jp");
  CHECK(registrable_domain("city.kawasaki.jp") == "city.kawasaki.jp");  // an exception
  CHECK(registrable_domain("a.xn--mnchen-3ya.de") == "xn--mnchen-3ya.de");
  CHECK(registrable_domain("auth.evil.example") == "evil.example");
}

TEST_CASE("hosts that nobody registered") {
  for (const char* host :
       {"", ".", "localhost", "localhost.", "[::1]", "com", "idp.svc.cluster.local",
        "metadata.google.internal", "auth.corp", "printer.lan", "a.b.test"}) {
    INFO(host);
    CHECK(registrable_domain(host).empty());
  }
  std::string deep;
  for (int i = 0; i < 500'000; ++i) deep += "a.";
  CHECK(registrable_domain(deep + "com").empty());
}

TEST_CASE("a NUL does not cut a host") {
  // libpsl alone would say that evil.io was registered.
  CHECK(registrable_domain(std::string("login.evil.io\0.acme.io", 22)).empty());
  CHECK(registrable_domain(std::string("acme.io\0", 8)).empty());
}

TEST_CASE("the list has a date") {
  const std::string date = public_suffix_list_date();
  CHECK(date.size() == 10);
  CHECK(date >= "2023-01-01");
}

TEST_CASE("providers and their hosts") {
  const auto provider = [](std::string_view host) {
    const IdentityProvider* found = identity_provider_of(host);
    return found == nullptr ? std::string_view() : name(*found);
  };
  CHECK(provider("accounts.google.com") == "Google");
  CHECK(provider("google.com") == "");
  CHECK(provider("accounts.google.com.evil.example") == "");
  CHECK(provider("acme.okta.com") == "Okta");
  CHECK(provider("okta.com") == "");
  CHECK(provider("notokta.com") == "");
  CHECK(provider("acme.eu.auth0.com") == "Auth0");
  CHECK(provider("login.microsoftonline.com") == "Microsoft");
  CHECK(provider("oauth2.googleapis.com") == "");  // nobody signs in there

  const IdentityProvider* google = identity_provider_of("accounts.google.com");
  REQUIRE(google != nullptr);
  CHECK(serves(*google, "oauth2.googleapis.com"));
  CHECK_FALSE(serves(*google, "storage.googleapis.com"));
  const IdentityProvider* amazon = identity_provider_of("a.auth.eu-west-1.amazoncognito.com");
  REQUIRE(amazon != nullptr);
  CHECK(serves(*amazon, "cognito-idp.eu-west-1.amazonaws.com"));
  CHECK_FALSE(serves(*amazon, "cognito-idp.evil.eu-west-1.amazonaws.com"));
  CHECK_FALSE(serves(*amazon, "bucket.s3.amazonaws.com"));
}

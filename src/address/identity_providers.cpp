#include "address/identity_providers.h"

#include <algorithm>
#include <array>
#include <span>

namespace cardlint {

struct IdentityProvider {
  std::string_view name;
  // "*." in front stands for any labels, "*" within for one.
  std::span<const std::string_view> sign_in;
  // Further hosts, on other domains than the first: what shares a domain is one owner's anyway.
  std::span<const std::string_view> others;
};

namespace {

using std::string_view_literals::operator""sv;

// Taken from the discovery documents and manuals of the providers themselves.
constexpr std::array kGoogle{"accounts.google.com"sv};
// Not all of googleapis.com: storage.googleapis.com serves whatever anybody puts there.
constexpr std::array kGoogleOthers{"oauth2.googleapis.com"sv,      "oauth2.mtls.googleapis.com"sv,
                                   "www.googleapis.com"sv,         "openidconnect.googleapis.com"sv,
                                   "securetoken.googleapis.com"sv, "sts.googleapis.com"sv};
constexpr std::array kMicrosoft{"login.microsoftonline.com"sv,
                                "login.microsoftonline.us"sv,
                                "login.partner.microsoftonline.cn"sv,
                                "login.chinacloudapi.cn"sv,
                                "login.microsoft.com"sv,
                                "login.windows.net"sv,
                                "login.live.com"sv,
                                "*.b2clogin.com"sv,
                                "*.ciamlogin.com"sv};
constexpr std::array kMicrosoftOthers{"sts.windows.net"sv, "graph.microsoft.com"sv,
                                      "graph.microsoft.us"sv, "microsoftgraph.chinacloudapi.cn"sv,
                                      "mtlsauth.microsoft.com"sv};
constexpr std::array kGithub{"github.com"sv, "*.ghe.com"sv};
constexpr std::array kGithubOthers{"api.github.com"sv};
constexpr std::array kGitlab{"gitlab.com"sv};
constexpr std::array kAtlassian{"auth.atlassian.com"sv, "id.atlassian.com"sv};
constexpr std::array kApple{"appleid.apple.com"sv, "account.apple.com"sv};
constexpr std::array kMeta{"www.facebook.com"sv, "facebook.com"sv, "m.facebook.com"sv,
                           "www.instagram.com"sv, "api.instagram.com"sv};
constexpr std::array kMetaOthers{"graph.facebook.com"sv, "graph.instagram.com"sv};
constexpr std::array kLinkedin{"www.linkedin.com"sv};
constexpr std::array kX{"twitter.com"sv, "x.com"sv};
constexpr std::array kXOthers{"api.twitter.com"sv, "api.x.com"sv};
constexpr std::array kAmazon{"www.amazon.com"sv, "*.amazoncognito.com"sv};
constexpr std::array kAmazonOthers{"api.amazon.com"sv, "api.amazon.co.uk"sv, "api.amazon.co.jp"sv,
                                   "cognito-idp.*.amazonaws.com"sv};
constexpr std::array kOkta{"*.okta.com"sv, "*.oktapreview.com"sv, "*.okta-emea.com"sv,
                           "*.okta-gov.com"sv, "*.okta.mil"sv};
constexpr std::array kAuth0{"*.auth0.com"sv};
constexpr std::array kSalesforce{"login.salesforce.com"sv, "test.salesforce.com"sv,
                                 "*.my.salesforce.com"sv};
constexpr std::array kPing{"auth.pingone.com"sv, "auth.pingone.eu"sv, "auth.pingone.ca"sv,
                           "auth.pingone.asia"sv, "auth.pingone.com.au"sv};
constexpr std::array kOneLogin{"*.onelogin.com"sv};
constexpr std::array kWorkos{"*.authkit.app"sv, "api.workos.com"sv};
constexpr std::array kClerk{"*.clerk.accounts.dev"sv, "*.accounts.dev"sv};
constexpr std::array kClerkOthers{"*.clerk.com"sv};
constexpr std::array kSlack{"slack.com"sv};
constexpr std::array kDiscord{"discord.com"sv};
constexpr std::array kDropbox{"www.dropbox.com"sv};
constexpr std::array kDropboxOthers{"api.dropboxapi.com"sv};
constexpr std::array kHubspot{"*.hubspot.com"sv};
constexpr std::array kHubspotOthers{"*.hubapi.com"sv};
constexpr std::array kSpotify{"accounts.spotify.com"sv};
constexpr std::array kYahoo{"api.login.yahoo.com"sv};

constexpr std::array kProviders{
    IdentityProvider{"Google", kGoogle, kGoogleOthers},
    IdentityProvider{"Microsoft", kMicrosoft, kMicrosoftOthers},
    IdentityProvider{"GitHub", kGithub, kGithubOthers},
    IdentityProvider{"GitLab", kGitlab, {}},
    IdentityProvider{"Atlassian", kAtlassian, {}},
    IdentityProvider{"Apple", kApple, {}},
    IdentityProvider{"Meta", kMeta, kMetaOthers},
    IdentityProvider{"LinkedIn", kLinkedin, {}},
    IdentityProvider{"X", kX, kXOthers},
    IdentityProvider{"Amazon", kAmazon, kAmazonOthers},
    IdentityProvider{"Okta", kOkta, {}},
    IdentityProvider{"Auth0", kAuth0, {}},
    IdentityProvider{"Salesforce", kSalesforce, {}},
    IdentityProvider{"Ping Identity", kPing, {}},
    IdentityProvider{"OneLogin", kOneLogin, {}},
    IdentityProvider{"WorkOS", kWorkos, {}},
    IdentityProvider{"Clerk", kClerk, kClerkOthers},
    IdentityProvider{"Slack", kSlack, {}},
    IdentityProvider{"Discord", kDiscord, {}},
    IdentityProvider{"Dropbox", kDropbox, kDropboxOthers},
    IdentityProvider{"HubSpot", kHubspot, kHubspotOthers},
    IdentityProvider{"Spotify", kSpotify, {}},
    IdentityProvider{"Yahoo", kYahoo, {}},
};

bool fits(std::string_view pattern, std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return host == pattern;
  const std::string_view head = pattern.substr(0, star);
  const std::string_view tail = pattern.substr(star + 1);
  if (host.size() <= head.size() + tail.size() || !host.starts_with(head) || !host.ends_with(tail))
    return false;
  const std::string_view middle = host.substr(head.size(), host.size() - head.size() - tail.size());
  return head.empty() || middle.find('.') == std::string_view::npos;
}

bool any_fits(std::span<const std::string_view> patterns, std::string_view host) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return fits(pattern, host); });
}

}  // namespace

const IdentityProvider* identity_provider_of(std::string_view host) {
  const auto found =
      std::find_if(kProviders.begin(), kProviders.end(),
                   [&](const IdentityProvider& p) { return any_fits(p.sign_in, host); });
  return found == kProviders.end() ? nullptr : &*found;
}

bool serves(const IdentityProvider& provider, std::string_view host) {
  return any_fits(provider.sign_in, host) || any_fits(provider.others, host);
}

std::string_view name(const IdentityProvider& provider) {
  return provider.name;
}

}  // namespace cardlint

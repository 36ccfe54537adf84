#include "secret/document_secrets.h"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "secret/proof.h"
#include "secret/value_scan.h"

namespace cardlint {
namespace {

Span inside_quotes(const Document& document, Span span) {
  const std::string_view text = document.source->slice(span);
  const bool quoted = text.size() > 1 && (text[0] == '"' || text[0] == '\'');
  return quoted ? Span{span.begin + 1, span.end - 1} : span;
}

std::uint32_t offset(std::uint32_t begin, std::size_t by) {
  return begin + static_cast<std::uint32_t>(by);
}

// Metadata of OAuth in signed form: a token that nobody presents, and that is there to be read
// (RFC 8414 §2.1, RFC 9728 §2.2).
bool is_signed_metadata(const Document& document, Value value) {
  const bool oauth = document.kind == Kind::OauthProtectedResource ||
                     document.kind == Kind::OauthAuthorizationServer ||
                     document.kind == Kind::OpenidConfiguration;
  return oauth && value.key() == "signed_metadata" && value.parent() == document.root();
}

}  // namespace

DocumentSecrets::DocumentSecrets(const Document& document) {
  const ScanPlaces places(document.source->text());
  if (document.readable()) {
    scan_tree(document, places);
    if (!document.bare) scan_source(document, places);
    hide_by_form(document);
  } else {
    scan_gap(document, places, {0, static_cast<std::uint32_t>(document.source->text().size())});
  }
  std::sort(hidden_.begin(), hidden_.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  // One inside another would end it too early.
  std::vector<Span> apart;
  for (const Span& span : hidden_) {
    if (!apart.empty() && span.begin < apart.back().end) {
      apart.back().end = std::max(apart.back().end, span.end);
    } else {
      apart.push_back(span);
    }
  }
  hidden_ = std::move(apart);
}

void DocumentSecrets::scan_tree(const Document& document, const ScanPlaces& places) {
  const Value root = document.root();
  const bool private_keys = document.kind != Kind::Jwks && root.holds_key("kty");
  for (NodeId id = 0; id < document.tree.size(); ++id) {
    const Value value(document.tree, id);
    if (value.node().from_alias) continue;
    if (places.any(value.key())) scan_key(document, value);
    if (private_keys && value.is_object()) scan_private_keys(document, value);
    if (!value.is_string()) continue;
    for (SecretHit& hit : scan_value(value, root, places)) {
      if (hit.topic.starts_with("jwt") && is_signed_metadata(document, value)) continue;
      const bool account = hit.topic == "private-key" && value.key() == "private_key" &&
                           (value.parent()["auth_provider_x509_cert_url"] ||
                            value.parent()["type"].is_text("service_account"));
      if (account) {
        hit.topic = "google";
        hit.what = "the private key of a service account of Google";
      }
      add(document, value, false, std::move(hit));
    }
  }
}

void DocumentSecrets::scan_key(const Document& document, Value member) {
  for (SecretHit& hit : scan_text(member.key())) add(document, member, true, std::move(hit));
}

// A JSON Web Key with its private half, where a document is no set of keys: those have rules of
// their own.
void DocumentSecrets::scan_private_keys(const Document& document, Value object) {
  if (!object["kty"].is_string()) return;
  for (const std::string_view name : {"d", "k"}) {
    const Value half = object[name];
    if (!half.is_string() || half.text().size() < 16 || !decode_base64(half.text())) continue;
    SecretHit hit{"private-key",
                  fmt::format("the private member '{}' of a JSON Web Key", name),
                  fmt::format("… ({} characters)", half.text().size()),
                  0,
                  0,
                  half.text().size()};
    add(document, half, false, std::move(hit));
    return;
  }
}

// What no node holds: comments. Between the nodes stands nothing else that could be a token.
void DocumentSecrets::scan_source(const Document& document, const ScanPlaces& places) {
  std::uint32_t at = 0;
  const auto pass = [&](Span span) {
    if (span.begin >= at + kShortestSecret) scan_gap(document, places, {at, span.begin});
    at = std::max(at, span.end);
  };
  for (NodeId id = 0; id < document.tree.size(); ++id) {
    const Node& node = document.tree.node(id);
    if (node.key_span.end > node.key_span.begin) pass(node.key_span);
    if (node.count == 0) pass(node.span);
  }
  const auto size = static_cast<std::uint32_t>(document.source->text().size());
  if (size >= at + kShortestSecret) scan_gap(document, places, {at, size});
}

void DocumentSecrets::scan_gap(const Document& document, const ScanPlaces& places, Span gap) {
  if (!places.any(document.source->slice(gap))) return;
  for (SecretHit& hit : scan_text(document.source->slice(gap))) {
    LocatedSecret found;
    found.place = {offset(gap.begin, hit.begin), offset(gap.begin, hit.end)};
    found.hidden = {offset(gap.begin, hit.body), offset(gap.begin, hit.end)};
    bodies_.emplace_back(document.source->slice(found.hidden));
    hidden_.push_back(found.hidden);
    found.hit = std::move(hit);
    found_.push_back(std::move(found));
  }
}

void DocumentSecrets::add(const Document& document, Value at, bool in_key, SecretHit hit) {
  const Node& node = at.node();
  const std::string_view text = in_key ? node.key : node.text;
  const Span span = in_key ? node.key_span : node.span;
  const Span inner = inside_quotes(document, span);
  LocatedSecret found;
  found.node = at.id();
  found.in_key = in_key;
  found.place = span;
  found.hidden = inner;
  if (document.source->slice(inner) == text) {
    found.place = {offset(inner.begin, hit.begin), offset(inner.begin, hit.end)};
    found.hidden = {offset(inner.begin, hit.body), offset(inner.begin, hit.end)};
  }
  const std::string_view body = text.substr(hit.body, hit.end - hit.body);
  bodies_.emplace_back(body);
  if (body.find('%') != std::string_view::npos) bodies_.push_back(decode_percent(body));
  hidden_.push_back(found.hidden);
  has_secret_keys_ = has_secret_keys_ || in_key;
  found.hit = std::move(hit);
  found_.push_back(std::move(found));
}

void DocumentSecrets::hide(const Document& document, Value value) {
  if (!value) return;
  hidden_.push_back(value.is_string() ? inside_quotes(document, value.node().span)
                                      : value.node().span);
  if (value.is_string()) bodies_.emplace_back(value.text());
}

void DocumentSecrets::hide_by_form(const Document& document) {
  // Each member of such a name counts, also one that a later one of the same name hides.
  const auto members = [&](Value object, std::initializer_list<std::string_view> names) {
    if (!object.is_object()) return;
    for (const Value member : object) {
      if (std::find(names.begin(), names.end(), member.key()) != names.end())
        hide(document, member);
    }
  };
  const auto keys = [&](Value list) {
    for (const Value key : list) members(key, {"d", "p", "q", "dp", "dq", "qi", "oth", "k"});
  };
  const Value root = document.root();
  if (document.kind == Kind::Jwks) keys(root["keys"]);
  if (document.kind != Kind::ClientMetadata) return;
  members(root, {"client_secret"});
  keys(root["jwks"]["keys"]);
}

std::vector<Span> secret_places(std::string_view text) {
  std::vector<Span> places;
  for (const SecretHit& hit : scan_text(text))
    places.push_back({offset(0, hit.body), offset(0, hit.end)});
  std::sort(places.begin(), places.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return places;
}

}  // namespace cardlint

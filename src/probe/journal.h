// What was asked of a target so far, each exchange under the role it plays.
//
// Roles are stable words, used by the rules of rules/probe:
//   mcp-discover mcp-initialize mcp-initialize-old mcp-post (the one of the era)
//   mcp-initialized mcp-tools mcp-tools-2… mcp-sessionless mcp-accept mcp-get mcp-options mcp-cors
//   mcp-slash
//   prm-pointer prm-path prm-root prm-random
//   as-N-oauth as-N-oidc as-N-oidc-suffix jwks-N (N: issuer, from 1)
//   origin-as origin-oidc future-as future-oidc
//   card card-head card-auth card-cors card-etag card-2127 card-2127-cors card-2127-options
//   card-2127-etag catalog catalog-N
//   options-ROLE cors-ROLE: as a browser asks for the metadata of ROLE
//   mcp-config registry-auth random http-mcp http-card client-metadata
//   agent-WHO-mcp agent-WHO-card (WHO: smithery claude none)
//   with credentials: auth-discover auth-initialize auth-initialized auth-tools auth-tools-2…
//   with --active: active-… (see walk_active.cpp)
//   row-N: rows of the user
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/exchange.h"

namespace cardlint {

class Journal {
 public:
  struct Entry {
    std::string role;
    Exchange exchange;
  };

  const Exchange* find(std::string_view role) const {
    const auto at = index_.find(role);
    return at == index_.end() ? nullptr : &entries_[at->second].exchange;
  }
  void add(std::string role, Exchange exchange) {
    if (!index_.emplace(role, entries_.size()).second) return;
    entries_.push_back({std::move(role), std::move(exchange)});
  }
  const std::deque<Entry>& entries() const { return entries_; }

 private:
  std::deque<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> index_;
};

}  // namespace cardlint

// The parts of the walk, one file each, and what they share. For walk*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "probe/documents.h"
#include "probe/walk.h"

namespace cardlint {

// Of the page that stands for browser clients.
inline constexpr std::string_view kPageOrigin = "https://cardlint.invalid";

class Walker {
 public:
  Walker(const ProbeTarget& t, const ProbeSettings& s, const Journal& j)
      : target(t), settings(s), journal(j), posture(posture_of(t, j)) {}

  const ProbeTarget& target;
  const ProbeSettings& settings;
  const Journal& journal;
  const Posture posture;

  // Asked for unless it was already.
  void want(std::string role, HttpRequest request, std::string after = {});
  void get(std::string role, const std::string& url, std::string_view accept = "application/json",
           int max_redirects = 0);
  void skip(std::string role, std::string reason);
  // The steps of a plan come before any answer: then a role is "not yet", else missing for good.
  const Exchange* done(std::string_view role) const { return journal.find(role); }
  bool answered(std::string_view role, int status) const;

  Walk finish() { return std::move(walk_); }

 private:
  Walk walk_;
};

void walk_mcp(Walker& walker);
void walk_session(Walker& walker);  // what follows a handshake, with and without credentials
void walk_agents(Walker& walker);
void walk_oauth(Walker& walker);
void walk_cards(Walker& walker);
void walk_host(Walker& walker);
void walk_active(Walker& walker);
void walk_rows(Walker& walker);

// 32 hexadecimal digits that no server knows; the same for one run and `purpose`.
std::string random_name(const ProbeSettings& settings, std::string_view purpose);
// A GET as the documents' readers send it.
HttpRequest get_request(std::string url, std::string_view accept, int max_redirects);

}  // namespace cardlint

// The servers of a client configuration, whichever of its forms it has. Knows no rules.
#pragma once

#include <string_view>
#include <vector>

#include "doc/document.h"

namespace cardlint::checks {

// One entry of the map of servers. Members that the entry does not have are missing values.
struct ClientServer {
  Value entry;      // its key is the server's name; may be anything, not only an object
  Value transport;  // the object that holds what follows: the entry, or its {"streamable_http": …}
  Value type;
  Value command;
  Value args;
  Value env;
  Value url;
  Value headers;
  bool nested = false;  // the address stands one level deeper, so its key is the transport
};

// The maps of servers of a document: "mcpServers", "servers", else a root that is such a map.
std::vector<Value> server_maps(Value root);

// All servers of a document, of one that cannot be read none. Many rules ask, and a document may
// name very many: facts.shared<ClientServers>() lists them once.
class ClientServers {
 public:
  explicit ClientServers(const Document& document);
  auto begin() const { return servers_.begin(); }
  auto end() const { return servers_.end(); }

 private:
  std::vector<ClientServer> servers_;
};

}  // namespace cardlint::checks

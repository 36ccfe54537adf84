#include "checks/document/client_servers.h"

#include "doc/kind.h"

namespace cardlint::checks {
namespace {

ClientServer read(Value entry) {
  ClientServer server;
  server.entry = entry;
  server.transport = entry;
  if (const Value inner = nested_transport(entry)) {
    server.transport = inner;
    server.nested = true;
  }
  const Value at = server.transport;
  server.type = at["type"];
  server.command = at["command"];
  server.args = at["args"];
  server.env = at["env"];
  server.url = at["url"];
  server.headers = at["headers"];
  return server;
}

}  // namespace

std::vector<Value> server_maps(Value root) {
  std::vector<Value> maps;
  for (const std::string_view key : {"mcpServers", "servers"}) {
    if (const Value map = root[key]; map.is_object()) maps.push_back(map);
  }
  if (maps.empty() && is_server_map(root)) maps.push_back(root);
  return maps;
}

ClientServers::ClientServers(const Document& document) {
  if (!document.readable()) return;
  for (const Value map : server_maps(document.root())) {
    for (const Value entry : map) {
      if (!entry.key().starts_with('$')) servers_.push_back(read(entry));
    }
  }
}

}  // namespace cardlint::checks

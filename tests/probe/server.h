// Starts a server of tests/probe/*.mjs beside the test and ends it with it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace probe_test {

class Server {
 public:
  // `script` of this folder, with its arguments; waits for its line of ports.
  Server(const std::string& script, std::vector<std::string> arguments);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  bool runs() const { return facts_.is_object(); }
  int port(const std::string& name = "port") const { return facts_.at(name).get<int>(); }
  std::string text(const std::string& name) const { return facts_.at(name).get<std::string>(); }

 private:
  pid_t pid_ = -1;
  int stdin_ = -1;
  nlohmann::json facts_;
};

// A folder of its own for one test process, removed at its end.
const std::string& scratch_folder();

// The scripted server and its log.
class ScriptedServer {
 public:
  explicit ScriptedServer(const std::vector<std::string>& arguments = {});
  int port() const { return server_.port(); }
  std::string url(const std::string& path, const std::string& host = "127.0.0.1") const;
  // What the server saw so far.
  std::vector<nlohmann::json> requests() const { return lines("method"); }
  std::size_t connections() const { return lines("local").size(); }

 private:
  std::vector<nlohmann::json> lines(const std::string& member) const;
  std::string log_;
  Server server_;
};

// The value of a header of a logged request; empty when there is none.
std::string header_of(const nlohmann::json& request, const std::string& name);

}  // namespace probe_test

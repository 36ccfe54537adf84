#include "probe/server.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace probe_test {
namespace {

std::string read_line(int descriptor) {
  std::string line;
  char c = 0;
  while (line.size() < 4096 && read(descriptor, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

bool same_word(const std::string& a, const std::string& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) ==
                  std::tolower(static_cast<unsigned char>(y));
         });
}

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cardlint-probe-XXXXXX");
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for tests");
    path = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

}  // namespace

const std::string& scratch_folder() {
  static const Folder folder;
  return folder.path;
}

Server::Server(const std::string& script, std::vector<std::string> arguments) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe(in.data()) != 0 || pipe(out.data()) != 0) throw std::runtime_error("no pipe");
  arguments.insert(arguments.begin(),
                   {CARDLINT_NODE, std::string(CARDLINT_PROBE_SCRIPTS) + "/" + script});
  std::vector<char*> words;
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    for (const int end : {in[0], in[1], out[0], out[1]}) close(end);
    execv(words[0], words.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  stdin_ = in[1];
  facts_ = nlohmann::json::parse(read_line(out[0]), nullptr, false);
  close(out[0]);
  if (!runs()) throw std::runtime_error(script + " did not start");
}

Server::~Server() {
  close(stdin_);  // the script ends, and what it started with it
  for (int i = 0; i < 200; ++i) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) return;
    usleep(10'000);
  }
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

ScriptedServer::ScriptedServer(const std::vector<std::string>& arguments)
    : log_(scratch_folder() + "/scripted.log"), server_("scripted_server.mjs", [&] {
        std::vector<std::string> words{"--log", log_};
        words.insert(words.end(), arguments.begin(), arguments.end());
        return words;
      }()) {}

std::string ScriptedServer::url(const std::string& path, const std::string& host) const {
  return "http://" + host + ":" + std::to_string(port()) + path;
}

std::vector<nlohmann::json> ScriptedServer::lines(const std::string& member) const {
  std::vector<nlohmann::json> found;
  std::ifstream log(log_);
  for (std::string line; std::getline(log, line);) {
    auto entry = nlohmann::json::parse(line);
    if (entry.contains(member)) found.push_back(std::move(entry));
  }
  return found;
}

std::string header_of(const nlohmann::json& request, const std::string& name) {
  for (const auto& header : request.at("headers")) {
    if (same_word(header.at(0).get<std::string>(), name)) return header.at(1).get<std::string>();
  }
  return "";
}

}  // namespace probe_test

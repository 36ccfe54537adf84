// A small project on disk, sound or with one fault, to try things on.
#pragma once

#include "support/program.h"
#include "support/sandbox.h"

namespace cardlint::test {

inline constexpr const char* kSoundManifest = "name: my-server\ntarget: remote\n";
inline constexpr const char* kFaultyManifest = "name: my-server\ntarget: cloud\n";  // one error

// Open to nobody as well, so that others than root can be tried in it.
class Folder : public Sandbox {
 public:
  Folder() { open_to_all(root.string()); }
  explicit Folder(const char* manifest) : Folder() { file("smithery.yaml", manifest); }

  Start start() const {
    Start start;
    start.folder = root.string();
    return start;
  }
  std::string read(const std::string& path) const {
    std::ifstream in(root / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

inline bool contains(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace cardlint::test

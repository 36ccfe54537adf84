#include "fuzz/support.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/text.h"

namespace cardlint::fuzz {
namespace {

struct Folder {
  Folder() {
    const std::filesystem::path memory("/dev/shm");
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "cardlint-fuzz-XXXXXX").string();
    promise(::mkdtemp(pattern.data()) != nullptr, "a folder for files");
    path = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

}  // namespace

void promise(bool holds, const char* what, std::string_view seen) {
  if (holds) return;
  const std::string shown = printable(seen, 2000);
  std::fprintf(stderr, "broken promise: %s\n%s\n", what, shown.c_str());
  std::abort();
}

std::string as_file(std::string_view text) {
  static const Folder folder;
  std::string path = folder.path + "/.cardlint.yaml";
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  return path;
}

bool is_visible(std::string_view text, bool line_ends) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    if (!c.valid || (is_unprintable(c.value) && !(line_ends && c.value == '\n'))) return false;
    i += c.length;
  }
  return true;
}

}  // namespace cardlint::fuzz

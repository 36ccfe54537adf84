#include "doc/archive.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <minizip/unzip.h>

namespace cardlint {
namespace {

constexpr std::string_view kManifest = "manifest.json";
constexpr unsigned kEncrypted = 1;  // bit 0 of the general purpose flags
constexpr unsigned kStored = 0;
constexpr unsigned kDeflated = 8;

// minizip reads through callbacks: here they serve bytes in memory.
struct Memory {
  std::string_view bytes;
  std::size_t at = 0;
};

Memory& memory(void* handle) {
  return *static_cast<Memory*>(handle);
}
void* open_memory(void* opaque, const void*, int) {
  return opaque;
}
uLong read_memory(void*, void* stream, void* buffer, uLong size) {
  Memory& file = memory(stream);
  const std::size_t count = std::min<std::size_t>(size, file.bytes.size() - file.at);
  std::memcpy(buffer, file.bytes.data() + file.at, count);
  file.at += count;
  return static_cast<uLong>(count);
}
uLong write_nothing(void*, void*, const void*, uLong) {
  return 0;
}
ZPOS64_T tell_memory(void*, void* stream) {
  return memory(stream).at;
}
long seek_memory(void*, void* stream, ZPOS64_T offset, int origin) {
  Memory& file = memory(stream);
  const ZPOS64_T base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? file.at
                        : origin == ZLIB_FILEFUNC_SEEK_END ? file.bytes.size()
                                                           : 0;
  if (offset > file.bytes.size() || base + offset > file.bytes.size()) return -1;
  file.at = static_cast<std::size_t>(base + offset);
  return 0;
}
int close_memory(void*, void*) {
  return 0;
}
int no_error(void*, void*) {
  return 0;
}

struct CloseArchive {
  void operator()(void* archive) const { unzClose(archive); }
};
using OpenArchive = std::unique_ptr<void, CloseArchive>;

OpenArchive open(Memory& bytes) {
  zlib_filefunc64_def functions{open_memory, read_memory,  write_nothing, tell_memory,
                                seek_memory, close_memory, no_error,      &bytes};
  return OpenArchive(unzOpen2_64("", &functions));
}

class Reader {
 public:
  Reader(void* archive, const Limits& limits, Archive& out)
      : archive_(archive), limits_(limits), out_(out) {}

  // Each sets `unread` where it fails.
  void read() {
    unz_global_info64 global{};
    if (unzGetGlobalInfo64(archive_, &global) != UNZ_OK) return fail("its directory is damaged");
    if (global.number_entry > limits_.archive_members) {
      return fail(fmt::format("it has more than {} members", limits_.archive_members));
    }
    if (global.number_entry == 0) return;
    for (int status = unzGoToFirstFile(archive_);; status = unzGoToNextFile(archive_)) {
      if (status == UNZ_END_OF_LIST_OF_FILE) return;
      if (status != UNZ_OK) return fail("its directory is damaged");
      if (!read_member()) return;
    }
  }

 private:
  void fail(std::string reason) { out_.unread = std::move(reason); }

  bool read_member() {
    unz_file_info64 info{};
    std::string name(limits_.archive_name_bytes + 1, '\0');
    if (unzGetCurrentFileInfo64(archive_, &info, name.data(), static_cast<uLong>(name.size()),
                                nullptr, 0, nullptr, 0) != UNZ_OK) {
      fail("its directory is damaged");
      return false;
    }
    if (info.size_filename > limits_.archive_name_bytes) {
      fail(fmt::format("a member's name has more than {} bytes", limits_.archive_name_bytes));
      return false;
    }
    name.resize(info.size_filename);
    out_.members.push_back(name);
    return name != kManifest || read_manifest(info);
  }

  bool read_manifest(const unz_file_info64& info) {
    if (out_.has_manifest) {
      fail("it holds 'manifest.json' twice, and readers differ in which one they take");
    } else if ((info.flag & kEncrypted) != 0) {
      fail("'manifest.json' is encrypted");
    } else if (info.compression_method != kStored && info.compression_method != kDeflated) {
      fail(fmt::format("'manifest.json' is compressed by method {}, which is not read",
                       info.compression_method));
    } else if (info.uncompressed_size > limits_.archive_manifest_bytes) {
      fail(fmt::format("'manifest.json' has more than {} bytes", limits_.archive_manifest_bytes));
    } else if (unzOpenCurrentFile(archive_) != UNZ_OK) {
      fail("'manifest.json' cannot be unpacked");
    } else {
      out_.has_manifest = true;
      unpack(info);
    }
    return out_.unread.empty();
  }

  // What the directory says about sizes may be a lie, so the bytes that come out are counted.
  void unpack(const unz_file_info64& info) {
    constexpr std::size_t kChunk = 16u << 10;
    constexpr std::size_t kFreeBytes = 64u << 10;  // below this a high ratio is no bomb
    std::string& text = out_.manifest;
    std::string chunk(kChunk, '\0');
    for (;;) {
      const int count = unzReadCurrentFile(archive_, chunk.data(), kChunk);
      if (count < 0) return stop("'manifest.json' cannot be unpacked");
      if (count == 0) break;
      text.append(chunk, 0, static_cast<std::size_t>(count));
      if (text.size() > limits_.archive_manifest_bytes) {
        return stop(
            fmt::format("'manifest.json' has more than {} bytes", limits_.archive_manifest_bytes));
      }
      if (text.size() > kFreeBytes &&
          text.size() / limits_.archive_ratio > std::max<ZPOS64_T>(info.compressed_size, 1)) {
        return stop(fmt::format("'manifest.json' unpacks to more than {} times its size",
                                limits_.archive_ratio));
      }
    }
    if (unzCloseCurrentFile(archive_) != UNZ_OK)
      fail("the checksum of 'manifest.json' does not fit its content");
  }

  void stop(std::string reason) {
    unzCloseCurrentFile(archive_);
    fail(std::move(reason));
  }

  void* archive_;
  const Limits& limits_;
  Archive& out_;
};

}  // namespace

bool Archive::has_member_below(std::string_view path) const {
  return std::any_of(members.begin(), members.end(), [&](std::string_view member) {
    return member.size() > path.size() && member.starts_with(path) && member[path.size()] == '/';
  });
}

Archive read_archive(std::string_view bytes, const Limits& limits) {
  Archive archive;
  archive.bytes = bytes.size();
  if (bytes.size() > limits.archive_bytes) {
    archive.unread = fmt::format("the archive has more than {} bytes", limits.archive_bytes);
    return archive;
  }
  Memory file{bytes};
  const OpenArchive open_archive = open(file);
  if (open_archive == nullptr) {
    archive.unread = "not a ZIP archive, or cut off";
    return archive;
  }
  Reader(open_archive.get(), limits, archive).read();
  return archive;
}

}  // namespace cardlint

#include "doc/git_index.h"

namespace cardlint {
namespace {

// Of the format: gitformat-index(5).
constexpr std::size_t kHeader = 12;
constexpr std::size_t kStat = 40;  // times, device, inode, mode, owner, size
constexpr std::size_t kModeAt = 24;
constexpr std::uint32_t kLinkMode = 0120000;
constexpr std::uint32_t kSubmoduleMode = 0160000;
constexpr std::uint32_t kExtended = 0x4000;
constexpr std::uint32_t kNameMask = 0xFFF;
constexpr std::size_t kLongestPath = 4096;

class Reader {
 public:
  Reader(std::string_view bytes, std::size_t hash_bytes) : bytes_(bytes), hash_(hash_bytes) {}

  std::optional<GitIndex> read(std::size_t max_entries) {
    if (!bytes_.starts_with("DIRC") || bytes_.size() < kHeader) return std::nullopt;
    version_ = number(4, 4);
    const std::uint32_t count = number(8, 4);
    if (version_ < 2 || version_ > 4 || count > max_entries) return std::nullopt;
    at_ = kHeader;
    GitIndex index;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::size_t begin = at_;
      if (!read_name()) return std::nullopt;
      const std::uint32_t mode = number(begin + kModeAt, 4) & 0170000;
      if (mode == kLinkMode) index.special.emplace(path_, GitIndex::Type::Link);
      if (mode == kSubmoduleMode) index.special.emplace(path_, GitIndex::Type::Submodule);
    }
    return index;
  }

 private:
  // Big-endian; 0 behind the end.
  std::uint32_t number(std::size_t at, std::size_t size) const {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + size && i < bytes_.size(); ++i)
      value = value << 8 | static_cast<unsigned char>(bytes_[i]);
    return value;
  }

  // Reads the entry at `at_` into path_ and goes to the next.
  bool read_name() {
    const std::size_t begin = at_;
    const std::uint32_t flags = number(begin + kStat + hash_, 2);
    const bool extended = (flags & kExtended) != 0;
    if (extended && version_ < 3) return false;
    at_ = begin + kStat + hash_ + (extended ? 4 : 2);
    if (version_ == 4 && !cut_path()) return false;
    const std::size_t end = at_ < bytes_.size() ? bytes_.find('\0', at_) : std::string_view::npos;
    if (end == std::string_view::npos) return false;
    if (version_ < 4) path_.clear();
    if (path_.size() + (end - at_) > kLongestPath) return false;
    path_.append(bytes_.substr(at_, end - at_));
    // Older versions fill up to eight bytes with NULs, at least one.
    at_ = version_ == 4 ? end + 1 : begin + (end - begin) / 8 * 8 + 8;
    const std::size_t length = flags & kNameMask;
    return !path_.empty() &&
           (length == kNameMask ? path_.size() >= length : path_.size() == length);
  }

  // Version 4 says how many bytes of the last path to drop, in groups of seven bits.
  bool cut_path() {
    std::size_t drop = 0;
    for (bool first = true;; first = false) {
      if (at_ >= bytes_.size() || drop > kLongestPath) return false;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      drop = ((first ? 0 : drop + 1) << 7) + (byte & 0x7F);
      if ((byte & 0x80) == 0) break;
    }
    if (drop > path_.size()) return false;
    path_.erase(path_.size() - drop);
    return true;
  }

  std::string_view bytes_;
  std::size_t hash_;
  std::uint32_t version_ = 0;
  std::size_t at_ = 0;
  std::string path_;
};

}  // namespace

std::optional<GitIndex::Type> GitIndex::type_of(std::string_view path) const {
  const auto found = special.find(path);
  return found == special.end() ? std::nullopt : std::optional(found->second);
}

std::optional<GitIndex> read_git_index(std::string_view bytes, std::size_t max_entries) {
  // The index does not say which hash it uses; the lengths of names fit only the right one.
  constexpr std::size_t kSha1 = 20;
  constexpr std::size_t kSha256 = 32;
  if (auto index = Reader(bytes, kSha1).read(max_entries)) return index;
  return Reader(bytes, kSha256).read(max_entries);
}

}  // namespace cardlint

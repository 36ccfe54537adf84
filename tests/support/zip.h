// ZIP archives made by hand, sound ones and such that lie.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardlint::test {

struct ZipMember {
  std::string name;
  std::string content;
  bool deflate = false;
  std::uint16_t flags = 0;
  std::optional<std::uint16_t> method;         // instead of the true one
  std::optional<std::uint32_t> told_size;      // instead of the true size
  std::optional<std::uint32_t> told_checksum;  // instead of the true one
};

inline std::string deflated(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

inline std::string zip_of(const std::vector<ZipMember>& members) {
  std::string out;
  std::string directory;
  for (const ZipMember& member : members) {
    const std::string data = member.deflate ? deflated(member.content) : member.content;
    const auto offset = static_cast<std::uint32_t>(out.size());
    std::string common;
    put(common, 20, 2);  // version needed
    put(common, member.flags, 2);
    put(common, member.method.value_or(member.deflate ? 8 : 0), 2);
    put(common, 0, 4);  // time and date
    const auto checksum =
        static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(member.content.data()),
                                         static_cast<uInt>(member.content.size())));
    put(common, member.told_checksum.value_or(checksum), 4);
    put(common, static_cast<std::uint32_t>(data.size()), 4);
    put(common, member.told_size.value_or(static_cast<std::uint32_t>(member.content.size())), 4);
    put(common, static_cast<std::uint32_t>(member.name.size()), 2);
    put(common, 0, 2);  // extra field
    out += "PK\x03\x04" + common + member.name + data;
    directory += "PK\x01\x02";
    put(directory, 20, 2);  // version made by
    directory += common;
    put(directory, 0, 2);  // comment
    put(directory, 0, 4);  // disk, internal attributes
    put(directory, 0, 4);  // external attributes
    put(directory, offset, 4);
    directory += member.name;
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  out += directory + "PK\x05\x06";
  put(out, 0, 4);
  put(out, static_cast<std::uint32_t>(members.size()), 2);
  put(out, static_cast<std::uint32_t>(members.size()), 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace cardlint::test

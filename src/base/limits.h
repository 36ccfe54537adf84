// Every bound on untrusted input, with its unit and its reason. Hitting one is always reported,
// never silent.
#pragma once

#include <cstddef>

namespace cardlint {

struct Limits {
  std::size_t file_bytes = 8u << 20;      // larger files are refused unread
  std::size_t project_bytes = 64u << 20;  // documents of one project, which are judged together
  std::size_t yaml_bytes =
      1u << 20;                   // yaml-cpp needs up to 229 bytes of memory for each byte of input
  std::size_t depth = 64;         // nesting; valijson copies its context at each level (quadratic)
  std::size_t nodes = 1'000'000;  // 72 MB of located tree
  std::size_t scalar_bytes = 1u << 20;      // one string
  std::size_t key_bytes = 4u << 10;         // one member name
  std::size_t number_digits = 4096;         // one number
  std::size_t alias_uses = 1000;            // YAML aliases in one document
  std::size_t alias_nodes = 100'000;        // nodes that aliases stand for
  std::size_t alias_bytes = 8u << 20;       // text that aliases stand for
  std::size_t companion_bytes = 1u << 20;   // package.json, Dockerfile and the like
  std::size_t companion_files = 100;        // read for one project
  std::size_t companion_total = 8u << 20;   // bytes of them together: all stay until it is judged
  std::size_t disk_looks = 20'000;          // at files that one project's documents name
  std::size_t git_index_bytes = 32u << 20;  // 200,000 files; read for small files only
  std::size_t git_index_entries = 500'000;
  std::size_t listed_entries = 2'000;             // looked at for one pattern of files
  std::size_t archive_bytes = 64u << 20;          // a bundle; it is held in memory as a whole
  std::size_t archive_members = 50'000;           // node_modules of a large server has 20,000 files
  std::size_t archive_name_bytes = 1024;          // one member's name
  std::size_t archive_manifest_bytes = 1u << 20;  // manifest.json unpacked
  std::size_t archive_ratio = 200;                // of it to its packed size; text reaches 20
  std::size_t walk_entries = 100'000;             // directory entries seen by discovery
  std::size_t walk_depth = 64;                    // folders below each other
  std::size_t findings_per_rule = 100;  // in one document; the rest is counted in one note
};

}  // namespace cardlint

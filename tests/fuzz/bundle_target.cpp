// An .mcpb archive: raw bytes, or one that is made of a manifest and names and then lies in one
// byte.
#include "doc/archive.h"
#include "fuzz/report_checks.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "fuzz/world.h"
#include "lint/run.h"
#include "support/zip.h"

namespace cardlint::fuzz {
namespace {

// "names separated by commas\nmanifest", after a byte of choices and two of damage.
std::string made_archive(Input& in) {
  const std::uint8_t choice = in.byte();
  const std::size_t place = in.byte() * 256u + in.byte();
  std::vector<test::ZipMember> members;
  Input names(in.until('\n'));
  while (!names.empty() && members.size() < 50) {
    test::ZipMember member{std::string(names.until(',')), "x"};
    member.deflate = (choice & 1) != 0;
    members.push_back(member);
  }
  test::ZipMember manifest{"manifest.json", std::string(in.rest())};
  manifest.deflate = (choice & 2) != 0;
  if (choice & 4) manifest.told_size = static_cast<std::uint32_t>(place);
  if (choice & 8) manifest.flags = 1;
  if (choice & 16) manifest.method = static_cast<std::uint16_t>(place & 0xFF);
  members.push_back(manifest);
  std::string archive = test::zip_of(members);
  if (choice & 32) archive[place % archive.size()] ^= static_cast<char>(choice);
  if (choice & 64) archive.resize(place % archive.size());
  return archive;
}

}  // namespace

void run_bundle(std::string_view input) {
  Input in(input);
  const bool raw = in.byte() % 4 == 0;
  const std::string bytes = raw ? std::string(in.rest()) : made_archive(in);
  const Limits limits;
  const Archive archive = read_archive(bytes, limits);
  promise(archive.bytes == bytes.size(), "the size of an archive is that of its bytes");
  promise(archive.manifest.size() <= limits.archive_manifest_bytes, "a manifest is bounded");
  promise(archive.members.size() <= limits.archive_members, "members are bounded");
  promise(is_visible(archive.unread, false), "a reason is printable", archive.unread);

  const LintSettings settings = settings_of(0);
  const Linter linter(world().rules, world().schemas, settings);
  const CheckReport report = lint_text(linter, "x.mcpb", bytes, std::nullopt, limits);
  check_places(report, "x.mcpb/manifest.json", archive.manifest);
  check_formats(report);
  check_contract(report);
}

}  // namespace cardlint::fuzz

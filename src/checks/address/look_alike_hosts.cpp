#include "checks/address/look_alike_hosts.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "address/idna.h"
#include "base/text.h"
#include "checks/address/host_names.h"
#include "checks/text/code_points.h"
#include "checks/text/look_alikes.h"

namespace cardlint::checks {
namespace {

struct Script {
  std::uint32_t first, last;
  std::string_view name;
};

// Blocks of letters (Unicode, Blocks.txt), coarse: what stands in none of them is common to all.
constexpr std::array kScripts{
    Script{'a', 'z', "Latin"},          Script{0xC0, 0x24F, "Latin"},
    Script{0x250, 0x2AF, "Latin"},      Script{0x370, 0x3FF, "Greek"},
    Script{0x400, 0x52F, "Cyrillic"},   Script{0x531, 0x58F, "Armenian"},
    Script{0x590, 0x5FF, "Hebrew"},     Script{0x600, 0x6FF, "Arabic"},
    Script{0x900, 0x97F, "Devanagari"}, Script{0xE00, 0xE7F, "Thai"},
    Script{0x10A0, 0x10FF, "Georgian"}, Script{0x1100, 0x11FF, "Hangul"},
    Script{0x13A0, 0x13FF, "Cherokee"}, Script{0x1C80, 0x1C8F, "Cyrillic"},
    Script{0x1E00, 0x1EFF, "Latin"},    Script{0x1F00, 0x1FFF, "Greek"},
    Script{0x2C60, 0x2C7F, "Latin"},    Script{0x2DE0, 0x2DFF, "Cyrillic"},
    Script{0x3041, 0x309F, "Japanese"}, Script{0x30A0, 0x30FF, "Japanese"},
    Script{0x3105, 0x312F, "Bopomofo"}, Script{0x3400, 0x4DBF, "Han"},
    Script{0x4E00, 0x9FFF, "Han"},      Script{0xA640, 0xA69F, "Cyrillic"},
    Script{0xA720, 0xA7FF, "Latin"},    Script{0xAB70, 0xABBF, "Cherokee"},
    Script{0xAC00, 0xD7AF, "Hangul"},   Script{0x20000, 0x323AF, "Han"}};

std::string_view script_of(std::uint32_t code_point) {
  const auto it = std::find_if(kScripts.begin(), kScripts.end(), [&](const Script& script) {
    return code_point >= script.first && code_point <= script.last;
  });
  return it == kScripts.end() ? std::string_view() : it->name;
}

template <class Visit>
void each_code_point(std::string_view text, Visit&& visit) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    visit(c.value);
    i += c.length;
  }
}

// UTS #39 §5.2, "moderately restrictive": Latin beside the scripts of East Asia, or beside one
// other script that has no letters in common with it. "" where a label keeps to that.
std::string mixture(std::string_view label) {
  std::set<std::string_view> scripts;
  each_code_point(label, [&](std::uint32_t c) {
    if (const std::string_view script = script_of(c); !script.empty()) scripts.insert(script);
  });
  const bool latin = scripts.erase("Latin") > 0;
  const bool chinese_or_japanese = scripts.count("Han") > 0;
  const auto foreign = std::vector<std::string_view>(scripts.begin(), scripts.end());
  if (foreign.empty() || (!latin && foreign.size() == 1)) return {};
  const bool alike = scripts.count("Cyrillic") + scripts.count("Greek") + scripts.count("Cherokee");
  if (!alike && (foreign.size() == 1 || (chinese_or_japanese && foreign.size() == 2))) return {};
  std::string out = latin ? "mixes Latin" : fmt::format("mixes {}", foreign.front());
  for (std::size_t i = latin ? 0 : 1; i < foreign.size(); ++i)
    out += fmt::format(" and {}", foreign[i]);
  return out + " letters in one label";
}

// The domain that a name belongs to has two labels, or three below a public suffix such as co.uk.
template <class Visit>
void each_domain(std::string_view host, Visit&& visit) {
  std::size_t dot = host.rfind('.');
  for (int labels = 2; labels <= 3 && dot != std::string_view::npos && dot > 0; ++labels) {
    dot = host.rfind('.', dot - 1);
    visit(dot == std::string_view::npos ? host : host.substr(dot + 1));
  }
}

const std::map<std::string, std::string_view>& well_known_looks() {
  static const auto kLooks = [] {
    std::map<std::string, std::string_view> made;
    for (const std::string_view domain : well_known_domains())
      made.emplace(skeleton(domain), domain);
    return made;
  }();
  return kLooks;
}

// The well-known domain that the name ends in for the eye. With `same` also where DNS agrees.
std::string_view imitated(std::string_view ascii, bool same) {
  std::string_view found;
  each_domain(ascii, [&](std::string_view domain) {
    const auto it = well_known_looks().find(look_of_host(domain));
    if (it != well_known_looks().end() && (same || it->second != domain)) found = it->second;
  });
  return found;
}

}  // namespace

std::string look_of_host(std::string_view ascii) {
  return skeleton(to_unicode_host(ascii));
}

std::string look_of_foreign_host(std::string_view ascii) {
  const bool foreign = !is_ascii(ascii) || ascii.find("xn--") != std::string_view::npos;
  return foreign ? look_of_host(ascii) : std::string();
}

HostLook judge_look(std::string_view written, std::string_view ascii) {
  HostLook look;
  if (is_ascii(written) && ascii.find("xn--") == std::string_view::npos) return look;
  const std::string unicode = to_unicode_host(ascii);
  // Invisible characters are reported by the rules on texts, in any member.
  if (!find_hidden(written, true).empty()) return look;
  // Letters of other sorts that stand for ASCII: the name that DNS gets is not the one in the text.
  const bool disguised = !is_ascii(written) && is_ascii(unicode);
  look.imitates = imitated(ascii, disguised);
  if (disguised) {
    look.odd = "is written with characters that only stand for these";
  } else {
    for (const std::string_view label : split(unicode, '.')) {
      if (look.odd = mixture(label); !look.odd.empty()) break;
    }
  }
  return look;
}

}  // namespace cardlint::checks

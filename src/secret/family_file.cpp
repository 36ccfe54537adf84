#include "secret/family_file.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "doc/load.h"
#include "secret/character_classes.h"

namespace cardlint {
namespace {

struct Refused {
  std::string reason;
};

std::vector<std::string> texts(Value value) {
  if (!value) return {};
  if (value.is_string()) return {std::string(value.text())};
  std::vector<std::string> found;
  for (const Value item : value) found.emplace_back(item.text());
  return found;
}

std::uint16_t number(std::string_view digits) {
  std::uint16_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size())
    throw Refused{fmt::format("'{}' is no count", digits)};
  return value;
}

// "n36 =_ w20-40 w80+": classes with counts, and literals behind '='.
std::vector<FamilySource::Piece> pieces(Value shape) {
  std::vector<FamilySource::Piece> out;
  if (!shape) return out;
  for (const std::string_view word : split(shape.text(), ' ')) {
    FamilySource::Piece piece;
    if (word.starts_with('=')) {
      piece.literal = word.substr(1);
    } else if (word.size() < 2 || class_bit(word[0]) == 0) {
      throw Refused{fmt::format("'{}' begins with no class", word)};
    } else {
      piece.set = word[0];
      const std::size_t dash = word.find('-');
      const bool open = word.ends_with('+');
      const std::string_view first = word.substr(1, open ? word.size() - 2 : dash - 1);
      piece.min = number(first);
      piece.max = open                             ? 4096
                  : dash == std::string_view::npos ? piece.min
                                                   : number(word.substr(dash + 1));
    }
    out.push_back(std::move(piece));
  }
  return out;
}

Proof proof(Value word) {
  if (!word) return Proof::None;
  constexpr std::pair<std::string_view, Proof> kProofs[] = {
      {"shape", Proof::Shape},
      {"entropy", Proof::Entropy},
      {"numeric-id", Proof::NumericId},
      {"crc32-base62", Proof::Base62Crc},
      {"crc32-base36", Proof::Base36Crc},
      {"crc32-hex", Proof::HexCrc},
      {"crc32-hex-little", Proof::HexCrcLittle}};
  for (const auto& [name, value] : kProofs) {
    if (word.is_text(name)) return value;
  }
  throw Refused{fmt::format("'{}' is no proof", word.text())};
}

FamilySource family(Value entry, std::string_view topic) {
  FamilySource out;
  const auto text = [&](std::string_view key) {
    if (!entry[key].is_string()) throw Refused{fmt::format("a family has no text '{}'", key)};
    return std::string(entry[key].text());
  };
  out.id = text("id");
  out.topic = entry["topic"] ? text("topic") : std::string(topic);
  out.what = text("what");
  out.prefixes = texts(entry["prefix"]);
  out.lead = pieces(entry["lead"]);
  out.body = pieces(entry["body"]);
  out.keys = texts(entry["keys"]);
  out.proof = proof(entry["proof"]);
  out.loose = entry["loose"].is_true();
  if (entry["after"]) out.after = text("after");
  out.source = text("source");
  out.key_of_examples = entry["key"] ? text("key") : "credential";
  out.positives = texts(entry["positive"]);
  out.negatives = texts(entry["negative"]);
  if (out.prefixes.empty()) out.prefixes.emplace_back();
  for (const std::string& prefix : out.prefixes) {
    if (out.keys.empty() && prefix.size() < 2)
      throw Refused{fmt::format("'{}' needs a prefix of two characters, or keys", out.id)};
  }
  if (out.positives.empty() || out.negatives.empty())
    throw Refused{fmt::format("'{}' needs a positive and a negative sample", out.id)};
  return out;
}

}  // namespace

std::string join_sample(std::string_view sample) {
  std::string out(sample);
  std::erase(out, '|');
  return out;
}

Result<std::vector<FamilySource>> load_families(const std::string& path, std::string text) {
  const SourceFile source(path, std::move(text));
  const Loaded loaded = load_yaml(source, Limits{});
  const auto refuse = [&](std::string_view reason) {
    return fail(ErrorCode::Usage, fmt::format("{}: {}", path, reason));
  };
  if (!loaded.faults.empty()) return refuse(loaded.faults.front().detail);
  const Value root = loaded.tree.root();
  if (!root["topic"].is_string() || !root["families"].is_array())
    return refuse("a pattern file has a 'topic' and a list 'families'");
  std::vector<FamilySource> out;
  for (const Value entry : root["families"]) {
    try {
      out.push_back(family(entry, root["topic"].text()));
    } catch (const Refused& refused) {
      return refuse(refused.reason);
    }
  }
  return out;
}

}  // namespace cardlint

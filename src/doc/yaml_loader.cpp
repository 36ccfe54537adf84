// From YAML to a located tree. yaml-cpp's events say what is nested in what; where each node stands
// and ends, and what its text is, comes from our own reading of the source (yaml_outline,
// yaml_scalar), because yaml-cpp 0.7 gives no ends, accepts what YAML 1.2 refuses and folds blank
// lines wrongly. Both must agree node by node: where they do not, the document counts as unread
// instead of being judged by a guess.
#include <algorithm>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/text.h"
#include "doc/load.h"
#include "doc/yaml_outline.h"
#include "doc/yaml_tree.h"

namespace cardlint {
namespace {

// yaml-cpp's view of the document; `offset` is where its text begins in the file.
class Events : public YAML::EventHandler {
 public:
  Events(YamlTreeMaker& maker, std::size_t offset) : maker_(maker), offset_(offset) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { take(YamlKind::Scalar, mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { take(YamlKind::Alias, mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string&) override {
    take(YamlKind::Scalar, mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    take(YamlKind::Sequence, mark);
  }
  void OnSequenceEnd() override { maker_.take(YamlKind::End, last_); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    take(YamlKind::Map, mark);
  }
  void OnMapEnd() override { maker_.take(YamlKind::End, last_); }

 private:
  void take(YamlKind kind, const YAML::Mark& mark) {
    last_ = offset_ + static_cast<std::size_t>(std::max(mark.pos, 0));
    maker_.take(kind, last_);
  }

  YamlTreeMaker& maker_;
  std::size_t offset_;
  std::size_t last_ = 0;
};

void build(const SourceFile& source, std::uint32_t begin, const Limits& limits,
           const YamlOutline& outline, Loaded& loaded) {
  YamlTreeMaker maker(source, limits, outline, loaded);
  try {
    std::string text(source.text().substr(begin, outline.document_end - begin));
    for (const YamlMask& mask : outline.masks) {
      if (mask.span.end > outline.document_end) continue;
      std::fill(text.begin() + (mask.span.begin - begin), text.begin() + (mask.span.end - begin),
                mask.shown);
    }
    std::istringstream stream(std::move(text));
    YAML::Parser parser(stream);
    Events events(maker, begin);
    parser.HandleNextDocument(events);
    if (!maker.complete()) maker.unread(outline.document_end);
    loaded.tree = maker.finish();
  } catch (const YamlAbandon&) {
    loaded.tree = Tree();
  } catch (const YAML::Exception& refusal) {
    const std::size_t at = begin + static_cast<std::size_t>(std::max(refusal.mark.pos, 0));
    const auto offset = static_cast<std::uint32_t>(std::min(at, source.text().size()));
    loaded.faults.push_back(
        {FaultCode::YamlUnread,
         {offset, offset},
         fmt::format(
             "well-formed YAML that this reader's library cannot read ({}); a limit of this "
             "reader, not a fault of the file",
             printable(refusal.msg)),
         kNoNode,
         true});
  }
}

// Characters that YAML 1.2.2 §5.1 keeps out; NUL and 0x04 are sentinels inside yaml-cpp. A carriage
// return alone is a line break to YAML and none to npm and yaml-cpp.
std::optional<LoadFault> find_forbidden(std::string_view text, std::uint32_t begin) {
  for (std::size_t i = begin; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F) continue;
    if (byte == '\t' || byte == '\n' ||
        (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n'))
      continue;
    const CodePoint c = decode_utf8(text, i);
    const bool allowed = c.value >= 0xA0 ? c.value != 0xFFFE && c.value != 0xFFFF : c.value == 0x85;
    if (allowed) {
      i += c.length - 1;
      continue;
    }
    const auto at = static_cast<std::uint32_t>(i);
    std::string detail =
        c.value == '\r'
            ? "a carriage return without a line feed; readers differ in whether it ends a line"
            : fmt::format("a control character (U+{:04X}), which YAML forbids", c.value);
    return LoadFault{
        FaultCode::ControlCharacter, {at, at + c.length}, std::move(detail), kNoNode, true};
  }
  return std::nullopt;
}

}  // namespace

Loaded load_yaml(const SourceFile& source, const Limits& limits) {
  Loaded loaded;
  std::uint32_t begin = 0;
  if (!check_encoding(source, limits.yaml_bytes, loaded.faults, begin)) return loaded;
  if (auto forbidden = find_forbidden(source.text(), begin)) {
    loaded.faults.push_back(*std::move(forbidden));
    return loaded;
  }
  const YamlOutline outline = read_yaml_outline(source.text(), begin, limits);
  if (outline.fault) {
    loaded.faults.push_back(*outline.fault);
    return loaded;
  }
  if (outline.second_document) {
    const std::uint32_t at = *outline.second_document;
    loaded.faults.push_back(
        {FaultCode::SecondDocument,
         {at, std::min(at + 3, static_cast<std::uint32_t>(source.text().size()))},
         "a second document; npm's yaml refuses the file, other readers take the first only"});
  }
  if (outline.empty) {
    loaded.faults.push_back(
        {FaultCode::EmptyDocument, {begin, begin}, "the document is empty", kNoNode, true});
    return loaded;
  }
  build(source, begin, limits, outline, loaded);
  if (loaded.tree.empty()) return loaded;
  const Value root = loaded.tree.root();
  if (!root.is_object()) {
    loaded.faults.push_back(
        {FaultCode::RootNotObject, root.node().span,
         fmt::format("the root is {} {}, not an object",
                     root.is_array() || root.is(NodeType::Integer) ? "an" : "a", name(root.type())),
         root.id()});
  }
  return loaded;
}

}  // namespace cardlint

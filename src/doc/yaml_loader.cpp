// From YAML to a located tree. yaml-cpp's events say what is nested in what; where each node stands
// and ends, and what its text is, comes from our own reading of the source (yaml_outline,
// yaml_scalar), because yaml-cpp 0.7 gives no ends, accepts what YAML 1.2 refuses and folds blank
// lines wrongly. Both must agree node by node: where they do not, the document counts as unread
// instead of being judged by a guess. Most manifests use so little of YAML that nothing is left to
// agree on (is_simple): those are built from our own reading alone, in a twentieth of the time.
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

bool is_one_line(std::string_view text) {
  return text.find('\n') == std::string_view::npos;
}

// The last byte before `at` on its line that is no space; a line break where there is none.
char before_on_line(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at == 0 ? '\n' : text[at - 1];
}

// On one line, in the form that it has with every reader, and where nothing but an indicator of its
// collection stands before it: no explicit key.
bool is_simple_scalar(std::string_view text, const YamlPart& part) {
  if (part.span.begin == part.span.end) {  // a value that is left out; yaml-cpp reads no such key
    const std::size_t next = text.find_first_not_of(' ', part.span.begin);
    return std::string_view(":-").find(before_on_line(text, part.span.begin)) !=
               std::string_view::npos &&
           (next == std::string_view::npos || text[next] != ':');
  }
  const std::string_view raw = text.substr(part.span.begin, part.span.end - part.span.begin);
  if (part.style == YamlStyle::Block || !is_one_line(raw)) return false;
  if (part.style == YamlStyle::Plain && std::string_view("-?:").find(raw[0]) != std::string::npos)
    return false;
  if (part.style == YamlStyle::Double && raw.find('\\') != std::string_view::npos) return false;
  return std::string_view("\n-:{[,").find(before_on_line(text, part.span.begin)) !=
         std::string_view::npos;
}

// Maps and lists of simple scalars, nested by indentation or, on one line, by brackets; no tag, no
// anchor, no marker, no directive, no tab.
bool is_simple(std::string_view text, std::uint32_t begin, const YamlOutline& outline) {
  if (!outline.masks.empty() || outline.second_document || outline.document_end != text.size() ||
      text.find('\t') != std::string_view::npos || text.find('\r') != std::string_view::npos ||
      text.substr(begin).starts_with("---") || text.find("\n---") != std::string_view::npos ||
      text.find("\n...") != std::string_view::npos || text.substr(begin).starts_with("%") ||
      text.find("\n%") != std::string_view::npos)
    return false;
  return std::all_of(outline.parts.begin(), outline.parts.end(), [&](const YamlPart& part) {
    if (part.tag.end > 0 || part.anchor.end > 0 || part.kind == YamlKind::Alias) return false;
    if (part.kind == YamlKind::Scalar) return is_simple_scalar(text, part);
    if (!part.flow) return true;
    const std::size_t after = std::min(text.find_first_not_of(' ', part.span.end), text.size());
    return is_one_line(text.substr(part.span.begin, part.span.end - part.span.begin)) &&
           (after == text.size() || text[after] != ':');
  });
}

// The outline's own parts in the place of yaml-cpp's events.
void build_simple(const SourceFile& source, const Limits& limits, const YamlOutline& outline,
                  Loaded& loaded) {
  YamlTreeMaker maker(source, limits, outline, loaded);
  try {
    for (const YamlPart& part : outline.parts) {
      if (part.kind != YamlKind::None) maker.take(part.kind, part.span.begin);
    }
    loaded.tree = maker.finish();
  } catch (const YamlAbandon&) {
    loaded.tree = Tree();
  }
}

// Characters that YAML 1.2.2 §5.1 keeps out; NUL and 0x04 are sentinels inside yaml-cpp. A carriage
// return alone is a line break to YAML and none to npm and yaml-cpp.
std::optional<LoadFault> find_forbidden(std::string_view text, std::uint32_t begin) {
  for (std::size_t i = begin; i < text.size(); ++i) {
    i = skip_printable_ascii(text, i);
    if (i == text.size()) break;
    const char byte = text[i];
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

Loaded read_yaml(const SourceFile& source, const Limits& limits, bool confirm) {
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
  if (!confirm && is_simple(source.text(), begin, outline)) {
    build_simple(source, limits, outline, loaded);
  } else {
    build(source, begin, limits, outline, loaded);
  }
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

}  // namespace

Loaded load_yaml(const SourceFile& source, const Limits& limits) {
  return read_yaml(source, limits, false);
}

Loaded load_yaml_confirmed(const SourceFile& source, const Limits& limits) {
  return read_yaml(source, limits, true);
}

}  // namespace cardlint

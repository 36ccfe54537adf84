// Checks on what the loaders found in the bytes, and on the file's name and kind.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/file_io.h"
#include "base/text.h"
#include "checks/table.h"

namespace cardlint::checks {
namespace {

using Type = ArgSpec::Type;

void load_fault(const Target& target, const Args& args, const Reporter& report) {
  const Document& document = target.document();
  const std::vector<std::string_view> codes = args.texts("codes");
  for (const LoadFault& fault : document.faults) {
    if (std::find(codes.begin(), codes.end(), name(fault.code)) == codes.end()) continue;
    const Value node = document.readable() && fault.node != kNoNode ? Value(document.tree, fault.node) : document.root();
    report.span(document, node, fault.span, {{"detail", fault.detail}, {"reason", std::string(name(fault.code))}});
  }
}

void kind_unknown(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (document.kind || !document.named || !document.readable()) return;
  report.span(document, document.root(), {0, 0}, {{"file", printable(base_name(document.source->path()))}});
}

void kind_path_mismatch(const Target& target, const Args&, const Reporter& report) {
  const Document& document = target.document();
  if (!document.reserved || !document.kind) return;
  report.span(document, document.root(), {0, 0},
              {{"content", std::string(name(*document.kind))}, {"reserved", std::string(name(*document.reserved))}});
}

void file_larger(const Target& target, const Args& args, const Reporter& report) {
  const std::size_t bytes = target.document().source->text().size();
  const double limit = args.number("bytes", 0);
  const double upper = args.number("up-to", 1e18);
  if (static_cast<double>(bytes) <= limit || static_cast<double>(bytes) > upper) return;
  report.span(target.document(), target.document().root(), {0, 0},
              {{"bytes", fmt::format("{}", bytes)}, {"limit", fmt::format("{:.0f}", limit)}});
}

void file_name(const Target& target, const Args& args, const Reporter& report) {
  const std::string_view file = base_name(target.document().source->path());
  const auto names = args.texts("names");
  if (std::find(names.begin(), names.end(), file) == names.end()) return;
  report.span(target.document(), target.document().root(), {0, 0}, {{"file", printable(file)}});
}

constexpr std::array kCodes{ArgSpec{"codes", Type::Texts, true}};
constexpr std::array kBytes{ArgSpec{"bytes", Type::Number, true}, ArgSpec{"up-to", Type::Number, false}};
constexpr std::array kNames{ArgSpec{"names", Type::Texts, true}};

constexpr std::array kTable{
    CheckEntry{"file-larger", "the file has more than 'bytes' bytes (and at most 'up-to')", kBytes, false, make_simple<file_larger>},
    CheckEntry{"file-name", "the file is called one of 'names'", kNames, false, make_simple<file_name>},
    CheckEntry{"kind-path-mismatch", "the content is of another kind than the reserved path", {}, false,
               make_simple<kind_path_mismatch>},
    CheckEntry{"kind-unknown", "a file named on the command line is of no known kind", {}, false, make_simple<kind_unknown>},
    CheckEntry{"load-fault", "the loader found a fault with one of 'codes'", kCodes, false, make_simple<load_fault>},
};

}  // namespace

CheckTable load_checks() { return kTable; }

}  // namespace cardlint::checks

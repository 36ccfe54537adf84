#include "lint/secret_spans.h"

#include <algorithm>
#include <initializer_list>

namespace cardlint {
namespace {

void add(Value value, std::vector<Span>& spans) {
  if (!value) return;
  Span span = value.node().span;
  if (value.is_string() && span.end > span.begin + 1) {
    ++span.begin;
    --span.end;
  }
  spans.push_back(span);
}

// Each member of such a name counts, also one that a later one of the same name hides.
void add_members(Value object, std::initializer_list<std::string_view> names,
                 std::vector<Span>& spans) {
  if (!object.is_object()) return;
  for (const Value member : object) {
    if (std::find(names.begin(), names.end(), member.key()) != names.end()) add(member, spans);
  }
}

void add_keys(Value keys, std::vector<Span>& spans) {
  for (const Value key : keys)
    add_members(key, {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}, spans);
}

}  // namespace

std::vector<Span> secret_spans(const Document& document) {
  std::vector<Span> spans;
  if (!document.readable()) return spans;
  if (document.kind == Kind::Jwks) add_keys(document.root()["keys"], spans);
  if (document.kind == Kind::ClientMetadata) {
    add_members(document.root(), {"client_secret"}, spans);
    add_keys(document.root()["jwks"]["keys"], spans);
  }
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return spans;
}

}  // namespace cardlint

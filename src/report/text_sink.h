// Where everything of the text format goes through: escapes, breaks lines, paints.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "base/text.h"
#include "diag/severity.h"

namespace cardlint {

class TextSink {
 public:
  TextSink(std::ostream& out, bool color) : out_(out), color_(color) {}

  static std::string safe(std::string_view text) { return printable(text, 2000); }
  std::string paint(std::string_view code, std::string_view text) const;
  std::string paint(Severity severity, std::string_view text) const;
  // A line whose untrusted parts went through safe().
  void line(std::string_view text) const { out_ << text << "\n"; }
  // Escapes `text` and breaks it at spaces; the following lines are indented by `indent` (or like
  // the text of the first).
  void wrapped(std::string_view lead, std::string_view text) const {
    wrapped(lead, text, lead.size());
  }
  void wrapped(std::string_view lead, std::string_view text, std::size_t indent) const;
  // The same at the end of `lines`.
  static void wrap(std::string& lines, std::string_view lead, std::string_view text,
                   std::size_t indent);

 private:
  std::ostream& out_;
  bool color_;
};

}  // namespace cardlint

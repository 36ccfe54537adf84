// One finding at one place, as plain data that outlives documents and rules. Knows nothing of how
// it is printed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "diag/severity.h"
#include "source/source_file.h"

namespace cardlint {

struct Location {
  std::string path;  // as shown to people: relative to the working directory where it lies below,
                     // '/'-separated
  std::string pointer;  // JSON Pointer (RFC 6901) of the node; "" is the whole document
  Range range;
};

struct Related {
  Location where;
  std::string message;
};

// The source line of the place, kept because the source itself is freed once its project is done.
struct Excerpt {
  std::string line;  // raw, at most a few hundred bytes around the place; printers escape it
  std::uint32_t column = 1;  // 1-based code points into `line`
  std::uint32_t width = 1;   // code points to underline, at least 1
};

struct Diagnostic {
  std::string rule;
  Severity severity = Severity::Warning;
  Confidence confidence = Confidence::High;
  bool notice = false;  // a fact on a sound document, not something to mend
  std::string message;
  Location where;
  Excerpt excerpt;
  std::string fix;
  std::string url;
  std::string fingerprint;  // rule + kind + pointer + shape of the value: survives moved lines
  std::optional<std::string> suppressed;  // the reason, when a suppression covers it
  std::vector<Related> related;
};

// Order of reports: path, offset, rule, pointer, message. Total, so that any number of threads
// gives the same bytes.
bool reported_before(const Diagnostic& a, const Diagnostic& b);

// The excerpt for `range`: its first line, cut to 60 code points before the place and 200 in all.
// What lies in one of the spans `hidden` (sorted) is replaced by asterisks.
Excerpt make_excerpt(const SourceFile& source, const Range& range,
                     const std::vector<Span>& hidden = {});

// Something that could not be judged, said aloud instead of passing as clean.
struct NotAssessed {
  std::string what;
  std::string reason;
  bool operational = false;  // unreadable file or a limit hit: makes the exit code 3
};

}  // namespace cardlint

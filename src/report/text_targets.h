// The part of the text format on probed targets.
#pragma once

#include "diag/check_report.h"
#include "report/text_sink.h"
#include "report/writer.h"

namespace cardlint {

void write_targets(const TextSink& sink, const CheckReport& report, const ReportOptions& options);

}  // namespace cardlint

// A recording from anybody, as it comes with a report of a fault: read, judged, written again.
#include "fuzz/probe_parts.h"
#include "fuzz/support.h"
#include "fuzz/targets.h"
#include "probe/recording.h"

namespace cardlint::fuzz {

void run_recording(std::string_view input) {
  const auto recording = read_recording(as_file(input));
  if (!recording) {
    promise(is_visible(recording.error().message, true), "an error is printable",
            recording.error().message);
    return;
  }
  ProbeTarget target;
  target.url = recording->url;
  target.posture = recording->posture;
  check_verdict(target, recording->settings, recording->journal);
  const std::string text = write_recording(target, recording->settings, recording->journal);
  const auto again = read_recording(as_file(text));
  promise(again.has_value(), "what is written is a recording", text);
  promise(write_recording(target, again->settings, again->journal) == text,
          "a recording is written as it was read", text);
}

}  // namespace cardlint::fuzz

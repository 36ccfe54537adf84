# What the tests of the packages share. To be sourced.
set -euo pipefail
export LC_ALL=C

fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
skip() { printf 'skipped: %s\n' "$*"; exit 77; }  # SKIP_RETURN_CODE

# expect CODE PATTERN COMMAND…: the exit code, and a text that stdout or stderr has.
expect() {
  local code=$1 pattern=$2 result=0 output
  shift 2
  output=$("$@" 2>&1 </dev/null) || result=$?
  ((result == code)) || fail "'$*' gives $result, not $code: $output"
  grep -q -- "$pattern" <<<"$output" || fail "'$*' does not say '$pattern': $output"
}

# A project with one fault, and one without.
write_projects() {
  mkdir -p "$1/sound" "$1/faulty"
  printf 'name: weather-tools\n' >"$1/sound/smithery.yaml"
  printf 'name: weather-tools\ntarget: cloud\n' >"$1/faulty/smithery.yaml"
}

#!/usr/bin/env bash
# The manual page under the two programs that show manual pages, and what must stand in it.
set -euo pipefail
cardlint=$1
for program in mandoc man; do
  command -v "$program" >/dev/null || { echo "$program is not installed: run ./dev setup"; exit 77; }
done
page=$(mktemp --suffix=.1)  # mandoc takes what stands behind a dot for the section
trap 'rm -f "$page"' EXIT
"$cardlint" man >"$page"

faults=$(mandoc -T lint -W warning "$page" 2>&1 || true)
[[ -z $faults ]] || { echo "mandoc: $faults"; exit 1; }
faults=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l "$page" 2>&1 >/dev/null)
[[ -z $faults ]] || { echo "man: $faults"; exit 1; }

shown=$(LC_ALL=C.UTF-8 MANWIDTH=80 man -E UTF-8 -l "$page" | col -b)
for wanted in NAME SYNOPSIS COMMANDS 'EXIT STATUS' ENVIRONMENT FILES EXAMPLES --fail-on --bearer-env \
  'cardlint rules list' NO_COLOR; do
  grep -qF -- "$wanted" <<<"$shown" || { echo "the page does not say $wanted"; exit 1; }
done
# Every option that the help names stands in the page.
for command in check probe explain 'rules list' 'config show' completion; do
  # shellcheck disable=SC2086
  for option in $("$cardlint" help $command | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    [[ $option == --help ]] && continue
    grep -qF -- "$option" <<<"$shown" || { echo "the page lacks $option of $command"; exit 1; }
  done
done

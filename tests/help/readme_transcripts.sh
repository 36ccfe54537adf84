#!/usr/bin/env bash
# Runs the transcripts of a page: in a block of language `console` each line that begins with `$ ` is run, and what
# follows must be what it prints. A comment before the block names the folder: <!-- transcript in fixtures/x -->
# The commands run in a copy of it, which is no part of a repository.
set -uo pipefail
cardlint=$(readlink -f "$1")
page=$(readlink -f "$2")
root=$(dirname "$page")
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
ln -s "$cardlint" "$bin/cardlint"
PATH=$bin:$PATH

blocks=0 faults=0 folder='' command='' expected='' inside=no status=0
judge() {
  [[ -n $command ]] || return 0
  local got
  # `$?` is that of the command before.
  got=$(cd "$bin/copy" && bash -c "(exit $status); $command" 2>&1; echo "$?" >"$bin/status")
  status=$(<"$bin/status")
  if [[ $got != "${expected%$'\n'}" ]]; then
    faults=$((faults + 1))
    printf '%s\n--- the page says\n%s\n--- it prints\n%s\n' "\$ $command" "${expected%$'\n'}" "$got"
  fi
}
while IFS= read -r line; do
  case $line in
    '<!-- transcript in '*' -->') folder=${line#<!-- transcript in } folder=${folder% -->} ;;
    '```console')
      [[ -n $folder ]] || continue
      inside=yes blocks=$((blocks + 1)) command='' expected='' status=0
      rm -rf "$bin/copy"
      cp -r "$root/$folder" "$bin/copy"
      ;;
    '```')
      [[ $inside == yes ]] && judge
      [[ $inside == yes ]] && folder=''
      inside=no
      ;;
    '$ '*)
      [[ $inside == yes ]] || continue
      judge
      command=${line#'$ '} expected=''
      ;;
    *) [[ $inside == yes ]] && expected+=$line$'\n' ;;
  esac
done <"$page"
((blocks > 0)) || { echo "$page shows no transcript"; exit 1; }
echo "$blocks transcripts, $faults differences"
((faults == 0))

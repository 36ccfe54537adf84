#!/usr/bin/env python3
"""Completes command lines in a real shell and looks at what is offered.

  completions.py --cardlint PROGRAM --shell bash|zsh|fish
"""
import argparse
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

# What is typed, what must be offered, what must not.
CASES = [
    ("cardlint ", ["check", "probe", "explain", "rules", "completion"], ["--format"]),
    ("cardlint ch", ["check"], ["probe"]),
    ("cardlint rules ", ["list", "show", "test", "docs"], ["check"]),
    ("cardlint check --fo", ["--format"], ["--fail-on"]),
    ("cardlint check --fail-on ", ["error", "warning", "info"], ["off", "json"]),
    ("cardlint check --fail-on=w", ["warning"], ["error"]),
    ("cardlint check --format js", ["json"], ["sarif"]),
    ("cardlint check --format sarif=pl", ["place.json"], ["markdown"]),
    ("cardlint check --rule manifest-target-e", ["manifest-target-enum="], ["manifest-name-pattern="]),
    ("cardlint check --rule manifest-target-enum=of", ["off"], ["error"]),
    ("cardlint check --only secr", ["secret"], ["manifest"]),
    ("cardlint check --posture o", ["oauth"], ["none"]),
    ("cardlint check --consumer s", ["smithery-cli", "sep-2127"], ["claude"]),
    ("cardlint check --spec 2025-1", ["2025-11-25"], ["2025-06-18"]),
    ("cardlint check --config pl", ["place.json"], ["check"]),
    ("cardlint check --strict pl", ["place.json", "plain/"], ["check"]),
    ("cardlint check --root pl", ["plain/"], ["place.json"]),
    ("cardlint explain manifest-target-e", ["manifest-target-enum"], ["tool-name-length"]),
    ("cardlint schema show conf", ["config"], ["report"]),
    ("cardlint completion ", ["bash", "zsh", "fish"], []),
    ("cardlint probe --be", ["--bearer-env"], ["--record"]),
    ("cardlint probe --posture pl", ["planned"], ["place.json"]),
    ("cardlint-probe --be", ["--bearer-env"], ["--record"]),
    ("cardlint config show --config pl", ["place.json"], []),
]


def bash_offers(script, line):
    # As readline would split it: at spaces and at '='.
    words, word = [], ""
    for c in line:
        if c == " ":
            words.append(word)
            word = ""
        elif c == "=":
            words += [word, "="] if word else ["="]
            word = ""
        else:
            word += c
    words = [w for w in words if w] + [word]
    if line.endswith("="):
        words.pop()
    driver = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
COMPREPLY=()
compopt() { :; }
function_of() { complete -p "$1" | sed 's/.*-F \\([^ ]*\\).*/\\1/'; }
"$(function_of "$1")" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
    done = subprocess.run(["bash", "--norc", "-c", driver, "bash", script] + words, capture_output=True,
                          text=True, timeout=20)
    if done.stderr:
        raise SystemExit(f"bash complains at {line!r}: {done.stderr}")
    return done.stdout.split("\n")


def fish_offers(script, line):
    done = subprocess.run(["fish", "--no-config", "-c", f"source {script}; complete -C {line!r}"],
                          capture_output=True, text=True, timeout=20)
    if done.stderr:
        raise SystemExit(f"fish complains at {line!r}: {done.stderr}")
    # fish gives whole words, with a description behind a tab.
    offers = [o.split("\t")[0] for o in done.stdout.split("\n")]
    return offers + [o.split("=", 1)[1] for o in offers if "=" in o and not o.endswith("=")]


class Zsh:
    """An interactive zsh on a terminal of its own, whose Tab writes what is offered into a file."""

    SETUP = r"""
PS1='' PS2='' RPS1=''
unsetopt beep zle_bracketed_paste 2>/dev/null
autoload -Uz compinit && compinit -D -u
zstyle ':completion:*' list-prompt ''
zstyle ':completion:*' menu no
source SCRIPT
compadd() {
  if [[ " ${(j: :)@[1,(i)(-|--)]} " == *" -"[a-zA-Z]#[OAD]" "* ]]; then builtin compadd "$@"; return $?; fi
  local -a offered
  builtin compadd -O offered "$@"
  local suffix='' i
  for ((i = 1; i < $#; i++)); do
    [[ ${@[i]} == -S ]] && suffix=${@[i+1]}
    [[ ${@[i]} == -q ]] || [[ ${@[i]} != -- ]] || break
  done
  print -rl -- ${^offered}$suffix >>OUT
  builtin compadd "$@"
}
capture() { _main_complete; print -r -- '<end>' >>OUT; compstate[insert]=''; compstate[list]='' }
zle -C capture complete-word capture
bindkey '^I' capture
print -r -- '<ready>' >>OUT
"""

    def __init__(self, script, folder):
        self.out = os.path.join(folder, ".offered")
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="dumb", ZDOTDIR=folder)
            os.execvp("zsh", ["zsh", "-f", "-i"])
        setup = os.path.join(folder, ".setup.zsh")
        with open(setup, "w", encoding="utf-8") as file:
            file.write("setopt extendedglob\n" + self.SETUP.replace("SCRIPT", script).replace("OUT", self.out))
        self.type(f"source {setup}\n")
        self.wait("<ready>")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def wait(self, mark):
        deadline = time.monotonic() + 20
        screen = b""
        while time.monotonic() < deadline:
            if select.select([self.terminal], [], [], 0.02)[0]:
                screen += os.read(self.terminal, 4096)
            if os.path.exists(self.out):
                with open(self.out, encoding="utf-8") as file:
                    lines = file.read().split("\n")
                if mark in lines:
                    os.remove(self.out)
                    return lines
        raise SystemExit(f"zsh does not answer; its terminal shows:\n{screen.decode(errors='replace')}")

    def offers(self, line):
        self.type(line + "\t")
        lines = self.wait("<end>")
        self.type("\x15")  # Ctrl-U empties the line
        return lines

    def close(self):
        self.type("\x15exit\n")
        os.waitpid(self.pid, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cardlint", required=True)
    parser.add_argument("--shell", choices=["bash", "zsh", "fish"], required=True)
    args = parser.parse_args()
    if shutil.which(args.shell) is None:
        print(f"{args.shell} is not installed: run ./dev setup")
        return 77
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, ".script")
        with open(script, "w", encoding="utf-8") as file:
            subprocess.run([args.cardlint, "completion", args.shell], stdout=file, check=True)
        subprocess.run([args.shell, "-n", script], check=True, timeout=20)
        os.chdir(folder)
        os.makedirs("plain")
        with open("place.json", "w", encoding="utf-8") as file:
            file.write("{}")
        zsh = Zsh(script, folder) if args.shell == "zsh" else None
        for line, wanted, unwanted in CASES:
            if zsh:
                offers = zsh.offers(line)
            elif args.shell == "bash":
                offers = bash_offers(script, line)
            else:
                offers = fish_offers(script, line)
            offered = {o.rstrip("/") if o.endswith("/") else o for o in offers}
            for word in wanted:
                if word.rstrip("/") not in offered:
                    faults += 1
                    print(f"{line!r}: {word!r} is not offered, but {sorted(offered)[:12]}")
            for word in unwanted:
                if word.rstrip("/") in offered:
                    faults += 1
                    print(f"{line!r}: {word!r} is offered")
        if zsh:
            zsh.close()
    print(f"{args.shell}: {len(CASES)} lines, {faults} faults")
    return 1 if faults else 0


sys.exit(main())

#!/usr/bin/env python3
"""Prints how much of each folder of src the tests reach, from gcovr's JSON summary.

    coverage.py SUMMARY
"""
import collections
import json
import sys

LEAST = 80.0


def share(covered, total):
    return 100.0 * covered / total if total else 100.0


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        files = json.load(file)["files"]
    sums = collections.defaultdict(lambda: [0, 0, 0, 0])
    for entry in files:
        path = entry["filename"]
        if not path.startswith("src/"):
            continue
        parts = path.split("/")
        folder = "/".join(parts[1:-1]) or "(programs)"
        numbers = [entry[key] for key in ("line_covered", "line_total", "branch_covered", "branch_total")]
        for name in (folder, "all"):
            sums[name] = [a + b for a, b in zip(sums[name], numbers)]
    print(f"{'folder of src':24} {'lines':>14} {'':>7} {'branches':>14}")
    for folder in sorted(sums, key=lambda name: (name == "all", name)):
        lines, line_total, branches, branch_total = sums[folder]
        print(f"{folder:24} {lines:6} of {line_total:5} {share(lines, line_total):6.1f} %"
              f" {branches:6} of {branch_total:5} {share(branches, branch_total):6.1f} %")
    low = [e for e in files if e["filename"].startswith("src/") and share(e["line_covered"], e["line_total"]) < LEAST]
    if low:
        print(f"below {LEAST:.0f} % of lines:")
        for entry in sorted(low, key=lambda e: share(e["line_covered"], e["line_total"])):
            print(f"  {share(entry['line_covered'], entry['line_total']):5.1f} %  {entry['filename']}")


if __name__ == "__main__":
    main()

"""Reads Prometheus metrics with the parser of the official Python client, and with promtool where it is installed.

Prints one line with figures; ends with 1 when a file is refused, with 77 when the parser is not installed.
"""
import pathlib
import shutil
import subprocess
import sys

try:
    from prometheus_client.parser import text_string_to_metric_families
except ImportError:
    print("python3-prometheus-client is not installed: run ./dev setup")
    sys.exit(77)

faults, samples = [], 0
promtool = shutil.which("promtool")
for name in sys.argv[1:]:
    text = pathlib.Path(name).read_bytes().decode("utf-8")
    seen = set()
    try:
        for family in text_string_to_metric_families(text):
            if not family.name.startswith("cardlint_") or not family.documentation:
                faults.append(f"{name}: family {family.name!r}")
            for sample in family.samples:
                key = (sample.name, tuple(sorted(sample.labels.items())))
                if key in seen:
                    faults.append(f"{name}: {key} comes twice")
                seen.add(key)
    except ValueError as fault:
        faults.append(f"{name}: {fault}")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if len(lines) != len(seen):
        faults.append(f"{name}: {len(lines)} lines of samples, {len(seen)} of them read")
    samples += len(seen)
    if promtool:
        run = subprocess.run([promtool, "check", "metrics"], input=text.encode(), capture_output=True, check=False)
        if run.returncode != 0 or run.stdout or run.stderr:
            faults.append(f"{name}: promtool: {(run.stdout + run.stderr).decode()[:500]}")
for fault in faults[:20]:
    print(fault)
print(f"prometheus: {len(sys.argv) - 1} files, {samples} samples read by prometheus_client"
      f"{' and promtool' if promtool else '; promtool is not installed'}, {len(faults)} faults")
sys.exit(1 if faults else 0)

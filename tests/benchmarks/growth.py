"""How time and memory grow with a network: ``make growth``.

In: the dimensions of `specs.growth`.
Out: ``docs/benchmarks/growth.json``, the table in ``docs/benchmarks.md``, and
``docs/pictures/growth.svg``.
Not here: other simulators.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from typing import Any

from measuring.case import Case
from measuring.machine import machine
from measuring.processes import ROOT, Processes
from measuring.row import OURS
from reporting.curves import curves, points
from reporting.page import write_page
from specs.growth import AXES, DT_MS, Axis

RESULTS = ROOT / "docs/benchmarks/growth.json"
PICTURE = ROOT / "docs/pictures/growth.svg"
PAGE = ROOT / "docs/benchmarks.md"
N_RUNS = 3


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure how time and memory grow.")
    parser.add_argument("--axis", action="append", choices=AXES, default=[], help="only this")
    parser.add_argument("--report", action="store_true", help="only draw what was measured before")
    asked = parser.parse_args()
    known: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"axes": {}}
    if not asked.report:
        known |= {"machine": machine(), "date": time.strftime("%Y-%m-%d")}
        for name in asked.axis or AXES:
            known["axes"][name] = measured(AXES[name])
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(known, indent=1) + "\n")
    PICTURE.write_text(curves(known["axes"]))
    write_page(PAGE, "growth", points(known))


def measured(axis: Axis) -> list[dict[str, float]]:
    """Measure all places of a dimension, each in processes of its own."""
    found, processes = [], Processes(None)
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        for value in axis.values:
            duration_ms = axis.n_steps * DT_MS
            case = Case(OURS, "growth", value, duration_ms, mode=axis.name, scratch=folder)
            runs = [processes.run(case) for _ in range(N_RUNS)]
            if "error" in runs[0]:
                raise SystemExit(f"{axis.name} {value}: {runs[0]['error']}")
            cpu_s = statistics.median(run["simulate_cpu_s"] for run in runs)
            place = {
                "value": value,
                "us_per_step": round(cpu_s / axis.n_steps * 1e6, 3),
                "core_mb": round(runs[0]["core_bytes"] / 1e6, 3),
                "peak_mb": round(statistics.median(run["peak_mb"] for run in runs), 1),
                "others": round(statistics.median(run["others"] for run in runs), 2),
            }
            print(axis.name, place, file=sys.stderr, flush=True)
            found.append(place)
    return found


if __name__ == "__main__":
    main()

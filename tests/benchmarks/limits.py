"""What a step of Izhikevich's network takes, beside what it cannot do without: ``make limits``.

Random numbers, the state, the rows of weights that spikes reach, what is recorded and the pages
that it is written to are each measured alone (``measuring/parts.cpp``): none of them can be left
out, and no other work is counted.  Two programs at once, each with half of the neurons, show what
a second core can bring.

Out: ``docs/benchmarks/limits.json``, and the table in ``docs/benchmarks.md``.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from measuring.case import Case
from measuring.compiling import compiled
from measuring.machine import machine
from measuring.processes import ROOT, Processes
from measuring.row import OURS, Peer
from measuring.rows import ROWS
from reporting.limits import limits_table
from reporting.page import write_page
from specs import izhikevich as spec

RESULTS: Final = ROOT / "docs/benchmarks/limits.json"
PAGE: Final = ROOT / "docs/benchmarks.md"
CORE: Final = ROOT / "annarchy_lab/runtime/core"
PARTS: Final = Path(__file__).parent / "measuring/parts.cpp"
FLAGS: Final = (
    "-std=c++20",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-mprefer-vector-width=512",
)
SOURCES: Final = ("os/memory.cpp", "os/time.cpp", "row_store.cpp", "segment.cpp")
NAMES: Final = ("numbers", "state", "rows", "recorded", "pages")
CASES: Final = {
    "izhikevich-1000": ("float64", 1),
    "izhikevich-10000": ("float64", 1),
    "izhikevich-10000, float32": ("float32", 1),
    "izhikevich-10000, two threads": ("float64", 2),
}


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure what a step cannot do without.")
    parser.add_argument("--repetitions", type=int, default=7, help="rounds")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="limits-") as folder:
        program = parts_program(Path(folder))
        cases = {name: measured(name, program, asked.repetitions, folder) for name in CASES}
    known = {"machine": machine(), "date": time.strftime("%Y-%m-%d"), "cases": cases}
    RESULTS.write_text(json.dumps(known, indent=1) + "\n")
    write_page(PAGE, "limits", limits_table(known))


def parts_program(folder: Path) -> Path:
    """Compile the parts."""
    program = compiled([PARTS, *(CORE / name for name in SOURCES)], folder, *FLAGS, f"-I{CORE}")
    if program is None:
        raise SystemExit("there is no C++ compiler")
    return program


def measured(name: str, program: Path, n_rounds: int, folder: str) -> dict[str, Any]:
    """Measure a case: in turn the network, and what it cannot do without."""
    dtype, n_threads = CASES[name]
    row = ROWS[name.partition(",")[0]]
    case = replace(row.case(Peer(OURS), 1, folder), dtype=dtype, n_threads=n_threads)
    runs, parts = [], []
    for _ in range(n_rounds):
        runs.append(Processes(None).run(case))
        if "error" in runs[-1]:
            raise SystemExit(f"{name}: {runs[-1]['error']}")
        parts.append(alone(program, case, runs[-1]["n_spikes"]))
    clock = "simulate_cpu_s" if n_threads == 1 else "simulate_s"
    steps_per_us = case.duration_ms / spec.DT_MS / 1e6
    found = {
        "took": statistics.median(run[clock] for run in runs) / steps_per_us,
        **{k: statistics.median(each[k] for each in parts) for k in NAMES},
        "others": statistics.median(run["others"] for run in runs),
    }
    print(name, found, file=sys.stderr, flush=True)
    return {key: round(value, 3) for key, value in found.items()}


def alone(program: Path, case: Case, n_spikes: int) -> dict[str, float]:
    """Return the microseconds of each part of a step; of the slower of two programs at once."""
    share = case.n_threads
    fan = spec.N_FROM_EXC + spec.N_FROM_INH
    rank_bytes = 0 if spec.is_dense(case.size) else 2
    n_steps = round(case.duration_ms / spec.DT_MS)
    is_recorded = "v" in spec.recorded(case.size)
    real_bytes = 8 if case.dtype == "float64" else 4
    sizes = (case.size // share, fan // share, real_bytes, rank_bytes)
    given = (*sizes, n_spikes / n_steps, int(is_recorded), case.size, n_steps)
    command = [str(program), *map(str, given)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(share)]
    printed = [process.communicate()[0].split() for process in started]
    return {name: max(float(each[k]) for each in printed) for k, name in enumerate(NAMES)}


if __name__ == "__main__":
    main()

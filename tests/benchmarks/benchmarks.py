"""Measures this project beside other simulators: ``make benchmarks``, or by hand

    python tests/benchmarks/benchmarks.py [--network coba] [--beside brian2] [--quick]

In: the networks of `measuring.rows`; the other simulators, if `make peers` has installed them.
Out: a file of this machine in ``docs/benchmarks/machines``, in which a row that was measured
replaces its predecessor; from all of them a page each, the comparison in ``docs/benchmarks.md``,
and ``docs/pictures/benchmarks.svg``.
Not here: figures of this project alone (`figures`), plots of growth (`growth`).
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measuring.machine import machine
from measuring.pairs import measure_row
from measuring.processes import ROOT, Processes
from measuring.row import OURS, Peer, Row
from measuring.rows import matching
from reporting.machines import comparison, file_name, machine_page
from reporting.page import write_page
from reporting.picture import picture

RESULTS = ROOT / "docs/benchmarks/machines"
PICTURE = ROOT / "docs/pictures/benchmarks.svg"
PAGE = ROOT / "docs/benchmarks.md"


def main() -> None:
    """Do what the command line asks for."""
    asked = arguments()
    rows = matching(asked.network)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        if asked.quick:
            sys.exit(quick(rows, Path(folder)))
        if not asked.report:
            measure(rows, asked, Path(folder))
    report()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure this project beside other simulators.")
    parser.add_argument("--network", action="append", default=[], help="only this; may be repeated")
    parser.add_argument("--beside", action="append", default=[], help="only this simulator")
    parser.add_argument("--repetitions", type=int, default=7, help="rounds of ours and theirs")
    parser.add_argument(
        "--peers", type=Path, default=ROOT / ".venv-peers", help="their environment"
    )
    parser.add_argument("--quick", action="store_true", help="tiny, ours only; nothing is written")
    parser.add_argument("--report", action="store_true", help="only write what was measured before")
    return parser.parse_args()


def measure(rows: tuple[Row, ...], asked: argparse.Namespace, scratch: Path) -> None:
    """Measure rows and keep each as soon as it is whole."""
    there = (asked.peers / "bin/python").exists()
    if not there:
        print("Other simulators are not installed (make peers): this project runs alone.")
    processes = Processes(asked.peers.absolute() if there else None)
    for row in rows:
        start = time.perf_counter()
        row = row.beside(asked.beside)
        measured = measure_row(row, processes, asked.repetitions, scratch, _say)
        _say(f"{row.name} took {time.perf_counter() - start:.0f} s")
        keep(row.name, measured)


def keep(name: str, measured: dict[str, Any]) -> None:
    """Write a row down among those of this machine."""
    path = RESULTS / f"{file_name(machine())}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    if known.get("machine") != machine():  # another compiler is another machine
        known = {"machine": machine(), "rows": {}}
    known["rows"][name] = measured
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_json(known))


def quick(rows: tuple[Row, ...], scratch: Path) -> int:
    """Run each network for some steps, ours only; returns how many failed."""
    processes, n_failed = Processes(None), 0
    for row in rows:
        size, duration_ms = row.quick
        folder = str(scratch / row.name)
        case = row.case(Peer(OURS), 1, folder, size=size, duration_ms=duration_ms)
        record = processes.run(case)
        n_failed += "error" in record
        _say(f"{row.name}: {record.get('error', 'runs')}")
    return n_failed


def report() -> None:
    """Write the tables and the picture of what was measured, here and elsewhere."""
    every = [json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))]
    for known in every:
        page = RESULTS / f"{file_name(known['machine'])}.md"
        page.write_text(machine_page(known), encoding="utf-8")
    PICTURE.write_text(picture(every))
    written = comparison(every)
    write_page(PAGE, "results", written)
    print(written)


def _json(known: dict[str, Any]) -> str:
    """Return data with one run per line, so that it can be compared."""
    rows = []
    for name, row in known["rows"].items():
        head = json.dumps({key: value for key, value in row.items() if key != "runs"})[:-1]
        runs = ",\n".join("   " + json.dumps(run) for run in row["runs"])
        rows.append(f'  {json.dumps(name)}: {head}, "runs": [\n{runs}]}}')
    listed = ",\n".join(rows)
    return f'{{"machine": {json.dumps(known["machine"])},\n "rows": {{\n{listed}\n}}}}\n'


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

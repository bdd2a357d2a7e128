"""What several threads bring, also on a machine that has other things to do: ``make threads``.

Each network runs with one thread, with as many as the core finds worth having, and with all of
them in every step, in turn; what is printed is wall time, since that is what threads are for.
``--busy`` keeps so many cores busy meanwhile, each with a loop that is bound to it.

In: the networks of `measuring.rows`.
Out: a line per network: median seconds, and the gain over one thread: median of the pairs, and of
those in which each thread had a core of its own.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from measuring.cores import had_whole_cores
from measuring.processes import Processes
from measuring.row import OURS, Peer, Row
from measuring.rows import matching

NETWORKS: Final = (
    "stdp",
    "coba",
    "coba-40000",
    "izhikevich-1000",
    "izhikevich-10000",
    "ratecoded-1000",
    "ratecoded-4000",
)
BUSY: Final = "import os, sys; os.sched_setaffinity(0, {int(sys.argv[1])})\nwhile True: pass"


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure what several threads bring.")
    parser.add_argument("--network", action="append", default=[], help="only this; repeatable")
    parser.add_argument("--threads", type=int, default=2, help="how many they may be")
    parser.add_argument("--busy", type=int, default=0, help="cores that are busy otherwise")
    parser.add_argument("--repetitions", type=int, default=7, help="rounds")
    parser.add_argument("--fixed", action="store_true", help="also all threads in every step")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="threads-") as folder, busy_cores(asked.busy):
        for row in matching(asked.network or list(NETWORKS)):
            print(line(row, asked, folder), flush=True)


def line(row: Row, asked: argparse.Namespace, folder: str) -> str:
    """Measure a network and say what was found."""
    processes, alone = Processes(None), row.case(Peer(OURS), 1, folder)
    ways = {"one": alone, "chosen": replace(alone, n_threads=asked.threads)}
    if asked.fixed:
        ways["all"] = replace(ways["chosen"], mode="fixed")
    records: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for _ in range(asked.repetitions):
        for way, case in ways.items():
            record = processes.run(case)
            if "error" in record:
                raise SystemExit(f"{row.name}: {record['error']}")
            records[way].append(record)
    shown = [f"{way} {_median(runs, 'simulate_s'):.4g} s" for way, runs in records.items()]
    shown += [f"{way} {gains(records['one'], records[way])}" for way in [*ways][1:]]
    others = _median(list(chain.from_iterable(records.values())), "others")
    return f"{row.name:<18} {'  '.join(shown)}  ({others:.1f} cores busy)"


def gains(alone: list[dict[str, Any]], several: list[dict[str, Any]]) -> str:
    """Say what threads bring: in all pairs, and in those in which each had a core of its own."""
    pairs = list(zip(alone, several, strict=True))
    found = sorted(one["simulate_s"] / other["simulate_s"] for one, other in pairs)
    whole = [one["simulate_s"] / run["simulate_s"] for one, run in pairs if had_whole_cores(run)]
    shown = f"{statistics.median(found):.2f}x ({found[0]:.2f}-{found[-1]:.2f})"
    if not whole:
        return shown
    return f"{shown}, on whole cores {statistics.median(whole):.2f}x of {len(whole)}"


def _median(runs: list[dict[str, Any]], key: str) -> float:
    return statistics.median(run[key] for run in runs)


@contextmanager
def busy_cores(n: int) -> Iterator[None]:
    """Keep the first `n` cores busy."""
    cores = sorted(os.sched_getaffinity(0))[:n]
    loops = [subprocess.Popen([sys.executable, "-c", BUSY, str(core)]) for core in cores]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


if __name__ == "__main__":
    main()

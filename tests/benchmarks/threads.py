"""What several threads bring, also on a machine that has other things to do: ``make threads``.

Each network runs with one thread, with as many as the core finds worth having, and with all of
them in every step, in turn; what is printed is wall time, since that is what threads are for.
``--busy`` keeps so many cores busy meanwhile, each with a loop that is bound to it.

In: the networks of `measuring.rows`.
Out: a line per network: median seconds, and the gain over one thread: median of the pairs.
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
from typing import Final

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
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    others = []
    for _ in range(asked.repetitions):
        for way, case in ways.items():
            record = processes.run(case)
            if "error" in record:
                raise SystemExit(f"{row.name}: {record['error']}")
            seconds[way].append(record["simulate_s"])
            others.append(record["others"])
    shown = [f"{way} {statistics.median(seconds[way]):.4g} s" for way in ways]
    for way in [*ways][1:]:
        pairs = zip(seconds["one"], seconds[way], strict=True)
        gains = sorted(one / several for one, several in pairs)
        shown.append(f"{way} {statistics.median(gains):.2f}x ({gains[0]:.2f}-{gains[-1]:.2f})")
    return f"{row.name:<18} {'  '.join(shown)}  ({statistics.median(others):.1f} cores busy)"


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

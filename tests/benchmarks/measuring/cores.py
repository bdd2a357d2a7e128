"""What further cores are worth at the moment.

A virtual machine may find its cores on two halves of one core of its host, and a moment later on
two whole ones: threads then bring nothing, and everything, whatever they do.

Out: a factor; of a run that is over, whether each of its threads had a core.
"""

import hashlib
import os
import sys
import time
from collections.abc import Mapping
from threading import Barrier, Thread
from typing import Any, Final

__all__ = ["gain_of_cores", "had_whole_cores"]

WHOLE: Final = 0.7
"""Of each thread; two that share a core reach 0.5 to 0.65."""
TURN_S: Final = 0.01
BLOCK: Final = bytes(1 << 17)
"""Hashing it keeps a core busy with arithmetic, without Python's lock, for a fiftieth of a turn."""


def gain_of_cores(n_threads: int) -> float:
    """Return how many times as much arithmetic so many threads do at once as one does alone."""
    before, together = _hashed(), _hashed_at_once(n_threads)
    return 2.0 * together / (before + _hashed())


def had_whole_cores(record: Mapping[str, Any]) -> bool:
    """Return whether cores were worth their number just before and just after a run."""
    found = record.get("gains_of_cores", ())
    return min(found, default=0.0) >= WHOLE * record["n_threads"]


def _hashed_at_once(n_threads: int) -> int:
    barrier = Barrier(n_threads)
    found: list[int] = []

    def work(number: int) -> None:
        _stay_on_core(number)
        barrier.wait()
        found.append(_hashed())

    threads = [Thread(target=work, args=[number]) for number in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(found)


def _stay_on_core(number: int) -> None:
    """Bind this thread to a core: the system would take longer than a turn to part two of them."""
    if sys.platform == "linux":
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def _hashed() -> int:
    n, end = 0, time.perf_counter() + TURN_S
    while time.perf_counter() < end:
        hashlib.blake2b(BLOCK)
        n += 1
    return n

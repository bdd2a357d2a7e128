"""The clock of a run: what each phase of a process costs, and its peak memory.

In: phases as a run enters them; they nest, and what an inner one takes is not the outer one's.
Out: seconds of wall time, of CPU time of the process, and of that of its children, by phase.
Not here: what is run.
"""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring.cores import gain_of_cores

__all__ = ["BETWEEN", "Clock", "Spent", "peak_mb"]

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
BETWEEN = frozenset(("simulate", "read"))
"""Phases that are no part of getting ready."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: wall time, CPU time of the process itself, and that of compilers and the like."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    children_s: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.wall_s + other.wall_s,
            self.cpu_s + other.cpu_s,
            self.children_s + other.children_s,
        )

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(
            self.wall_s - other.wall_s,
            self.cpu_s - other.cpu_s,
            self.children_s - other.children_s,
        )


class Clock:
    """Books time under phases.

    Parameters
    ----------
    n_threads
        How many cores the simulation wants: what they are worth is measured around it.
    """

    def __init__(self, n_threads: int = 1) -> None:
        self.phases: dict[str, Spent] = {}
        self.ready_mb: float | None = None
        self.n_threads = n_threads
        self.gains_of_cores: list[float] = []
        self._inner: list[Spent] = []
        self._began = (_machine_s(), _now())

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Book what happens inside under `name`."""
        if name == "simulate":
            self._look_around()
        self._inner.append(Spent())
        before = _now()
        try:
            yield
        finally:
            spent = _now() - before
            self.book(name, spent - self._inner.pop())
            if self._inner:
                self._inner[-1] += spent
            if name == "simulate":
                self._look_around()

    def _look_around(self) -> None:
        if self.ready_mb is None:
            self.ready_mb = peak_mb()
        if self.n_threads > 1:
            self.gains_of_cores.append(gain_of_cores(self.n_threads))

    def book(self, name: str, spent: Spent) -> None:
        """Add to a phase."""
        self.phases[name] = self.phases.get(name, Spent()) + spent

    def begin_with_process(self) -> None:
        """Count what the process took before anything could be measured."""
        self.book("interpreter", Spent(_since_process_began(), time.process_time()))

    @property
    def others(self) -> float:
        """Cores that other processes have kept busy so far: 0 on a calm machine."""
        busy_s, before = self._began
        spent = _now() - before
        own_s = spent.cpu_s + spent.children_s
        return max(0.0, _machine_s() - busy_s - own_s) / max(spent.wall_s, 1e-9)

    @property
    def ready(self) -> Spent:
        """What it took until the first step could be taken."""
        parts = [spent for name, spent in self.phases.items() if name not in BETWEEN]
        return sum(parts, Spent())


def peak_mb(pid: int | str = "self") -> float:
    """Return the most memory a process has held, in MB; 0 where nobody says."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    sizes = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(sizes[0]) / 1024 if sizes else 0.0


def _now() -> Spent:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(time.perf_counter(), time.process_time(), used.ru_utime + used.ru_stime)


def _machine_s() -> float:
    """Return the CPU seconds that all processes of the machine have used so far."""
    try:
        line = Path("/proc/stat").read_text().partition("\n")[0]
    except OSError:
        return 0.0
    ticks = [int(word) for word in line.split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS_PER_S


def _since_process_began() -> float:
    try:
        words = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(words[19]) / TICKS_PER_S
    except (OSError, AttributeError):
        return time.process_time()

"""What the Brian2 networks share: C++ standalone with the clock running.

The program is compiled whole, then started once; it makes the synapses itself (booked as `init`)
and times its own simulation.  Brian2 is imported when a network is run, so that these files can be
read without it.
"""

import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from measuring.case import Case
from measuring.clock import Clock, Spent, peak_mb

__all__ = ["load", "simulate"]

BEGIN = "auto _wall = std::chrono::steady_clock::now(); auto _cpu = std::clock();"
END = """
{ std::ofstream file("times.txt"); file.precision(9);
  file << std::chrono::duration<double>(std::chrono::steady_clock::now() - _wall).count() << " "
       << double(std::clock() - _cpu) / CLOCKS_PER_SEC << std::endl; }
"""


def load(clock: Clock, case: Case, dt_ms: float) -> Any:
    """Import it and choose the way of running: C++ standalone."""
    with clock.phase("import"):
        import brian2
    brian2.set_device("cpp_standalone", build_on_run=False)
    if case.n_threads > 1:
        brian2.prefs.devices.cpp_standalone.openmp_threads = case.n_threads
    brian2.prefs.codegen.cpp.headers += ["<chrono>"]
    if case.dtype == "float32":
        import numpy as np

        brian2.prefs.core.default_float_dtype = np.float32
    brian2.defaultclock.dt = dt_ms * brian2.ms
    brian2.seed(case.seed)
    return brian2


def simulate(clock: Clock, case: Case, brian2: Any, objects: Iterable[Any]) -> dict[str, Any]:
    """Simulate a network of some objects; returns what else is to be kept in the record."""
    folder, device = case.folder / "standalone", brian2.get_device()
    net = brian2.Network(*objects)
    with clock.phase("build"):
        device.insert_code("main", BEGIN)
        net.run(case.duration_ms * brian2.ms, namespace={})
        device.insert_code("main", END)
    with clock.phase("compile"):
        device.build(directory=str(folder), compile=True, run=False, clean=False)
    with ChildPeak("main") as child, clock.phase("simulate"):
        device.run(str(folder), results_directory="results", with_output=False, run_args=[])
    wall_s, cpu_s = map(float, (folder / "times.txt").read_text().split())
    whole = clock.phases["simulate"]
    used_s = whole.cpu_s + whole.children_s
    clock.book("init", Spent(whole.wall_s - wall_s, used_s - cpu_s))
    clock.phases["simulate"] = Spent(wall_s, cpu_s)
    return {"peak_mb": child.peak_mb, "ready_mb": None}


class ChildPeak(threading.Thread):
    """Looks again and again how much memory the children with some name have held."""

    def __init__(self, name: str) -> None:
        super().__init__(daemon=True)
        self.child = name
        self.peak_mb = 0.0
        self._is_over = threading.Event()

    def run(self) -> None:
        """Look until it is over."""
        while not self._is_over.wait(0.02):
            for pid in filter(str.isdigit, os.listdir("/proc")):
                if self._is_child(pid):
                    self.peak_mb = max(self.peak_mb, peak_mb(pid))

    def _is_child(self, pid: str) -> bool:
        try:
            text = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return False
        name, _, rest = text.partition("(")[2].rpartition(")")
        return name == self.child and int(rest.split()[1]) == os.getpid()

    def __enter__(self) -> "ChildPeak":
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._is_over.set()
        self.join()

"""What live views cost a network that runs, view by view: ``python tests/benchmarks/live_views.py``.

The cost is the CPU time of the loop's own thread per step while somebody looks, over that while
nobody does, in pieces of a run that take turns: what else the machine does then counts for both.
A view without a browser is told that each frame was painted at once.
"""

import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annarchy_lab.lab.laboratory import LABORATORY

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

PIECE_S = 0.25
N_PAIRS = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one view.

    Attributes
    ----------
    us_per_step
        CPU time of the loop's thread per step while nobody looks.
    share
        By how much it grows while somebody looks: the median of all pairs of pieces.
    bound
        Upper end of the 95 % interval of that median.
    bytes_per_s
        What is sent.
    frames_per_s
        How often.
    """

    us_per_step: float
    share: float
    bound: float
    bytes_per_s: float
    frames_per_s: float


class Watched:
    """A view whose browser paints everything at once, and counts."""

    def __init__(self, view: Any) -> None:
        self.view = view
        self.n_bytes = self.n_frames = 0
        view.tell = self._take

    def _take(self, message: dict[str, Any], buffers: Any = ()) -> None:
        if message["kind"] != "hello":
            self.n_frames += 1
            self.n_bytes += sum(buffer.nbytes for buffer in buffers)
            self.view.acked = message["seq"]


def thread_clock(net: Any) -> Callable[[], float]:
    """Return a clock of the CPU time of the thread that drives a live run."""
    found: list[int] = []

    def look(_step: int) -> int:
        found.append(time.pthread_getcpuclockid(threading.get_ident()))
        return -1

    net.simulator.set_callback(net.current_step + 1, look)
    while not found:
        time.sleep(0.01)
    return lambda: time.clock_gettime(found[0])


def cost(
    net: Any, make: Callable[[], Any], speed: float | None = None, n_pairs: int = N_PAIRS
) -> Cost:
    """Measure one view, or several of them in a tuple."""
    LABORATORY.session(net)  # its journal begins with the run
    run = net.start(speed=speed)
    clock, made = thread_clock(net), make()
    views = [Watched(view) for view in (made if isinstance(made, tuple) else (made,))]
    try:
        shares, alone = [], []
        seconds = 0.0
        for k in range(n_pairs):
            figures = {}
            for is_watched in (False, True) if k % 2 else (True, False):
                _look(net, views, is_watched)
                time.sleep(0.05)
                start, step, cpu = time.monotonic(), net.current_step, clock()
                time.sleep(PIECE_S)
                figures[is_watched] = (clock() - cpu) / (net.current_step - step)
                seconds += (time.monotonic() - start + 0.05) * is_watched
            alone.append(figures[False])
            shares.append(figures[True] / figures[False] - 1.0)
    finally:
        run.stop()
        for each in views:
            each.view.close()
    shares.sort()
    half = 0.98 * len(shares) ** 0.5  # ranks of a median's 95 % interval
    bound = shares[min(len(shares) - 1, round(len(shares) / 2 + half))]
    n_bytes, n_frames = sum(v.n_bytes for v in views), max(v.n_frames for v in views)
    return Cost(
        statistics.median(alone) * 1e6,
        statistics.median(shares),
        bound,
        n_bytes / seconds,
        n_frames / seconds,
    )


def _look(net: Any, views: list[Watched], is_watched: bool) -> None:
    """Begin or end looking; who does not look has no taps."""
    session = LABORATORY.session(net)
    for each in views:
        each.view.visible = is_watched
        if is_watched:
            session.add(each.view._stream)
        else:
            session.remove(each.view._stream)


def views_of(parts: Any) -> dict[str, Callable[[], Any]]:
    """Return how to make each kind of view of a spiking network."""
    from annarchy_lab import lab

    net, pop, proj = parts.net, parts.pop, parts.exc_proj
    return {
        "raster": lambda: lab.raster(net),
        "rate": lambda: lab.rate(net),
        "trace": lambda: lab.trace(net, "v", pop, [0, 1]),
        "phase plane": lambda: lab.phase_plane(net, "v", "u", pop, [0, 1]),
        "map of v": lambda: lab.activity_map(net, "v", pop),
        "map of rates": lambda: lab.activity_map(net, "spike", pop),
        "histogram of v": lambda: lab.histogram(net, "v", pop),
        "histogram of weights": lambda: lab.histogram(net, "w", proj),
        "weights": lambda: lab.weights(net, proj),
        "receptive fields": lambda: lab.receptive_fields(net, proj, neurons=range(9)),
        "live(), all parts": lambda: lab.live(net).plots,
    }


def figures(n: int, speed: float | None, only: str = "") -> Iterator[tuple[str, Cost]]:
    """Measure every view of the pulse-coupled network with `n` neurons."""
    from lab_networks import build_pulse

    parts = build_pulse(n=n, seed=int(np.int64(7)))
    for name, make in views_of(parts).items():
        if only in name:
            yield name, cost(parts.net, make, speed)


def main() -> None:
    """Print the cost of every view: of 400 neurons, or as many as are named; at which speed."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    speed = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    print(f"{n} neurons, {f'{speed:g} times real time' if speed else 'as fast as possible'}")
    for name, found in figures(n, speed or None, only):
        print(
            f"{name:<22} {found.us_per_step:7.2f} us a step, {found.share:+7.2%} "
            f"(at most {found.bound:+.2%}), {found.bytes_per_s / 1e3:6.0f} kB/s, "
            f"{found.frames_per_s:4.1f} frames/s",
            flush=True,
        )


if __name__ == "__main__":
    main()

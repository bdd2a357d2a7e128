"""What live views cost a network that runs, view by view.

    python tests/benchmarks/live_views.py [neurons] [speed, 0: no limit] [part of a name]

The cost is the CPU time of the loop's own thread per step while somebody looks, over that while
nobody does, in short pieces of a run that take turns; of each kind the calmer half counts, because
what else the machine does only makes steps longer.  A view without a browser is told that each
frame was painted at once.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from lab_networks import Pulse, izhikevich
from numpy.typing import NDArray

from annarchy_lab import Network
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.session import Session

PIECE_S = 0.12
SETTLE_S = 0.06
N_PAIRS = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one view.

    Attributes
    ----------
    us_per_step
        CPU time of the loop's thread per step while nobody looks.
    share, bound
        By how much it grows while somebody looks, and the upper end of its 95 % interval.
    serving
        Share of the wall time that the run stands at edges for it.
    bytes_per_s, frames_per_s
        What is sent, and how often.
    """

    us_per_step: float
    share: float
    bound: float
    serving: float
    bytes_per_s: float
    frames_per_s: float


class Watched:
    """A view whose browser paints everything at once, and counts."""

    def __init__(self, view: Any) -> None:
        self.view = view
        self.n_bytes = self.n_frames = 0
        view.tell = self._take

    def _take(self, message: dict[str, Any], buffers: Any = ()) -> None:
        if "seq" in message:
            self.n_frames += 1
            if message["kind"] == "frame":  # every look begins with a snapshot
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


def cost(net: Any, make: Callable[[], Any], speed: float | None = None) -> Cost:
    """Measure one view, or several of them in a tuple."""
    session = LABORATORY.session(net)  # its journal begins with the run
    run = net.start(speed=speed)
    clock, made = thread_clock(net), make()
    views = [Watched(view) for view in (made if isinstance(made, tuple) else (made,))]
    found: dict[bool, list[float]] = {False: [], True: []}
    serving, seconds = [], 0.0
    try:
        for k in range(2 * N_PAIRS):
            is_watched = k % 4 in (1, 2)
            _look(session, views, is_watched)
            start = time.monotonic()
            time.sleep(SETTLE_S)
            step, cpu = net.current_step, clock()
            time.sleep(PIECE_S)
            if n_steps := net.current_step - step:
                found[is_watched].append((clock() - cpu) / n_steps)
            if is_watched:
                serving.append(run.shares.serving)
                seconds += time.monotonic() - start
    finally:
        run.stop()
        for each in views:
            each.view.close()
    share, bound = _growth(np.array(found[False]), np.array(found[True]))
    return Cost(
        _calm(np.array(found[False])) * 1e6,
        share,
        bound,
        float(np.median(serving)),
        sum(view.n_bytes for view in views) / seconds,
        max(view.n_frames for view in views) / seconds,
    )


def _growth(alone: NDArray[np.float64], watched: NDArray[np.float64]) -> tuple[float, float]:
    """Return by how much it grows, and what it stays below in 95 of 100 redrawn samples."""
    rng = np.random.default_rng(1)
    redrawn = [
        _calm(rng.choice(watched, len(watched))) / _calm(rng.choice(alone, len(alone))) - 1.0
        for _ in range(2000)
    ]
    return _calm(watched) / _calm(alone) - 1.0, float(np.quantile(redrawn, 0.95))


def _calm(times: NDArray[np.float64]) -> float:
    """Return the mean of the calmer half."""
    return float(np.sort(times)[: len(times) // 2].mean())


def build(n: int) -> Pulse:
    """Make `n` neurons that fire at a steady rate, so that all pieces cost the same."""
    net = Network(dt=1.0, seed=7)
    pop = net.create(n, izhikevich(), name="pop")
    pop.noise = 6.0
    exc = net.connect(pop, pop, "exc", name="exc").fixed_probability(0.05, weights=0.2)
    net.compile(silent=True)
    net.simulate(1000.0)
    return Pulse(net, pop, pop[:], pop[:], exc, exc)


def _look(session: Session, views: list[Watched], is_watched: bool) -> None:
    """Begin or end looking; who does not look has no taps."""
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
    """Measure every view of a network with `n` neurons."""
    parts = build(n)
    for name, make in views_of(parts).items():
        if only in name:
            yield name, cost(parts.net, make, speed)


def main() -> None:
    """Print the cost of every view: of 1000 neurons, or as many as are named; at which speed."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    speed = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    print(f"{n} neurons, {f'{speed:g} times real time' if speed else 'as fast as possible'}")
    for name, found in figures(n, speed or None, only):
        print(
            f"{name:<20} {found.us_per_step:6.2f} us a step, {found.share:+6.1%} "
            f"(below {found.bound:+.1%}), {found.serving:.1%} at edges, "
            f"{found.bytes_per_s / 1e3:5.0f} kB/s, "
            f"{found.frames_per_s:4.1f} frames/s",
            flush=True,
        )


if __name__ == "__main__":
    main()

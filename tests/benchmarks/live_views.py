"""What live views cost a network that runs, view by view.

    python tests/benchmarks/live_views.py [neurons] [part of a name]

The cost is the CPU time per step of the thread that steps while somebody looks, over that while
nobody does, in pieces that take turns; of each kind the calm ones count, because what else the
machine does only makes steps longer.  A view without a browser is told that
each frame was painted at once.  Time flies as fast as it can: in real time a view costs less.
"""

import sys
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

N_STEPS = 8000
"""Of one piece: long enough for a frame to be fetched in it."""
PIECE_S = 0.2
N_PAIRS = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one view.

    Attributes
    ----------
    us_per_step
        CPU time of the loop's thread per step while nobody looks.
    share, bound
        By how much it grows while somebody looks, and the upper end of its 95 % interval.
    bytes_per_s, frames_per_s
        What is sent, and how often.
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
        if "seq" in message:
            self.n_frames += 1
            if message["kind"] == "frame":  # every look begins with a snapshot
                self.n_bytes += sum(buffer.nbytes for buffer in buffers)
            self.view.acked = message["seq"]


def cost(net: Any, make: Callable[[], Any]) -> Cost:
    """Measure one view, or several of them in a tuple."""
    session, made = LABORATORY.session(net), make()
    views = [Watched(view) for view in (made if isinstance(made, tuple) else (made,))]
    found: dict[bool, list[float]] = {False: [], True: []}
    seconds = 0.0
    for k in range(2 * N_PAIRS):
        is_watched = k % 4 in (1, 2)
        _look(session, views, is_watched)
        start = time.monotonic()
        while time.monotonic() < start + PIECE_S:
            before = time.thread_time()
            net.simulate(N_STEPS)
            found[is_watched].append((time.thread_time() - before) / N_STEPS)
        seconds += (time.monotonic() - start) * is_watched
    for each in views:
        each.view.close()
    alone, watched = (np.array(found[key]) for key in (False, True))
    return Cost(
        _calm(alone) * 1e6,
        *_growth(alone, watched),
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
    """Return what a step takes where nothing else disturbs it."""
    return float(np.quantile(times, 0.15))


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


def costs(n: int = 1500, only: str = "") -> Iterator[tuple[str, Cost]]:
    """Measure every view of a network with `n` neurons."""
    parts = build(n)
    for name, make in views_of(parts).items():
        if only in name:
            yield name, cost(parts.net, make)


def main() -> None:
    """Print the cost of every view."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    for name, found in costs(n, *sys.argv[2:3]):
        print(
            f"{name:<20} {found.us_per_step:6.2f} us a step, {found.share:+6.1%} "
            f"(below {found.bound:+.1%}), {found.bytes_per_s / 1e3:5.0f} kB/s, "
            f"{found.frames_per_s:4.1f} frames/s",
            flush=True,
        )


if __name__ == "__main__":
    main()

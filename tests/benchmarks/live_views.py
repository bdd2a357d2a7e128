"""What live views cost a network that runs: ``python tests/benchmarks/live_views.py [part]``.

Two things cost the thread that steps: taps that record in every step, and looks, for which it
stands aside between two steps.  Each is measured by CPU time of that thread, in short pieces with
and without it that take turns; what else the machine does only makes steps longer, so of the pieces
without looks the calm ones count.  Looks are far more than the 30 per second of a view, and what
one of them costs is reckoned from that.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from figure import Figure
from lab_networks import Pulse, izhikevich

from annarchy_lab import Network
from annarchy_lab.lab.feeds.feed import FRAME_S, Feed
from annarchy_lab.lab.feeds.snapshot import SnapshotFeed
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.pacing import Pacer
from annarchy_lab.lab.stream import Stream

N_NEURONS = 1500
N_STEPS = 3000
N_PIECES = 60
LOOKS_PER_S = 30
LOOK_EVERY_S = 0.002
SETTLED_S = 3.0
BANDWIDTH_S = 5.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one view, or of several together.

    Attributes
    ----------
    us_per_step
        CPU time of a step while nobody looks.
    share
        By how much that grows by taps, and by 30 looks per second.
    kb_per_s
        What 30 frames per second bring, as fast as time can fly.
    """

    us_per_step: float
    share: float
    kb_per_s: float


class Looking(threading.Thread):
    """Looks again and again, and counts."""

    def __init__(self, feeds: tuple[Feed, ...]) -> None:
        super().__init__(daemon=True)
        self.feeds = feeds
        self.n_looks = 0
        self.is_over = False

    def run(self) -> None:
        while not self.is_over:
            for feed in self.feeds:
                look(feed)
            self.n_looks += 1
            time.sleep(LOOK_EVERY_S)


def look(feed: Feed) -> None:
    """Fetch what is new, whether or not it is time to."""
    if isinstance(feed, SnapshotFeed):
        feed._due_at = 0.0
    feed.fetch()


def cost(net: Network, views: tuple[Any, ...]) -> Cost:
    """Measure views that nobody serves."""
    feeds = tuple(view.feed for view in views)
    session = LABORATORY.session(net)
    for view in views:
        session.remove(view._stream)
    while any(tap.is_open for feed in feeds for tap in feed.taps):
        time.sleep(0.01)
    alone, tapped = [], []
    for _ in range(N_PIECES):
        alone.append(piece(net))
        for feed in feeds:
            feed.open(net.simulator)
        net.simulate(10.0)
        tapped.append(piece(net))
        for feed in feeds:
            look(feed)
            feed.close()
    us_per_step = float(np.quantile(alone, 0.1))
    by_taps = float(np.quantile(tapped, 0.1)) - us_per_step
    by_looks = LOOKS_PER_S * cost_of_a_look(net, feeds)
    kb_per_s = bandwidth(net, feeds, us_per_step)
    for view in views:
        view.close()
    share = max(0.0, by_taps / us_per_step + by_looks)  # below it is noise
    return Cost(us_per_step, share, kb_per_s)


def piece(net: Network) -> float:
    """Return the CPU time of a step in microseconds."""
    before = time.thread_time()
    net.simulate(float(N_STEPS))
    return (time.thread_time() - before) / N_STEPS * 1e6


def cost_of_a_look(net: Network, feeds: tuple[Feed, ...]) -> float:
    """Return the CPU time in seconds that a look takes from the thread that steps."""
    for feed in feeds:
        feed.open(net.simulator)
    quiet = sum(piece(net) for _ in range(N_PIECES))
    looking = Looking(feeds)
    looking.start()
    busy = sum(piece(net) for _ in range(N_PIECES))
    looking.is_over = True
    looking.join()
    return max(0.0, (busy - quiet) * N_STEPS * 1e-6 / max(looking.n_looks, 1))


class Page:
    """Answers at once, and counts what comes."""

    page, visible = "page", True

    def __init__(self) -> None:
        self.acked = self.n_bytes = 0

    def tell(self, message: dict[str, Any], buffers: Sequence[memoryview] = ()) -> None:
        self.acked = message.get("seq", 0)
        self.n_bytes += len(str(message)) + sum(buffer.nbytes for buffer in buffers)


def bandwidth(net: Network, feeds: tuple[Feed, ...], us_per_step: float) -> float:
    """Return what frames bring in a second, in kB; of all views together."""
    pages = [Page() for _ in feeds]
    streams = [Stream(feed, page) for feed, page in zip(feeds, pages, strict=True)]
    pacer, begin, before = Pacer(), time.monotonic(), 0
    while (passed := time.monotonic() - begin) < SETTLED_S + BANDWIDTH_S:
        if passed < SETTLED_S:  # it finds out how much comes
            since, before = time.monotonic(), sum(page.n_bytes for page in pages)
        pacer.advance(streams, net.simulator, FRAME_S)
        due = time.monotonic() + FRAME_S
        while time.monotonic() < due:
            net.simulate(max(1.0, 0.1 * FRAME_S * 1e6 / us_per_step))
    for feed in feeds:
        feed.close()
    return (sum(page.n_bytes for page in pages) - before) / (time.monotonic() - since) / 1e3


def build(n: int) -> Pulse:
    """Make `n` neurons that fire at a steady rate, so that all pieces cost the same."""
    net = Network(dt=1.0, seed=7)
    pop = net.create(n, izhikevich(), name="pop")
    pop.noise = 6.0
    exc = net.connect(pop, pop, "exc", name="exc").fixed_probability(0.05, weights=0.2)
    net.compile(silent=True)
    net.simulate(1000.0)
    return Pulse(net, pop, pop[:], pop[:], exc, exc)


def views_of(parts: Pulse) -> dict[str, Callable[[], Any]]:
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


def live_views(only: str = "") -> Iterator[Figure]:
    """Measure the cost of every view of a network whose steps take more than 5 us."""
    parts = build(N_NEURONS)
    for name, make in views_of(parts).items():
        if only in name:
            made = make()
            found = cost(parts.net, made if isinstance(made, tuple) else (made,))
            note = f"of steps of {found.us_per_step:.2f} us"
            yield Figure(
                f"{name}, CPU of the loop's thread", 100 * found.share, "%", 3.0, note=note
            )
            yield Figure(f"{name}, sent in a second", found.kb_per_s, "kB", 1000.0)


if __name__ == "__main__":
    for figure in live_views(*sys.argv[1:2]):
        print(figure, flush=True)

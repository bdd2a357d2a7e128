"""Who keeps an eye on a run: keyframes are taken, variables are looked at.

In: a run.
Out: keyframes as often as costs little; a run that ends where a variable ceases to be finite.
Not here: what a keyframe is (`keyframes`), finding the first step (`finite`).
"""

import math
import threading
import time
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from annarchy_lab.api.travel.finite import Finiteness

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.run import Run

__all__ = ["Watch", "checked", "watch"]

GLANCE_S: Final = 0.25
"""Wall time between two looks at a live run."""
FRAME_SHARE: Final = 50
"""A keyframe that took a second is the last one for so many seconds, unless a period is given."""
LOOK_SHARE: Final = 100
"""The same of a look at all variables."""


class Watch:
    """What a live run and the thread that watches it tell each other.

    Attributes
    ----------
    seen_step
        The step before which all variables were looked at last; infinite where nobody looks.
    wanted
        Set where the run stands, and waits for a look.
    news
        Set after every look.
    """

    def __init__(self, seen_step: float) -> None:
        self.seen_step = seen_step
        self.wanted = threading.Event()
        self.news = threading.Event()

    def is_behind(self, step: int) -> bool:
        """Tell whether nobody has looked yet at what a step has left; somebody will, then."""
        if self.seen_step >= step:
            return False
        self.wanted.set()
        return True

    def note(self, step: float) -> None:
        """Note that somebody has looked."""
        self.seen_step = step
        self.news.set()


def watch(run: "Run", network: "Network", finiteness: Finiteness | None) -> Watch:
    """Watch a live run, in a thread of its own, until it ends."""
    made = Watch(math.inf if finiteness is None else network.current_step)
    if network._keyframes.budget_bytes or finiteness is not None:
        watched = (weakref.ref(run), weakref.ref(network), finiteness, made)
        threading.Thread(
            target=_watched, args=watched, name="annarchy-keyframes", daemon=True
        ).start()
    return made


def checked(
    network: "Network", finiteness: Finiteness, run: Callable[[int], int]
) -> Callable[[int], int]:
    """Return what runs as `run` does, and raises where a variable ceases to be finite."""

    def run_checked(n_steps: int) -> int:
        finiteness.begin()
        network._keyframes.take()
        n_done, piece = 0, 1
        while n_done < n_steps:
            wanted = min(piece, n_steps - n_done)
            start = time.perf_counter()
            n_now = run(wanted)
            n_done += n_now
            middle = time.perf_counter()
            if finiteness.look():
                raise finiteness.find_first()
            if n_now < wanted:
                break
            network._keyframes.take()
            if LOOK_SHARE * (time.perf_counter() - middle) > middle - start:
                piece *= 2
        return n_done

    return run_checked


def _watched(
    watched: "weakref.ref[Run]",
    of: "weakref.ref[Network]",
    finiteness: Finiteness | None,
    watch: Watch,
) -> None:
    try:
        _look_and_keep(watched, of, finiteness, watch)
    finally:
        watch.note(math.inf)  # nobody looks any more, and nobody is to wait for that


def _look_and_keep(
    watched: "weakref.ref[Run]",
    of: "weakref.ref[Network]",
    finiteness: Finiteness | None,
    watch: Watch,
) -> None:
    frame_at = look_at = time.monotonic() + GLANCE_S
    last_frame = -1
    while True:
        is_wanted = watch.wanted.wait(max(0.0, min(frame_at, look_at) - time.monotonic()))
        watch.wanted.clear()
        run, network = watched(), of()  # a network may go while it runs
        if run is None or network is None or not run.is_active:
            return
        step, start = network.current_step, time.monotonic()
        if is_wanted or start >= look_at:
            if finiteness is not None and step > watch.seen_step:
                if finiteness.look():
                    run._end_with(finiteness.find_first)
                    return
                watch.note(step)
            cost = time.monotonic() - start
            look_at = time.monotonic() + max(GLANCE_S, LOOK_SHARE * cost)
        start = time.monotonic()
        if start >= frame_at:
            kept = network._keyframes
            frame_at = start + GLANCE_S
            if step > last_frame and step - last_frame >= kept.period_steps:
                kept.take()
                last_frame = step
                if not kept.period_steps:
                    cost = time.monotonic() - start
                    frame_at = time.monotonic() + max(GLANCE_S, FRAME_SHARE * cost)
        del run, network

"""Who keeps an eye on a run: keyframes are taken, variables are looked at.

In: a run.
Out: keyframes as often as costs little; a run that ends where a variable ceases to be finite.
Not here: what a keyframe is (`keyframes`), finding the first step (`finite`).
"""

import threading
import time
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from annarchy_lab.api.travel.finite import Finiteness

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.run import Run

__all__ = ["checked", "watch"]

GLANCE_S: Final = 0.25
"""Wall time between two looks at a live run."""
FRAME_SHARE: Final = 50
"""A keyframe that took a second is the last one for so many seconds, unless a period is given."""
LOOK_SHARE: Final = 100
"""The same of a look at all variables."""


def watch(run: "Run", network: "Network", finiteness: Finiteness | None) -> None:
    """Watch a live run, in a thread of its own, until it ends."""
    if network._keyframes.budget_bytes or finiteness is not None:
        watched = (weakref.ref(run), weakref.ref(network), finiteness)
        threading.Thread(
            target=_watched, args=watched, name="annarchy-keyframes", daemon=True
        ).start()


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
) -> None:
    frame_at = look_at = time.monotonic() + GLANCE_S
    last_step = last_frame = -1
    while True:
        time.sleep(max(0.0, min(frame_at, look_at) - time.monotonic()))
        run, network = watched(), of()  # a network may go while it runs
        if run is None or network is None or not run.is_active:
            return
        step, has_moved = network.current_step, network.current_step > last_step
        start = time.monotonic()
        if start >= look_at:
            if finiteness is not None and has_moved and finiteness.look():
                run._end_with(finiteness.find_first)
                return
            cost = time.monotonic() - start
            look_at = time.monotonic() + max(GLANCE_S, LOOK_SHARE * cost)
            last_step = step
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

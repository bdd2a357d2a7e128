"""Ctrl-C while the network steps: kept until the step is over, so that it leaves the network whole.

In: what to do when an interrupt comes.
Out: a context; the interrupt is handled as usual when it ends.
Not here: threads other than the main one, which receive no signals.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["deferred_interrupt"]


@contextmanager
def deferred_interrupt(notify: Callable[[], None]) -> Iterator[None]:
    """Call `notify` on an interrupt, and let it interrupt only after the block."""
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield
        return
    received: list[FrameType | None] = []

    def keep(number: int, frame: FrameType | None) -> None:
        received.append(frame)
        notify()

    signal.signal(signal.SIGINT, keep)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if received:
        usual(signal.SIGINT, received[0])

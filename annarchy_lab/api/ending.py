"""What is done when the process ends, before threads and libraries end.

In: calls.
Out: `before_the_end`.
Not here: what they do.
"""

import atexit
import threading
from collections.abc import Callable

__all__ = ["before_the_end"]


def before_the_end(call: Callable[[], None]) -> None:
    """Have `call` made when the process ends, the newest one first.

    `atexit` comes too late for some: pools of threads, and what sends messages, end before it.
    """
    getattr(threading, "_register_atexit", atexit.register)(call)

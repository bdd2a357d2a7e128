"""What live views cost beside the run: the share of a core that a thread takes.

In: nothing; it is asked from the thread that is meant.
Out: CPU time over wall time, over about the last half second.
Not here: what the run itself takes (`annarchy_lab.api.run.TimeShares`).
"""

import math
import threading
import time

__all__ = ["Effort"]

WINDOW_S = 0.5


class Effort:
    """Of one thread."""

    def __init__(self) -> None:
        self._share = 0.0
        self._weight = 0.0
        self._thread = 0
        self._at_s = self._cpu_s = 0.0

    def share(self) -> float:
        """Return the share of a core that the calling thread has taken lately."""
        now_s, cpu_s, thread = time.monotonic(), time.thread_time(), threading.get_ident()
        passed_s, used_s = now_s - self._at_s, cpu_s - self._cpu_s
        is_same, self._thread = thread == self._thread, thread
        self._at_s, self._cpu_s = now_s, cpu_s
        if not is_same:
            self._share = self._weight = 0.0
        elif passed_s > 0.0:
            fresh = 1.0 - math.exp(-passed_s / WINDOW_S)
            self._weight += fresh * (1.0 - self._weight)  # a plain mean at first
            self._share += fresh / self._weight * (used_s / passed_s - self._share)
        return self._share

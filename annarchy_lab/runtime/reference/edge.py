"""Who may touch the network between two steps: one at a time, in the order of arrival.

The driver enters for every step and leaves after it; a guest who waits meanwhile comes next, so
nobody starves.
"""

import threading
from types import TracebackType

__all__ = ["Edge"]


class Edge:
    """A lock that its holder may enter again, and that nobody can snatch from one who waits."""

    def __init__(self) -> None:
        self._turn = threading.Lock()  # held by the one who is next
        self._inside = threading.Lock()
        self._owner: int | None = None
        self._depth = 0

    def __enter__(self) -> None:
        own = threading.get_ident()
        if self._owner == own:
            self._depth += 1
            return
        with self._turn:
            self._inside.acquire()
        self._owner, self._depth = own, 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = None
            self._inside.release()

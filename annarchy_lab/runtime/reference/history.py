"""Past values of an attribute, for projections with a delay.

In: the array that holds the current values.
Out: copies of what it held some steps ago.
Not here: which attributes need one.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.runtime.reference.arithmetic import Array

__all__ = ["History"]


class History:
    """The last values of one attribute, filled with the current ones at first.

    Parameters
    ----------
    values
        The attribute's array; it stays the same object and changes in place.
    n_steps
        How many steps back one can look.
    """

    def __init__(self, values: Array, n_steps: int) -> None:
        self._values = values
        self._past: deque[Array] = deque(maxlen=n_steps)
        self.fill()

    @property
    def n_steps(self) -> int:
        """How many steps back one can look."""
        return self._past.maxlen or 0

    @property
    def n_bytes(self) -> int:
        """Size of all that is remembered."""
        return sum(values.nbytes for values in self._past)

    def fill(self) -> None:
        """Forget the past: it was always as it is now."""
        self._past.extend(self._values.copy() for _ in range(self.n_steps))

    def grow(self, n_steps: int) -> None:
        """Look back further; before what is remembered, it was always as it was then."""
        oldest = [self._past[0]] * (n_steps - self.n_steps)
        self._past = deque([*oldest, *self._past], maxlen=n_steps)

    def moved_to(self, values: Array) -> "History":
        """Return the same past of an attribute that is held in another array now."""
        if values is self._values:
            return self
        moved = History(values, self.n_steps)
        shape = values.shape
        past = (old if shape or not old.ndim else old[0] for old in self._past)
        moved._past.extend(np.broadcast_to(each, shape).astype(values.dtype) for each in past)
        return moved

    def push(self) -> None:
        """Remember the current values."""
        self._past.append(self._values.copy())

    @property
    def rows(self) -> Array:
        """What is remembered, one row per step, the oldest first."""
        return np.stack(self._past)

    def restore(self, rows: Array) -> None:
        """Remember these rows, and look back as far."""
        self._past = deque(rows.copy(), maxlen=len(rows))

    def ago(self, n_pushes: int) -> Array:
        """Return the values of the last push (1), of the one before (2) ..."""
        return self._past[-n_pushes]

    def ago_each(self, n_pushes: NDArray[np.int64], ranks: "NDArray[np.int64] | None") -> Array:
        """Return one value per element, each of its own push; `ranks` None for a single value."""
        past = np.stack(self._past)
        steps = self.n_steps - n_pushes
        chosen: Array = past[steps] if ranks is None else past[steps, ranks]
        return chosen

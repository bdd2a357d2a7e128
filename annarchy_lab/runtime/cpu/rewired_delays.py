"""Delays of edges that come and go, and the rows in which spikes find these edges.

In: the delays at load, changes of them, the core's table of edges.
Out: `RewiredDelays`: a number per edge and rows per epoch of emission, which the core makes anew
whenever edges change.
Not here: epochs themselves (`delays`); rows of edges that stay (`projections`).

Here a delay of n steps has the number n - 1, whichever delays there are, so that nothing is
renumbered when a longer one comes.
"""

from typing import Any

import numpy as np

from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.runtime._bridge import Buffer, EdgeTable
from annarchy_lab.runtime.cpu.arrays import EdgeArray, allocate
from annarchy_lab.runtime.cpu.delays import WORD, Delays, Epoch, Steps, first_epoch

__all__ = ["RewiredDelays"]

Pieces = tuple[Buffer, Buffer, Buffer, int]
TableRows = tuple[Buffer, Buffer, Buffer, Buffer | None, Pieces | None]
Rows = dict[str, Any]
"""As the core takes the rows of an epoch."""


class RewiredDelays:
    """Delays and rows of one projection.

    Parameters
    ----------
    spec
        The projection.
    table
        Its edges.
    has_rows
        Whether spikes look for their edges.

    Attributes
    ----------
    new
        Delays of new edges.
    numbers
        Number of each edge's delay, for spikes from now on; None while there is one for all.
    """

    def __init__(self, spec: ProjectionSpec, table: EdgeTable, *, has_rows: bool) -> None:
        self._n_pre, self._table, self._has_rows = spec.edges.n_pre, table, has_rows
        self.new = spec.new_delays
        self.numbers: EdgeArray | None = None
        self._epochs: dict[int | None, EdgeArray | None] = {}  # numbers, by the first step
        self._rows: dict[int | None, Rows] = {}
        self._begin(first_epoch(spec))
        self.lay_out()

    def rows(self, epoch: Epoch) -> Rows:
        """Return the rows of edges that spikes of an epoch reach."""
        return self._rows[epoch.first]

    def steps(self, delays: Delays) -> Steps:
        """Return the delay of all edges, or of each, as it is now."""
        if self.numbers is None:
            return delays.current.steps
        return self.numbers.values + np.int32(1)

    def given(self, steps: Steps) -> Steps:
        """Take delays that are set for the edges there are, and return what these then have."""
        self.new = self.new.after(steps)
        spread = self.new.spread(steps, self._table.n_edges)
        if self.numbers is None:
            return spread
        return np.broadcast_to(np.asarray(spread, np.int32), self._table.n_edges)

    def change(self, before: Delays, after: Delays) -> None:
        """Begin the epoch that `after` has and `before` has not; the caller holds the edge."""
        if self.numbers is not None and before.current in after.earlier:
            own = self._per_edge()
            own.values[...] = self.numbers.values
            self._epochs[before.current.first] = own
        self._begin(after.current)
        self._epochs = {epoch.first: self._epochs[epoch.first] for epoch in after.epochs}
        self.lay_out()

    def put_back(self, epochs: tuple[Epoch, ...]) -> None:
        """Have these epochs, the last of which holds; the schedule follows."""
        current = self.numbers
        self._epochs = {}
        for epoch in epochs[:-1]:
            numbers = None
            if isinstance(epoch.steps, np.ndarray):
                numbers = self._per_edge()
                numbers.values[...] = epoch.steps - 1
            self._epochs[epoch.first] = numbers
        self._epochs[epochs[-1].first] = current
        self.lay_out()

    def epoch_steps(self, epoch: Epoch) -> Steps:
        """Return the delays that the edges of now have for spikes of an epoch."""
        numbers = self._epochs[epoch.first]
        return epoch.steps if numbers is None else numbers.values + np.int32(1)

    def settle(self, first: int | None = None) -> None:
        """Forget all epochs but the current one, which began in step `first`; None: ever.

        The schedule follows.
        """
        self._epochs = {first: self.numbers}
        self.lay_out()

    def lay_out(self) -> None:
        """Let the core make other rows, and give new edges their delays; the schedule follows."""
        laid = {numbers: self._make_rows(numbers) for numbers in self._epochs.values()}
        self._rows = {first: laid[numbers] for first, numbers in self._epochs.items()}
        rows = [_described(each, numbers) for numbers, each in laid.items()]
        fresh = None
        if self.numbers is not None:
            fresh = (self.numbers.buffer, self.new.fresh - 1, self.new.longest)
        self._table.lay_out(rows if self._has_rows else [], fresh)

    def _begin(self, epoch: Epoch) -> None:
        """Let the delays of an epoch be those that hold."""
        if isinstance(epoch.steps, np.ndarray):
            self.numbers = self.numbers or self._per_edge()
            self.numbers.values[...] = epoch.steps - 1
        self._epochs[epoch.first] = self.numbers

    def _make_rows(self, numbers: EdgeArray | None) -> Rows:
        n_edges = self._table.n_edges
        rows: Rows = {
            "row_ptr": _buffer(self._n_pre + 1, np.int64),
            "post_ranks": _buffer(n_edges, np.int32),
            "edges": _buffer(n_edges, np.int64),
            "pieces": None,
        }
        if numbers is not None:
            n_words = -(-self.new.longest // WORD)
            bits, before = (_buffer(self._n_pre * n_words, t) for t in (np.uint64, np.int64))
            rows["pieces"] = (bits, before, _buffer(n_edges + 1, np.int64), n_words)
        return rows

    def _per_edge(self) -> EdgeArray:
        table = self._table
        buffer = _buffer(table.n_edges, np.int32)
        return EdgeArray(buffer, np.dtype(np.int32), lambda: table.n_edges)


def _described(rows: Rows, numbers: EdgeArray | None) -> TableRows:
    own = None if numbers is None else numbers.buffer
    return rows["row_ptr"], rows["edges"], rows["post_ranks"], own, rows["pieces"]


def _buffer(size: int, dtype: type[np.generic]) -> Buffer:
    return allocate(0, np.dtype(dtype), size).buffer

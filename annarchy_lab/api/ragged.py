"""Values per edge, as users see them: one list per dendrite.

In: flat arrays in dendrite order, who has a dendrite, where each begins.
Out: lists of lists, or for many synapses a `Ragged`, which looks like one; and back.
Not here: where the values come from.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, SupportsIndex, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.arguments import shown

__all__ = ["MOST_LISTED", "Ragged", "Rows", "flattened", "is_listed", "rows", "seen_rows"]

MOST_LISTED = 20_000
"""Up to so many synapses the values are plain lists of lists."""
SHOWN = 3
"""Rows and values that are printed at either end."""


class Ragged(Sequence[list[Any]]):
    """A list of lists that is an array: one list per dendrite, made when it is looked at.

    It compares, iterates, slices, copies, converts (``np.array``) and is assigned like a list of
    lists; ``tolist()`` makes a real one.  A row is a real list; a row that is changed is kept, so
    that ``w = proj.w; w[0][1] = 0.0; proj.w = w`` does what it says.

    Parameters
    ----------
    values
        One value per synapse, in dendrite order.
    starts, stops
        Where the synapses of each dendrite begin and end.

    Examples
    --------
    >>> Ragged(np.arange(3.0), np.array([0, 2]), np.array([2, 3]))
    [[0.0, 1.0], [2.0]]
    """

    __slots__ = ("_changed", "_starts", "_stops", "_values")
    __hash__ = None  # type: ignore[assignment] # as lists

    def __init__(
        self, values: NDArray[Any], starts: NDArray[np.int64], stops: NDArray[np.int64]
    ) -> None:
        self._values, self._starts, self._stops = values, starts, stops
        self._changed: dict[int, list[Any]] = {}

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - a list, or several as a `Ragged`
        """Return one row as a list, or some rows."""
        if isinstance(index, slice):
            chosen = Ragged(self._values, self._starts[index], self._stops[index])
            places = range(len(self))[index]
            found = {new: self._changed[old] for new, old in enumerate(places) if self._has(old)}
            chosen._changed.update(found)
            return chosen
        place = range(len(self))[index]
        if place in self._changed:
            return self._changed[place]
        return _Row(self._part(place).tolist(), self, place)

    def __setitem__(self, index: SupportsIndex, row: Iterable[Any]) -> None:
        self._changed[range(len(self))[index]] = list(row)

    def __iter__(self) -> Iterator[list[Any]]:
        return (self[place] for place in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ragged) and not (self._changed or other._changed):
            is_alike = np.array_equal(self._counts, other._counts)
            return is_alike and np.array_equal(self._flat(), other._flat())
        if not isinstance(other, Ragged | list):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __add__(self, other: Iterable[Any]) -> list[Any]:
        return [*self, *other]

    def __radd__(self, other: Iterable[Any]) -> list[Any]:
        return [*other, *self]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:  # noqa: ANN401 - NumPy's protocol
        """Return a rectangle of shape (dendrites, synapses), as NumPy makes of lists."""
        if dtype is not None and np.dtype(dtype) == object:
            return np.array([*self, None], object)[:-1]
        counts = {len(row) for row in self._changed.values()} | set(self._counts.tolist())
        if len(counts) > 1:
            raise ValueError(
                "the dendrites have different numbers of synapses: use np.concatenate, or csr()."
            )
        whole = self._flat().reshape(len(self), -1)
        return whole.astype(dtype) if dtype is not None else whole

    def tolist(self) -> list[list[Any]]:
        """Return a list of lists."""
        if self._changed:
            return [list(row) for row in self]
        listed: list[Any] = self._flat().tolist()
        stops = np.cumsum(self._counts)
        bounds = zip((stops - self._counts).tolist(), stops.tolist(), strict=True)
        return [listed[start:stop] for start, stop in bounds]

    def copy(self) -> "Ragged":
        """Return a copy; rows that were changed are shared, as in ``list.copy``."""
        return self[:]  # type: ignore[no-any-return] # a slice is a `Ragged`

    __copy__ = copy

    def __deepcopy__(self, memo: object) -> "Ragged":
        made = self.copy()
        made._values = self._values.copy()
        made._changed = {place: list(row) for place, row in self._changed.items()}
        return made

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return (list, (self.tolist(),))

    def __repr__(self) -> str:
        """Write all rows if they are few and short, else their ends."""
        n = len(self)
        shown = [_short(self._row_ends(p), self._length(p)) for p in _ends(n)]
        if n > 2 * SHOWN:
            shown.insert(SHOWN, f"... {n - 2 * SHOWN} more dendrites ...")
        return f"[{', '.join(shown)}]"

    def flat(self) -> NDArray[Any]:
        """Return all values one after another."""
        if not self._changed:
            return self._flat()
        return np.concatenate([*map(np.asarray, self), np.empty(0)])

    def counts(self) -> NDArray[np.int64]:
        """Return how many values each row has."""
        counts = self._counts.copy()
        for place, row in self._changed.items():
            counts[place] = len(row)
        return counts

    @property
    def _counts(self) -> NDArray[np.int64]:
        return self._stops - self._starts

    def _flat(self) -> NDArray[Any]:
        is_whole = len(self) and np.array_equal(self._starts[1:], self._stops[:-1])
        if not is_whole and len(self):
            return np.concatenate([self._part(place) for place in range(len(self))])
        first, last = (self._starts[0], self._stops[-1]) if len(self) else (0, 0)
        return self._values[first:last].copy()

    def _part(self, place: int) -> NDArray[Any]:
        return self._values[self._starts[place] : self._stops[place]]

    def _has(self, place: int) -> bool:
        return place in self._changed

    def _length(self, place: int) -> int:
        return len(self._changed[place]) if place in self._changed else int(self._counts[place])

    def _row_ends(self, place: int) -> list[Any]:
        row = self._changed.get(place)
        part = self._part(place) if row is None else row
        ends = [*part[:SHOWN], *part[-SHOWN:]] if len(part) > 2 * SHOWN else part
        return list(np.asarray(ends).tolist())


class _Row(list[Any]):
    """One row: a list that tells the `Ragged` it comes from when it is changed."""

    __slots__ = ("_owner", "_place")

    def __init__(self, values: list[Any], owner: Ragged, place: int) -> None:
        super().__init__(values)
        self._owner, self._place = owner, place

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:  # noqa: ANN401
        return (list, (list(self),))  # pickles and deep copies are plain lists


Rows: TypeAlias = list[list[Any]] | Ragged


def _telling(name: str) -> Callable[..., Any]:
    original = getattr(list, name)

    def method(self: _Row, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - of lists
        self._owner._changed[self._place] = self
        return original(self, *arguments, **options)

    return method


for _name in ("__setitem__", "__delitem__", "__iadd__", "__imul__", "append", "clear", "extend"):
    setattr(_Row, _name, _telling(_name))
for _name in ("insert", "pop", "remove", "reverse", "sort"):
    setattr(_Row, _name, _telling(_name))


def _ends(n: int) -> list[int]:
    return list(range(n)) if n <= 2 * SHOWN else [*range(SHOWN), *range(n - SHOWN, n)]


def _short(ends: list[Any], n: int) -> str:
    texts = [repr(value) for value in ends]
    if n > len(texts):
        texts.insert(SHOWN, f"... {n - 2 * SHOWN} more ...")
    return f"[{', '.join(texts)}]"


def rows(
    values: NDArray[Any], bounds: NDArray[np.int64], ranks: NDArray[np.int32]
) -> list[list[Any]]:
    """Return values in dendrite order as plain lists, one per dendrite; see `seen_rows`."""
    return Ragged(values, bounds[ranks], bounds[ranks + 1]).tolist()


def seen_rows(values: NDArray[Any], bounds: NDArray[np.int64], ranks: NDArray[np.int32]) -> Rows:
    """Return values in dendrite order as one list per dendrite, lazily where there are many.

    Parameters
    ----------
    bounds
        Where the synapses of each post neuron begin, the end last.
    ranks
        Post neurons that have a dendrite.
    """
    if len(values) <= MOST_LISTED:
        return rows(values, bounds, ranks)
    return Ragged(values, bounds[ranks], bounds[ranks + 1])


def is_listed(value: object) -> bool:
    """Tell whether a value is several, one after another or one list per dendrite."""
    return isinstance(value, list | tuple | Ragged) or bool(
        isinstance(value, np.ndarray) and value.ndim
    )


def flattened(value: object, edges: EdgeList, ranks: NDArray[np.int32], label: str) -> NDArray[Any]:
    """Return a list of lists, or an array of any shape, as one value per edge.

    Parameters
    ----------
    ranks
        Post neurons that have a dendrite.

    Raises
    ------
    ANNarchyException
        If the number of dendrites, or of the synapses of one of them, is another.
    """
    expected = np.diff(edges.row_ptr)[ranks]
    if isinstance(value, np.ndarray) and value.dtype != object:
        if value.ndim > 1:
            counts = np.full(len(value), value[0].size if len(value) else 0)
            _check_counts(counts, expected, ranks, label)
        return value.reshape(-1)
    if isinstance(value, Ragged):
        _check_counts(value.counts(), expected, ranks, label)
        return value.flat()
    if not isinstance(value, Iterable):
        raise ANNarchyException(f"{label}: expected numbers, not {shown(value)}.")
    parts = [np.atleast_1d(part) for part in value]
    if len(parts) == edges.n_edges and all(part.shape == (1,) for part in parts):
        return np.concatenate([*parts, np.empty(0)])
    _check_counts(np.array([part.size for part in parts]), expected, ranks, label)
    return np.concatenate([*(part.ravel() for part in parts), np.empty(0)])


def _check_counts(
    counts: NDArray[np.int64], expected: NDArray[np.int64], ranks: NDArray[np.int32], label: str
) -> None:
    if len(counts) != len(expected):
        is_turned = set(counts) == {len(expected)} and set(expected) == {len(counts)}
        raise ANNarchyException(
            f"{label}: expected {len(expected)} lists, one per dendrite, got {len(counts)}."
            + (" Is it transposed?" if is_turned else "")
        )
    wrong = np.flatnonzero(counts != expected)
    if wrong.size:
        first = int(wrong[0])
        raise ANNarchyException(
            f"{label}: the dendrite of post neuron {ranks[first]} has {expected[first]} synapses, "
            f"not {counts[first]}."
        )

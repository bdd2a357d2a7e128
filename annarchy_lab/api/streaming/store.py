"""One recorded variable on disk: a Zarr group that only grows.

In: `Recording` values.
Out: the same, read back, also after the process that wrote them was killed.
Not here: which variables go to disk, and where (`streaming`).

A group holds ``steps`` and ``values``, one entry per row; where edges come and go, ``values`` holds
one row behind the other, ``ends`` where each ends, ``row_ptr`` where its dendrites begin.  Its
attribute ``n_rows`` is written after the data and counts what is whole: what lies behind it was cut
off amid a write and is never read.
"""

import itertools
import math
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.runtime.backend import Recording

if TYPE_CHECKING:
    import zarr

__all__ = ["Store", "read_group"]

CHUNK_BYTES = 1 << 23
Interval = tuple[int, int]


class Store:
    """A variable on disk.

    Parameters
    ----------
    path
        Folder of the group; made with the first rows.
    about
        What the group says of itself.
    arrays
        What else it holds, to be understood by itself.
    is_kept
        Whether the files stay when their data were handed out.
    """

    def __init__(
        self,
        path: Path,
        about: Mapping[str, Any],
        arrays: Mapping[str, NDArray[Any]],
        *,
        is_kept: bool,
    ) -> None:
        self.path = path
        self.is_kept = is_kept
        self.n_rows = 0
        self._about = dict(about)
        self._arrays = dict(arrays)
        self._first = 0
        self._n_values = 0
        self._intervals: list[Interval] = []
        self._group: zarr.Group | None = None
        self._members: dict[str, zarr.Array[Any]] = {}  # opening one reads a file

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits to be handed out."""
        return self._first == self.n_rows

    def append(self, recording: Recording, intervals: list[Interval]) -> None:
        """Write rows behind those that are there, then count them.

        Parameters
        ----------
        intervals
            When everything that waits to be handed out was recorded.

        Raises
        ------
        OSError
            If the disk is full, or the like; nothing was added then.
        """
        n_new = len(recording.steps)
        n_rows, n_values = self.n_rows + n_new, self._n_values
        if n_new:
            self._check_shape(recording)
            group = self._new_group(recording) if self._group is None else self._group
            n_values = self._append_rows(recording)
            counts = {"n_rows": n_rows, "n_values": n_values}
            group.attrs.update({**counts, "intervals": [*self._intervals, *intervals]})
            self._group = group
        self.n_rows, self._n_values = n_rows, n_values

    def keep(self, n_rows: int) -> None:
        """Forget all rows that wait to be handed out but the first `n_rows`."""
        n_rows += self._first
        if self._group is None or n_rows >= self.n_rows:
            return
        self.n_rows, self._n_values = n_rows, 0
        if self._group.attrs["is_ragged"] and n_rows:
            self._n_values = int(_part(self._group, "ends", n_rows - 1, n_rows)[0])
        counts = {"n_rows": self.n_rows, "n_values": self._n_values}
        self._group.attrs.update({**counts, "intervals": self._intervals})

    def read(self) -> Recording | None:
        """Return what waits to be handed out; None if nothing does."""
        if self._group is None or self.is_empty:
            return None
        return _read(self._group, self._first, self.n_rows)

    def hand_out(self, intervals: list[Interval]) -> "Store":
        """Note that everything was handed out; return where to go on."""
        if self.is_kept:
            self._first = self.n_rows
            self._intervals += intervals
            return self
        shutil.rmtree(self.path, ignore_errors=True)
        return Store(self.path, self._about, self._arrays, is_kept=False)

    @property
    def group(self) -> "zarr.Group | None":
        """The Zarr group; None before anything was written."""
        return self._group

    # Below: our own

    def _check_shape(self, recording: Recording) -> None:
        values = self._members.get("values")
        is_flat = recording.data.dtype == object
        if values is None or is_flat or values.shape[1:] == recording.data.shape[1:]:
            return
        raise ANNarchyException(
            f"{self.path} holds rows of the shape {values.shape[1:]}, and there are more or fewer "
            f"synapses now, {recording.data.shape[1:]}: make a new monitor with a new folder."
        )

    def _new_group(self, recording: Recording) -> "zarr.Group":
        import zarr

        shutil.rmtree(self.path, ignore_errors=True)  # left by a first write that failed
        is_ragged = recording.data.dtype == object
        group = zarr.create_group(store=self.path)
        group.attrs.update({**self._about, "is_ragged": is_ragged, "n_rows": 0, "n_values": 0})
        self._members = {}
        for name, values in self._arrays.items():
            _write(_create(group, name, values), 0, values)
        self._members["steps"] = _create(group, "steps", recording.steps)
        if is_ragged:
            self._members["values"] = _create(group, "values", recording.data[0])
            self._members["ends"] = _create(group, "ends", recording.steps)
            self._members["row_ptr"] = _create(group, "row_ptr", recording.row_ptrs[0][np.newaxis])
        else:
            self._members["values"] = _create(group, "values", recording.data)
        return group

    def _append_rows(self, recording: Recording) -> int:
        """Write the arrays and return how many values there are then."""
        members = self._members
        _write(members["steps"], self.n_rows, recording.steps)
        if recording.data.dtype != object:
            _write(members["values"], self.n_rows, recording.data)
            return 0
        ends = self._n_values + np.cumsum([len(row) for row in recording.data])
        _write(members["values"], self._n_values, np.concatenate(list(recording.data)))
        _write(members["row_ptr"], self.n_rows, np.stack(recording.row_ptrs))
        _write(members["ends"], self.n_rows, ends)
        return int(ends[-1])


def read_group(path: Path) -> tuple["zarr.Group", Recording]:
    """Return a group and all whole rows in it."""
    import zarr

    group = zarr.open_group(store=path, mode="r")
    return group, _read(group, 0, int(group.attrs["n_rows"]))  # type: ignore[arg-type] # JSON


def _read(group: "zarr.Group", first: int, last: int) -> Recording:
    steps = _part(group, "steps", first, last)
    intervals = tuple((int(a), int(b)) for a, b in group.attrs.get("intervals", []))  # type: ignore[union-attr, arg-type, misc] # JSON
    if not group.attrs["is_ragged"]:
        return Recording(steps, _part(group, "values", first, last), intervals)
    ends = _part(group, "ends", max(0, first - 1), last)
    bounds = np.concatenate(([0], ends)) if first == 0 else ends
    values = _part(group, "values", int(bounds[0]), int(bounds[-1]))
    data = np.empty(last - first, object)
    for row, (start, stop) in enumerate(itertools.pairwise(bounds - bounds[0])):
        data[row] = values[start:stop]
    row_ptrs = tuple(_part(group, "row_ptr", first, last))
    return Recording(steps, data, intervals, 0, row_ptrs)


def _create(group: "zarr.Group", name: str, example: NDArray[Any]) -> "zarr.Array[Any]":
    from zarr.codecs import BloscCodec

    item_shape = example.shape[1:]
    item_bytes = max(1, math.prod(item_shape) * example.dtype.itemsize)
    chunk = (max(1, CHUNK_BYTES // item_bytes), *(max(1, n) for n in item_shape))
    return group.create_array(
        name,
        shape=(0, *item_shape),
        chunks=chunk,
        dtype=example.dtype,
        compressors=BloscCodec(cname="lz4", clevel=1),
        fill_value=np.nan if example.dtype.kind == "f" else 0,
    )


def _write(array: "zarr.Array[Any]", place: int, values: NDArray[Any]) -> None:
    """Write `values` at `place`, a chunk at a time: what fails leaves nothing going on behind."""
    end = place + len(values)
    array.resize((end, *array.shape[1:]))
    n_rows = array.chunks[0]
    for edge in range(place - place % n_rows, end, n_rows):
        start, stop = max(place, edge), min(end, edge + n_rows)
        array[start:stop] = values[start - place : stop - place]


def _part(group: "zarr.Group", name: str, first: int, last: int) -> NDArray[Any]:
    import zarr

    array = group[name]
    assert isinstance(array, zarr.Array)
    return np.asarray(array[first:last])

"""Recordings as plain arrays, which any format can hold.

In: what `Monitor.get` returns for one name.  Out: arrays of numbers by name, and back.
Not here: files.

Lists of different lengths become ``values``, one list behind the other, and ``offsets``, where
each begins, the end last: of spikes one list per entry of ``ranks``, else one per cell of an array
of the shape ``shape``.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "flat_arrays"]

Arrays = dict[str, NDArray[Any]]


def flat_arrays(name: str, data: Any) -> Arrays:  # noqa: ANN401 - an array or a dict of spikes
    """Return data as arrays of numbers.

    Examples
    --------
    >>> found = flat_arrays("spike", {0: [3], 4: [1, 2]})
    >>> {name: array.tolist() for name, array in found.items()}
    {'spike/values': [3, 1, 2], 'spike/offsets': [0, 1, 3], 'spike/ranks': [0, 4]}
    """
    if isinstance(data, Mapping):
        lists = _lists(name, list(data.values()), np.int64)
        return lists | {f"{name}/ranks": np.array(list(data), np.int64)}
    array = np.asarray(data)
    if array.dtype != object:
        return {name: array}
    shape = {f"{name}/shape": np.array(array.shape, np.int64)}
    return _lists(name, [*array.ravel()], np.float64) | shape


def _lists(name: str, lists: list[list[Any]], dtype: type) -> Arrays:
    lengths = [len(each) for each in lists]
    values = np.array([value for each in lists for value in each] or np.empty(0, dtype))
    offsets = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    return {f"{name}/values": values, f"{name}/offsets": offsets.astype(np.int64)}

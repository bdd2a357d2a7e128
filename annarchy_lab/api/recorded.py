"""Recordings in the shapes that users see.

In: a `Recording` of the runtime, and what was recorded.
Out: arrays with time as first axis; spikes as a dict from rank to steps.
Not here: when anything is recorded (`monitor`).

There are two stages.  `plain` gives every row its shape, in numbers: this goes to disk, too.
`shown` makes of that what `Monitor.get` returns: flat rows, lists for ragged dendrites.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.dendrite import Dendrite
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.ragged import rows
from annarchy_lab.api.recordable import SPIKES, Recordable, locality_of, owner_of
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import Recording

__all__ = [
    "item_shape",
    "plain",
    "ragged_ends",
    "ragged_rows",
    "ragged_rows_that_change",
    "shown",
    "spike_dict",
]


def spike_dict(recording: Recording, ranks: NDArray[np.int64]) -> dict[int, list[int]]:
    """Return the steps of the spikes of each recorded neuron, silent ones included."""
    order = np.argsort(recording.data, kind="stable")
    steps, spiked = recording.steps[order], recording.data[order]
    starts = np.searchsorted(spiked, ranks).tolist()
    stops = np.searchsorted(spiked, ranks, side="right").tolist()
    listed = steps.tolist()
    return {
        rank: listed[start:stop]
        for rank, start, stop in zip(ranks.tolist(), starts, stops, strict=True)
    }


def item_shape(recorded: Recordable, name: str) -> tuple[int, ...]:
    """Return the shape of what is recorded in one step, where edges stay.

    One value per synapse has two dimensions where all dendrites are equally long.
    """
    locality = locality_of(recorded, name)
    if name in SPIKES or locality is Locality.GLOBAL:
        return ()
    if isinstance(recorded, Projection):
        counts = recorded.nb_synapses_per_dendrite
        if locality is Locality.SEMIGLOBAL:
            return (len(counts),)
        return (len(counts), counts[0]) if len(set(counts)) == 1 else (recorded.nb_synapses,)
    if isinstance(recorded, Dendrite):
        return () if locality is Locality.SEMIGLOBAL else (recorded.size,)
    return recorded.geometry if isinstance(recorded, Population) else (recorded.size,)


def plain(recorded: Recordable, name: str, recording: Recording) -> Recording:
    """Return a recording whose rows have their `item_shape`, or a length of their own."""
    data = recording.data
    if data.dtype == object or name in SPIKES:
        return recording
    if isinstance(recorded, Projection) and locality_of(recorded, name) is Locality.SEMIGLOBAL:
        data = data[:, recorded._first_edges.dendrite_ranks]
    shape = item_shape(recorded, name)
    n_items = math.prod(shape)
    if data.shape[1] == 1 != n_items:  # stored once as long as all values are equal
        data = np.repeat(data, n_items, axis=1)
    return replace(recording, data=data.reshape(len(data), *shape))


def shown(recorded: Recordable, name: str, recording: Recording, *, reshape: bool) -> Any:  # noqa: ANN401 - an array, of lists for ragged dendrites
    """Return the values of an attribute with time as first axis.

    Parameters
    ----------
    recorded
        What was recorded.
    name
        The attribute.
    recording
        Its values, `plain`.
    reshape
        Whether neurons of a population appear in its geometry.
    """
    data = recording.data
    if data.dtype == object:
        if isinstance(recorded, Projection):
            return ragged_rows_that_change(recording, recorded._first_edges.dendrite_ranks)
        # one dendrite: the first that was recorded
        return ragged_rows_that_change(recording, np.zeros(1, np.int32))[:, 0]
    is_local = locality_of(recorded, name) is Locality.LOCAL
    if isinstance(recorded, Population) and is_local and not reshape:
        return data.reshape(len(data), recorded.size)
    if isinstance(recorded, Projection) and is_local and data.ndim == 2:
        bounds, ranks = recorded.edges.row_ptr, recorded._first_edges.dendrite_ranks
        return ragged_rows(data, bounds, ranks)
    return data


def ragged_ends(recorded: Recordable, name: str) -> dict[str, NDArray[np.int64]]:
    """Return what makes lists of synapses out of a flat row; nothing where rows have a shape."""
    if not isinstance(recorded, Projection | Dendrite):
        return {}
    projection = owner_of(recorded)
    assert isinstance(projection, Projection)
    if locality_of(recorded, name) is not Locality.LOCAL:
        return {}
    dendrites = projection._first_edges.dendrite_ranks.astype(np.int64)
    if projection._is_rewirable:
        own = dendrites if isinstance(recorded, Projection) else np.zeros(1, np.int64)
        return {"dendrites": own}
    if isinstance(recorded, Dendrite) or len(item_shape(recorded, name)) > 1:
        return {}
    return {"dendrites": dendrites, "bounds": projection.edges.row_ptr.astype(np.int64)}


def ragged_rows(
    data: NDArray[Any], bounds: NDArray[np.int64], ranks: NDArray[np.int32]
) -> NDArray[Any]:
    """Return one list per time and dendrite, as an array of objects.

    Parameters
    ----------
    data
        One value per time and synapse.
    bounds
        Where the synapses of each post neuron begin, the end last.
    ranks
        Post neurons that have a dendrite.
    """
    return _of_lists([rows(values, bounds, ranks) for values in data], len(ranks))


def ragged_rows_that_change(recording: Recording, ranks: NDArray[np.int32]) -> NDArray[Any]:
    """Return one list per time and dendrite, or numbers where all these lists are equally long."""
    pairs = zip(recording.data, recording.row_ptrs, strict=True)
    found = [rows(values, bounds, ranks) for values, bounds in pairs]
    lengths = {len(row) for listed in found for row in listed}
    if len(lengths) == 1:
        dtype = recording.data[0].dtype
        return np.array(found, dtype).reshape(len(found), len(ranks), lengths.pop())
    return _of_lists(found, len(ranks))


def _of_lists(found: list[list[list[Any]]], n_dendrites: int) -> NDArray[Any]:
    ragged = np.empty((len(found), n_dendrites), object)
    for time, listed in enumerate(found):
        for dendrite, row in enumerate(listed):
            ragged[time, dendrite] = row
    return ragged

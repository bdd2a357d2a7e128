"""Recordings in the shapes that users see.

In: a `Recording` of the runtime, and what was recorded.
Out: arrays with time as first axis; spikes as a dict from rank to steps.
Not here: when anything is recorded (`monitor`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.dendrite import Dendrite
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.ragged import rows
from annarchy_lab.api.recordable import Recordable, locality_of
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import Recording

__all__ = ["shaped", "spike_dict"]


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


def shaped(recorded: Recordable, name: str, recording: Recording, *, reshape: bool) -> Any:  # noqa: ANN401 - an array, of lists for ragged dendrites
    """Return the values of an attribute with time as first axis.

    Parameters
    ----------
    recorded
        What was recorded.
    name
        The attribute.
    recording
        Its values.
    reshape
        Whether neurons of a population appear in its geometry.
    """
    rows_of_data = recording.data
    if rows_of_data.dtype == object:
        return _of_edges_that_change(recorded, recording)
    n_times = len(rows_of_data)
    if locality_of(recorded, name) is Locality.GLOBAL:
        return rows_of_data.reshape(n_times)
    if isinstance(recorded, Population):
        return rows_of_data.reshape(n_times, *recorded.geometry) if reshape else rows_of_data
    if isinstance(recorded, Projection):
        return _per_dendrite(recorded, name, rows_of_data)
    if isinstance(recorded, Dendrite):
        is_single = locality_of(recorded, name) is Locality.SEMIGLOBAL
        return rows_of_data.reshape(n_times) if is_single else _widened(rows_of_data, recorded.size)
    return rows_of_data


def _per_dendrite(projection: Projection, name: str, data: NDArray[Any]) -> NDArray[Any]:
    edges = projection.edges
    ranks = projection._first_edges.dendrite_ranks
    if projection._localities[name] is Locality.SEMIGLOBAL:
        return data[:, ranks]
    counts = projection.nb_synapses_per_dendrite
    data = _widened(data, edges.n_edges)
    if len(set(counts)) <= 1:
        return data.reshape(len(data), len(counts), sum(counts[:1]))
    return _ragged([rows(values, edges.row_ptr, ranks) for values in data], len(counts))


def _of_edges_that_change(recorded: Recordable, recording: Recording) -> NDArray[Any]:
    """Return one list per time and dendrite, or numbers where all these lists are equally long."""
    if isinstance(recorded, Projection):
        ranks = recorded._first_edges.dendrite_ranks
    else:  # one dendrite: the first that was recorded
        ranks = np.zeros(1, np.int32)
    pairs = zip(recording.data, recording.row_ptrs, strict=True)
    found = [rows(values, bounds, ranks) for values, bounds in pairs]
    lengths = {len(row) for listed in found for row in listed}
    if len(lengths) == 1:
        dtype = recording.data[0].dtype
        whole = np.array(found, dtype).reshape(len(found), len(ranks), lengths.pop())
    else:
        whole = _ragged(found, len(ranks))
    return whole if isinstance(recorded, Projection) else whole[:, 0]


def _ragged(found: list[list[list[Any]]], n_dendrites: int) -> NDArray[Any]:
    ragged = np.empty((len(found), n_dendrites), object)
    for time, listed in enumerate(found):
        for dendrite, row in enumerate(listed):
            ragged[time, dendrite] = row
    return ragged


def _widened(data: NDArray[Any], n_items: int) -> NDArray[Any]:
    """Repeat what is stored once as long as all values are equal."""
    return np.repeat(data, n_items, axis=1) if data.shape[1] == 1 != n_items else data

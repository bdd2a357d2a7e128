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


def shaped(recorded: Recordable, name: str, rows_of_data: NDArray[Any], *, reshape: bool) -> Any:  # noqa: ANN401 - an array, of lists for ragged dendrites
    """Return the values of an attribute with time as first axis.

    Parameters
    ----------
    recorded
        What was recorded.
    name
        The attribute.
    rows_of_data
        Shape ``(n_times, n_items)``.
    reshape
        Whether neurons of a population appear in its geometry.
    """
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
    if projection._localities[name] is Locality.SEMIGLOBAL:
        return data[:, edges.dendrite_ranks]
    counts = projection.nb_synapses_per_dendrite
    data = _widened(data, edges.n_edges)
    if len(set(counts)) <= 1:
        return data.reshape(len(data), len(counts), sum(counts[:1]))
    ragged = np.empty((len(data), len(counts)), object)
    for time, values in enumerate(data):
        for dendrite, row in enumerate(rows(values, edges)):
            ragged[time, dendrite] = row
    return ragged


def _widened(data: NDArray[Any], n_items: int) -> NDArray[Any]:
    """Repeat what is stored once as long as all values are equal."""
    return np.repeat(data, n_items, axis=1) if data.shape[1] == 1 != n_items else data

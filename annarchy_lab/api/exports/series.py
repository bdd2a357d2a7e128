"""What was recorded of one variable, with the ranks that its columns belong to.

In: a recorded object, a `Recording` in its `plain` shape.  Out: `Series`.
Not here: any format.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.dendrite import Dendrite
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.recordable import SPIKES, Recordable, locality_of, owner_of
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Recording

__all__ = ["Series", "series_of"]

Ranks: TypeAlias = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Series:
    """A variable over time.

    Attributes
    ----------
    object_name
        Of what.
    times_ms
        One entry per row, or per spike.
    values
        Time first; ranks of the spikes.
    ranks
        For each kind of rank (``rank``, or ``post_rank`` and ``pre_rank``) that of every column,
        in the shape of a row.
    is_spikes
        Whether these are spikes.
    """

    object_name: str
    times_ms: NDArray[np.float64]
    values: NDArray[Any]
    ranks: Ranks
    is_spikes: bool = False


def series_of(recorded: Recordable, name: str, recording: Recording, dt_ms: float) -> Series:
    """Return a recording with its ranks.

    Raises
    ------
    ANNarchyException
        If synapses came and went: then rows have no common columns.
    """
    owner = owner_of(recorded).name
    times = recording.steps * np.float64(dt_ms)
    if name in SPIKES:
        return Series(owner, times, recording.data, {}, is_spikes=True)
    if recording.data.dtype == object:
        raise ANNarchyException(
            f"the synapses of {owner} come and go, so that {name!r} has no columns for a table: "
            "take get(), or save() as .npz or .hdf5."
        )
    ranks = {key: each.reshape(recording.data.shape[1:]) for key, each in _ranks(recorded, name)}
    return Series(owner, times, recording.data, ranks)


def _ranks(recorded: Recordable, name: str) -> list[tuple[str, NDArray[Any]]]:
    locality = locality_of(recorded, name)
    if locality is Locality.GLOBAL:
        return []
    if not isinstance(recorded, Projection | Dendrite):
        ranks = np.arange(recorded.size) if isinstance(recorded, Population) else recorded.ranks
        return [("rank", ranks)]
    if locality is Locality.SEMIGLOBAL:
        is_whole = isinstance(recorded, Projection)
        return [("post_rank", np.array(recorded.post_ranks))] if is_whole else []
    if isinstance(recorded, Dendrite):
        pre_ranks, post_ranks = recorded.projection.edges.ends_of(recorded.positions)
    else:
        pre_ranks, post_ranks = recorded.edges.pre_ranks, recorded.edges.post_ranks
    return [("post_rank", post_ranks), ("pre_rank", pre_ranks)]

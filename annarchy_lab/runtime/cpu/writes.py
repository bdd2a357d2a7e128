"""Changes of attributes in the terms of the core: elements of its arrays.

In: `Write` values, by object, attribute and users' positions.
Out: `Placed` values; what follows from them.
Not here: when they are applied.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import Write
from annarchy_lab.runtime.cpu.arrays import converted, is_one_number
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.initial import is_given_to_new_edges
from annarchy_lab.runtime.refusals import check_values

__all__ = ["Placed", "WriteTranslator"]


class Placed(NamedTuple):
    """One value, or one per element, and the elements that they are for; None: all."""

    array: NDArray[Any]
    indices: NDArray[np.int64] | None
    values: NDArray[Any]

    def put(self) -> None:
        """Write them; the caller holds the edge."""
        self.array[... if self.indices is None else self.indices] = self.values


class WriteTranslator:
    """Translates the changes of one network.

    Parameters
    ----------
    state
        Its arrays.
    specialise
        Called with object and attribute where one number must become one per element.
    """

    def __init__(self, state: NetworkState, specialise: Callable[[str, str], None]) -> None:
        self._state = state
        self._specialise = specialise

    def prepare(self, write: Write) -> None:
        """Let elements have values of their own where `write` gives them some; may compile."""
        if self._makes_differ(write):
            self.translate(write)  # refuses what does not fit before anything is compiled
            self._specialise(write.object_name, write.attribute)

    def _makes_differ(self, write: Write) -> bool:
        """Tell whether what has one value in many elements may have several then."""
        population = self._state.populations.get(write.object_name)
        if population is not None:
            is_uniform = write.attribute in population.uniform and population.spec.size > 1
            return is_uniform and (write.indices is not None or not is_one_number(write.values))
        projection = self._state.projections.get(write.object_name)
        if projection is None or not _is_one_for_many(projection, write.attribute):
            return False
        return write.indices is not None or np.size(write.values) > 1

    def translate(self, write: Write) -> Placed:
        """Return the elements of an array that `write` changes; the caller holds the edge.

        Raises
        ------
        ANNarchyException
            If there is no such object, attribute or element, or the values do not fit.
        """
        found, described = self._state.find(write.object_name, write.attribute)
        array, indices = found.values, write.indices
        projection = self._state.projections.get(write.object_name)
        is_single = described.locality is Locality.GLOBAL
        is_whole = projection is None and indices is None and not is_single
        if is_whole and _is_like(write.values, array):
            return Placed(array, None, write.values)  # most of what is written in a loop
        shape: tuple[int, ...] = ()
        if not is_single:
            is_local = described.locality is Locality.LOCAL
            shape = array.shape if projection is None else (_length(projection, is_local=is_local),)
        if indices is not None or np.shape(write.values) != shape:
            label = f"'{write.attribute}' of '{write.object_name}'"
            check_values(label, shape, write.values, indices)
        values = converted(write.values, array.dtype).ravel()
        if projection is not None and projection.is_per_edge(write.attribute):
            indices = _stored(projection, write.attribute, indices)
        return Placed(array, indices, values)

    def note(self, write: Write, elapsed: int) -> None:
        """Let everything know of `write` that depends on it, once it is applied.

        The clock of an event-driven variable becomes that of the last step.
        """
        population = self._state.populations.get(write.object_name)
        note = None if population is None else population.behind_write(write.attribute)
        if note is not None:
            note()
        projection = self._state.projections.get(write.object_name)
        if projection is None:
            return
        if write.attribute in projection.clocks:
            clock = projection.clocks[write.attribute].values
            places = _stored(projection, write.attribute, write.indices)
            Placed(clock, places, np.array([elapsed - 1])).put()
        if projection.window is not None:
            projection.window.form_anew()
        _note_fresh(projection, write)


def _is_like(values: NDArray[Any], array: NDArray[Any]) -> bool:
    return values.ndim == 1 and values.shape == array.shape and values.dtype == array.dtype


def _length(projection: ProjectionStore, *, is_local: bool) -> int:
    return projection.edges.n_edges if is_local else projection.edges.n_post


def _note_fresh(projection: ProjectionStore, write: Write) -> None:
    """Let later edges start with what a parameter was set to as a whole."""
    is_whole = write.indices is None and np.size(write.values) == 1
    if projection.rewirer is None or not is_whole:
        return
    if is_given_to_new_edges(projection.attributes[write.attribute]):
        projection.rewirer.set_fresh(write.attribute, np.asarray(write.values).reshape(()))


def _is_one_for_many(projection: ProjectionStore, attribute: str) -> bool:
    """Tell whether edges that must have one value have it in one place."""
    return attribute in projection.uniform or attribute in projection.ends


def _stored(
    projection: ProjectionStore, attribute: str, indices: NDArray[np.int64] | None
) -> NDArray[np.int64] | None:
    """Return where edges are stored; a dense matrix must keep what it holds between them."""
    if attribute in projection.ends and indices is None:
        return None
    return projection.places(attribute, indices)

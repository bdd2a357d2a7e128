"""Values of a network on the core: the part of the simulator that reads and writes attributes.

In: objects, attributes, places; from any thread.
Out: copies, and changes, at one edge.
Not here: where values are stored (`network_state`), how a change is translated (`writes`).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import Port, Write

if TYPE_CHECKING:
    from annarchy_lab.runtime._bridge import Engine
    from annarchy_lab.runtime.cpu.network_state import NetworkState
    from annarchy_lab.runtime.cpu.ports import Ports
    from annarchy_lab.runtime.cpu.projections import ProjectionStore
    from annarchy_lab.runtime.cpu.writes import WriteTranslator

__all__ = ["Valued"]


class Valued:
    """Reading and writing."""

    if TYPE_CHECKING:
        _state: NetworkState
        _engine: Engine
        _writes: WriteTranslator
        _ports: Ports

    def read(
        self, object_name: str, attribute: str, indices: NDArray[np.int64] | None = None
    ) -> NDArray[Any]:
        """Return a consistent copy of an attribute, or of some elements."""
        if indices is not None:
            return self._read_some(object_name, attribute, indices)
        if object_name in self._state.projections:
            return self._read_edges(object_name, attribute)
        values = None
        while values is None:  # closed just now
            values = self._ports[object_name, attribute].read()
        return values

    def _read_edges(self, projection: str, attribute: str) -> NDArray[Any]:
        store = self._state.projection(projection)
        array, described = self._state.find(projection, attribute)
        with self._engine.hold():  # or the number of edges might be another by then
            stored = values = array.values
            if store.is_per_edge(attribute):
                values = store.in_dendrites(attribute, stored)
            values = stored.copy() if values is stored else values
        return values.reshape(()) if _is_single(store, attribute, described.locality) else values

    def _read_some(
        self, object_name: str, attribute: str, indices: NDArray[np.int64]
    ) -> NDArray[Any]:
        with self._engine.hold():
            array, described = self._state.find(object_name, attribute)
            values = array.values
            projection = self._state.projections.get(object_name)
            if _is_single(projection, attribute, described.locality):
                return values.reshape(()).copy()
            if projection is not None and described.locality is Locality.LOCAL:
                places = projection.places(attribute, indices)
                indices = indices if places is None else places
            return values[indices]

    def port(self, object_name: str, attribute: str, *, takes_arrays: bool) -> Port | None:
        """Return the way to all values of an attribute; None where a write may change more."""
        if object_name in self._state.projections:
            return None
        is_uniform = attribute in self._state.population(object_name).uniform
        return None if takes_arrays and is_uniform else self._ports[object_name, attribute]

    def write(self, writes: Sequence[Write]) -> int:
        """Apply all changes at one edge."""
        for write in writes:
            self._writes.prepare(write)
        with self._engine.hold():
            for placed in [self._writes.translate(write) for write in writes]:
                placed.put()
            elapsed = self._engine.elapsed
            for write in writes:
                self._writes.note(write, elapsed)
            return self._engine.step


def _is_single(projection: "ProjectionStore | None", attribute: str, locality: Locality) -> bool:
    """Tell whether there is one value for all: by declaration, or because all synapses share it."""
    if projection is None or locality is not Locality.LOCAL:
        return locality is Locality.GLOBAL
    return not projection.is_per_edge(attribute)

"""What of a monitor goes to disk, as methods of it.

In: a monitor's tracks.
Out: `StreamMethods`: writing now, reading without loading, how much memory is held.
Not here: when the run itself moves recordings to disk (`streaming`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from numpy.typing import NDArray

from annarchy_lab.api.config import memory_limit
from annarchy_lab.api.recordable import SPIKES, owner_of
from annarchy_lab.api.recorded import ragged_ends
from annarchy_lab.api.streaming.reading import read_folder
from annarchy_lab.api.streaming.streaming import NAMED_LIMIT
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    import numpy as np
    import zarr

    from annarchy_lab.api.monitor import Monitor
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.recordable import Recordable
    from annarchy_lab.api.track import Track

__all__ = ["StreamMethods", "own_limit"]


class StreamMethods:
    """Recordings on disk.

    Attributes
    ----------
    tracks
        What is recorded, by variable.
    """

    if TYPE_CHECKING:
        object: "Recordable"
        tracks: dict[str, Track]
        _network: Network
        _name: str

        @property
        def _ranks(self) -> NDArray[np.int64]: ...
        def _track(self, name: str) -> Track: ...
        def _period_steps(self) -> int: ...

    def flush(self) -> None:
        """Write all that this monitor holds in memory to disk now."""
        self._network._streaming.write(cast("Monitor", self), self._network._require_simulator())

    def on_disk(self, variable: str) -> "zarr.Group":
        """Move a variable to disk and return it from there, without reading it.

        Parameters
        ----------
        variable
            Its name.

        Returns
        -------
        zarr.Group
            With arrays ``steps`` and ``values``, whose first axis is time, and attributes
            ``dt_ms``, ``n_rows``, ``intervals``.  It stays readable until the network is cleared,
            with `stream_to` for good.

        Raises
        ------
        ANNarchyException
            If nothing was recorded, or the disk is full.
        """
        self.flush()
        store = self._track(variable).store
        if store is None or store.group is None:
            raise ANNarchyException(f"{self._name} has recorded nothing of {variable!r} so far.")
        store.is_kept = True
        return store.group

    @staticmethod
    def load(path: str | Path) -> dict[str, Any]:
        """Read a folder that a monitor streamed to, also one of a process that was killed.

        Parameters
        ----------
        path
            The folder of `stream_to`.

        Returns
        -------
        dict
            As from ``get()``, everything since the monitor was made.

        Raises
        ------
        ANNarchyException
            If no monitor has streamed to it.
        """
        return read_folder(Path(path))

    @property
    def held_bytes(self) -> int:
        """Memory that its recordings take at the moment."""
        simulator = self._network._simulator
        if simulator is None:
            return 0
        return sum(track.held_bytes(simulator) for track in self.tracks.values())

    @property
    def bytes_per_step(self) -> float:
        """About how much memory each step takes, spikes left aside."""
        owner = owner_of(self.object)
        n_bytes = sum(
            t.n_items * owner._real(name).itemsize
            for name, t in self.tracks.items()
            if t.is_on and name not in SPIKES
        )
        return n_bytes / self._period_steps()

    def about(self, variable: str) -> tuple[Mapping[str, Any], Mapping[str, NDArray[Any]]]:
        """Return what files say of a variable, and the arrays that it takes to read them."""
        about = {
            "annarchy_lab_recording": 1,
            "monitor": self._name,
            "object": owner_of(self.object).name,
            "variable": variable,
            "dt_ms": self._network.dt,
            "period_steps": 1 if variable in SPIKES else self._period_steps(),
        }
        if variable in SPIKES:
            return about, {"ranks": self._ranks}
        return about, ragged_ends(self.object, variable)


def own_limit(asked: float | None, folder: Path | None) -> int | None:
    """Return how many bytes a monitor may hold; None for no limit of its own."""
    if asked is None and folder is not None:
        return NAMED_LIMIT
    return memory_limit("memory_limit", asked)

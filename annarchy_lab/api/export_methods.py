"""Recordings as files, tables and labelled arrays, as methods of a monitor.

In: what a monitor has recorded.
Out: `ExportMethods`: `save`, `to_pandas`, `to_xarray`.
Not here: the formats (`exports`).
"""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.exports.file import write_file
from annarchy_lab.api.exports.series import Series, series_of
from annarchy_lab.api.recordable import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xarray as xr

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.recordable import Names, Recordable
    from annarchy_lab.api.track import Track
    from annarchy_lab.runtime.backend import Recording

__all__ = ["ExportMethods"]


class ExportMethods:
    """Recordings for other programs and libraries."""

    if TYPE_CHECKING:
        object: "Recordable"
        tracks: dict[str, Track]
        _network: Network

        def _collected(self, names: Sequence[str], *, keep: bool) -> dict[str, Recording]: ...
        def _shown(self, name: str, recording: Recording, reshape: bool) -> Any: ...  # noqa: ANN401

    def save(
        self,
        filename: str | Path,
        variables: "Names | None" = None,
        keep: bool = False,
        reshape: bool = False,
        force_dict: bool = False,
    ) -> None:
        """Write what was recorded to a file, and forget it when it is written.

        Parameters
        ----------
        filename
            ``.npy`` holds one variable with numbers of one shape; ``.npz``, ``.h5`` and ``.hdf5``
            hold one or several, spikes too: lists of different lengths as ``values`` one behind the
            other and ``offsets`` where each begins.  Nothing is pickled.
        variables, keep, reshape
            As for `get`, but that neurons do not appear in the geometry unless asked for.
        force_dict
            Accepted as in ANNarchy: files name their variables anyway.

        Raises
        ------
        ANNarchyException
            If the format is unknown or cannot hold this, a library is missing, or the disk is full;
            nothing is forgotten then, and a file that was there stays as it was.
        """
        with self._taken(variables, keep=keep) as found:
            data = {n: self._shown(n, each, reshape) for n, each in found.items()}
            write_file(Path(filename), data)

    def to_pandas(self, variables: "Names | None" = None, keep: bool = False) -> Any:  # noqa: ANN401
        """Return what was recorded as tables, and forget it.

        Parameters
        ----------
        variables, keep
            As for `get`.

        Returns
        -------
        pandas.DataFrame or dict
            That of one name, or one per name.  Rows are times in ms, columns ranks (of post and pre
            neuron for synapses); of spikes, one row per spike with its time in ms and rank.

        Raises
        ------
        ANNarchyException
            If pandas is missing, or synapses came and went.
        """
        from annarchy_lab.api.exports.table import table

        with self._taken(variables, keep=keep) as found:
            tables = {name: table(each) for name, each in self._series(found).items()}
        return tables[variables] if isinstance(variables, str) else tables

    def to_xarray(self, variables: "Names | None" = None, keep: bool = False) -> "xr.Dataset":
        """Return what was recorded with labels, and forget it.

        Parameters
        ----------
        variables, keep
            As for `get`.

        Returns
        -------
        xarray.Dataset
            Coordinates: ``time`` in ms; ``rank`` of neurons, along one dimension per dimension of
            the geometry; ``post_rank`` and ``pre_rank`` of synapses.  Spikes are ``spike_time`` and
            ``spike_rank`` along the dimension ``spike``.  Attributes hold units and the step.

        Raises
        ------
        ANNarchyException
            If xarray is missing, or synapses came and went.
        """
        from annarchy_lab.api.exports.dataset import dataset

        with self._taken(variables, keep=keep) as found:
            return dataset(self._series(found), self._network.dt)

    def _series(self, found: "dict[str, Recording]") -> dict[str, Series]:
        dt = self._network.dt
        return {name: series_of(self.object, name, each, dt) for name, each in found.items()}

    @contextmanager
    def _taken(self, variables: "Names | None", *, keep: bool) -> "Iterator[dict[str, Recording]]":
        """Yield recordings by name; forget them at the end, unless something went wrong."""
        simulator = self._network._require_simulator()
        names = list(self.tracks) if variables is None else as_list(variables)
        with self._network._streaming.lock, simulator.hold():
            yield self._collected(names, keep=True)
            if not keep:
                self._collected(names, keep=False)

"""The methods by which objects are saved and loaded.

In: names of files.
Out: `SavedNetwork`, `SavedObject` and `SavedConnectivity`, parts of networks, of populations and
projections, and of projections.
Not here: what is in a file (`states`), how it comes back (`restoring`).
"""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from annarchy_lab.api.messages import warn
from annarchy_lab.api.saving import parameters
from annarchy_lab.api.saving.container import Content, Filename, read_content, write_content
from annarchy_lab.api.saving.matlab import is_matlab, write_matlab
from annarchy_lab.api.saving.restoring import restore_network, restore_object
from annarchy_lab.api.saving.states import content_of, content_of_network, part_of_connectivity

__all__ = ["SavedConnectivity", "SavedNetwork", "SavedObject"]

if TYPE_CHECKING:
    from annarchy_lab.api.driving import Driving
else:
    Driving = object


class SavedNetwork(Driving):
    """Saving and loading a whole network."""

    def save(self, filename: Filename, populations: bool = True, projections: bool = True) -> None:
        """Save the time, all values and all synapses.

        The file is a NumPy archive, whatever it is called; only the extension ``.mat`` means a
        file for MATLAB, which cannot be loaded.  Folders are made if needed, and an older file is
        replaced when the new one is complete.  Spikes under way, recordings and the state of the
        random numbers are not saved.

        Parameters
        ----------
        filename
            Name of the file.
        populations, projections
            Which objects.

        Raises
        ------
        ANNarchyException
            If the file cannot be written.
        """
        net: Any = self
        _write(filename, content_of_network(net, populations=populations, projections=projections))

    def load(
        self,
        filename: Filename,
        populations: bool = True,
        projections: bool = True,
        pickle_encoding: str | None = None,
    ) -> None:
        """Return to what `save` wrote, before compiling or after it.

        The synapses of the file replace those that there are; what was under way through other
        synapses is lost.  Everything is checked first: if the file does not fit, nothing changes.

        Parameters
        ----------
        filename
            Name of the file; its content tells what it is.
        populations, projections
            Which objects.
        pickle_encoding
            Accepted as in ANNarchy; pickles are never read.

        Raises
        ------
        ANNarchyException
            If there is no such file, it is damaged or of a newer version, or it is of another
            network: names, geometries, attributes, ends or targets differ.
        StateError
            If a live run is going on.
        """
        _ignore(pickle_encoding)
        if self._simulator is not None:
            self._require_free()
        net: Any = self
        content = read_content(filename, "network")
        restore_network(net, content, populations=populations, projections=projections)

    def save_parameters(self, filename: Filename) -> None:
        """Save the global parameters and the constants as JSON; see `load_parameters`.

        Parameters
        ----------
        filename
            Name of the file.

        Raises
        ------
        ANNarchyException
            If the file cannot be written.
        """
        net: Any = self
        parameters.save_parameters(net, filename)

    def load_parameters(
        self, filename: Filename, global_only: bool = True, verbose: bool = False
    ) -> dict[str, Any]:
        """Set parameters and constants from a JSON file, all at one step edge.

        Parameters
        ----------
        filename
            Name of the file: an object with the keys ``populations``, ``projections`` (each: name
            to parameters), ``constants`` and ``network``; all may be missing.
        global_only
            Whether to set global parameters only.  Default: yes.
        verbose
            Whether to print what is set.

        Returns
        -------
        dict
            What stands under ``network``, for the user's own data.

        Raises
        ------
        ANNarchyException
            If the file is missing, no JSON or not of this form, or a value does not fit; nothing
            is changed then.  Unknown names print a warning.
        """
        net: Any = self
        return parameters.load_parameters(net, filename, global_only=global_only, verbose=verbose)


class SavedObject:
    """Saving and loading one population or projection."""

    _saved_as: ClassVar[Literal["population", "projection"]]

    def save(self, filename: Filename) -> None:
        """Save all values, and the synapses of a projection; see `Network.save`.

        Parameters
        ----------
        filename
            Name of the file.

        Raises
        ------
        ANNarchyException
            If the file cannot be written.
        """
        owner: Any = self
        _write(filename, content_of(owner))

    def load(self, filename: Filename, pickle_encoding: str | None = None) -> None:
        """Return to what `save` wrote, also for an object of another name; see `Network.load`.

        It may be done while the network runs, and acts at one step edge.

        Parameters
        ----------
        filename
            Name of the file; its content tells what it is.
        pickle_encoding
            Accepted as in ANNarchy; pickles are never read.

        Raises
        ------
        ANNarchyException
            If there is no such file, it is damaged or of a newer version, or sizes or attributes
            differ; nothing is changed then.
        """
        _ignore(pickle_encoding)
        owner: Any = self
        restore_object(owner, read_content(filename, self._saved_as))


class SavedConnectivity:
    """Saving who is connected to whom."""

    def save_connectivity(self, filename: Filename) -> None:
        """Save the synapses with their weights and delays, for `from_file`.

        Parameters
        ----------
        filename
            Name of the file; see `Network.save`.

        Raises
        ------
        ANNarchyException
            If the file cannot be written.
        """
        owner: Any = self
        _write(filename, part_of_connectivity(owner))


def _write(filename: Filename, content: Content) -> None:
    if is_matlab(filename):
        write_matlab(filename, content)
    else:
        write_content(filename, content)


def _ignore(pickle_encoding: str | None) -> None:
    if pickle_encoding is not None:
        warn("pickle_encoding has no effect: pickles are never read.")

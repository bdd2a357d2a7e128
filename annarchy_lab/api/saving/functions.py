"""Saving and loading in the 4.8 style: plain functions on the implicit network.

In: the arguments of the method of the same name, and ``net_id``.
Out: what that method does.
Not here: doing it (`saved`).
"""

from typing import TYPE_CHECKING, Any

from annarchy_lab.api.magic import magic_network
from annarchy_lab.api.saving.container import Filename
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["load", "load_parameters", "save", "save_parameters"]


def save(
    filename: Filename, populations: bool = True, projections: bool = True, net_id: int = 0
) -> None:
    """Save the implicit network; see `Network.save`."""
    _network(net_id).save(filename, populations, projections)


def load(
    filename: Filename,
    populations: bool = True,
    projections: bool = True,
    pickle_encoding: str | None = None,
    net_id: int = 0,
) -> None:
    """Return to what `save` wrote of the implicit network; see `Network.load`."""
    _network(net_id).load(filename, populations, projections, pickle_encoding)


def save_parameters(filename: Filename, net_id: int = 0) -> None:
    """Save the global parameters and the constants; see `Network.save_parameters`."""
    _network(net_id).save_parameters(filename)


def load_parameters(
    filename: Filename, global_only: bool = True, verbose: bool = False, net_id: int = 0
) -> dict[str, Any]:
    """Set parameters from a file; see `Network.load_parameters`."""
    return _network(net_id).load_parameters(filename, global_only, verbose)


def _network(net_id: int) -> "Network":
    """Return a network by its number, the implicit one by 0."""
    if net_id == 0:
        return magic_network()
    for network in WORKSPACE.networks:
        if network.id == net_id:
            return network
    raise ANNarchyException(f"there is no network {net_id!r}.")

"""All networks of this process, as one object that prints itself.

In: nothing.  Out: `NetworkManager`.
Not here: making or finding the objects of a network.
"""

from typing import TYPE_CHECKING

from annarchy_lab.api.magic import magic_network, network_of
from annarchy_lab.api.workspace import WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annarchy_lab.api.network import Network

__all__ = ["NetworkManager"]


class NetworkManager:
    """The networks that exist, by number; all managers show the same ones.

    Iterating goes through them, the one of the 4.8 style first; ``manager[2]`` is the network of
    number 2; ``len(manager)`` counts them.

    Examples
    --------
    >>> NetworkManager()[0].id
    0
    """

    def __iter__(self) -> "Iterator[Network]":
        magic_network()  # it exists as soon as somebody looks for it
        return iter(sorted(WORKSPACE.networks, key=lambda network: network.id))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, net_id: int) -> "Network":
        return network_of(net_id)

    def __repr__(self) -> str:
        networks = list(self)
        plural = "network" if len(networks) == 1 else "networks"
        return "\n".join([f"<NetworkManager: {len(networks)} {plural}>", *map(_line, networks)])


def _line(network: "Network") -> str:
    return (
        f"  {network.id}: {len(network.get_populations())} populations, "
        f"{len(network.get_projections())} projections, {len(network.get_monitors())} monitors, "
        f"{'compiled' if network.compiled else 'not compiled'}, t = {network.time} ms"
    )

"""What is done in each run: get a network ready, call the user's function with it.

In: how to get the network.  Out: callables without arguments that can be sent.
Not here: sending them (`pool`).

The method comes first: where it is imported, its script runs again, and has made its network of the
4.8 style before the one that is sent arrives.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.config import Config
    from annarchy_lab.api.network import Network

__all__ = ["CopiedRun", "FreshRun", "GivenRun", "fill_cache"]


@dataclass(frozen=True, slots=True)
class FreshRun:
    """``method(net, **options)`` with a network that its class makes anew."""

    network_class: Any
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    config: "Config"
    backend: str | None
    method: Callable[..., Any]
    options: Mapping[str, Any]

    def __call__(self) -> object:
        """Make the network and call the method."""
        network = self.made()
        if not network.compiled:
            network.compile(silent=True, backend=self.backend)
        return self.method(network, **self.options)

    def made(self) -> "Network":
        """Return the network, as its constructor leaves it."""
        made: Network = self.network_class._constructed(self.args, dict(self.kwargs), self.config)
        return made


@dataclass(frozen=True, slots=True)
class CopiedRun:
    """``method(index, net, **options)`` with a copy of everything of a network.

    Without an index, ``method(net, **options)``.
    """

    method: Callable[..., Any]
    original: "Network"
    index: int | None
    seed: int
    options: Mapping[str, Any]
    n_threads: int

    def __call__(self) -> object:
        """Copy the network and call the method."""
        network = self.made()
        network.compile(silent=True, backend=self.backend)
        numbers = () if self.index is None else (self.index,)
        return self.method(*numbers, network, **self.options)

    @property
    def backend(self) -> str | None:
        """What the original was compiled for."""
        return self.original._backend

    def made(self) -> "Network":
        """Return the copy, not compiled yet."""
        from annarchy_lab.api.network import Network

        config = replace(self.original.settings, seed=self.seed, num_threads=self.n_threads)
        made: Network = Network._constructed((), {}, config)
        made._add_everything_of(self.original)
        return made


@dataclass(frozen=True, slots=True)
class GivenRun:
    """``method(index, net, **options)`` with a network as it is now."""

    method: Callable[..., Any]
    network: "Network"
    index: int
    seed: int | None
    options: Mapping[str, Any]

    def __call__(self) -> object:
        """Call the method."""
        self.network._wake()
        if not self.network.compiled:
            self.network.compile(silent=True)
        if self.seed is not None:
            self.network.seed = self.seed
        return self.method(self.index, self.network, **self.options)


def fill_cache(job: FreshRun | CopiedRun) -> None:
    """Compile the modules of a job once, here: the processes then find them.

    What goes wrong will go wrong there, too, and is told with the results of the others.
    """
    before, last_id = set(WORKSPACE.networks), WORKSPACE.last_id
    with suppress(Exception):
        network = job.made()
        if not network.compiled:
            network.compile(silent=True, backend=job.backend)
    for network in set(WORKSPACE.networks) - before:
        network.clear()
        WORKSPACE.networks.discard(network)
    WORKSPACE.last_id = last_id

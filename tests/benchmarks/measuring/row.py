"""A row of the table: a network at a size, the simulators beside it, and what is to be reached.

Out: `Row`, `Peer`.
Not here: which rows there are (`measuring.rows`).
"""

from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final

from measuring.case import Case

__all__ = ["NAMES", "OURS", "Peer", "Row"]

OURS: Final = "annarchy_lab"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another simulator on a network.

    Attributes
    ----------
    simulator, mode
        As in a `Case`.
    share
        The part of the simulated time that it runs, where all of it would take minutes.
    """

    simulator: str
    mode: str = ""
    share: float = 1.0

    @property
    def label(self) -> str:
        """Its name in a table."""
        name = NAMES[self.simulator]
        return f"{name} ({self.mode})" if self.mode else name


NAMES: Final = {
    OURS: "this project",
    "annarchy": "ANNarchy",
    "brian2": "Brian2",
    "nest": "NEST",
    "numpy": "NumPy",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A network at a size.

    Attributes
    ----------
    name
        What it is asked for by.
    title
        What the table calls it.
    network, size, duration_ms
        As in a `Case`.
    peers
        The others, as fast as their manuals let them be.
    accept, goal
        How many times faster than the fastest of them it has to be, and should be; None: no bar.
    per_s
        Whether the figure is that of a simulated second rather than of the whole run.
    quick
        Size and duration of a run that only shows that everything works.
    streams_weights
        Whether a step reads every weight once, so that the memory sets the limit.
    """

    name: str
    title: str
    network: str
    size: int
    duration_ms: float
    peers: tuple[Peer, ...]
    quick: tuple[int, float]
    accept: float | None = None
    goal: float | None = None
    per_s: bool = False
    streams_weights: bool = False

    @property
    def bands(self) -> dict[str, tuple[float, float]]:
        """What the rates have to lie in if the work is the same."""
        found = getattr(import_module(f"specs.{self.network}"), "bands", dict)
        bands: dict[str, tuple[float, float]] = found()
        return bands

    def beside(self, simulators: list[str]) -> "Row":
        """Return it with some of its peers only; with all for none."""
        kept = (peer for peer in self.peers if not simulators or peer.simulator in simulators)
        return replace(self, peers=tuple(kept))

    def case(self, peer: Peer, seed: int, scratch: str, **how: Any) -> Case:
        """Return a run of it; `how` names attributes of a `Case` that differ."""
        usual = {"size": self.size, "duration_ms": self.duration_ms * peer.share}
        chosen = {**usual, "mode": peer.mode, "seed": seed, "scratch": scratch, **how}
        return Case(peer.simulator, self.network, **chosen)

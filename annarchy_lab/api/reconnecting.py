"""All synapses of a projection replaced by others, in a compiled network, too.

In: edges, and the values with which their attributes start.
Out: `Reconnecting`, the part of a network that does it at one step edge and announces it.
Not here: where the edges come from (connector methods, files).

What is announced is a dict: ``pre`` and ``post`` (ranks of the ends, in dendrite order),
``weights`` and ``delays_ms`` (one number, or one per synapse; None: no delay), and ``values``, a
dict of the attributes that start with one value per synapse.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.changes import Kind
    from annarchy_lab.api.monitor import Monitor
    from annarchy_lab.api.projection import Projection
    from annarchy_lab.api.track import Track
    from annarchy_lab.runtime.backend import Simulator

__all__ = ["NewSynapses", "Reconnecting"]

Column = float | NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class NewSynapses:
    """The synapses that a projection gets.

    Attributes
    ----------
    pre, post
        Ranks of their ends in the whole populations, in dendrite order.
    weights, delays_ms
        One number for all, or one per synapse; None: no delay.
    values
        Attributes that start with one value per synapse; others start as declared.
    """

    pre: NDArray[np.int32]
    post: NDArray[np.int32]
    weights: Column
    delays_ms: Column | None = None
    values: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, announced: Mapping[str, Any]) -> Self:
        """Return what was announced."""
        return cls(**announced)

    @classmethod
    def of_edges(cls, edges: EdgeList, values: Mapping[str, NDArray[Any]]) -> Self:
        """Return edges as new synapses."""
        return cls(edges.pre_ranks, edges.post_ranks, edges.weights, edges.delays_ms, values)

    def announced(self) -> dict[str, Any]:
        """Return what is announced."""
        return {
            "pre": self.pre,
            "post": self.post,
            "weights": self.weights,
            "delays_ms": self.delays_ms,
            "values": dict(self.values),
        }


class Reconnecting:
    """Replacing the synapses of a projection."""

    if TYPE_CHECKING:
        _simulator: Simulator | None
        _controls: dict[tuple[str, str], Any]

        def get_projection(self, name: str) -> Projection: ...  # noqa: D102 - a declaration
        def _steady(self) -> AbstractContextManager[None]: ...
        def _forget_snapshots(self, *place: str) -> None: ...
        def _announce(
            self, step: int, name: str, attribute: str, kind: Kind, value: object, by: str | None
        ) -> None: ...

    def reconnect(self, projection: str, synapses: NewSynapses, origin: str | None = None) -> int:
        """Replace all synapses of a projection, at one step edge if the network is compiled.

        Its local attributes start anew; all others stay.  Spikes on their way through the old
        synapses are lost.  What monitors recorded of single synapses is kept; where there are more
        or fewer of them now, it must be fetched or reset before a monitor gives what came after.

        Parameters
        ----------
        projection
            Its name.
        synapses
            The new ones.
        origin
            As in `Network.write`.

        Returns
        -------
        int
            The step before which it took effect.

        Raises
        ------
        ANNarchyException
            If a rank is outside of its population, or a pair of neurons occurs twice; nothing is
            changed then.
        """
        # They need the projections, which need this.
        from annarchy_lab.api.compile import projection_spec

        owner = self.get_projection(projection)
        n_pre, n_post = owner.pre.population.size, owner.post.population.size
        ends = (n_pre, n_post, synapses.pre, synapses.post)
        edges = EdgeList(*ends, synapses.weights, synapses.delays_ms)
        if self._simulator is None:
            owner._take_over(edges, synapses.values)
            return 0
        with self._steady(), _released(owner, self._simulator):
            with owner._taken_over(edges, synapses.values):
                step = self._simulator.reconnect(projection_spec(owner))
            self._controls.pop((projection, "delay"), None)
            self._forget_snapshots(projection)
            self._announce(step, projection, "", "connect", synapses.announced(), origin)
        return step


@contextmanager
def _released(owner: "Projection", simulator: "Simulator") -> Iterator[None]:
    """Let what records single synapses begin anew afterwards; the caller holds the step edge."""
    from annarchy_lab.api.recordable import recorder_of

    watching = list(_watching(owner))
    for _, _, track in watching:
        track.detach(simulator, keep=True)
    try:
        yield
    finally:
        for monitor, variable, track in watching:
            track.recorder = recorder_of(monitor.object, variable)
            monitor._attach(track, simulator)


def _watching(owner: "Projection") -> "Iterator[tuple[Monitor, str, Track]]":
    from annarchy_lab.api.recordable import owner_of

    for monitor in owner.network.get_monitors():
        if owner_of(monitor.object) is not owner:
            continue
        for variable, track in monitor.tracks.items():
            if owner._localities.get(variable) in (Locality.LOCAL, Locality.SEMIGLOBAL):
                yield monitor, variable, track

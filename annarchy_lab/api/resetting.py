"""Going back to the start: time, values, recordings, random numbers, and also who is connected.

In: what of a network shall start anew.  Out: `Resetting`, the part of a network that does it.
Not here: one population or projection (their own ``reset``).
"""

from typing import TYPE_CHECKING, Any, cast

from annarchy_lab.api.applying import Applying
from annarchy_lab.api.changes import Change
from annarchy_lab.api.messages import warn

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.reconnecting import NewSynapses

__all__ = ["Resetting"]


class Resetting(Applying):
    """Going back to time 0."""

    if TYPE_CHECKING:

        def _reseed(self) -> None: ...
        def _require_free(self) -> None: ...

    def reset(
        self,
        populations: bool = True,
        projections: bool = False,
        synapses: bool = False,
        monitors: bool = True,
        reseed_rng: bool = True,
    ) -> None:
        """Go back to time 0.

        Parameters
        ----------
        populations
            Whether neurons return to the values they had when the network was compiled.
        projections
            Whether synapses do, except for ``w``.
        synapses
            Whether to connect anew, with weights and delays drawn by the connector methods once
            more; it implies `projections`, and prints a warning.  What was on its way through the
            old synapses is lost.
        monitors
            Whether to forget what was recorded.
        reseed_rng
            Whether random numbers start anew from the seed.

        Raises
        ------
        StateError
            If the network is not compiled, or a live run is going on.
        """
        self._require_free()
        simulator = self._require_simulator()
        before, projections = simulator.step, projections or synapses
        if reseed_rng:
            self._reseed()
        drawn = self._all_drawn_anew() if synapses else {}
        weights = self._weights() if projections and not synapses else []
        names = [*self._populations] if populations else []
        names += [*self._projections] if projections else []
        simulator.reset(names, reseed=reseed_rng)
        self._restore(weights)
        for name, _ in weights:
            self._projections[name]._draw_anew()
        if monitors:
            for monitor in self._monitors.values():
                monitor.reset()
        options = {
            "populations": populations,
            "projections": projections,
            "monitors": monitors,
            "reseed_rng": reseed_rng,
        }
        self._announce(before, "", "", "reset", options, None)
        for name, new in drawn.items():  # told one by one: a replay calls no connector method
            self.reconnect(name, new)

    # Below: for the other files of this room

    def _all_drawn_anew(self) -> "dict[str, NewSynapses]":
        """Return new synapses of all projections; nothing has changed if one cannot be drawn."""
        warn("reset(synapses=True) draws all synapses anew.", cast("Network", self))
        return {name: each._drawn_anew() for name, each in self._projections.items()}

    def _weights(self) -> "list[tuple[str, Any]]":
        """Return the weights now, which survive a reset."""
        simulator = self._require_simulator()
        return [(name, simulator.read(name, "w")) for name in self._projections]

    def _restore(self, weights: "list[tuple[str, Any]]") -> None:
        simulator = self._require_simulator()
        writes = [Change(name, "w", values) for name, values in weights]
        if writes:
            simulator.write(writes)
        for name in self._changed_constants:
            self._constant_changed(self.constants[name])

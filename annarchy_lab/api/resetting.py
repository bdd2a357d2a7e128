"""Going back to the start: time, values, recordings, random numbers, and also who is connected.

In: what of a network shall start anew.  Out: `Resetting`, the part of a network that does it.
Not here: one population or projection (their own ``reset``).
"""

from typing import TYPE_CHECKING, Any, cast

from annarchy_lab.api.changes import Change
from annarchy_lab.api.messages import warn
from annarchy_lab.api.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.projection import Projection

__all__ = ["Resetting"]


class Resetting(Writing):
    """Going back to time 0."""

    if TYPE_CHECKING:
        _backend: str | None

        def _reseed(self) -> None: ...
        def _require_free(self) -> None: ...
        def _load(self, backend: str | None) -> None: ...

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
            more; it implies `projections`, and prints a warning.  What `populations` leaves alone
            keeps its values, but loses spikes and delayed values that are under way.
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
        before = self._require_simulator().step
        if synapses:
            warn("reset(synapses=True) draws all synapses anew.", cast("Network", self))
            if reseed_rng:
                self._reseed()
            self._connect_anew(list(self._projections.values()), keeps=not populations)
        simulator = self._require_simulator()
        names = [*self._populations] if populations else []
        weights = self._weights() if projections and not synapses else []
        simulator.reset([*names, *(name for name, _ in weights)], reseed=reseed_rng)
        self._restore(weights)
        if reseed_rng and not synapses:
            self._reseed()
        for name, _ in weights:
            self._projections[name]._draw_anew()
        if monitors:
            for monitor in self._monitors.values():
                monitor.reset()
        options = {
            "populations": populations,
            "projections": projections,
            "synapses": synapses,
            "monitors": monitors,
            "reseed_rng": reseed_rng,
        }
        self._announce(before, "", "", "reset", options, None)

    # Below: for the other files of this room

    def _connect_anew(self, projections: "Sequence[Projection]", *, keeps: bool) -> None:
        """Draw the synapses of some projections once more, in a network that is compiled.

        The network is loaded again, which compiles nothing.  Everything else keeps its values, if
        `keeps`; if anything fails, all is as before.
        """
        old = self._require_simulator()
        drawn = {projection.name for projection in projections}
        values = [c for c in self._values_now() if c.object_name not in drawn] if keeps else []
        before = [(p, p._edges, p._initial, p._per_element) for p in projections]
        rng_step = old.rng_step
        for monitor in self._monitors.values():
            monitor.detach(old)
        self._simulator = None
        try:
            for projection in projections:
                projection._initial = dict(projection._initial)
                projection._connect_again()
            self._load(self._backend)
        except BaseException:
            for projection, edges, initial, per_element in before:
                projection._edges, projection._initial = edges, initial
                projection._per_element = per_element
            self._simulator = old
            for monitor in self._monitors.values():
                monitor.attach(old)
            raise
        old.close()
        simulator = self._require_simulator()
        simulator.rng_step = rng_step
        if values:
            simulator.write([change.write for change in values])

    def _values_now(self) -> list[Change]:
        """Return the values of all attributes now, as changes that bring them back."""
        simulator = self._require_simulator()
        owners = [*self._populations.values(), *self._projections.values()]
        return [
            Change(owner.name, name, simulator.read(owner.name, name))
            for owner in owners
            for name in owner.attributes
        ]

    def _weights(self) -> "list[tuple[str, Any]]":
        """Return the weights now, which survive a reset."""
        simulator = self._require_simulator()
        return [(name, simulator.read(name, "w")) for name in self._projections]

    def _restore(self, weights: "list[tuple[str, Any]]") -> None:
        simulator = self._require_simulator()
        writes = [Change(name, "w", values).write for name, values in weights]
        if writes:
            simulator.write(writes)
        for name in self._changed_constants:
            self._constant_changed(self.constants[name])

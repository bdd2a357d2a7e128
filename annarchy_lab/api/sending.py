"""Networks on their way to another process.

In: a network, compiled or not.
Out: `Sending`, the part of a network that says what goes with it and makes it whole at the end.
Not here: files, which hold no such thing (`saving`); who sends networks (`parallel`).

What goes: settings, objects with their values of the start and of now, callbacks, the state of the
generators.  What stays: the simulation itself, live runs, who watches.  A network that was compiled
compiles again (from the cache) when it wakes; spikes and delayed values under way are lost, and
monitors begin empty.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.changes import Change
from annarchy_lab.api.compiling import Compiling
from annarchy_lab.api.workspace import WORKSPACE

if TYPE_CHECKING:
    from annarchy_lab.connectivity.edges import EdgeList

__all__ = ["Sending", "wake_all"]

STAYS = frozenset(
    (
        *("_simulator", "_spec", "_run", "_on_start", "_on_write", "_snapshots"),
        *("_build_lock", "_write_lock", "_replace_lock", "_callback_thread", "_streaming"),
        *("_own_keyframes", "_done", "_undone"),
    )
)


@dataclass(frozen=True, slots=True)
class Luggage:
    """What a compiled network was like when it left."""

    step: int
    rng_step: int
    values: "tuple[Change, ...]"
    rewired: "dict[str, EdgeList]"


class Sending(Compiling):
    """Being sent to another process."""

    _luggage: Luggage | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Return what goes with it."""
        state = {name: value for name, value in vars(self).items() if name not in STAYS}
        if self._simulator is not None:
            with self._simulator.hold():
                state["_luggage"] = self._packed()
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._begin_compiling()
        self._begin_holdings()
        self._begin_writing()
        self._begin_driving()
        vars(self).update(state)
        if self.id == 0 and WORKSPACE.implicit is None:
            WORKSPACE.implicit = self  # type: ignore[assignment] # a Network
        elif any(network.id == self.id for network in WORKSPACE.networks):
            self.id = WORKSPACE.next_id()
        WORKSPACE.last_id = max(WORKSPACE.last_id, self.id)
        WORKSPACE.networks.add(self)  # type: ignore[arg-type] # a Network

    def _wake(self) -> None:
        """Become as it was when it left; nothing happens to a network that was never sent."""
        luggage, self._luggage = self._luggage, None
        if luggage is None:
            return
        for name, edges in luggage.rewired.items():
            self._projections[name]._take_over(edges, {})
        self.compile(silent=True, backend=self._backend)
        simulator = self._require_simulator()
        simulator.write([change.write for change in luggage.values])
        simulator.step, simulator.rng_step = luggage.step, luggage.rng_step

    def _packed(self) -> Luggage:
        simulator = self._require_simulator()
        rewired = {
            name: projection.edges
            for name, projection in self._projections.items()
            if projection._n_rewirings
        }
        values = tuple(
            Change(owner.name, name, simulator.read(owner.name, name))
            for owner in (*self._populations.values(), *self._projections.values())
            for name in owner.attributes
        )
        return Luggage(simulator.step, simulator.rng_step, values, rewired)


def wake_all() -> None:
    """Make networks whole that have just arrived."""
    for network in tuple(WORKSPACE.networks):
        network._wake()

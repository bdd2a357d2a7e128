"""Networks on their way to another process.

In: a network, compiled or not.
Out: `Sending`, the part of a network that says what goes with it and makes it whole at the end.
Not here: files, which hold no such thing (`saving`); who sends networks (`parallel`).

What goes: settings, objects with their values of the start, callbacks, and of a compiled network a
checkpoint.  What stays: the simulation itself, live runs, who watches.  A network that was compiled
compiles again (from the cache) when it wakes, and returns to the checkpoint; monitors begin empty.
"""

from typing import Any

from annarchy_lab.api.compiling import Compiling
from annarchy_lab.api.travel.checkpoint import Checkpoint
from annarchy_lab.api.workspace import WORKSPACE

__all__ = ["Sending", "wake_all"]

STAYS = frozenset(
    (
        *("_simulator", "_spec", "_run", "_on_start", "_on_write", "_snapshots"),
        *("_build_lock", "_write_lock", "_replace_lock", "_callback_thread", "_streaming"),
        *("_own_keyframes", "_held", "_history", "_ports", "_concerned"),
    )
)


class Sending(Compiling):
    """Being sent to another process."""

    _luggage: Checkpoint | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Return what goes with it."""
        net: Any = self
        state = {name: value for name, value in vars(self).items() if name not in STAYS}
        if self._simulator is not None:
            with self._simulator.hold():
                state["_luggage"] = Checkpoint.of(net)
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
        if luggage is not None:
            net: Any = self
            self.compile(silent=True, backend=self._backend)
            net._return_to(luggage)


def wake_all() -> None:
    """Make networks whole that have just arrived."""
    for network in tuple(WORKSPACE.networks):
        network._wake()

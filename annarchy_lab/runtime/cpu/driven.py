"""Driving a network on the core: the part of the simulator that runs, waits and stops.

In: commands, from any thread.
Out: steps, in the calling thread or in a native one.
Not here: the engine itself (``runtime/core``), conditions as phases (`phases.halting`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annarchy_lab.diagnostics import StateError
from annarchy_lab.runtime.backend import RunState
from annarchy_lab.runtime.cpu.phases.halting import Halting

if TYPE_CHECKING:
    from annarchy_lab.runtime._bridge import Engine
    from annarchy_lab.runtime.cpu.network_state import NetworkState

__all__ = ["Driven"]


class Driven:
    """Running, pausing and stopping."""

    if TYPE_CHECKING:
        _state: NetworkState
        _engine: Engine
        _halting: Halting
        _tail: Halting
        _awaited: frozenset[str]

        def _install(self) -> None: ...

    def run(self, n_steps: int) -> int:
        """Execute up to `n_steps` in the calling thread."""
        if self._engine.is_driven:
            raise StateError("the network is running already")
        if self._halting.phases:
            self._halt_for(Halting())
        return self._engine.run(n_steps)

    def run_until(self, n_steps: int, populations: Sequence[str], *, needs_all: bool) -> int:
        """Execute up to `n_steps`, but no step after one in which stop conditions hold."""
        stores = [self._state.population(name) for name in populations]
        if self._engine.is_driven:
            raise StateError("the network is running already")
        self._halt_for(Halting())
        self._tail = Halting(stores, needs_all=needs_all)
        self._awaited = frozenset(populations)
        try:
            return self._engine.run(n_steps, [phase.entry for phase in self._tail.phases])
        finally:
            self._awaited, self._tail = frozenset(), Halting()

    @property
    def step(self) -> int:
        """Steps done; settable at an edge."""
        return self._engine.step

    @step.setter
    def step(self, value: int) -> None:
        with self._engine.hold():
            self._engine.step = value

    @property
    def rng_step(self) -> int:
        """Steps done since the seed was set."""
        return self._engine.rng_step

    @rng_step.setter
    def rng_step(self, value: int) -> None:
        with self._engine.hold():
            self._engine.rng_step = value

    @property
    def state(self) -> RunState:
        """What the driver is doing."""
        return self._engine.state

    @property
    def real_time_factor(self) -> float:
        """Simulated over wall time, over the last half second."""
        return self._engine.real_time_factor

    @property
    def load(self) -> float:
        """Fraction of one core that the run has used."""
        return self._engine.load

    @property
    def serving(self) -> float:
        """Share of the time that the run stands at edges for others: reads, writes, callbacks."""
        return self._engine.serving

    @property
    def failure(self) -> BaseException | None:
        """The exception that paused the run."""
        return self._engine.failure

    def start(
        self,
        n_steps: int = -1,
        speed: float = 1.0,
        until: Sequence[str] = (),
        *,
        needs_all: bool = True,
    ) -> None:
        """Run in a native thread, perhaps until stop conditions hold."""
        stores = [self._state.population(name) for name in until]
        if self._engine.is_driven:
            raise StateError("the network is running already")
        self._halt_for(Halting(stores, needs_all=needs_all))
        self._awaited = frozenset(until)
        with _refusals():
            self._engine.start(n_steps, speed)

    @property
    def has_halted(self) -> bool:
        """Whether stop conditions have ended the started run."""
        return self._engine.state == "finished" and self._halting.holds

    def pause(self) -> None:
        """Stop at the next step edge and keep the run."""
        with _refusals():
            self._engine.pause()

    def resume(self) -> None:
        """Go on after `pause`."""
        with _refusals():
            self._engine.resume()

    def advance(self, n_steps: int) -> None:
        """Execute `n_steps` of a paused run."""
        with _refusals():
            self._engine.advance(n_steps)

    def stop(self) -> None:
        """End the run within one step."""
        self._engine.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the run has ended."""
        return self._engine.wait(timeout)

    def set_speed(self, speed: float) -> None:
        """Change the speed of the run."""
        self._engine.set_speed(speed)

    def set_callback(self, step: int, call: Callable[[int], int] | None) -> None:
        """Call ``call(step)`` at the edge before `step`."""
        self._engine.set_next_callback(step, call)

    def _halt_for(self, halting: Halting) -> None:
        """Let the next run end where conditions hold; no more where those of the last one do."""
        if self._halting.phases or halting.phases:
            self._halting = halting
            self._install()


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in our words that a command came at the wrong time."""
    try:
        yield
    except RuntimeError as refused:
        raise StateError(str(refused)) from None

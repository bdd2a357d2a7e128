"""How a network runs: simulations, live runs, time, learning, callbacks.

In: durations in ms.  Out: `Driving`, the part of a network that turns them into steps.
Not here: the loop itself; what a live run can do (`run`).
"""

import math
import threading
import time
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.callbacks import Callback, Schedule
from annarchy_lab.api.messages import say
from annarchy_lab.api.progress import in_pieces
from annarchy_lab.api.resetting import Resetting
from annarchy_lab.api.run import Run, checked_speed
from annarchy_lab.api.streaming.streaming import FEW_STEPS
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException, StateError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annarchy_lab.api.config import Config
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.projection import Projection
    from annarchy_lab.api.travel.watching import Watch

__all__ = ["Driving"]

TOLERANCE = 1e-9
"""A duration this close to a whole number of steps is one: 0.3 ms are 3 steps of 0.1 ms."""


class Driving(Resetting):
    """Running a network; one driver at a time."""

    if TYPE_CHECKING:
        _config: Config
        id: int

    def _begin_driving(self) -> None:
        self._callbacks: list[Callback] = []
        self._callbacks_are_on = True
        self._run: Run | None = None
        self._loaded_step = 0  # of a file that was loaded before compiling
        self._on_start: list[Callable[[Run], None]] = []
        for watch in WORKSPACE.watchers:
            watch(self)  # type: ignore[arg-type] # a Network

    # Simulating

    def simulate(
        self,
        duration: float,
        measure_time: bool = False,
        callbacks: bool = True,
        *,
        progress: bool = False,
        check_finite: bool | None = None,
    ) -> None:
        """Simulate for some time.

        Parameters
        ----------
        duration
            In ms, rounded up to whole steps (down, if there are callbacks, as in ANNarchy).
        measure_time
            Whether to print how long it took.
        callbacks
            Whether the functions of `every` are called.
        progress
            Whether to show a progress bar.
        check_finite
            Whether to end with an error where a variable becomes NaN or infinite; the network
            then stands behind the step in which that happened first, which takes keyframes, as
            many as cost little.  Default: the setting of the same name.

        Raises
        ------
        NonFiniteError
            If `check_finite`, with which variable, of which neuron, and when first.
        StateError
            If the network is not compiled, or a live run is going on.
        KeyboardInterrupt
            If the user interrupts it; the network then stands at a step edge, and can go on.
        """
        simulator = self._simulator
        if self._run is not None or simulator is None:
            self._require_free()
            simulator = self._require_simulator()
        n_steps = self._n_steps(duration)
        if self._monitors and n_steps > FEW_STEPS:
            self._streaming.foretell(n_steps)
        self._before_simulating()
        start = time.perf_counter() if measure_time else 0.0
        run: Callable[[int], int] = simulator.run
        if self._config.check_finite if check_finite is None else check_finite:
            run = self._checked(run)
        if callbacks and self._callbacks and self._callbacks_are_on:
            self._simulate_with_callbacks(run, duration, progress=progress)
        elif progress:
            in_pieces(run, n_steps, self._config.dt)
        else:
            run(n_steps)
        if self._monitors:
            self._streaming.flush_named()
        if measure_time:
            self._tell(duration, time.perf_counter() - start)

    def step(self) -> None:
        """Simulate one step, without callbacks.

        Raises
        ------
        StateError
            If the network is not compiled, or a live run is going on.
        """
        self._require_free()
        self._require_simulator().run(1)

    def start(
        self,
        duration: float | None = None,
        speed: float | None = 1.0,
        *,
        until: "Population | Sequence[Population] | None" = None,
        operator: str = "and",
    ) -> Run:
        """Let the network run by itself, and return at once; it is compiled first, if needed.

        Parameters
        ----------
        duration
            In ms.  Default: no end.
        speed
            Times real time; None for as fast as possible.
        until
            One population or several: the run finishes after a step in which their stop conditions
            hold, and after `duration` at the latest, as `simulate_until` does.  `Run.has_met` tells
            whether they have.
        operator
            ``'and'``: all populations must ask for the end; ``'or'``: any of them.

        Returns
        -------
        Run
            To watch and to steer the run.

        Raises
        ------
        ANNarchyException
            If a population is of another network, or the operator is unknown.
        StateError
            If another run is going on.
        """
        self._require_no_run()
        n_steps = -1 if duration is None else self._n_steps(duration)
        awaited = () if until is None else self._awaited(until, operator)
        self._streaming.foretell(n_steps)
        self._run = Run(
            self,  # type: ignore[arg-type] # a Network
            n_steps,
            checked_speed(speed),
            awaited,
            needs_all=operator == "and",
        )
        for call in self._on_start:
            call(self._run)
        return self._run

    @property
    def live_run(self) -> Run | None:
        """The newest live run, if there was one since the last simulation."""
        return self._run

    # Time

    @property
    def time(self) -> float:
        """Simulated time in ms; may be set."""
        return self.current_step * self._config.dt

    @time.setter
    def time(self, value: float) -> None:
        self.current_step = round(value / self._config.dt)

    @property
    def current_step(self) -> int:
        """Number of the next step; may be set while nothing runs."""
        return self._loaded_step if self._simulator is None else self._simulator.step

    @current_step.setter
    def current_step(self, value: int) -> None:
        if value < 0:
            raise ANNarchyException(f"time cannot be negative, as in {value} steps.")
        self._require_free()
        simulator = self._require_simulator()
        before, simulator.step = simulator.step, int(value)
        self._announce(before, "", "", "step", int(value), None)

    # Learning

    def enable_learning(
        self,
        projections: "Sequence[Projection] | None" = None,
        period: float | None = None,
        offset: float | None = None,
    ) -> None:
        """Switch learning on in some projections, by default in all; see there."""
        for projection in self._chosen(projections):
            projection.enable_learning(period, offset)

    def disable_learning(self, projections: "Sequence[Projection] | None" = None) -> None:
        """Switch learning off in some projections, by default in all."""
        for projection in self._chosen(projections):
            projection.disable_learning()

    # Callbacks

    def callbacks_enabled(self) -> bool:
        """Return whether the functions of `every` are called."""
        return self._callbacks_are_on

    def enable_callbacks(self) -> None:
        """Call the functions of `every` in simulations from now on."""
        self._callbacks_are_on = True

    def disable_callbacks(self) -> None:
        """Do not call the functions of `every` any more."""
        self._callbacks_are_on = False

    def clear_all_callbacks(self) -> None:
        """Forget the functions of `every`."""
        self._callbacks.clear()

    # Below: for the other files of this room

    def _before_simulating(self) -> None:
        """Do what those want who keep an eye on the time."""

    def _watch(self, run: Run) -> "Watch":
        """Have somebody keep an eye on a live run that is about to begin."""
        raise NotImplementedError  # `Travelling` takes keyframes

    def _checked(self, run: "Callable[[int], int]") -> "Callable[[int], int]":
        """Return what runs as `run` does, and raises where a variable ceases to be finite."""
        raise NotImplementedError  # `Travelling` can find the first step

    def _awaited(self, populations: Any, operator: str) -> "Sequence[str]":  # noqa: ANN401 - as in `start`
        """Return the names of the populations that are waited for."""
        raise NotImplementedError  # `Waiting` knows which can be

    def _n_steps(self, duration: float) -> int:
        try:
            n_steps = math.ceil(duration / self._config.dt - TOLERANCE)
        except (TypeError, ValueError, OverflowError):
            n_steps = -1
        if n_steps < 0:
            raise ANNarchyException(f"a duration is a number of ms, at least 0, not {duration!r}.")
        return n_steps

    def _tell(self, duration: float, seconds: float) -> None:
        network = f" {self.id}" if self.id else ""
        say(
            f"Simulating {duration / 1000.0} seconds of the network{network} "
            f"took {seconds} seconds."
        )

    def _simulate_with_callbacks(
        self, run: "Callable[[int], int]", duration: float, *, progress: bool
    ) -> None:
        self._n_steps(duration)  # the same check
        n_steps = math.floor(duration / self._config.dt + TOLERANCE)
        simulator = self._require_simulator()
        self._schedule_callbacks(n_steps)
        try:
            if progress:
                in_pieces(run, n_steps, self._config.dt)
            else:
                run(n_steps)
        finally:
            simulator.set_callback(-1, None)

    def _schedule_callbacks(self, n_steps: int) -> None:
        """Tell the run loop when it has to call back."""
        simulator = self._require_simulator()
        callbacks = self._callbacks if self._callbacks_are_on else []
        schedule = Schedule(callbacks, simulator.step, n_steps, self._config.dt)
        call = self._guarded(schedule) if callbacks else None
        simulator.set_callback(schedule.next_step, call)

    def _guarded(self, schedule: Schedule) -> Any:  # noqa: ANN401 - a function
        def call(step: int) -> int:
            self._callback_thread = threading.get_ident()
            try:
                return schedule(step)
            finally:
                self._callback_thread = None

        return call

    def _require_free(self) -> None:
        """Refuse a second driver, and one without a network to drive."""
        self._require_no_run()
        self._require_simulator()

    def _require_no_run(self) -> None:
        if self._run is None:
            return
        if self._run.is_active:
            raise StateError(
                f"a live run of this network is {self._run.state}: stop it, or wait for it, first."
            )
        self._run._settle()
        self._run = None

    def _chosen(self, projections: "Sequence[Projection] | None") -> "Sequence[Projection]":
        return list(self._projections.values()) if projections is None else projections

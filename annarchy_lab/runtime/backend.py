"""What every backend offers: a network description in, a simulator out.

In: `ir.network.NetworkSpec` (declarations, sizes, connectivity, values; all data).
Out: a `Simulator`, which the API and the lab drive.  Objects and attributes are addressed by name;
arrays go in and come out in the order that users see (ranks; edges in dendrite order), whatever
the storage.
Not here: any implementation; `reference` and `cpu` are siblings behind these protocols.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.ir.stimulus import Stimulus
from annarchy_lab.ir.timetable import Timetable
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.captured import Captured
from annarchy_lab.runtime.step_times import StepTimes

if TYPE_CHECKING:
    from annarchy_lab.runtime.replacing import Replacement

__all__ = [
    "AXON_SPIKE",
    "PROJECTION_FLAGS",
    "NewEdges",
    "Port",
    "Recorder",
    "Recording",
    "Rule",
    "RunState",
    "Simulator",
    "Timings",
    "Write",
]

RunState = Literal["idle", "running", "paused", "finished", "stopped", "failed"]
PROJECTION_FLAGS = ("transmission", "axon_transmission", "update", "plasticity")
"""What of a projection can be switched off."""
Rule = Literal["creating", "pruning"]
AXON_SPIKE = "axon_spike"
"""What a recorder of spikes names for axonal ones."""


@dataclass(slots=True)  # not frozen: that would take a fifth of the time of a write
class Write:
    """One change of an attribute.

    Parameters
    ----------
    object_name
        Name of a population or projection.
    attribute
        Name of the attribute.
    values
        One value for all, or one per element of `indices`.
    indices
        Ranks, post ranks or edge positions (dendrite order); None means every element.
    """

    object_name: str
    attribute: str
    values: NDArray[Any]
    indices: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class NewEdges:
    """Edges that are created by hand.

    Parameters
    ----------
    pre_ranks, post_ranks
        Their ends, in any order.
    values
        Attribute name to one value for all, or one per edge; what is missing starts as in every
        new edge.
    delay_steps
        Delay of each; 0 or None for that of new edges of which none is named.
    """

    pre_ranks: NDArray[np.int64]
    post_ranks: NDArray[np.int64]
    values: Mapping[str, "NDArray[Any] | float | int | bool"] = field(default_factory=dict)
    delay_steps: NDArray[np.int64] | None = None

    def delays(self, default: int) -> NDArray[np.int32]:
        """Return a delay in steps for each edge."""
        given = np.zeros(len(self.pre_ranks), np.int32)
        given[:] = 0 if self.delay_steps is None else self.delay_steps
        return np.where(given == 0, np.int32(default), given)


@dataclass(frozen=True, slots=True)
class Recorder:
    """What to record.

    Parameters
    ----------
    kind
        ``rows``: values of an attribute; ``spikes``: (step, rank) pairs; ``counts``: spikes per
        step.
    object_name
        Name of a population or projection.
    attribute
        Of rows: attribute, ``g_target`` or ``sum(target)``; of spikes and counts: ``axon_spike``
        for axonal spikes.
    indices
        Recorded ranks (or edge positions); None means all.
    dendrites
        Post ranks whose edges are recorded, where edges come and go; None means all.
    period_steps, offset_steps
        Record where ``(step - start) mod period == offset``; spikes and counts ignore them.
    policy
        ``keep`` never drops (monitors); ``latest`` overwrites the oldest (taps of live views).
    capacity
        Rows, events or steps that ``latest`` holds.
    is_started
        Whether recording begins at once.
    """

    kind: Literal["rows", "spikes", "counts"]
    object_name: str
    attribute: str = ""
    indices: NDArray[np.int64] | None = None
    dendrites: NDArray[np.int64] | None = None
    period_steps: int = 1
    offset_steps: int = 0
    policy: Literal["keep", "latest"] = "keep"
    capacity: int = 0
    is_started: bool = True


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded since the last collection.

    Attributes
    ----------
    steps
        Step of each row, spike or count.
    data
        Values, shape ``(n_rows, n_items)``; ranks of the spikes; or counts.  Where edges come and
        go, an object array of ``n_rows`` arrays.
    row_ptrs
        Where edges come and go, for each row where its dendrites begin, the end last.
    intervals
        ``(start, stop)`` steps during which the recorder was on.
    n_dropped
        Items that a ``latest`` recorder has overwritten unseen.
    """

    steps: NDArray[np.int64]
    data: NDArray[Any]
    intervals: tuple[tuple[int, int], ...] = ()
    n_dropped: int = 0
    row_ptrs: tuple[NDArray[np.int64], ...] = ()


class Port(Protocol):
    """The way to all values of one attribute, for whoever reads or writes it again and again.

    It is closed when an attribute is replaced or the network goes back to another time.
    """

    def read(self) -> NDArray[Any] | None:
        """Return a consistent copy, None once it is closed."""

    def write(self, value: object, unless: tuple[Collection[Any], ...] = ()) -> bool:
        """Set all values at an edge if that is nothing but a copy, and tell whether it was done.

        It is for a finite number for all, or an array of as many numbers of the same type, or of
        float64 for float32; for nothing else, and not once it is closed.  While one of `unless`
        holds anything nothing is done: they are asked at the edge, so that whoever adds to one of
        them finds in the network all that was written before.
        """


class Simulator(Protocol):
    """A loaded network.

    ``run`` drives it in the calling thread, ``start`` in one thread of its own; a second driver is
    refused. ``read``, ``write``, ``collect`` and ``spikes`` may come from any thread at any time:
    they act together at one step edge.
    """

    backend: str
    dt_ms: float
    timings: "Timings"

    @property
    def notices(self) -> tuple[str, ...]:
        """What was not done as asked for, and why."""

    @property
    def step(self) -> int:
        """Steps done; settable at an edge."""

    @step.setter
    def step(self, value: int) -> None: ...

    @property
    def rng_step(self) -> int:
        """Steps done since the seed was set: the clock of all noise; settable at an edge."""

    @rng_step.setter
    def rng_step(self, value: int) -> None: ...

    @property
    def state(self) -> RunState:
        """What the driver is doing."""

    @property
    def real_time_factor(self) -> float:
        """Simulated over wall time, measured over the last half second."""

    @property
    def load(self) -> float:
        """Fraction of one core that the run has used, over the last half second."""

    @property
    def serving(self) -> float:
        """Share of the time that the run stands at edges for others: reads, writes, callbacks."""

    @property
    def failure(self) -> BaseException | None:
        """The exception that ended or paused the run."""

    def run(self, n_steps: int) -> int:
        """Execute up to `n_steps` in the calling thread and return how many were executed."""

    def run_until(self, n_steps: int, populations: Sequence[str], *, needs_all: bool) -> int:
        """Execute up to `n_steps`, but no step after one in which stop conditions hold.

        Those of all `populations`, or of any of them; one without a condition never asks for an
        end.  Returns how many steps were executed.
        """

    def start(
        self,
        n_steps: int = -1,
        speed: float = 1.0,
        until: Sequence[str] = (),
        *,
        needs_all: bool = True,
    ) -> None:
        """Run in a thread of its own, at ``speed`` times real time.

        A speed of 0 means no limit, and -1 steps no end.  With `until` it finishes after a step in
        which stop conditions hold, as `run_until` does.
        """

    @property
    def has_halted(self) -> bool:
        """Whether stop conditions have ended the started run."""

    def pause(self) -> None:
        """Stop at the next step edge and keep the run."""

    def resume(self) -> None:
        """Go on after `pause`."""

    def advance(self, n_steps: int) -> None:
        """Execute `n_steps` of a paused run."""

    def stop(self) -> None:
        """End the run within one step."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the run has ended; False if it has not within `timeout` seconds."""

    def set_speed(self, speed: float) -> None:
        """Change the speed of the run."""

    def set_callback(self, step: int, call: Callable[[int], int] | None) -> None:
        """Call ``call(step)`` at the edge before `step`; it returns the next such step, or -1."""

    def read(
        self, object_name: str, attribute: str, indices: NDArray[np.int64] | None = None
    ) -> NDArray[Any]:
        """Return a consistent copy: shape ``()``, or one value per rank, post rank or edge.

        With `indices` only these elements, in time that does not depend on how many others are.
        """

    def write(self, writes: Sequence[Write]) -> int:
        """Apply all changes at one edge and return the step before which they took effect."""

    def port(self, object_name: str, attribute: str, *, takes_arrays: bool) -> Port | None:
        """Return the way to all values of an attribute; None where there is none but `write`.

        Parameters
        ----------
        takes_arrays
            Whether arrays will be written, not only numbers for all.
        """

    def spikes(self, population: str) -> NDArray[np.int32]:
        """Return the ranks that spiked in the last step."""

    def set_flag(self, object_name: str, flag: str, value: bool) -> int:
        """Set a flag at an edge and return its step.

        `PROJECTION_FLAGS` of a projection; ``enabled`` of a population, which is cleared when it
        is disabled.
        """

    def clear(self, population: str) -> int:
        """Empty the recent spikes of a population and all that it has under way; return the step.

        Delayed projections see its values as if they had always been as they are now.
        """

    def set_learning(self, projection: str, period_steps: int, offset_steps: int) -> int:
        """Run a projection's equations where ``(step - offset) mod period == 0``; return the step.

        ``dt`` is then `period_steps` steps in these equations; ``t`` stays the time of the step.
        """

    def set_delay(self, projection: str, steps: int | NDArray[np.int32]) -> int:
        """Change the delay of all edges, or of each in dendrite order; return the step.

        Spikes on their way arrive when they would have; for rates the new delay holds at once.
        """

    def delay_steps(self, projection: str) -> int | NDArray[np.int32]:
        """Return the delay of all edges, or of each in dendrite order, as it is now."""

    def set_rate_window(self, population: str, n_steps: int) -> int:
        """Let ``r`` be the mean firing rate of the last `n_steps`, at an edge; return its step.

        0 steps: ``r`` is 0 from now on.
        """

    def set_timetable(self, population: str, timetable: Timetable) -> int:
        """Follow another timetable from an edge on, and return its step.

        It is counted from the same start as the one before.  The arrays are not to be changed
        any more.
        """

    def restart(self, population: str) -> int:
        """Count the timetable of a population from the next step on, and return that step.

        A reset lets all of them count from step 0.
        """

    def stimulate(self, population: str, stimulus: Stimulus) -> int:
        """Lay a stimulus on top of a population, and return the step of this edge.

        Its `first` counts from that edge.  A reset ends all of them; one that is over is
        forgotten.
        """

    def end_stimulus(self, population: str, number: int) -> int:
        """End the stimulus of that number, if it is not over, and return the step of this edge."""

    def stimuli(self, population: str) -> tuple[int, ...]:
        """Return the numbers of the stimuli of a population that are not over."""

    def hold(self) -> AbstractContextManager[None]:
        """Stay at one step edge: what happens inside happens at once."""

    def edges(self, projection: str) -> EdgeList:
        """Return who is connected to whom now, with the weights now."""

    def n_rewirings(self, projection: str) -> int:
        """Return how often the edges of a projection have changed since load."""

    def set_rewiring(self, projection: str, rule: Rule, period_steps: int, first_step: int) -> int:
        """Let a rule act where ``(step - first_step) mod period == 0``; a period of 0: never."""

    def rewire(
        self,
        projection: str,
        created: NewEdges | None = None,
        pruned: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
    ) -> int:
        """Remove the pairs `pruned` (pre and post ranks), then add edges, all at one step edge."""

    def reconnect(self, spec: ProjectionSpec) -> int:
        """Replace all edges of the projection of that name at one edge; return the step.

        Local attributes then have the values of `spec`, and a reset brings these back; others keep
        theirs, and so do flags, learning and rules.  What was under way through the old edges is
        lost.  Nothing may record single edges meanwhile.
        """

    def replacing(self, replacement: "Replacement") -> Callable[[], int | None]:
        """Compile other models, while the network may run on; return what puts them in place.

        That one call happens at one edge and returns its step, or None where the network is stored
        in another way meanwhile: then they are to be compiled once more.  Attributes keep their
        values by name, unless they are named as starting anew; what is not there yet starts as at
        load.  Clocks, spikes and values under way stay.
        """

    def reseed(self, seed: int) -> None:
        """Let all noise begin anew from another seed."""

    def reset(self, objects: Sequence[str], *, reseed: bool) -> None:
        """Set the named objects back to their values at load and the time to zero."""

    def capture(self) -> Captured:
        """Return everything that changes, at one edge."""

    def restore(self, captured: Captured) -> int:
        """Go back, at one edge, to what `capture` returned; return the step that comes next.

        It may come from another backend, process or network, if that has the same models, sizes
        and real type.  Spikes under way, random numbers, timetables, rules, edges: a run goes on
        from there with the same bits.  A reset afterwards brings back how projections had started
        there.  Of recorders only the intervals know: one ends here, and another begins.
        """

    def add_recorder(self, recorder: Recorder) -> int:
        """Begin to record; returns the number to collect by."""

    def collect(self, number: int, *, keep: bool = False) -> Recording:
        """Return what was recorded and, unless `keep`, forget it."""

    def switch_recorder(self, number: int, *, is_on: bool) -> None:
        """Pause or resume a recorder."""

    def remove_recorder(self, number: int) -> None:
        """Detach a recorder and free its memory."""

    def memory(self) -> Mapping[str, int]:
        """Return the bytes that each population and projection takes, besides recordings."""

    def kept_bytes(self, number: int) -> int:
        """Return how much memory waits to be collected; 0 for a recorder of the latest."""

    def limit_recorders(self, n_bytes: int, on_full: Callable[[], None] | None) -> None:
        """Call `on_full` at an edge where *keep* recorders together hold more than `n_bytes`.

        It runs on the thread that drives and should collect; what it leaves does not count again.
        What it raises ends a `run`, or makes a started run stand still, as for a callback.
        """

    def step_times(self) -> StepTimes:
        """Return where the time of the steps so far went."""

    def explain(self) -> str:
        """Return the schedule of one step as text."""

    def ir(self, object_name: str) -> str:
        """Return the levels of IR that the backend made of an object's model, as text."""

    def source(self, object_name: str) -> str:
        """Return the generated source of an object's model, or its level-1 text."""

    def close(self) -> None:
        """Stop and free everything."""


@dataclass(slots=True)
class Timings:
    """Seconds that each stage of a load took, and how many compiler calls there were."""

    seconds: dict[str, float] = field(default_factory=dict)
    n_compiled: int = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to the stage `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

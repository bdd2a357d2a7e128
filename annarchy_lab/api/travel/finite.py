"""Variables that cease to be finite: noticed soon, and the first step found exactly.

In: a network that runs.
Out: `Finiteness`, which looks at all variables at an edge and, when one is NaN or infinite, goes
back to a keyframe and forward again, recording every step, to where it happened first.
Not here: when it is looked (`watching`), what a user is told in the page.

Only variables are looked at that were finite when the run began: some models keep infinities.
"""

import math
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.travel.branches import Travel
from annarchy_lab.api.travel.keyframes import Keyframe, Note
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import Kind, ValueType
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Recorder, Recording

if TYPE_CHECKING:
    from annarchy_lab.api.attributes import ModelObject
    from annarchy_lab.api.network import Network

__all__ = ["Finiteness", "NonFinite", "NonFiniteError"]

PIECE_BYTES: Final = 8 * 2**20
MOST_STEPS: Final = 4096
"""How much is recorded at once, on the way to the first step."""
ROUND_MS: Final = 10.0
"""A time to go back to is a multiple of this, where that is not too long ago."""
TOLD: Final = 3

Variable = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NonFinite:
    """One variable that has ceased to be finite.

    Attributes
    ----------
    object_name, attribute
        Whose, and which.
    index
        Rank of the first neuron, post rank or synapse (dendrite order); None of a single value.
    value
        NaN or an infinity.
    """

    object_name: str
    attribute: str
    index: int | None
    value: float
    noun: str = "neuron"

    def __str__(self) -> str:
        where = "" if self.index is None else f"{self.noun} {self.index} of "
        return f"{self.attribute} of {where}{self.object_name}"


class NonFiniteError(ANNarchyException):
    """A variable has become NaN or infinite.

    Attributes
    ----------
    places : tuple of NonFinite
        Which ones, in the same step; one for each variable.
    time_ms : float
        Time of the step in which it happened first, as recordings name it.
    what, in_short : str
        All that in words, and the first of it in few.
    rewind_ms : float or None
        A time to go back to; None if there is no keyframe before.
    """

    def __init__(
        self,
        places: Sequence[NonFinite],
        time_ms: float,
        rewind_ms: float | None,
        *,
        is_exact: bool,
    ) -> None:
        self.places, self.time_ms, self.rewind_ms = tuple(places), time_ms, rewind_ms
        self.what = _told(self.places, time_ms, is_exact=is_exact)
        self.in_short = _in_short(self.places, time_ms)
        super().__init__(f"{self.what}. {_remedy(rewind_ms)}")


class Finiteness:
    """Looks at the variables of one network.

    Parameters
    ----------
    network
        The network.
    """

    def __init__(self, network: "Network") -> None:
        self._network = weakref.ref(network)
        self._left_alone: frozenset[Variable] = frozenset()

    def begin(self) -> None:
        """Watch all variables that are finite now, and those that come with other models."""
        self._left_alone = frozenset()
        faulty = frozenset((place.object_name, place.attribute) for place in self.look())
        self._left_alone = faulty

    def look(self) -> list[NonFinite]:
        """Return which of them are not finite at the next edge; the first element of each."""
        net, found = self._net, []
        with net._in_order():  # or a model might be exchanged meanwhile
            for name, attribute in self._watched:
                values = net.simulator.read(name, attribute)
                if not _is_finite(values):
                    found.append(self._place(name, attribute, values))
        return found

    @property
    def _watched(self) -> tuple[Variable, ...]:
        return tuple(each for each in _variables(self._net) if each not in self._left_alone)

    def find_first(self) -> NonFiniteError:
        """Go back, and forward to the edge behind the first step in which one was not finite.

        The network stands there, or at the change that made it so; what came after is undone.
        Nobody else may drive it meanwhile.  Where there is no keyframe of a time when all was well,
        it stays where it is.
        """
        net = self._net
        frame = self._last_good()
        if frame is None:
            return NonFiniteError(self.look(), net.time, None, is_exact=False)
        dt_ms, before, history = net.dt, net.current_step, net._history
        net.simulator.set_callback(-1, None)  # what callbacks did is among the changes
        with net._steady_models():
            notes = net._keyframes.since(frame)
            net._return_to(frame.checkpoint)
        n_done, step, places = self._walk(notes, before)
        n_undone = net._keyframes.cut(frame, notes[:n_done])
        net._history = history.gone_back(frame.history_after(notes[:n_done]))
        net._tell_of_rewind(before, net.current_step, n_undone)
        net._tell_travel(Travel(net.current_step))
        time_ms = step * dt_ms
        remedy_ms = _before(time_ms, net._keyframes.steps[0] * dt_ms)
        return NonFiniteError(places, time_ms, remedy_ms, is_exact=True)

    def _walk(self, notes: list[Note], until: int) -> tuple[int, int, list[NonFinite]]:
        """Go on, with the changes on the way, to behind the step in which one is not finite.

        Returns
        -------
        n_done : int
            How many changes were made.
        step : int
            In which it was not; the next one, where a change has made it so.
        places : list of NonFinite
            Which ones.
        """
        net, n_done = self._net, 0
        most = max(1, min(MOST_STEPS, PIECE_BYTES // max(self._bytes_of_step(), 1)))
        while True:
            step, n_before = net.current_step, n_done
            while n_done < len(notes) and notes[n_done].step <= step:
                net._do_again(notes[n_done])
                n_done += 1
            places = self.look() if n_done > n_before else []
            if places or step >= until:
                return n_done, step, places
            stop = min(until, step + most, *(note.step for note in notes[n_done : n_done + 1]))
            start = net.checkpoint()
            found = self._first_in(stop - step)
            if found is not None:
                fault_step, places = found
                with net._steady_models():
                    net._return_to(start)
                net.simulator.run(fault_step + 1 - step)
                return n_done, fault_step, places

    def _first_in(self, n_steps: int) -> tuple[int, list[NonFinite]] | None:
        """Simulate some steps; return the first one in which one was not finite, and which."""
        simulator, watched = self._net.simulator, self._watched
        numbers = [simulator.add_recorder(Recorder("rows", *each)) for each in watched]
        try:
            simulator.run(n_steps)
            recordings = [simulator.collect(number) for number in numbers]
        finally:
            for number in numbers:
                simulator.remove_recorder(number)
        firsts = [_first_row(each) for each in recordings]
        steps = [r.steps[k] for r, k in zip(recordings, firsts, strict=True) if k is not None]
        if not steps:
            return None
        first = int(min(steps))
        places = [
            self._place(*variable, np.asarray(recording.data[k], np.float64))
            for variable, recording, k in zip(watched, recordings, firsts, strict=True)
            if k is not None and recording.steps[k] == first
        ]
        return first, places

    def _bytes_of_step(self) -> int:
        read = self._net.simulator.read
        return sum(read(*each).nbytes for each in self._watched)

    def _last_good(self) -> Keyframe | None:
        """Return the newest keyframe in which all is finite."""
        for frame in reversed(self._net._keyframes.frames):
            if frame.step <= self._net.current_step and self._is_good(frame):
                return frame
        return None

    def _is_good(self, frame: Keyframe) -> bool:
        objects = frame.checkpoint.captured.objects
        values = (
            objects[name].arrays.get(f"value/{attribute}") for name, attribute in self._watched
        )
        return all(each is None or _is_finite(each) for each in values)

    def _place(self, name: str, attribute: str, values: NDArray[Any]) -> NonFinite:
        bad = np.flatnonzero(~np.isfinite(values))
        first = int(bad[0])
        owner: Any = self._net._object(name)
        is_population = name in {each.name for each in self._net.get_populations()}
        noun = "neuron" if is_population else _noun(owner, attribute)
        is_single = owner._is_single(attribute) or (not values.ndim)
        return NonFinite(
            name, attribute, None if is_single else first, float(values.flat[first]), noun
        )

    @property
    def _net(self) -> "Network":
        net = self._network()
        assert net is not None
        return net


def _variables(network: "Network") -> list[Variable]:
    owners: list[ModelObject] = [*network.get_populations(), *network.get_projections()]
    return [
        (owner.name, name)
        for owner in owners
        for name, each in owner._attributes.items()
        if each.kind is Kind.VARIABLE and each.type is ValueType.FLOAT
    ]


def _is_finite(values: NDArray[Any]) -> bool:
    """Tell whether all are finite; the sum tells mostly, and needs no array of flags."""
    with np.errstate(all="ignore"):
        total = float(values.sum())
    return math.isfinite(total) or bool(np.isfinite(values).all())


def _first_row(recording: Recording) -> int | None:
    """Return which row is the first that is not finite."""
    if recording.data.dtype == object:  # synapses come and go
        rows = (k for k, row in enumerate(recording.data) if not _is_finite(np.asarray(row)))
        return next(rows, None)
    if _is_finite(recording.data):
        return None
    return int(np.flatnonzero(~np.isfinite(recording.data).all(axis=1))[0])


def _noun(owner: Any, attribute: str) -> str:  # noqa: ANN401 - a projection
    per_post = owner._length(attribute) == len(owner.post_ranks)
    return "dendrite" if per_post and owner.nb_synapses != len(owner.post_ranks) else "synapse"


def _before(time_ms: float, first_ms: float) -> float:
    """Return a round time shortly before, not before the keyframe."""
    rounded = (math.ceil(time_ms / ROUND_MS) - 1) * ROUND_MS
    return max(rounded, first_ms, 0.0)


def _told(places: Sequence[NonFinite], time_ms: float, *, is_exact: bool) -> str:
    if not places:
        return f"a variable was not finite for a moment, before t = {time_ms:.10g} ms"
    first, others = places[0], places[1:]
    value = "NaN" if math.isnan(first.value) else "infinite"
    when = f"first at t = {time_ms:.10g} ms" if is_exact else f"at t = {time_ms:.10g} ms or before"
    more = ", ".join(str(each) for each in others[:TOLD])
    more = f" (so did {more}{', …' if len(others) > TOLD else ''})" if more else ""
    return f"{first} became {value} {when}{more}"


def _in_short(places: Sequence[NonFinite], time_ms: float) -> str:
    if not places:
        return f"a variable was not finite before t = {time_ms:.10g} ms"
    value = "NaN" if math.isnan(places[0].value) else "infinity"
    return f"{value} in {places[0]} at t = {time_ms:.10g} ms"


def _remedy(rewind_ms: float | None) -> str:
    if rewind_ms is None:
        return "There is no keyframe before that: reset() begins anew."
    return f"rewind({rewind_ms:.10g}) goes back before that."

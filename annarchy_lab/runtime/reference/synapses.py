"""Synapses as a `Place`: what the references of a synapse model stand for.

In: a projection, and some of its edges, its dendrites, or the projection as a whole.
Out: arrays with one value per chosen element.
Not here: which elements are chosen when.
"""

from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import Owner
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.reference.arithmetic import Array

if TYPE_CHECKING:
    from annarchy_lab.runtime.reference.projection import Projection

__all__ = ["Sight", "Synapses"]

Index = slice | NDArray[np.int64] | None
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sight:
    """What decides how some edges see the pre-synaptic neurons; see `Synapses`."""

    edges: Index
    pres: NDArray[np.int64] | None
    emitted: int | None
    live: frozenset[str]


class Synapses:
    """Elements of a projection, seen from three sides.

    Parameters
    ----------
    edges, pres, posts
        Edge, pre rank and post rank of each element; None where elements have none.
    emitted
        Step in which an arriving spike was emitted; None where none arrives.
    live
        Attributes of the pre-synaptic neurons that are read without delay.
    dt_ms
        What ``dt`` stands for; the clock's step by default.
    drawn_for
        What random numbers are keyed by, where it is not the edge or the post rank.
    """

    def __init__(
        self,
        projection: "Projection",
        edges: Index = None,
        pres: NDArray[np.int64] | None = None,
        posts: Index = None,
        emitted: int | None = None,
        live: frozenset[str] = NOTHING,
        dt_ms: float | None = None,
        drawn_for: NDArray[np.int64] | None = None,
    ) -> None:
        self._projection = projection
        self._edges, self._pres, self._posts = edges, pres, posts
        self._emitted = emitted
        self._sight = Sight(edges, pres, emitted, live)
        self._dt_ms = projection.clock.dt_ms if dt_ms is None else dt_ms
        self._drawn_for = drawn_for

    @classmethod
    def whole(cls, projection: "Projection", dt_ms: float) -> Self:
        """Return the projection as one element: global attributes."""
        return cls(projection, dt_ms=dt_ms)

    @classmethod
    def dendrites(cls, projection: "Projection", posts: NDArray[np.int64], dt_ms: float) -> Self:
        """Return one element for each of the post ranks `posts`."""
        return cls(projection, posts=posts, dt_ms=dt_ms)

    @classmethod
    def all_edges(cls, projection: "Projection", dt_ms: float | None = None) -> Self:
        """Return one element per edge."""
        ends = (projection.pre_ranks, projection.post_ranks)
        return cls(projection, slice(None), *ends, dt_ms=dt_ms)

    @classmethod
    def some_edges(
        cls,
        projection: "Projection",
        edges: NDArray[np.int64],
        emitted: int | None,
        live: frozenset[str],
    ) -> Self:
        """Return one element for each of `edges`, which a spike of step `emitted` reaches."""
        pres, posts = projection.pre_ranks[edges], projection.post_ranks[edges]
        return cls(projection, edges, pres, posts, emitted, live)

    @classmethod
    def pairs(
        cls,
        projection: "Projection",
        pres: NDArray[np.int64],
        posts: NDArray[np.int64],
        edges: NDArray[np.int64] | None = None,
    ) -> Self:
        """Return one element for each pair of neurons; `edges` are theirs if they have some."""
        drawn_for = posts * projection.pre.size + pres
        return cls(projection, edges, pres, posts, drawn_for=drawn_for)

    def load(self, ref: e.Ref) -> Array:
        """Return the values of an attribute of the synapses or of one of their ends."""
        if ref.owner is Owner.PRE:
            return self._projection.pre_values(ref.name, self._sight)
        array, index = self._find(ref)
        chosen: Array = array[index] if array.ndim else array[()]
        return chosen

    def store(self, ref: e.Ref, values: Array) -> None:
        """Set the values of an attribute."""
        array, index = self._find(ref)
        if array.ndim:
            array[index] = values
        else:
            array[()] = values.reshape(())

    def symbol(self, symbol: e.Symbol) -> Array:
        """Return a time in ms, or a flag."""
        projection, clock = self._projection, self._projection.clock
        match symbol.name:
            case "t":
                return np.asarray(clock.t_ms)
            case "dt":
                return np.asarray(self._dt_ms)
            case "t_pre":
                return clock.time_of(projection.pre.last_spike[self._pres])
            case "t_post":
                return clock.time_of(projection.post.last_spike[self._posts])
            case "step_pre":
                return projection.pre.last_spike[self._pres]
            case "step_post":
                return projection.post.last_spike[self._posts]
            case "is_plastic":
                return np.asarray(projection.flags["plasticity"])
            case "is_coincident":
                return np.asarray(projection.post.last_spike[self._posts] == self._emitted)
            case "t_last" | "spiked":
                raise AssertionError(f"{symbol.name} belongs to neurons")
            case "step_ms":
                raise AssertionError("step_ms belongs to level 2")

    def settles(self) -> bool:
        """Return whether what decays ends in this step."""
        return self._projection.clock.settles(self._dt_ms)

    def draw(self, draw: e.Draw, arguments: tuple[float, ...]) -> Array:
        """Return random numbers: by edge, by post rank of a dendrite, by pair, or one."""
        draws = self._projection.draws
        if self._drawn_for is not None:
            return draws.of_some(draw, arguments, self._drawn_for)
        if isinstance(self._edges, slice):
            return draws.of_all(draw, arguments, self._projection.n_edges)
        for elements in (self._edges, self._posts):
            if isinstance(elements, np.ndarray):
                return draws.of_some(draw, arguments, elements)
        return draws.of_all(draw, arguments, 1).reshape(())

    def elapsed(self, elapsed: e.Elapsed) -> Array:
        """Return the time in ms since an event-driven variable was brought up to date."""
        projection = self._projection
        lag = 1 if elapsed.until == "previous" else 0
        since = projection.clock.since(projection.clocks[elapsed.name][self._edges], lag)
        return since.astype(projection.real)

    def touch(self, name: str) -> None:
        """Note that an event-driven variable is up to date as of this step."""
        self._projection.clocks[name][self._edges] = self._projection.clock.elapsed

    def _find(self, ref: e.Ref) -> tuple[Array, Index]:
        """Return the array of an attribute, and which of its elements are meant."""
        projection = self._projection
        match ref.owner:
            case Owner.PRE:
                return projection.pre.values[ref.name], self._pres
            case Owner.POST:
                return projection.post.values[ref.name], self._posts
            case Owner.SELF:
                locality = projection.values.attributes[ref.name].locality
                index = self._posts if locality is Locality.SEMIGLOBAL else self._edges
                return projection.values[ref.name], index

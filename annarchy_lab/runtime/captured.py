"""Everything of a loaded network that changes, as plain data: named arrays and small numbers.

In: what a backend holds at a step edge.
Out: `Captured`, the same from every backend, which each of them can go back to; what of it says
how a projection started.
Not here: reading and writing a backend's memory (its ``capturing``), files (`api.travel`).

Of an object there are these arrays (edges in dendrite order):

=================== ============================================================================
array               meaning
=================== ============================================================================
``value/NAME``      an attribute: one number, or one per rank, post rank or edge
``past/NAME``       what delayed projections see of it: one row per step, the oldest first
``last_spike``      executed step of each neuron's last spike
``spikes/steps``    spikes that may be under way, and those of the last step: executed steps ...
``spikes/ranks``    ... and ranks, ascending by step, then rank; ``axon_spikes/`` the same
``counted/steps``   spikes that mean firing rates count; ``counted/ranks``
``timetable/...``   what the population follows, where it is another one than at load
``stimulus/K/...``  what is laid on top of the population: ``ranks``, ``values``
``clock/NAME``      executed step up to which an event-driven variable is integrated
``fresh/NAME``      what an attribute starts with in new edges
``pre_ranks``       who is connected now, where this is not as at the start; ``post_ranks``
``delays/K``        delays in steps of the epoch K of emission; the last one holds now
``decoded/...``     what a projection decodes rates from: ``steps``, ``ranks``, ``sums``, ``counts``
``start/...``       how the projection started: edges, weights, delays, values, see `start_of`
=================== ============================================================================
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.ir.new_delays import NewDelays
from annarchy_lab.ir.timetable import Playback, SpikeTrain, Timetable
from annarchy_lab.lightweight import dataclass

__all__ = [
    "Captured",
    "Part",
    "Spikes",
    "edges_now",
    "same_values",
    "start_arrays",
    "started",
    "timetable_arrays",
    "timetable_of_part",
]

Arrays = dict[str, NDArray[Any]]
Spikes = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Executed steps and ranks."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The state of one population or projection.

    Attributes
    ----------
    numbers
        Flags, periods and the like: data that JSON can hold.
    arrays
        See the table above; they are not to be changed.
    """

    numbers: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]

    def named(self, kind: str) -> Arrays:
        """Return the arrays whose names begin with `kind` and a slash, without it."""
        start = f"{kind}/"
        return {
            name.removeprefix(start): values
            for name, values in self.arrays.items()
            if name.startswith(start)
        }

    def spikes(self, kind: str) -> Spikes:
        """Return spikes of a kind."""
        return self.arrays[f"{kind}/steps"], self.arrays[f"{kind}/ranks"]


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """The state of a network at a step edge.

    Attributes
    ----------
    clock
        ``step``, ``elapsed``, ``rng_step`` and ``seed``.
    objects
        Each population and projection by name.
    """

    clock: Mapping[str, int]
    objects: Mapping[str, Part]


def start_arrays(spec: ProjectionSpec) -> tuple[dict[str, Any], Arrays]:
    """Return how a projection started, as numbers and arrays, for `started`."""
    edges = spec.edges
    arrays: Arrays = {
        "start/pre_ranks": edges.pre_ranks,
        "start/post_ranks": edges.post_ranks,
        "start/weights": np.asarray(edges.weights),
        "start/delays": np.asarray(spec.delay_steps, np.int32),
    }
    if edges.delays_ms is not None:
        arrays["start/delays_ms"] = np.asarray(edges.delays_ms)
    arrays |= {f"start/value/{name}": np.asarray(each) for name, each in spec.values.items()}
    return {"start_new_delays": asdict(spec.new_delays)}, arrays


def started(spec: ProjectionSpec, part: Part) -> ProjectionSpec:
    """Return how a projection started; `spec` itself, if that is how."""
    now = start_arrays(spec)[1]
    then = {name: each for name, each in part.arrays.items() if name.startswith("start/")}
    told = now.keys() - {"start/delays"}  # those of now are told elsewhere
    if now.keys() == then.keys() and all(same_values(now[name], then[name]) for name in told):
        return spec
    delays_ms = then.get("start/delays_ms")
    edges = EdgeList(
        spec.edges.n_pre,
        spec.edges.n_post,
        then["start/pre_ranks"],
        then["start/post_ranks"],
        _plain(then["start/weights"]),
        None if delays_ms is None else _plain(delays_ms),
    )
    return replace(
        spec,
        edges=edges,
        values={name: _plain(each) for name, each in part.named("start/value").items()},
        delay_steps=_plain(then["start/delays"]),
        new_delays=NewDelays(**part.numbers["start_new_delays"]),
    )


def edges_now(start: ProjectionSpec, part: Part) -> EdgeList:
    """Return who is connected to whom in a captured projection."""
    if "pre_ranks" not in part.arrays:
        return start.edges
    ends = (part.arrays["pre_ranks"], part.arrays["post_ranks"])
    return EdgeList(start.edges.n_pre, start.edges.n_post, *ends, 0.0)


def timetable_arrays(timetable: Timetable | None) -> tuple[dict[str, Any], Arrays]:
    """Return a timetable as numbers and arrays, for `timetable_of_part`."""
    if timetable is None:
        return {}, {}
    if isinstance(timetable, SpikeTrain):
        return {}, {"timetable/steps": timetable.steps, "timetable/ranks": timetable.ranks}
    rows = {f"timetable/rows/{name}": values for name, values in timetable.rows.items()}
    arrays = {"timetable/onset_steps": timetable.onset_steps, **rows}
    return {"timetable_period": timetable.period_steps}, arrays


def timetable_of_part(part: Part) -> Timetable | None:
    """Return the timetable of a captured population; None where it has that of the start."""
    arrays = part.named("timetable")
    if not arrays:
        return None
    if "onset_steps" not in arrays:
        return SpikeTrain(arrays["steps"], arrays["ranks"])
    rows = part.named("timetable/rows")
    return Playback(arrays["onset_steps"], rows, part.numbers["timetable_period"])


def same_values(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Tell whether two arrays have the same type, shape and bits."""
    if one is other:
        return True
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return np.array_equal(np.ravel(one).view(np.uint8), np.ravel(other).view(np.uint8))


def _plain(values: NDArray[Any]) -> Any:  # noqa: ANN401 - a number or the array
    return values if values.ndim else values.item()

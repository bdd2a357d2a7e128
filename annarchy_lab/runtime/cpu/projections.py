"""The state of one projection in the core's memory.

In: its specification, model and storage.
Out: `ProjectionStore`: an array per attribute, index arrays, clocks of event-driven variables.
Not here: the schedule.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.kernel import AGE_TABLE_SIZE, Module, buffer_type
from annarchy_lab.ir.lower_synapse import is_post_major
from annarchy_lab.ir.model import Attribute, SynapseModel
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.ir.passes.prepare_constants import PREPARED
from annarchy_lab.ir.passes.share_traces import share_traces
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime._bridge import Buffer, DecodingWindow
from annarchy_lab.runtime.backend import PROJECTION_FLAGS
from annarchy_lab.runtime.cpu.arrays import AnyArray, Array, allocate, dtype_of, empty
from annarchy_lab.runtime.cpu.delays import (
    Delays,
    Epoch,
    RowOrder,
    Steps,
    dtype_of_ranks,
    first_epoch,
    inverse,
    pieces_of_rows,
)
from annarchy_lab.runtime.cpu.laying import (
    dense_rows,
    equal_at_load,
    lower_projection,
    shared_ends,
    storage_of,
)
from annarchy_lab.runtime.cpu.rewiring import Rewirer
from annarchy_lab.runtime.initial import NEVER, initial_value, new_edge_value

__all__ = ["ProjectionStore"]


class ProjectionStore:
    """Arrays of a projection by attribute name.

    Parameters
    ----------
    spec, model
        What it is.
    real
        The network's real dtype.
    uniform
        Local attributes that are stored as one number.
    constants
        Values of the network's constants.
    start
        How it started, where `spec` has edges of later.
    equal
        Variables by name, with the ends at whose neurons all edges have one value.  Default: as at
        load.
    """

    def __init__(
        self,
        spec: ProjectionSpec,
        model: SynapseModel,
        real: np.dtype[Any],
        uniform: frozenset[str],
        constants: Mapping[str, float],
        start: ProjectionSpec | None = None,
        equal: Mapping[str, frozenset[Owner]] | None = None,
    ) -> None:
        self.spec = spec
        self.model = model
        self.real = real
        self.uniform = uniform
        self.delays = Delays(first_epoch(spec))
        self.storage = storage_of(spec, model, uniform, self.delays.current)
        equal = equal_at_load(spec, model) if equal is None else equal
        self.ends = shared_ends(spec, model, uniform, self.delays.current, equal)
        self.sharing = share_traces(model, self.ends)
        self._constants = constants
        self.attributes = {a.name: a for a in model.attributes}
        arrays = {a.name: self._allocate(a) for a in model.attributes}
        clocks = {
            name: allocate(NEVER, np.dtype(np.int64), self._n_values(name))
            for name in model.event_driven
        }
        self.arrays: dict[str, AnyArray] = {**arrays}
        self.clocks: dict[str, AnyArray] = {**clocks}
        self.indices: dict[str, AnyArray] = {}
        self._ages: dict[str, Array] = {}
        self._rows: dict[Epoch, dict[str, Any]] = {}
        self.window: DecodingWindow | None = None
        if spec.window_steps:
            self.window = DecodingWindow(spec.edges.n_post, spec.window_steps)
        self.rewirer: Rewirer | None = None
        if spec.is_rewirable:
            self._let_edges_go(arrays, clocks, (start or spec).edges)
        self.spec = start or spec
        self.context = -1
        self.flags = dict.fromkeys(PROJECTION_FLAGS, True)
        self.learning = (1, 0)  # period and offset of the equations, in steps

    def lower(
        self, *, has_delay_per_edge: bool | None = None, model: SynapseModel | None = None
    ) -> Module:
        """Return its model, or another one, as loops over edges in their storage order."""
        if has_delay_per_edge is None:
            has_delay_per_edge = self.delays.is_per_edge
        return lower_projection(
            self.spec,
            model or self.model,
            self.real,
            self.uniform,
            self.ends,
            self.storage,
            has_delay_per_edge=has_delay_per_edge,
        )

    def stays_in_place(
        self, model: SynapseModel, uniform: frozenset[str], ends: Mapping[str, Owner]
    ) -> bool:
        """Tell whether another model needs the same arrays of edges, in the same order."""
        known = [a for a in self.model.attributes if a.locality is Locality.LOCAL]
        wanted = [a for a in model.attributes if a.locality is Locality.LOCAL]
        forms = [{a.name: (a.dtype, a.name in self.uniform, self.ends.get(a.name)) for a in known}]
        forms += [{a.name: (a.dtype, a.name in uniform, ends.get(a.name)) for a in wanted}]
        if forms[0] != forms[1] or set(self.model.event_driven) != set(model.event_driven):
            return False
        now = (self.spec, self.model, self.uniform, self.delays.current)
        then = (self.spec, model, uniform, self.delays.current)
        is_same_end = is_post_major(self.model) == is_post_major(model)
        return dense_rows(*now) == dense_rows(*then) and is_same_end

    @property
    def edges(self) -> EdgeList:
        """Who is connected to whom now; the weights are not those of now."""
        return self.spec.edges if self.rewirer is None else self.rewirer.edges

    @property
    def n_bytes(self) -> int:
        """Size of its values, of the indices in use, and of the rows that spikes walk along."""
        kinds = (self.arrays, self.clocks, self.indices, self._ages)
        arrays = sum(array.n_bytes for kind in kinds for array in kind.values())
        return arrays + sum(map(_n_bytes_of_rows, self._rows.values()))

    @property
    def is_single_weight(self) -> bool:
        """Whether one number stands for all weights."""
        return "w" in self.uniform

    def is_per_edge(self, attribute: str) -> bool:
        """Tell whether edges may have different values, wherever these lie."""
        is_local = self.attributes[attribute].locality is Locality.LOCAL
        return is_local and attribute not in self.uniform

    @property
    def equal(self) -> dict[str, frozenset[Owner]]:
        """The variables of which all edges of a neuron have one value, and at which end."""
        return {name: frozenset({end}) for name, end in self.ends.items()}

    def in_dendrites(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """Bring stored values of an attribute, or its clock, into dendrite order, one per edge."""
        if name in self.ends:
            shared: NDArray[Any] = values[self._ranks(name)]
            return shared
        return self.storage.load(values)

    def places(self, name: str, indices: NDArray[np.int64] | None) -> NDArray[Any] | None:
        """Return where an attribute of the edges at `indices` (None: all) is stored.

        None stands for edges in their order.
        """
        if name in self.ends:
            return self._ranks(name, indices)
        if self.storage.layout == "post_major":
            return indices
        return self.storage.positions(indices)

    def _ranks(self, name: str, indices: NDArray[np.int64] | None = None) -> NDArray[Any]:
        edges, is_pre = self.spec.edges, self.ends[name] is Owner.PRE
        if indices is not None:
            return edges.ends_of(indices)[0 if is_pre else 1]
        return edges.pre_ranks if is_pre else edges.post_ranks

    def _n_values(self, name: str) -> int:
        """Return how many values the clock of a variable takes."""
        edges = self.spec.edges
        if name in self.ends:
            return edges.n_pre if self.ends[name] is Owner.PRE else edges.n_post
        return edges.n_edges

    def index(self, name: str) -> AnyArray:
        """Return a structural array: ``row_ptr``, ``pre_rank``, ``post_rank``, ``pre_ptr`` ..."""
        if name == "delay" and self.rewirer is not None:
            assert self.rewirer.delays.numbers is not None
            return self.rewirer.delays.numbers
        if name not in self.indices:
            values = self._make_index(name)
            self.indices[name] = allocate(values, values.dtype, values.size)
        return self.indices[name]

    def rows(self, epoch: Epoch) -> "dict[str, Any]":
        """Return the rows of edges that spikes of an epoch reach, as the core takes them."""
        if self.rewirer is not None:
            return self.rewirer.delays.rows(epoch)
        if epoch not in self._rows:
            self._rows = {e: self._rows[e] for e in self.delays.epochs if e in self._rows}
            self._rows[epoch] = self._make_rows(epoch)
        return self._rows[epoch]

    def _make_rows(self, epoch: Epoch) -> "dict[str, Any]":
        edges = self.spec.edges
        order, own = RowOrder(edges, epoch), self.storage.order
        posts = empty(dtype_of_ranks(edges.n_post), edges.n_edges)
        rows: dict[str, Any] = {
            "row_ptr": self.index("pre_ptr").buffer,
            "post_ranks": posts.buffer,
            "has_narrow_ranks": posts.values.dtype.itemsize == 2,
            "edges": None,
        }
        is_indexed = self.delays.is_per_edge and self.model.runs_arrivals
        is_own = own is not None and own.is_like(order) and not is_indexed
        if is_own and len(epoch.distinct) == 1:
            order.fill(posts.values)
            return rows
        found = inverse(order.places(posts.values))
        if not is_own:
            rows["edges"] = _buffer(self.storage.places(found).astype(np.int64, copy=False))
        pieces = pieces_of_rows(edges, epoch, found)
        if pieces is not None:
            *arrays, n_words = pieces
            rows["pieces"] = (*map(_buffer, arrays), n_words)
        return rows

    @property
    def delay_steps(self) -> Steps:
        """The delay of all edges, or of each in dendrite order, as it is now."""
        if self.rewirer is None:
            return self.delays.current.steps
        return self.rewirer.delays.steps(self.delays)

    def change_delay(self, steps: Steps, elapsed: int) -> None:
        """Let spikes of step `elapsed` and later have other delays."""
        if self.rewirer is None:
            self.delays = self.delays.succeeded_by(Delays(Epoch(steps)), elapsed)
        elif not self._lag(self.rewirer, self.rewirer.delays.given(steps), elapsed):
            self.rewirer.delays.lay_out()  # new edges may have others from now on

    def reach(self, steps: Steps, elapsed: int) -> bool:
        """Let new edges have delays as long as these; tell whether they could not so far."""
        rewirer = self.rewirer
        if rewirer is None or not self.delays.is_per_edge:
            return False
        rewirer.delays.new = rewirer.delays.new.reaching(steps)
        return self._lag(rewirer, rewirer.delays.steps(self.delays), elapsed)

    def _lag(self, rewirer: Rewirer, steps: Steps, elapsed: int) -> bool:
        """Begin an epoch, unless it would be like the one that there is."""
        current = replace(self.delays.current, steps=rewirer.delays.steps(self.delays))
        before = replace(self.delays, current=current)
        then = Epoch(steps, longest_to_come=rewirer.delays.new.longest)
        after = before.succeeded_by(Delays(then), elapsed)
        if after is not before:
            rewirer.delays.change(before, after)
            self.delays = after
        return after is not before

    def find(self, buffer: str) -> AnyArray | None:
        """Return the array behind a buffer of the projection's own module."""
        if buffer in self.arrays:
            return self.arrays[buffer]
        kind, _, name = buffer.partition(":")
        match kind:
            case "clock":
                return self.clocks[name]
            case "index":
                return self.index(name)
            case "ages":  # filled by the module before it runs
                self._ages[name] = empty(self.real, AGE_TABLE_SIZE)
                return self._ages[name]
            case _ if kind == PREPARED:
                return empty(self.real, 1)
            case _:
                return None

    def take_over(self, other: "ProjectionStore") -> None:
        """Copy all values of a store of the same projection, whatever its storage."""
        for name, array in self.arrays.items():
            values = other.arrays[name].values
            if other.is_per_edge(name):
                values = other.in_dendrites(name, values)
            array.values[...] = self.stored(name, values)
        for name, clock in self.clocks.items():
            past = other.in_dendrites(name, other.clocks[name].values)
            clock.values[...] = self.stored(name, past)
        self.window = other.window
        self.flags = other.flags
        self.learning = other.learning

    def take_over_shared(self, other: "ProjectionStore") -> None:
        """Copy what does not depend on the edges of a store of the same projection."""
        for name, array in self.arrays.items():
            if self.attributes[name].locality is not Locality.LOCAL:
                array.values[...] = other.arrays[name].values
        self.flags = other.flags
        self.learning = other.learning
        if self.rewirer is not None and other.rewirer is not None:
            self.rewirer.take_over(other.rewirer)

    def become(
        self,
        spec: ProjectionSpec,
        model: SynapseModel,
        constants: Mapping[str, float],
        arrays: Mapping[str, AnyArray],
    ) -> None:
        """Have another model from now on, which needs the same arrays of edges."""
        self.spec, self.model, self._constants = spec, model, constants
        self.attributes = {a.name: a for a in model.attributes}
        self.sharing = share_traces(model, self.ends)
        self.arrays = dict(arrays)
        self._rows.clear()  # what they hold depends on what arriving spikes do

    def start_anew(self, attribute: str) -> None:
        """Set an attribute to its value at load; where edges have come and gone, of new ones."""
        described = self.attributes[attribute]
        has_changed = self.rewirer is not None and self.rewirer.table.n_changes > 0
        if has_changed and described.locality is Locality.LOCAL:
            value = new_edge_value(self.spec, described, self._constants)
            self.arrays[attribute].values[...] = value
        else:
            self.arrays[attribute].values[...] = self._initial(described)

    def go_on_from(self, other: "ProjectionStore", elapsed: int) -> None:
        """Go on where a store of the same edges stops; step `elapsed` comes next.

        Variables that were not event-driven so far are up to date.
        """
        for name, clock in self.clocks.items():
            clock.values[...] = elapsed - 1
            if name in other.clocks:
                past = other.in_dendrites(name, other.clocks[name].values)
                clock.values[...] = self.stored(name, past)
        self.delays, self.window = other.delays, other.window
        self.flags, self.learning = other.flags, other.learning

    def begin(self, elapsed: int) -> None:
        """Let no spike arrive that was emitted before step `elapsed`."""
        self.delays = Delays(replace(self.delays.current, first=elapsed))
        if self.rewirer is not None:
            self.rewirer.delays.settle(elapsed)

    def reset(self) -> None:
        """Set every attribute but the weights back to its value at load.

        Where edges have come and gone, to that of new edges.
        """
        for name, array in self.arrays.items():
            attribute = self.attributes[name]
            fresh = None
            if self.rewirer is not None and attribute.locality is Locality.LOCAL:
                value = new_edge_value(self.spec, attribute, self._constants)
                self.rewirer.set_fresh(name, value)
                fresh = value if self.rewirer.n_changes > 0 else None
            if name != "w":
                array.values[...] = self._initial(attribute) if fresh is None else fresh

    def forget(self) -> None:
        """Empty what belongs to the steps before: clocks, the delays of spikes in flight."""
        for clock in self.clocks.values():
            clock.values[...] = NEVER
        self.forget_window()
        if self.delays.current.first is None:
            return
        self.delays = self.delays.settled()
        if self.rewirer is not None:
            self.rewirer.delays.settle()

    def forget_window(self) -> None:
        """Let no spike count for a decoded rate that arrived so far."""
        if self.window is not None:
            self.window.clear()

    def _let_edges_go(
        self, arrays: Mapping[str, Array], clocks: Mapping[str, Array], start: EdgeList
    ) -> None:
        """Hand the arrays that change with the edges to the core."""
        local = {name: array for name, array in arrays.items() if self.is_per_edge(name)}
        fresh = {
            name: new_edge_value(self.spec, self.attributes[name], self._constants)
            for name in local
        }
        has_rows = self.model.on_pre is not None or self.model.on_axon is not None
        self.rewirer = Rewirer(
            self.spec, local, fresh, clocks, is_walked_by_pre=has_rows, start=start
        )
        self.arrays.update(self.rewirer.values)
        self.clocks.update(self.rewirer.clocks)
        self.indices.update(self.rewirer.indices)

    def _allocate(self, attribute: Attribute) -> Array:
        dtype = dtype_of(buffer_type(attribute.dtype), self.real)
        size = 1
        if attribute.locality is Locality.SEMIGLOBAL:
            size = self.spec.edges.n_post
        elif attribute.name in self.ends:
            size = self._n_values(attribute.name)
        elif self.is_per_edge(attribute.name):
            size = self.storage.n_values
        if attribute.name != "w" or self.spec.edges.shares_weight:
            return allocate(self._initial(attribute), dtype, size)
        weights = empty(dtype, size)
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite
            self.storage.put(weights.values, self.spec.edges.weight_parts())
        return weights

    def _initial(self, attribute: Attribute) -> "NDArray[Any] | float":
        value = initial_value(self.spec, attribute, self._constants)
        return self.stored(attribute.name, value)

    def stored(self, name: str, value: "NDArray[Any] | float") -> "NDArray[Any] | float":
        """Bring one value, or one per edge in dendrite order, into the form that is stored."""
        if not self.is_per_edge(name) or (name in self.ends and not np.ndim(value)):
            return value
        if name in self.ends:
            stored = np.zeros(self._n_values(name), np.asarray(value).dtype)
            stored[self._ranks(name)] = value
            return stored
        each = np.asarray(value)
        everywhere = np.broadcast_to(each, (self.spec.edges.n_edges,)) if not each.ndim else each
        return self.storage.store(everywhere)

    def _make_index(self, name: str) -> NDArray[Any]:
        edges = self.spec.edges
        is_pre_major = self.storage.layout == "pre_major"
        match name:
            case "row_ptr":
                return edges.row_ptr
            case "pre_ptr":
                return edges.pre_ptr
            case "pre_rank":
                return self.storage.store(edges.pre_ranks) if is_pre_major else edges.pre_ranks
            case "post_rank":
                return self.storage.store(edges.post_ranks) if is_pre_major else edges.post_ranks
            case "delay":  # its number among the distinct ones
                return self.storage.store(self.delays.current.numbers())
            case _:
                raise KeyError(name)


def _n_bytes_of_rows(rows: Mapping[str, Any]) -> int:
    """Return the size of rows, but for where they begin, which is an index of its own."""
    given = (rows["post_ranks"], rows["edges"], *rows.get("pieces", ()))
    return sum(each.n_bytes for each in given if isinstance(each, Buffer))


def _buffer(values: NDArray[Any]) -> Buffer:
    return allocate(values, values.dtype, values.size).buffer

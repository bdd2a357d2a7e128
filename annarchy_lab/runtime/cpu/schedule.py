"""The phases of one step, in the order of the language's step semantics.

In: a `NetworkState`.
Out: what the engine executes, and the same as text.
Not here: when things are switched on or off; the schedule is made anew then.
"""

from collections.abc import Iterator
from typing import Any

from annarchy_lab.ir.collisions import edges_collide
from annarchy_lab.ir.expression import Owner, Ref, Symbol, walk
from annarchy_lab.ir.kernel import buffer_type
from annarchy_lab.ir.model import Event, Let, Role, Statement, Store, expressions, operation_parts
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime._bridge import Buffer
from annarchy_lab.runtime.cpu.arrays import Array
from annarchy_lab.runtime.cpu.hazards import Phase, order_hazards
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.projections import ProjectionStore

__all__ = ["explain", "make_schedule"]

Rotation = tuple[int, Buffer, int, int, int]
"""Position in the module's table, ring, bytes per slot, slots, how many steps ago."""


def make_schedule(state: NetworkState) -> tuple[Phase, ...]:
    """Return the phases of a step, barriers included."""
    return order_hazards(tuple(_Scheduler(state).phases()))


def explain(phases: tuple[Phase, ...]) -> str:
    """Return the schedule as numbered lines."""
    width = len(str(len(phases)))
    lines = (f"{n:>{width}}  {phase.label}" for n, phase in enumerate(phases, 1))
    return "\n".join(lines)


class _Scheduler:
    def __init__(self, state: NetworkState) -> None:
        self.state = state
        self.dtype = "f64" if state.real.itemsize == 8 else "f32"

    def phases(self) -> Iterator[Phase]:
        populations = self.state.populations.values()
        active = [p for p in self.state.projections.values() if p.flags["transmission"]]
        # Made first, since these phases say what must be remembered for delays.
        learning = [x for p in active if p.flags["update"] for x in self._learn(p)]
        learning += [x for p in active for x in self._post_events(p)]
        for population in populations:
            yield from self._zero_sums(population)
        for projection in active:
            yield from self._transmit(projection)
        yield Phase({"kind": "record", "stage": "targets"}, "record inputs")
        for population in populations:
            yield from self._update(population)
        for population in populations:
            yield from self._push(population)
        for population in populations:
            yield from self._operate(population)
        yield from learning
        yield Phase({"kind": "record", "stage": "end"}, "record")

    def _zero_sums(self, population: PopulationStore) -> Iterator[Phase]:
        for name, attribute in population.attributes.items():
            if attribute.role is Role.INPUT:
                array = population.arrays[name]
                entry = {
                    "kind": "zero",
                    "buffer": array.buffer,
                    "itemsize": array.values.itemsize,
                    "population": population.index,
                }
                yield Phase(entry, f"{population.spec.name}.{name} = 0")

    def _transmit(self, projection: ProjectionStore) -> Iterator[Phase]:
        model = projection.model
        if model.is_spiking:
            if model.is_default_transmission:
                yield self._deliver(projection)
            elif model.on_pre is not None:
                yield self._pre_events(projection, model.on_pre)
            if model.psp is not None:
                yield self._range(projection, "psp", projection.spec.delay_steps)
        elif model.is_default_transmission:
            for target in self.state.target_arrays(projection.spec.name):
                yield self._weighted_sum(projection, target)
        else:
            yield self._range(projection, "psp", projection.spec.delay_steps)

    def _deliver(self, projection: ProjectionStore) -> Phase:
        spec = projection.spec
        pre, post = self.state.ends(spec.name)
        entry = self._weights(projection) | {
            "kind": "deliver",
            "targets": [array.buffer for array in self.state.target_arrays(spec.name)],
            "pre_population": pre.index,
            "post_population": post.index,
            "delay_steps": spec.delay_steps,
        }
        if entry["format"] == "csr":
            entry |= {
                "row_ptr": projection.index("pre_ptr").buffer,
                "post_ranks": projection.index("post_rank").buffer,
            }
            if projection.storage.layout == "post_major":
                entry["post_ranks"] = projection.index("row_posts").buffer
        return Phase(
            entry,
            f"{spec.name}: arriving spikes of {spec.pre} add w to {spec.post} ({entry['format']})",
            reads_anywhere=frozenset({f"{spec.pre}.spikes"}),
            writes=self._fed(projection),
        )

    def _fed(self, projection: ProjectionStore) -> frozenset[str]:
        """Return the arrays that a projection adds to."""
        spec = projection.spec
        return frozenset(f"{spec.post}.{name}" for name in self.state.inputs_fed(spec.name))

    def _weights(self, projection: ProjectionStore) -> dict[str, Any]:
        storage = projection.storage
        entry: dict[str, Any] = {
            "format": "dense" if storage.layout == "dense" else "csr",
            "dtype": self.dtype,
            "weights": projection.arrays["w"].buffer,
            "single": projection.is_single_weight,
        }
        if storage.block is not None:
            block = storage.block
            entry |= {
                "pre_lo": block.pre_start,
                "pre_hi": block.pre_stop,
                "post_lo": block.post_start,
                "post_hi": block.post_stop,
            }
        return entry

    def _weighted_sum(self, projection: ProjectionStore, target: Array) -> Phase:
        spec = projection.spec
        pre, post = self.state.ends(spec.name)
        entry = self._weights(projection) | {
            "kind": "weighted_sum",
            "pre": pre.arrays["r"].buffer,
            "post_population": post.index,
            "target": target.buffer,
        }
        if entry["format"] == "csr":
            entry["row_ptr"] = projection.index("row_ptr").buffer
            entry["pre_ranks"] = projection.index("pre_rank").buffer
        if spec.delay_steps > 1:
            history = pre.keep_history("r", spec.delay_steps + 1)
            ring = (history.ring.buffer, history.stride, history.n_slots, spec.delay_steps)
            entry["rotation"] = ring
        name = f"{spec.pre}.r history" if spec.delay_steps > 1 else f"{spec.pre}.r"
        label = f"{spec.name}: sum of w * pre.r over dendrites ({entry['format']})"
        return Phase(entry, label, frozenset({name}), self._fed(projection))

    def _pre_events(self, projection: ProjectionStore, event: Event) -> Phase:
        spec = projection.spec
        pre, post = self.state.ends(spec.name)
        is_post_major = projection.storage.layout == "post_major"
        is_serial, live = _is_serial(projection, event), _written_pre(event)
        entry = {
            "kind": "on_pre",
            "context": projection.context,
            "pre_population": pre.index,
            "post_population": post.index,
            "delay_steps": spec.delay_steps,
            "row_ptr": projection.index("pre_ptr").buffer,
            "edges": projection.index("row_edges").buffer if is_post_major else None,
            "post_of_edge": projection.index("row_posts").buffer,
            "serial": is_serial,
            "rotations": self._rotations(projection, spec.delay_steps, live),
        }
        reads = _reads_through_pre(spec, event.statements, live)
        return Phase(
            entry,
            f"{spec.name}: arriving spikes of {spec.pre} run pre_spike",
            reads_anywhere=reads | {f"{spec.pre}.spikes"},
            writes=_writes(event.statements, spec.pre, spec.post) | self._fed(projection),
            is_serial=is_serial,
        )

    def _post_events(self, projection: ProjectionStore) -> Iterator[Phase]:
        event, spec = projection.model.on_post, projection.spec
        if event is None:
            return
        _, post = self.state.ends(spec.name)
        is_serial, live = _is_serial(projection, event), _written_pre(event)
        entry = {
            "kind": "on_post",
            "context": projection.context,
            "post_population": post.index,
            "row_ptr": projection.index("row_ptr").buffer,
            "serial": is_serial,
            "rotations": self._rotations(projection, spec.delay_steps - 1, live),
        }
        yield Phase(
            entry,
            f"{spec.name}: spikes of {spec.post} run post_spike",
            reads_anywhere=_reads_through_pre(spec, event.statements, live),
            writes=_writes(event.statements, spec.pre, spec.post),
            is_serial=is_serial,
        )

    def _update(self, population: PopulationStore) -> Iterator[Phase]:
        name, loaded = population.spec.name, self.state.loaded(population.spec.name)
        if loaded.has("update_global"):
            entry = {"kind": "once", "context": population.context, "function": "update_global"}
            yield Phase(entry, f"{name}: global variables", is_serial=True)
        written = _writes(population.model.updates, name, name)
        if loaded.has("update"):
            entry = {
                "kind": "range",
                "context": population.context,
                "function": "update",
                "population": population.index,
            }
            yield Phase(entry, f"{name}: equations", writes=written)
        if loaded.has("detect"):
            entry = {
                "kind": "detect",
                "context": population.context,
                "population": population.index,
            }
            yield Phase(
                entry,
                f"{name}: spikes and resets",
                writes=_writes(population.model.reset, name, name) | {f"{name}.last_spike"},
                publishes=frozenset({f"{name}.spikes"}),
            )

    def _push(self, population: PopulationStore) -> Iterator[Phase]:
        for attribute, history in population.histories.items():
            is_global = population.attributes[attribute].locality is Locality.GLOBAL
            entry = {
                "kind": "push",
                "source": history.source.buffer,
                "ring": history.ring.buffer,
                "stride_bytes": history.stride,
                "n_slots": history.n_slots,
                "itemsize": history.source.values.itemsize,
                "population": self.state.single if is_global else population.index,
            }
            name = f"{population.spec.name}.{attribute}"
            written = frozenset({f"{name} history"})
            yield Phase(entry, f"remember {name} for delays", publishes=written)

    def _operate(self, population: PopulationStore) -> Iterator[Phase]:
        for name, attribute in population.attributes.items():
            if attribute.role is not Role.OPERATION:
                continue
            op, source = operation_parts(name)
            entry = {
                "kind": "global_op",
                "op": op,
                "source": population.arrays[source].buffer,
                "dtype": self.dtype,
                "elements": buffer_type(population.attributes[source].dtype).value,
                "size": population.spec.size,
                "result": population.arrays[name].buffer,
            }
            yield Phase(entry, f"{population.spec.name}: {name}", is_serial=True)

    def _learn(self, projection: ProjectionStore) -> Iterator[Phase]:
        loaded = self.state.loaded(projection.spec.name)
        if loaded.has("update_global"):
            entry = {"kind": "once", "context": projection.context, "function": "update_global"}
            yield Phase(entry, f"{projection.spec.name}: global variables", is_serial=True)
        for function in ("semiglobal", "synapse"):
            if loaded.has(function):
                yield self._range(projection, function, projection.spec.delay_steps - 1)

    def _range(self, projection: ProjectionStore, function: str, lag: int) -> Phase:
        spec, model = projection.spec, projection.model
        _, post = self.state.ends(spec.name)
        entry = {
            "kind": "range",
            "context": projection.context,
            "function": function,
            "population": post.index,
            "rotations": self._rotations(projection, lag),
        }
        statements = {
            "psp": (Let("psp", model.psp),) if model.psp is not None else (),
            "semiglobal": model.semiglobal_updates,
            "synapse": model.updates,
        }[function]
        reads = _reads_through_pre(spec, statements)
        return Phase(
            entry, f"{spec.name}: {function}", reads, _writes(statements, spec.pre, spec.post)
        )

    def _rotations(
        self, projection: ProjectionStore, lag: int, live: frozenset[str] = frozenset()
    ) -> list[Rotation]:
        """Say where every ``pre.x`` of a projection points to: into the past, if there is a delay.

        What an event writes (`live`) it also reads as it is now.  With a delay of one step, only
        the weighted sums of a psp (lag 1) are of the past: those of this step are being formed.
        """
        spec = projection.spec
        pre, _ = self.state.ends(spec.name)
        result: list[Rotation] = []
        for position, buffer in enumerate(self.state.loaded(spec.name).kernel.buffers):
            owner, _, attribute = buffer.name.partition(".")
            known = pre.attributes.get(attribute)
            if owner != "pre" or known is None or known.role is Role.OPERATION:
                continue
            is_sum = known.role is Role.INPUT
            if attribute in live or (spec.delay_steps == 1 and not (is_sum and lag == 1)):
                array = pre.arrays[attribute]
                result.append((position, array.buffer, array.n_bytes, 1, 0))
            else:
                history = pre.keep_history(attribute, spec.delay_steps + 1)
                ring = (history.ring.buffer, history.stride, history.n_slots, lag)
                result.append((position, *ring))
        return result


def _reads_through_pre(
    spec: ProjectionSpec, statements: tuple[Statement, ...], live: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return what is read through the pre-synaptic end: values now, or of the past if delayed.

    Parameters
    ----------
    live
        Attributes that are read as they are now in spite of a delay.
    """
    nodes = [node for expr in expressions(statements) for node in walk(expr)]
    names = {x.name for x in nodes if isinstance(x, Ref) and x.owner is Owner.PRE}
    late = names - live if spec.delay_steps > 1 else frozenset[str]()
    found = {f"{spec.pre}.{name} history" for name in late}
    found |= {f"{spec.pre}.{name}" for name in names - late}
    if any(isinstance(x, Symbol) and x.name == "t_pre" for x in nodes):
        found.add(f"{spec.pre}.last_spike")
    return frozenset(found)


def _writes(statements: tuple[Statement, ...], pre: str, post: str) -> frozenset[str]:
    stores = [s for s in statements if isinstance(s, Store)]
    populations = {Owner.PRE: pre, Owner.POST: post, Owner.SELF: post}
    return frozenset(f"{populations[s.target.owner]}.{s.target.name}" for s in stores)


def _written_pre(event: Event) -> frozenset[str]:
    stores = [s for s in event.statements if isinstance(s, Store)]
    return frozenset(s.target.name for s in stores if s.target.owner is Owner.PRE)


def _is_serial(projection: ProjectionStore, event: Event) -> bool:
    """Tell whether an event must not run on several threads, which own post-synaptic neurons."""
    spec = projection.spec
    return edges_collide(
        event, projection.model, Owner.PRE, may_be_one_population=spec.pre == spec.post
    )

"""All state of a loaded network: its stores, its modules, and how modules see the stores.

In: a `NetworkModel`.
Out: `NetworkState`: populations and projections by name, contexts of their modules in the engine.
Not here: the schedule, running.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import NetworkModel
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.kernel import Buffer, Extent
from annarchy_lab.ir.model import Attribute, input_name
from annarchy_lab.ir.network import PopulationSpec, ProjectionSpec
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime._bridge import Engine
from annarchy_lab.runtime.backend import Timings
from annarchy_lab.runtime.cpu.arrays import AnyArray, Array, allocate
from annarchy_lab.runtime.cpu.delays import Steps, first_epoch
from annarchy_lab.runtime.cpu.laying import uniform_attributes
from annarchy_lab.runtime.cpu.modules import LoadedModule, load_modules
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.streams import check_collisions, gap_stream, stream_of

__all__ = ["Localised", "NetworkState", "Variant"]


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """A projection whose storage differs, and the module for it."""

    store: ProjectionStore
    module: LoadedModule


@dataclass(frozen=True, slots=True, eq=False)
class Localised:
    """The module of a population in which fewer parameters are one number for all neurons."""

    population: str
    uniform: frozenset[str]
    module: LoadedModule


class NetworkState:
    """Stores, modules and engine of one network.

    Parameters
    ----------
    model
        The level-1 network.
    timings
        Receives the time of each stage.
    """

    def __init__(self, model: NetworkModel, timings: Timings) -> None:
        self.model = model
        self.spec = model.spec
        self.real = np.dtype(self.spec.dtype)
        self.timings = timings
        with timings.stage("allocate"):
            self.populations = {p.name: self._population(p) for p in self.spec.populations}
            self.projections = {
                p.name: self.made(p, uniform_attributes(p, model.synapses[p.name]))
                for p in self.spec.projections
            }
        with timings.stage("lower"):
            kernels = {name: store.lower() for name, store in self.populations.items()}
            kernels |= {name: store.lower() for name, store in self.projections.items()}
        self.modules = load_modules(kernels, timings)
        self.check_streams(self.modules)
        self.engine = Engine(self.spec.dt_ms, self.spec.seed)
        for store in self.populations.values():
            self._register(store)
        # One value is pushed into a delay like a population of one neuron.
        self.single = self.engine.add_population(1, 1, None, None)
        for name in (*self.populations, *self.projections):
            self.bind(name)

    def localised(self, population: str, parameters: Collection[str]) -> "Localised":
        """Return the module of a population that reads a value of each neuron for `parameters`."""
        uniform = self.populations[population].uniform.difference(parameters)
        kernel = self.populations[population].lower(uniform)
        module = load_modules({population: kernel}, self.timings)[population]
        return Localised(population, uniform, module)

    def localise(self, localised: "Localised") -> None:
        """Let a population have such a module; the caller holds the edge, the schedule follows."""
        name = localised.population
        self.unbind(name)
        self.populations[name].uniform = localised.uniform
        self.modules[name] = localised.module
        self.bind(name)

    def variant(self, projection: str, attribute: str) -> "Variant":
        """Make the projection anew with a value of `attribute` for every edge."""
        old = self.projections[projection]
        equal = {name: ends for name, ends in old.equal.items() if name != attribute}
        store = self.made(old.spec, old.uniform - {attribute}, equal=equal)
        return Variant(store, load_modules({projection: store.lower()}, self.timings)[projection])

    def redelayed(self, projection: str, steps: Steps) -> "Variant | None":
        """Make the projection anew with other delays; None where they change no storage."""
        old = self.projections[projection]
        if old.rewirer is not None:
            return self._redelayed_rewired(old, steps)
        if not old.delays.is_per_edge and np.ndim(steps) == 0:
            return None
        spec = replace(old.spec, delay_steps=steps)
        store = self.made(spec, old.uniform, equal=old.equal)
        return Variant(store, load_modules({projection: store.lower()}, self.timings)[projection])

    def reconnected(self, spec: ProjectionSpec) -> "Variant":
        """Make the projection of that name anew with other edges."""
        store = self.made(spec, uniform_attributes(spec, self.model.synapses[spec.name]))
        loaded = load_modules({spec.name: store.lower()}, self.timings)
        return Variant(store, loaded[spec.name])

    def _redelayed_rewired(self, store: ProjectionStore, steps: Steps) -> "Variant | None":
        """Let the arrays stay, with a module that looks up the delay of each edge."""
        assert store.rewirer is not None
        is_one = np.ndim(store.rewirer.delays.new.spread(steps, 0)) == 0
        if store.delays.is_per_edge or is_one:
            return None
        name, kernel = store.spec.name, store.lower(has_delay_per_edge=True)
        return Variant(store, load_modules({name: kernel}, self.timings)[name])

    def adopt(self, variant: "Variant") -> None:
        """Put a variant in the place of its projection; the caller holds the edge."""
        old = self.projections[variant.store.spec.name]
        if variant.store is not old:
            variant.store.take_over(old)
            delays = old.delays.succeeded_by(variant.store.delays, self.engine.elapsed)
            variant.store.delays = delays
        self.exchange(variant)

    def replace(self, variant: "Variant") -> None:
        """Put a projection with other edges in the place of the old; the caller holds the edge."""
        store = variant.store
        store.take_over_shared(self.projections[store.spec.name])
        store.begin(self.engine.elapsed)
        self.exchange(variant)
        self._remember(store.spec.name)

    def exchange(self, variant: "Variant") -> None:
        """Put a variant in the place of its projection, as it is; the schedule follows."""
        name = variant.store.spec.name
        self.unbind(name)
        self.projections[name] = variant.store
        self.modules[name] = variant.module
        self.bind(name)

    def unbind(self, name: str) -> None:
        """Let the engine forget an object's module; what is installed still has it."""
        store = self.store(name)
        if store.context >= 0:
            self.engine.remove_context(store.context)
            store.context = -1

    def change_delay(self, projection: str, steps: Steps, variant: "Variant | None") -> None:
        """Let spikes of the next step and later have other delays, and rates at once."""
        store = self.projections[projection]
        if store.rewirer is not None:
            store.change_delay(steps, self.engine.elapsed)
        if variant is not None:
            self.adopt(variant)
        if store.rewirer is None:
            self.projections[projection].change_delay(steps, self.engine.elapsed)
        self._remember(projection)

    def reach(self, projection: str, steps: Steps) -> bool:
        """Let new edges have delays as long as these; tell whether they could not so far."""
        is_longer = self.projections[projection].reach(steps, self.engine.elapsed)
        if is_longer:
            self._remember(projection)
        return is_longer

    def _remember(self, projection: str) -> None:
        """Let the pre-synaptic population keep its past as long as the projection looks back."""
        pre, _ = self.ends(projection)
        n_slots = self.projections[projection].delays.longest + 1
        pre.remember(n_slots, self.engine.elapsed)
        for spikes in pre.emitters:
            self.engine.keep_spikes(spikes, n_slots)

    @property
    def has_epochs(self) -> bool:
        """Whether some spikes may be in flight with other delays than those that hold now."""
        return any(p.delays.current.first is not None for p in self.projections.values())

    def bind(self, name: str) -> None:
        """Give an object's module its buffers."""
        loaded = self.modules[name]
        if loaded.module is None:
            return
        buffers = [
            # The core makes the pointers of late buffers itself.
            None if buffer.extent is Extent.LATE else self._array(name, buffer).buffer
            for buffer in loaded.kernel.buffers
        ]
        if name in self.populations:
            store = self.populations[name]
            store.context = self.engine.add_context(loaded.module, buffers, store.spec.size, 0, 0)
            return
        projection = self.projections[name]
        edges, rewirer = projection.edges, projection.rewirer
        projection.context = self.engine.add_context(
            loaded.module,
            buffers,
            edges.n_edges,
            edges.n_pre,
            edges.n_post,
            None if rewirer is None else rewirer.table,
        )
        self.engine.set_plastic(projection.context, projection.flags["plasticity"])

    def ends(self, projection: str) -> tuple[PopulationStore, PopulationStore]:
        """Return the pre- and the post-synaptic population of a projection."""
        spec = self.projections[projection].spec
        return self.populations[spec.pre], self.populations[spec.post]

    def leaving(self, population: str) -> list[ProjectionStore]:
        """Return the projections that begin at a population."""
        return [p for p in self.projections.values() if p.spec.pre == population]

    def inputs_fed(self, projection: str) -> list[str]:
        """Return the names of the conductances or sums that a projection feeds."""
        _, post = self.ends(projection)
        targets = self.projections[projection].spec.targets
        return [input_name(target, is_spiking=post.model.is_spiking) for target in targets]

    def target_arrays(self, projection: str) -> list[Array]:
        """Return the conductances or sums that a projection feeds."""
        _, post = self.ends(projection)
        return [post.arrays[name] for name in self.inputs_fed(projection)]

    def _population(self, spec: PopulationSpec) -> PopulationStore:
        model, extra = self.model.neurons[spec.name], self.model.operations(spec.name)
        leaving = (p for p in self.spec.projections if p.pre == spec.name)
        n_slots = max((first_epoch(p).longest for p in leaving), default=1) + 1
        return PopulationStore(spec, model, self.real, extra, self.spec.constants, n_slots)

    def made(
        self,
        spec: ProjectionSpec,
        uniform: frozenset[str],
        start: ProjectionSpec | None = None,
        equal: Mapping[str, frozenset[Owner]] | None = None,
    ) -> ProjectionStore:
        """Return the store of a projection; see there."""
        model = self.model.synapses[spec.name]
        return ProjectionStore(spec, model, self.real, uniform, self.spec.constants, start, equal)

    def _register(self, store: PopulationStore) -> None:
        store.index = self.engine.add_population(
            store.spec.size,
            store.n_slots,
            None if store.spike_flags is None else store.spike_flags.buffer,
            None if store.last_spike is None else store.last_spike.buffer,
        )
        if store.axon_flags is not None:
            flags = store.axon_flags.buffer
            store.axons = self.engine.add_population(store.spec.size, store.n_slots, flags, None)

    def _array(self, name: str, buffer: Buffer) -> AnyArray:
        if buffer.name.startswith("stream:"):
            stream = np.uint64(self._stream(name, buffer.name))
            return allocate(stream, np.dtype(np.uint64), 1)
        found = self._find(name, buffer.name)
        assert found is not None, f"{name} has no {buffer.name}"
        return found

    def _find(self, name: str, buffer: str) -> AnyArray | None:
        if name in self.populations:
            return self.populations[name].find(buffer)
        owner, _, attribute = buffer.partition(".")
        if attribute and owner in ("pre", "post"):
            return self.ends(name)[0 if owner == "pre" else 1].find(attribute)
        if buffer.startswith("target:"):
            return self.target_arrays(name)[int(buffer.partition(":")[2])]
        return self.projections[name].find(buffer)

    def _stream(self, name: str, buffer: str) -> int:
        place, _, call = buffer.removeprefix("stream:").partition(".")
        attribute, _, ordinal = call.rpartition(".")  # attributes such as post.x have a dot
        return stream_of(name, place, attribute, int(ordinal))

    def check_streams(self, modules: Mapping[str, LoadedModule]) -> None:
        """Refuse modules in which two calls would draw the same numbers."""
        streams = {
            f"{buffer.name.removeprefix('stream:')} of {name}": self._stream(name, buffer.name)
            for name, loaded in modules.items()
            for buffer in loaded.kernel.buffers
            if buffer.name.startswith("stream:")
        }
        streams |= {
            f"gaps of {name}": gap_stream(store.spec.name, store.model.gap_rates)
            for name, store in self.populations.items()
            if store.model.gap_rates is not None
        }
        check_collisions(streams)

    def store(self, name: str) -> PopulationStore | ProjectionStore:
        """Return the state of an object.

        Raises
        ------
        ANNarchyException
            If there is none of that name.
        """
        store = self.populations.get(name) or self.projections.get(name)
        if store is None:
            raise ANNarchyException(f"there is no population or projection called '{name}'")
        return store

    def population(self, name: str) -> PopulationStore:
        """Return the state of a population.

        Raises
        ------
        ANNarchyException
            If there is none of that name.
        """
        store = self.store(name)
        if not isinstance(store, PopulationStore):
            raise ANNarchyException(f"'{name}' is no population")
        return store

    def projection(self, name: str) -> ProjectionStore:
        """Return the state of a projection.

        Raises
        ------
        ANNarchyException
            If there is none of that name.
        """
        store = self.store(name)
        if not isinstance(store, ProjectionStore):
            raise ANNarchyException(f"'{name}' is no projection")
        return store

    def find(self, name: str, attribute: str) -> tuple[AnyArray, Attribute]:
        """Return the array of an attribute and what it is.

        Raises
        ------
        ANNarchyException
            If there is no such object or attribute.
        """
        store = self.store(name)
        if attribute not in store.arrays:
            known = ", ".join(known for known in store.arrays if " " not in known)
            raise ANNarchyException(f"'{name}' has no attribute '{attribute}'; it has {known}")
        return store.arrays[attribute], store.attributes[attribute]

    def is_active(self, projection: ProjectionStore) -> bool:
        """Tell whether anything happens at the synapses of a projection."""
        post = self.populations[projection.spec.post]
        return projection.flags["transmission"] and post.is_enabled

    @property
    def is_stimulated(self) -> bool:
        """Whether something is laid on top of a population."""
        return any(population.stimuli for population in self.populations.values())

    def forget(self) -> None:
        """Empty what belongs to the steps before, everywhere."""
        for population in self.populations.values():
            population.forget()
        for projection in self.projections.values():
            projection.forget()

    def loaded(self, name: str) -> LoadedModule:
        """Return the module of an object."""
        return self.modules[name]

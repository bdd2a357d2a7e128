"""Other models in the place of those that run: compiled beside them, exchanged at one edge.

In: `Replacement` values and the state of a network.
Out: `Exchange`, which changes nothing until it is put in place.
Not here: the schedule, which is made anew then; what a model may change (`runtime.replacing`).

Arrays of attributes that stay as they are stay themselves: nothing is copied, and what records them
goes on.  Edges are stored anew only where the new model walks over them in another way.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.kernel import buffer_type
from annarchy_lab.ir.model import Attribute, NeuronModel, Role, SynapseModel
from annarchy_lab.ir.network import PopulationSpec, ProjectionSpec
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import Recorder
from annarchy_lab.runtime.cpu.arrays import AnyArray, Array, allocate, dtype_of
from annarchy_lab.runtime.cpu.laying import (
    equal_at_load,
    lower_population,
    shared_ends,
    uniform_parameters,
)
from annarchy_lab.runtime.cpu.modules import load_modules
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.initial import initial_value, is_single, new_edge_value
from annarchy_lab.runtime.refusals import check_timetable
from annarchy_lab.runtime.replacing import (
    Replacement,
    check_coming_and_going,
    check_recorded,
    check_structure,
    kept_values,
    replaced_spec,
    touched,
)

__all__ = ["Exchange"]


class Exchange:
    """New models of some objects, compiled and ready.

    Parameters
    ----------
    state
        The network; it may go on running.
    replacement
        The models.

    Raises
    ------
    ModelError
        If they do not fit the network.
    ANNarchyException
        If something would have to change that cannot.
    """

    def __init__(self, state: NetworkState, replacement: Replacement) -> None:
        self._state, self._replacement = state, replacement
        self._before = dict(state.modules)
        populations = [store.spec for store in state.populations.values()]
        projections = [_as_now(store) for store in state.projections.values()]
        self._model = build_network(
            replaced_spec(state.spec, populations, projections, replacement)
        )
        spec = self._model.spec
        self._constants = spec.constants
        self._populations = {p.name: p for p in spec.populations if self._differs(p.name)}
        edges = touched(state.model.synapses, self._model.synapses)
        edges += [model.name for model in replacement.models if model.name in state.projections]
        self._projections = {p.name: p for p in spec.projections if p.name in edges}
        for name in self.names:
            check_structure(name, state.store(name).model, self.models[name])
        self._stores = {name: self._store(p) for name, p in self._projections.items()}
        self._uniform = {name: self._stays_uniform(p) for name, p in self._populations.items()}
        self._compile()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all objects for which anything changes."""
        return (*self._populations, *self._projections)

    @property
    def moved(self) -> list[str]:
        """Names of the projections whose arrays are others then."""
        state = self._state
        return [n for n, store in self._stores.items() if store is not state.projections[n]]

    @property
    def models(self) -> Mapping[str, NeuronModel | SynapseModel]:
        """The new models of these objects."""
        found = {name: self._model.neurons[name] for name in self._populations}
        return found | {name: self._model.synapses[name] for name in self._projections}

    @property
    def is_up_to_date(self) -> bool:
        """Whether the network is still stored as it was; the caller holds the edge."""
        now = self._state.modules
        return all(now[name] is module for name, module in self._before.items())

    def check_recorders(self, recorders: list[Recorder]) -> None:
        """Refuse models in which something that is recorded is gone."""
        known = {name: self._state.store(name).attributes for name in self.names}
        now = {name: self._attributes(name) for name in self.names}
        check_recorded(recorders, self.models, known.__getitem__, now.__getitem__)

    def put(self) -> None:
        """Put everything in place; the caller holds the edge and makes the schedule anew.

        Raises
        ------
        ANNarchyException
            If values would be lost; nothing has changed then.
        """
        state = self._state
        kept = {name: self._of_population(name) for name in self._populations}
        own = {name: self._of_projection(name) for name in self._projections}
        for name in self.names:
            state.unbind(name)
        state.model, state.spec = self._model, self._model.spec
        for name, arrays in kept.items():
            self._become_population(name, arrays)
        for name, edge_arrays in own.items():
            self._become_projection(name, edge_arrays)
        state.modules.update(self._modules)
        for name in self.names:
            state.bind(name)

    # ---- before

    def _differs(self, population: str) -> bool:
        old, new = self._state.model, self._model
        is_same = old.neurons[population] == new.neurons[population]
        is_asked = any(model.name == population for model in self._replacement.models)
        return is_asked or not is_same or old.operations(population) != new.operations(population)

    def _attributes(self, name: str) -> dict[str, Attribute]:
        extra = self._model.operations(name) if name in self._populations else ()
        return {a.name: a for a in (*self.models[name].attributes, *extra)}

    def _stays_uniform(self, spec: PopulationSpec) -> frozenset[str]:
        """Return the parameters that will be one number for all neurons."""
        old = self._state.populations[spec.name]
        uniform = uniform_parameters(spec, self._model.neurons[spec.name])
        kept = {name for name in uniform if self._is_kept(spec.name, name)}
        single = {n for n in kept if old.attributes[n].locality is Locality.GLOBAL}
        return uniform - (kept - single - old.uniform) - old.set_amid_runs

    def _store(self, spec: ProjectionSpec) -> ProjectionStore:
        """Return where the projection will be stored: the present store, if that can stay."""
        old, model = self._state.projections[spec.name], self._model.synapses[spec.name]
        uniform = frozenset(a.name for a in model.attributes if self._is_uniform(spec, a))
        if old.rewirer is not None:
            check_coming_and_going(old.spec, spec, old.model, model)
            return old
        equal = self._equal(spec, model)
        ends = shared_ends(spec, model, uniform, old.delays.current, equal)
        if old.stays_in_place(model, uniform, ends):
            return old
        return ProjectionStore(spec, model, old.real, uniform, self._constants, equal=equal)

    def _equal(self, spec: ProjectionSpec, model: SynapseModel) -> dict[str, frozenset[Owner]]:
        """Return the variables of which all edges of a neuron have one value, and at which ends."""
        old = self._state.projections[spec.name]
        return {
            name: old.equal.get(name, frozenset()) if self._is_kept(spec.name, name) else ends
            for name, ends in equal_at_load(spec, model).items()
        }

    def _is_uniform(self, spec: ProjectionSpec, attribute: Attribute) -> bool:
        """Tell whether one number stands for all edges."""
        old, name = self._state.projections[spec.name], attribute.name
        if not self._is_kept(spec.name, name):
            return is_single(spec, attribute)
        if spec.is_rewirable or attribute.locality is not Locality.LOCAL:
            return False
        is_one = name in old.uniform or old.attributes[name].locality is Locality.GLOBAL
        return is_one and attribute.role is Role.PARAMETER

    def _is_kept(self, name: str, attribute: str) -> bool:
        known = self._state.store(name).attributes
        return attribute in known and attribute not in self._replacement.anew(name)

    def _compile(self) -> None:
        state, timings = self._state, self._state.timings
        with timings.stage("lower"):
            kernels = {
                name: lower_population(
                    p, self._model.neurons[name], state.real, self._uniform[name]
                )
                for name, p in self._populations.items()
            }
            kernels |= {
                name: store.lower(model=self._model.synapses[name])
                for name, store in self._stores.items()
            }
        self._modules = load_modules(kernels, timings)
        state.check_streams({**state.modules, **self._modules})

    # ---- at the edge

    def _of_population(self, name: str) -> dict[str, Array]:
        store, spec = self._state.populations[name], self._populations[name]
        attributes = self._attributes(name)
        if spec.timetable is not None:
            check_timetable(spec, attributes, spec.timetable)
        return {each: self._neurons(store, spec, a) for each, a in attributes.items()}

    def _neurons(self, store: PopulationStore, spec: PopulationSpec, attribute: Attribute) -> Array:
        size = spec.size if attribute.locality is Locality.LOCAL else 1
        dtype = dtype_of(buffer_type(attribute.dtype), store.real)
        old = store.attributes.get(attribute.name)
        array = store.arrays.get(attribute.name)
        if old is not None and array is not None:
            if array.values.size == size and array.values.dtype == dtype:
                return array
            if self._is_kept(spec.name, attribute.name):
                values = array.values
                values = values[0] if old.locality is Locality.GLOBAL else values
                made = kept_values(spec.name, old, attribute, np.asarray(values), dtype)
                return allocate(made, dtype, size)
        return allocate(initial_value(spec, attribute, self._constants), dtype, size)

    def _of_projection(self, name: str) -> dict[str, AnyArray]:
        """Return the arrays of the new store, with the values that stay."""
        old, store = self._state.projections[name], self._stores[name]
        attributes = self._attributes(name)
        if store is not old:
            for each, attribute in attributes.items():
                if self._is_kept(name, each):
                    values = self._kept(old, attribute)
                    store.arrays[each].values[...] = store.stored(each, values)
            return dict(store.arrays)
        return {each: self._synapses(old, a) for each, a in attributes.items()}

    def _synapses(self, store: ProjectionStore, attribute: Attribute) -> AnyArray:
        spec, name = self._projections[store.spec.name], attribute.name
        dtype = dtype_of(buffer_type(attribute.dtype), store.real)
        old = store.attributes.get(name)
        if old is not None and (old.locality, old.dtype) == (attribute.locality, attribute.dtype):
            return store.arrays[name]
        size = spec.edges.n_post if attribute.locality is Locality.SEMIGLOBAL else 1
        if old is None or not self._is_kept(spec.name, name):
            return allocate(initial_value(spec, attribute, self._constants), dtype, size)
        return allocate(self._kept(store, attribute), dtype, size)

    def _kept(self, old: ProjectionStore, attribute: Attribute) -> "np.ndarray":
        known, values = old.attributes[attribute.name], old.arrays[attribute.name].values
        if old.is_per_edge(attribute.name):
            values = old.in_dendrites(attribute.name, values)
        elif known.locality is not Locality.SEMIGLOBAL:
            values = values[0]
        dtype = dtype_of(buffer_type(attribute.dtype), old.real)
        posts = old.edges.post_ranks
        return kept_values(old.spec.name, known, attribute, np.asarray(values), dtype, posts)

    def _become_population(self, name: str, arrays: dict[str, Array]) -> None:
        store, spec = self._state.populations[name], self._populations[name]
        attributes = self._attributes(name)
        neuron, uniform = self._model.neurons[name], self._uniform[name]
        store.become(spec, neuron, uniform, self._constants, attributes, arrays)
        for each in self._replacement.anew(name) & attributes.keys():
            value = initial_value(spec, attributes[each], self._constants)
            arrays[each].values[...] = value

    def _become_projection(self, name: str, arrays: dict[str, AnyArray]) -> None:
        old, store = self._state.projections[name], self._stores[name]
        spec, model = self._projections[name], self._model.synapses[name]
        if store is not old:
            store.go_on_from(old, self._state.engine.elapsed)
            self._state.projections[name] = store
            return
        store.become(spec, model, self._constants, arrays)
        for each in self._replacement.anew(name) & arrays.keys():
            store.start_anew(each)
        if store.rewirer is not None:
            _renew(store, self._replacement.anew(name), self._constants)


def _as_now(store: ProjectionStore) -> ProjectionSpec:
    if store.rewirer is not None:
        return store.spec
    return replace(store.spec, delay_steps=store.delay_steps)


def _renew(store: ProjectionStore, anew: frozenset[str], constants: Mapping[str, float]) -> None:
    """Let edges that come later start as declared now."""
    assert store.rewirer is not None
    for name in anew:
        if store.is_per_edge(name):
            value = new_edge_value(store.spec, store.attributes[name], constants)
            store.rewirer.set_fresh(name, value)

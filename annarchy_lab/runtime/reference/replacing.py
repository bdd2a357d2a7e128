"""Other models in the place of those that run: the definition of what then stays.

In: `Replacement` values and a loaded network.
Out: `Exchange`, which changes nothing until it is put in place.
Not here: what a model may change (`runtime.replacing`).
"""

from collections.abc import Mapping

from annarchy_lab.ir.build import NetworkModel, build_network
from annarchy_lab.ir.model import Attribute, NeuronModel, SynapseModel
from annarchy_lab.ir.network import PopulationSpec, ProjectionSpec
from annarchy_lab.runtime.initial import initial_value, is_single, new_edge_value
from annarchy_lab.runtime.reference.arithmetic import Array
from annarchy_lab.runtime.reference.network import Network, streams
from annarchy_lab.runtime.reference.population import Population
from annarchy_lab.runtime.reference.projection import Projection
from annarchy_lab.runtime.refusals import check_timetable
from annarchy_lab.runtime.replacing import (
    Replacement,
    check_coming_and_going,
    check_recorded,
    check_structure,
    replaced_spec,
    touched,
)
from annarchy_lab.runtime.streams import check_collisions

__all__ = ["Exchange"]


class Exchange:
    """New models of some objects, built and ready.

    Parameters
    ----------
    network
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

    def __init__(self, network: Network, replacement: Replacement) -> None:
        self._network, self._replacement = network, replacement
        populations = [p.spec for p in network.populations.values()]
        projections = [p.spec for p in network.projections.values()]
        spec = replaced_spec(network.model.spec, populations, projections, replacement)
        self._model = build_network(spec)
        check_collisions(streams(self._model))
        spec = self._model.spec
        self._specs: dict[str, PopulationSpec | ProjectionSpec] = {
            **{p.name: p for p in spec.populations},
            **{p.name: p for p in spec.projections},
        }
        asked = {model.name for model in replacement.models}
        differing = touched(self._models_of(network.model), self._models_of(self._model))
        named = asked.union(differing, self._operated())
        self._models = {n: m for n, m in self._models_of(self._model).items() if n in named}
        self._before = {name: self._object(name).spec for name in self._specs}
        for name, model in self._models.items():
            self._check(self._object(name), model)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all objects for which anything changes."""
        return tuple(self._models)

    @property
    def is_up_to_date(self) -> bool:
        """Whether everybody is connected as before; the caller holds the edge."""
        return all(self._object(name).spec is spec for name, spec in self._before.items())

    def put(self) -> None:
        """Put everything in place; the caller holds the edge.

        Raises
        ------
        ANNarchyException
            If something is recorded that is gone, or values would be lost; nothing has changed
            then.
        """
        network = self._network
        known = {name: self._object(name).values.attributes for name in self._models}
        now = {name: {a.name: a for a in self._attributes(name)} for name in self._models}
        recorders = network.recorders.wanted
        check_recorded(recorders, self._models, known.__getitem__, now.__getitem__)
        arrays = {name: self._arrays(name) for name in self._models}
        network.model = self._model
        for name, made in arrays.items():
            self._become(name, made)

    # ---- before

    @staticmethod
    def _models_of(model: NetworkModel) -> Mapping[str, NeuronModel | SynapseModel]:
        return {**model.neurons, **model.synapses}

    def _operated(self) -> set[str]:
        """Return the populations of which projections read other global operations now."""
        old, new = self._network.model, self._model
        return {name for name in new.neurons if old.operations(name) != new.operations(name)}

    def _object(self, name: str) -> Population | Projection:
        network = self._network
        return network.populations.get(name) or network.projections[name]

    def _check(self, found: Population | Projection, model: NeuronModel | SynapseModel) -> None:
        check_structure(found.name, found.model, model)
        spec = self._specs[found.name]
        if isinstance(found, Population):
            assert isinstance(spec, PopulationSpec)
            if spec.timetable is not None:
                attributes = {a.name: a for a in self._attributes(found.name)}
                check_timetable(spec, attributes, spec.timetable)
        elif found.rewirer is not None:
            assert isinstance(spec, ProjectionSpec)
            assert isinstance(model, SynapseModel)
            check_coming_and_going(found.spec, spec, found.model, model)

    def _attributes(self, name: str) -> tuple[Attribute, ...]:
        extra = self._model.operations(name) if name in self._model.neurons else ()
        known = {a.name: a for a in (*self._models[name].attributes, *extra)}
        return tuple(known.values())

    # ---- at the edge

    def _arrays(self, name: str) -> dict[str, Array]:
        found, spec = self._object(name), self._specs[name]
        constants, anew = self._model.spec.constants, self._replacement.anew(name)

        def start(attribute: Attribute) -> object:
            if isinstance(found, Population) or not found.has_other_edges(attribute):
                return initial_value(spec, attribute, constants)
            assert isinstance(spec, ProjectionSpec)
            return new_edge_value(spec, attribute, constants)

        wanted = self._attributes(name)
        if isinstance(spec, PopulationSpec):
            return found.values.survey(wanted, anew, start)
        assert isinstance(found, Projection)
        single = lambda attribute: is_single(spec, attribute)  # noqa: E731
        return found.values.survey(wanted, anew, start, single, found.post_ranks)

    def _become(self, name: str, arrays: dict[str, Array]) -> None:
        found, spec, model = self._object(name), self._specs[name], self._models[name]
        constants = self._model.spec.constants
        if isinstance(found, Population):
            assert isinstance(spec, PopulationSpec)
            assert isinstance(model, NeuronModel)
            found.become(spec, model, self._attributes(name), arrays, constants)
            return
        assert isinstance(spec, ProjectionSpec)
        assert isinstance(model, SynapseModel)
        found.become(spec, model, arrays, constants)
        if found.rewirer is not None:
            found.rewirer.become(spec, constants, self._replacement.anew(name))

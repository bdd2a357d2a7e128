"""The whole network at level 1: the models of all objects, mistakes raised together.

In: `NetworkSpec`.
Out: `NetworkModel`: the spec and the models by object name.
Not here: storage and loops.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from annarchy_lab.diagnostics import Diagnostic, Report, Span
from annarchy_lab.ir.build_neuron import build_neuron
from annarchy_lab.ir.build_synapse import End, build_synapse
from annarchy_lab.ir.context import Context
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.model import (
    Attribute,
    NeuronModel,
    Store,
    SynapseModel,
    operation_attribute,
    operation_parts,
)
from annarchy_lab.ir.network import NetworkSpec, ProjectionSpec
from annarchy_lab.ir.new_delays import new_delays
from annarchy_lab.language.scope import and_more
from annarchy_lab.lightweight import dataclass

__all__ = ["NetworkModel", "build_network"]


@dataclass(frozen=True, slots=True)
class NetworkModel:
    """The models of a network, by the names of its populations and projections."""

    spec: NetworkSpec
    neurons: dict[str, NeuronModel]
    synapses: dict[str, SynapseModel]

    def operations(self, population: str) -> tuple[Attribute, ...]:
        """Return the results of global operations over `population` that projections read."""
        named = (
            name
            for spec in self.spec.projections
            for owner, name in self.synapses[spec.name].operations
            if population == (spec.pre if owner is Owner.PRE else spec.post)
        )
        return tuple(operation_attribute(*operation_parts(name)) for name in dict.fromkeys(named))


def build_network(spec: NetworkSpec) -> NetworkModel:
    """Return the level-1 models of `spec`.

    Raises
    ------
    ModelError
        With every mistake that only the whole network shows.
    """
    weight = DType.SINGLE if spec.has_narrow_weights else DType.REAL
    shared = Context(frozenset(spec.constants), spec.functions, spec.method, weight)
    contexts = {p.name: shared.of(f"population '{p.name}'") for p in spec.populations}
    contexts |= {p.name: shared.of(f"projection '{p.name}'") for p in spec.projections}
    neurons = {
        p.name: build_neuron(p.neuron, _connected(spec, p.name), contexts[p.name], p.stop_condition)
        for p in spec.populations
    }
    ends = {name: End(name, model, _connected(spec, name)) for name, model in neurons.items()}
    synapses = {
        p.name: build_synapse(
            p.synapse,
            ends[p.pre],
            ends[p.post],
            len(p.targets),
            contexts[p.name],
            p.drawn_at_creation,
        )
        for p in spec.projections
    }
    spec = _with_new_delays(spec, contexts)
    _once_per_place(contexts.values()).raise_if_any()
    assigned = _assigned(spec, synapses)
    neurons = {n: replace(model, assigned=assigned[n]) for n, model in neurons.items()}
    return NetworkModel(spec, neurons, synapses)


def _assigned(spec: NetworkSpec, synapses: dict[str, SynapseModel]) -> dict[str, frozenset[str]]:
    """Return what events of synapses assign, by population."""
    found: dict[str, set[str]] = {p.name: set() for p in spec.populations}
    for projection in spec.projections:
        model = synapses[projection.name]
        ends = {Owner.PRE: projection.pre, Owner.POST: projection.post}
        events = (event for event in (model.on_pre, model.on_axon, model.on_post) if event)
        for statement in chain.from_iterable(event.statements for event in events):
            if isinstance(statement, Store) and statement.target.owner in ends:
                found[ends[statement.target.owner]].add(statement.target.name)
    return {name: frozenset(names) for name, names in found.items()}


def _once_per_place(contexts: Iterable[Context]) -> Report:
    """Tell a mistake of a model once, with the first population or projection that has it."""
    places: dict[tuple[str, Span | None], dict[str, Diagnostic]] = {}
    for context in contexts:
        for diagnostic in context.report:
            found = places.setdefault((diagnostic.code, diagnostic.span), {})
            found.setdefault(context.owner, diagnostic)
    report = Report()
    for found in places.values():
        (owner, first), *others = found.items()
        more = and_more(len(others))
        where = more if owner in first.message else f" ({owner}{more})"
        report.error(first.code, first.message + where, first.span, first.hint)
    return report


def _connected(spec: NetworkSpec, population: str) -> tuple[str, ...]:
    reaching = (p for p in spec.projections if p.post == population)
    return tuple(dict.fromkeys(target for p in reaching for target in p.targets))


def _with_new_delays(spec: NetworkSpec, contexts: dict[str, Context]) -> NetworkSpec:
    """Say of projections whose synapses come and go what delays new ones have."""

    def completed(projection: ProjectionSpec) -> ProjectionSpec:
        if not projection.is_rewirable:
            return projection
        new = new_delays(projection, spec.dt_ms, contexts[projection.name].report)
        own = new.spread(projection.delay_steps, projection.edges.n_edges)
        return replace(projection, delay_steps=own, new_delays=new)

    return replace(spec, projections=tuple(map(completed, spec.projections)))

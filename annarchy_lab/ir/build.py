"""The whole network at level 1: the models of all objects, mistakes raised together.

In: `NetworkSpec`.
Out: `NetworkModel`: the spec and the models by object name.
Not here: storage and loops.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from annarchy_lab.connectivity.delays import delay_steps
from annarchy_lab.diagnostics import Diagnostic, Report, Span
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.ir.build_neuron import build_neuron
from annarchy_lab.ir.build_synapse import End, build_synapse
from annarchy_lab.ir.context import Context
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.faults import DIFFERING_DELAY
from annarchy_lab.ir.model import (
    Attribute,
    NeuronModel,
    SynapseModel,
    operation_attribute,
    operation_parts,
)
from annarchy_lab.ir.network import NetworkSpec, ProjectionSpec
from annarchy_lab.language.scope import and_more

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
    shared = Context(frozenset(spec.constants), spec.functions, spec.method)
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
    for projection in spec.projections:
        _check_new_delay(projection, spec.dt_ms, contexts[projection.name].report)
    _once_per_place(contexts.values()).raise_if_any()
    return NetworkModel(spec, neurons, synapses)


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


def _check_new_delay(projection: ProjectionSpec, dt_ms: float, report: Report) -> None:
    rule = projection.synapse.creating
    if projection.is_rewirable and np.ndim(projection.delay_steps):
        message = f"the synapses of '{projection.name}' come and go: they cannot have a delay each"
        DIFFERING_DELAY.add_to(report, None, message, "connect them with one delay for all")
        return
    if rule is None or rule.delay is None:
        return
    given = None if isinstance(rule.delay, RandomDistribution) else delay_steps(rule.delay, dt_ms)
    if given != projection.delay_steps:
        n = projection.delay_steps
        steps = f"{n} step{'s' * (n > 1)}"
        message = f"the synapses of '{projection.name}' all have the same delay, {steps}"
        hint = "leave out d=, and new synapses get that delay too"
        DIFFERING_DELAY.add_to(report, rule.span, message, hint)

"""How objects will lie in memory, and their models as loops over that.

In: the specification of an object and its level-1 model.
Out: the storage of edges; level-2 modules; all before any array exists.
Not here: arrays (`populations`, `projections`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Literal

import numpy as np

from annarchy_lab.connectivity.formats import choose_format
from annarchy_lab.ir.build import NetworkModel
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.kernel import Module
from annarchy_lab.ir.lower_neuron import lower_neuron
from annarchy_lab.ir.lower_synapse import SynapseContext, is_post_major, lower_synapse
from annarchy_lab.ir.model import NeuronModel, Role, SynapseModel
from annarchy_lab.ir.network import PopulationSpec, ProjectionSpec
from annarchy_lab.ir.passes.share_traces import find_shared
from annarchy_lab.ir.timetable import Playback, SpikeTrain, Timetable
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.cpu.arrays import real_name
from annarchy_lab.runtime.cpu.delays import Epoch, RowOrder, first_epoch
from annarchy_lab.runtime.cpu.edge_storage import EdgeStorage, choose_storage
from annarchy_lab.runtime.initial import initial_value, is_single

__all__ = [
    "dense_rows",
    "equal_at_load",
    "lower_network",
    "lower_population",
    "lower_projection",
    "played",
    "shared_ends",
    "storage_of",
    "uniform_attributes",
    "uniform_parameters",
]

_BOTH: Final = frozenset({Owner.PRE, Owner.POST})
_FEW_EDGES: Final = 256
_EDGES_PER_NEURON: Final = 2


def lower_network(model: NetworkModel) -> dict[str, Module]:
    """Return the modules that the objects of a network begin with, by name."""
    spec, real = model.spec, np.dtype(model.spec.dtype)
    modules = {}
    for population in spec.populations:
        neuron = model.neurons[population.name]
        uniform = uniform_parameters(population, neuron)
        modules[population.name] = lower_population(population, neuron, real, uniform)
    for projection in spec.projections:
        synapse, delays = model.synapses[projection.name], first_epoch(projection)
        uniform = uniform_attributes(projection, synapse)
        modules[projection.name] = lower_projection(
            projection,
            synapse,
            real,
            uniform,
            shared_ends(projection, synapse, uniform, delays, equal_at_load(projection, synapse)),
            storage_of(projection, synapse, uniform, delays),
            has_delay_per_edge=delays.is_per_edge,
        )
    return modules


def lower_population(
    spec: PopulationSpec, model: NeuronModel, real: np.dtype[Any], uniform: frozenset[str]
) -> Module:
    """Return a model as loops; spikes of a timetable need none."""
    module = lower_neuron(model, real_name(real), uniform)
    if not isinstance(spec.timetable, SpikeTrain):
        return module
    unused = ("detect", "reset", "axon_reset")
    return replace(module, functions=tuple(f for f in module.functions if f.name not in unused))


def lower_projection(
    spec: ProjectionSpec,
    model: SynapseModel,
    real: np.dtype[Any],
    uniform: frozenset[str],
    ends: Mapping[str, Owner],
    storage: EdgeStorage,
    *,
    has_delay_per_edge: bool,
) -> Module:
    """Return a model as loops over edges in their storage order."""
    is_post_major = storage.layout == "post_major"
    edges, is_fixed = spec.edges, not spec.is_rewirable
    context = SynapseContext(
        real_name(real),
        is_post_major,
        uniform,
        has_delay_per_edge=has_delay_per_edge,
        is_rewirable=spec.is_rewirable,
        is_gapless=is_post_major and is_fixed and edges.is_gapless,
        is_to_one=is_fixed and not has_delay_per_edge and edges.is_to_one,
        ends=ends,
    )
    return lower_synapse(model, context)


def uniform_parameters(spec: PopulationSpec, model: NeuronModel) -> frozenset[str]:
    """Return the local parameters that are one number and that nothing but an edge changes."""
    free = model.numbers - played(spec.timetable)
    local = (a for a in model.attributes if a.locality is Locality.LOCAL and a.name in free)
    return frozenset(a.name for a in local if np.ndim(initial_value(spec, a, {})) == 0)


def played(timetable: Timetable | None) -> set[str]:
    """Return the attributes that a timetable sets."""
    return set(timetable.rows) if isinstance(timetable, Playback) else set()


def uniform_attributes(spec: ProjectionSpec, model: SynapseModel) -> frozenset[str]:
    """Return the local parameters that one number stands for."""
    return frozenset(a.name for a in model.attributes if is_single(spec, a))


def equal_at_load(spec: ProjectionSpec, model: SynapseModel) -> dict[str, frozenset[Owner]]:
    """Return the local variables that begin with one number, which is that of every end."""
    local = (a for a in model.attributes if a.role is Role.VARIABLE and a.name != "w")
    return {a.name: _BOTH for a in local if np.ndim(initial_value(spec, a, {})) == 0}


def shared_ends(
    spec: ProjectionSpec,
    model: SynapseModel,
    uniform: frozenset[str],
    delays: Epoch,
    equal: Mapping[str, frozenset[Owner]],
) -> dict[str, Owner]:
    """Return the variables that are stored once per neuron, and at which end.

    Only where that is worth the visit to every neuron: where neurons have several edges each.

    Parameters
    ----------
    equal
        Variables by name, with the ends at whose neurons all edges have one value.
    """
    edges = spec.edges
    if spec.is_rewirable or delays.is_per_edge or edges.n_edges < _FEW_EDGES:
        return {}
    sizes = {Owner.PRE: edges.n_pre, Owner.POST: edges.n_post}
    worth = frozenset(end for end, n in sizes.items() if edges.n_edges >= _EDGES_PER_NEURON * n)
    return find_shared(model, uniform, {name: ends & worth for name, ends in equal.items()})


def storage_of(
    spec: ProjectionSpec, model: SynapseModel, uniform: frozenset[str], delays: Epoch
) -> EdgeStorage:
    """Return how the edges will be stored."""
    if spec.is_rewirable:
        choice = choose_format(spec.edges, requested=spec.storage, structural_plasticity=True)
        return EdgeStorage(spec.edges, "post_major", choice.reason)
    rows, obstacle = dense_rows(spec, model, uniform, delays)
    return choose_storage(
        spec.edges,
        requested=spec.storage,
        is_post_major=is_post_major(model),
        dense_rows=rows,
        order=RowOrder(spec.edges, delays),
        obstacle=obstacle,
    )


def dense_rows(
    spec: ProjectionSpec, model: SynapseModel, uniform: frozenset[str], delays: Epoch
) -> tuple[Literal["pre", "post"] | None, str]:
    """Return whose rows a dense matrix would have, or why there can be none."""
    is_plain = model.is_default_transmission and not model.runs_arrivals
    is_plain = is_plain and not (model.on_post or model.updates)
    rows: Literal["pre", "post"] | None = None
    if is_plain and "w" not in uniform and not model.semiglobal_updates:
        rows = "pre" if model.is_spiking else "post"
    obstacle = "the synapse model works edge by edge"
    if spec.window_steps:
        rows, obstacle = None, "spikes are decoded edge by edge"
    if delays.is_per_edge:
        rows, obstacle = None, "each synapse has a delay of its own"
    return rows, obstacle

"""One population that a projection connects to itself, as models and as modules; nothing runs."""

from typing import Any

from sketch import all_to_all

from annarchy_lab.ir.build import NetworkModel, build_network
from annarchy_lab.ir.kernel import Module
from annarchy_lab.ir.lower_neuron import lower_neuron
from annarchy_lab.ir.lower_synapse import SynapseContext, lower_synapse
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.ir.verify import verify_module
from annarchy_lab.language.declare import Neuron, Synapse


def built(neuron: Neuron, synapse: Synapse) -> NetworkModel:
    """Three neurons ``pop``, connected all to all by ``p``."""
    pop = PopulationSpec("pop", 3, neuron.declaration)
    edges = all_to_all(3, 3, 1.0)
    proj = ProjectionSpec("p", "pop", "pop", ("exc",), synapse.declaration, edges)
    return build_network(NetworkSpec(1.0, 1, (pop,), (proj,)))


def lowered(neuron: Neuron, synapse: Synapse, **context: Any) -> tuple[Module, Module]:
    """The neuron's and the synapse's module, both legal; `context` as `SynapseContext` takes it."""
    model = built(neuron, synapse)
    options = {"is_post_major": True, **context}
    modules = (
        lower_neuron(model.neurons["pop"], "float64"),
        lower_synapse(model.synapses["p"], SynapseContext("float64", **options)),
    )
    for module in modules:
        verify_module(module)
    return modules

"""The verifier passes what the builders make, and catches what they must not make."""

from dataclasses import replace

import pytest
from networks import NETWORKS, izhikevich

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.kernel import Function, RangeLoop
from annarchy_lab.ir.lower_neuron import lower_neuron
from annarchy_lab.ir.lower_synapse import SynapseContext, is_post_major, lower_synapse
from annarchy_lab.ir.model import Store
from annarchy_lab.ir.verify import IllegalIRError, verify_model, verify_module


@pytest.mark.parametrize("name", NETWORKS)
def test_standard_networks_are_legal(name):
    model = build_network(NETWORKS[name]())
    for neuron in model.neurons.values():
        verify_model(neuron)
        verify_module(lower_neuron(neuron, "float64"))
    for synapse in model.synapses.values():
        verify_model(synapse)
        verify_module(lower_synapse(synapse, SynapseContext("float32", is_post_major(synapse))))


@pytest.fixture
def neuron():
    return build_network(izhikevich()).neurons["pop"]


V = e.Ref("v", Owner.SELF, DType.REAL)


@pytest.mark.parametrize(
    "value",
    [
        e.Const(1, DType.INT),
        e.Binary("+", V, e.Const(1, DType.INT), DType.REAL),
        e.Local("not bound", DType.REAL),
        e.Load("v", "i", DType.REAL),
        e.Call("exp", (e.Const(1, DType.INT),), DType.REAL),
        e.Select(V, V, V, DType.REAL),
    ],
    ids=lambda value: type(value).__name__,
)
def test_illegal_statements_are_caught(neuron, value):
    with pytest.raises(IllegalIRError, match="Izhikevich, update"):
        verify_model(replace(neuron, updates=(Store(V, value),)))


def test_an_index_from_nowhere_is_caught(neuron):
    module = lower_neuron(neuron, "float64")
    (update, *_) = module.functions
    loop = update.body[0]
    moved = RangeLoop("elsewhere", "lo", "hi", loop.body)
    broken = replace(module, functions=(Function("update", (moved,)),))
    with pytest.raises(IllegalIRError, match="update"):
        verify_module(broken)

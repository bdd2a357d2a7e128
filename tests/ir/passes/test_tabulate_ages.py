"""Functions of an age are looked up in events, and only those."""

import pytest
from lowered import lowered

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.printer import show_module
from annarchy_lab.language.declare import Neuron, Parameter, Synapse, Variable

NEURON = Neuron(equations="v = g_exc", spike="v > 1.0", reset="v = 0")
SYNAPSE = Synapse(
    parameters={
        "tau": 10.0,
        "own": Parameter(5.0, locality="local"),
    },
    equations=[
        Variable("tau * dx/dt = -x", method="event-driven"),
        Variable("tau * dy/dt = 1.0 - y", method="event-driven"),
        Variable("own * dz/dt = -z", method="event-driven"),
    ],
    pre_spike="x += y\nz += 1",
    post_spike="y += x",
)


@pytest.fixture(scope="module")
def module():
    return lowered(NEURON, SYNAPSE)[1]


def looked_up(module, function):
    """Clocks of the variables that a function looks up."""
    (body,) = (f.body for f in module.functions if f.name == function)
    values = [x.value for x in body[0].body if isinstance(x, k.Name | k.Assign)]
    nodes = [node for value in values for node in e.walk(value)]
    return {node.since.buffer for node in nodes if isinstance(node, e.Aged)}


def test_what_depends_on_an_age_and_what_all_synapses_share(module):
    assert looked_up(module, "on_pre") == {"clock:x", "clock:y"}


def test_an_emitted_spike_asks_once_for_all_ages_of_its_dendrite(module):
    assert looked_up(module, "on_post") == {"clock:x", "clock:y"}
    loops = {f.name: f.body[0] for f in module.functions}
    assert {age.buffer for age in loops["on_post"].ages} == {"clock:x", "clock:y"}
    assert loops["on_pre"].ages == ()


def test_one_table_serves_all_that_relax_alike(module):
    (prepare,) = (f for f in module.functions if f.name == "prepare")
    (fill,) = prepare.body
    assert fill.inputs == (e.Load("tau", None, e.DType.REAL),)
    assert "ages:1[age] = " in show_module(module)

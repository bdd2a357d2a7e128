"""Which variables of synapses can be stored once per neuron, and what is done once then."""

import pytest
from lowered import built

from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.lower_synapse import SynapseContext, lower_synapse
from annarchy_lab.ir.model import Let, Store, Touch
from annarchy_lab.ir.passes.share_traces import find_shared, share_traces
from annarchy_lab.ir.verify import verify_module
from annarchy_lab.language.declare import Neuron, Synapse

NEURON = Neuron(equations="v = g_exc", spike="v > 1.0", reset="v = 0")
BOTH = frozenset({Owner.PRE, Owner.POST})


def model_of(**parts):
    synapse = Synapse(parameters="tau = 10.0\nk = 0.1", **parts)
    return built(NEURON, synapse).synapses["p"]


def shared(uniform=("tau", "k"), equal=None, **parts):
    model = model_of(**parts)
    names = [a.name for a in model.attributes]
    found = find_shared(model, frozenset(uniform), equal or dict.fromkeys(names, BOTH))
    verify_module(
        lower_synapse(model, SynapseContext("float64", True, frozenset(uniform), ends=found))
    )
    return {name: end.value for name, end in found.items()}


def written(statements):
    targets = [s.target.name for s in statements if isinstance(s, Store)]
    return targets + [f"clock of {s.name}" for s in statements if isinstance(s, Touch)]


STDP = dict(
    equations="tau*dx/dt = -x : event-driven\ntau*dy/dt = -y : event-driven",
    pre_spike="g_target += w\nx += k\nw += y",
    post_spike="y -= k\nw += x",
)


def test_traces_of_one_side_belong_to_its_neurons():
    assert shared(**STDP) == {"x": "pre", "y": "post"}


def test_what_differs_between_synapses_makes_what_reads_it_differ():
    assert shared(uniform=("k",), **STDP) == {}
    assert shared(equal={"x": BOTH}, **STDP) == {"x": "pre"}
    assert shared(equal={"x": frozenset({Owner.POST}), "y": BOTH}, **STDP) == {"y": "post"}
    assert shared(pre_spike="x += w") == {}
    assert shared(pre_spike="x += k\nz += x\ny += w") == {"x": "pre", "z": "pre"}


def test_what_both_sides_write_belongs_to_none():
    assert shared(pre_spike="x += k", post_spike="x -= k") == {}
    assert shared(pre_spike="x += k\ny += x", post_spike="x -= k") == {}


@pytest.mark.parametrize("value", ["x + pre.v", "x + Uniform(0.0, 1.0)", "x + w", "x + t_post"])
def test_what_is_no_number_of_the_neuron_alone(value):
    assert shared(pre_spike=f"x = {value}") == {}


@pytest.mark.parametrize("value", ["x + t", "x + t_pre", "x * exp(-k)"])
def test_what_all_synapses_of_the_neuron_see(value):
    assert shared(pre_spike=f"x = {value}") == {"x": "pre"}


def test_coincidences_are_those_of_a_pair():
    assert shared(pre_spike="x += k : unless_post") == {}


def test_what_the_own_event_reads_of_an_arriving_spike_stays():
    """A synapse may get two spikes in a step, and must see each with its own value."""
    assert shared(pre_spike="g_target += w * x\nx += k") == {}


def test_an_emitted_spike_may_read_what_it_wrote():
    assert shared(post_spike="y += k\nw += y") == {"y": "post"}
    assert shared(post_spike="w += y\ny += k") == {}


@pytest.mark.parametrize(
    ("equations", "found"),
    [
        ("w += x\ntau*dx/dt = -x", {"x": "pre"}),
        ("tau*dx/dt = -x\nw += x", {"x": "pre"}),
        ("w += x\ntau*dx/dt = -x\ntau*dy/dt = -y", {"x": "pre", "y": "post"}),
    ],
)
def test_equations_come_before_or_behind_those_of_synapses(equations, found):
    assert shared(equations=equations, pre_spike="g_target += w\nx += k", post_spike="") == found


def test_a_model_comes_apart():
    model = model_of(**STDP)
    parts = share_traces(model, {"x": Owner.PRE, "y": Owner.POST})
    assert written(parts.events[Owner.PRE]) == ["x", "x", "clock of x"]
    assert written(parts.events[Owner.POST]) == ["y", "y", "clock of y"]
    assert written(parts.edges.on_pre.statements) == ["g_target", "w"]
    assert written(parts.edges.on_post.statements) == ["w"]
    lets = [s.name for s in parts.edges.on_post.statements if isinstance(s, Let)]
    assert lets == ["x now"]


def test_nothing_shared_is_the_same_model():
    model = model_of(**STDP)
    assert share_traces(model, {}).edges == model

"""What equations overwrite in each step before anybody reads it need not be stored in each."""

import pytest
from lowered import lowered

from annarchy_lab.ir.printer import show_module
from annarchy_lab.language.declare import Neuron, Synapse

CELL = Neuron(equations="v = 1.0", spike="v > 2.0")


def module_of(equations, *, is_rewirable=False, **texts):
    synapse = Synapse(equations=equations, **texts)
    return lowered(CELL, synapse, is_rewirable=is_rewirable)[1]


@pytest.mark.parametrize(
    ("equations", "hidden"),
    [
        ("x = pre.v\nw += x", ("x",)),
        ("x = pre.v : min=0.0, max=0.5\ny = 2.0 * x\nw += y", ("x", "y")),
        ("x = Uniform(0.0, 1.0)\nw += x", ("x",)),
        ("x = x + 1.0\nw += x", ()),  # reads what was there
        ("y = 2.0 * x\nx = pre.v\nw += y", ("y",)),  # x is read before
        ("dx/dt = -x\nw += x", ()),
        ("w = pre.v", ()),  # transmission reads it
        ("x = t : projection\nw += x", ()),  # not one per synapse
    ],
)
def test_what_is_hidden(equations, hidden):
    assert module_of(equations).hidden == hidden


@pytest.mark.parametrize(
    "texts",
    [
        {"pre_spike": "g_target += x"},
        {"post_spike": "w += x"},
        {"psp": "x"},
        {"post_spike": "x = 3.0"},
    ],
)
def test_what_events_and_sums_use_is_stored(texts):
    assert module_of("x = pre.v\ny = x\nw += y", **texts).hidden == ("y",)


def test_where_edges_come_and_go_everything_is_stored():
    assert module_of("x = pre.v\nw += x", is_rewirable=True).hidden == ()


def test_what_is_hidden_has_a_name_and_everything_else_is_stored():
    module = module_of("x = pre.v : min=0.0\ny = y + x\nw += x")
    functions = tuple(f for f in module.functions if f.name == "synapse_unseen")
    text = show_module(type(module)(module.title, module.real, module.buffers, functions))
    assert "x[e]" not in text
    assert "y[e] = (y[e] + <x unseen" in text
    assert "w[e]" in text


def test_nothing_to_hide_needs_no_function():
    assert [f.name for f in module_of("w += pre.v").functions] == ["synapse"]


@pytest.mark.parametrize(
    ("equations", "texts", "hidden"),
    [
        ("I = g_exc + k\nv = I", {}, ("I", "v")),
        ("I = g_exc + k\ndv/dt = I - v", {}, ("I",)),
        ("I = k : min=0.0\nJ = 2.0 * I\nv += J", {}, ("I", "J")),
        ("I = I + k\nv += I", {}, ()),  # reads what was there
        ("J = 2.0 * I\nI = k\nv += J", {}, ("J",)),  # I is read before
        ("I = k : population\nv += I", {}, ()),
        ("I = k\nv += I", {"refractory": 2.0}, ()),  # a refractory neuron keeps it
        ("I = k\nv += I", {"spike": "I > 1.0"}, ("I",)),  # in the same block
        ("I = k\nv += I", {"reset": "v = I\nI = 0.0"}, ("I",)),
    ],
)
def test_what_neurons_overwrite(equations, texts, hidden):
    texts = {"spike": "v > 1.0", "reset": "v = 0.0", **texts}
    neuron = Neuron(parameters="k = 0.5 : population", equations=equations, **texts)
    assert lowered(neuron, Synapse())[0].hidden == hidden

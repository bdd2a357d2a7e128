"""Looking inside: the schedule and the models as text."""

import pytest

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Synapse

pytestmark = pytest.mark.parametrize("sketch", ["reference"], indirect=True)


@pytest.fixture
def simulator(sketch):
    net = sketch()
    net.population("input", 2, Neuron(equations="r = t\nm = mean(r)"))
    net.population("cells", 2, Neuron(equations="v = g_exc", spike="v > 1", reset="v = 0"))
    net.population("output", 2, Neuron(equations="r = sum(exc)"))
    learning = Synapse(equations="s = post.r : postsynaptic\ndw/dt = s * pre.r")
    net.projection("input", "output", learning, name="learning", delay_steps=2)
    stdp = Synapse(pre_spike="g_target += w", post_spike="w += 1")
    net.projection("cells", "cells", stdp, name="recurrent")
    return net.load()


def test_the_schedule_names_everything_in_order(simulator):
    assert simulator.explain().splitlines() == [
        " 1  output: weighted sums = 0",
        " 2  learning: sum of psp over dendrites, added to output.sum(exc)",
        " 3  recurrent: arriving spikes of cells add w",
        " 4  record inputs",
        " 5  input: equations",
        " 6  cells: equations",
        " 7  cells: spikes and resets",
        " 8  output: equations",
        " 9  remember input.r for delays",
        "10  input: mean(r)",
        "11  learning: equations of dendrites",
        "12  learning: equations",
        "13  recurrent: spikes of cells run post_spike",
        "14  record",
    ]


def test_flags_show_in_the_schedule(simulator):
    simulator.set_flag("learning", "update", False)
    simulator.set_flag("recurrent", "transmission", False)
    text = simulator.explain()
    assert "learning: equations" not in text
    assert "recurrent" not in text


def test_models_are_shown_at_level_1(simulator):
    assert "pre.r" in simulator.source("learning")
    assert "g_exc" in simulator.source("cells")
    with pytest.raises(ANNarchyException, match="called 'nobody'"):
        simulator.source("nobody")

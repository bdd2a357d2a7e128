"""What a delay makes a synapse see late: every attribute of the pre-synaptic neurons."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse

SENDER = Neuron(
    parameters="gain = 1.0 : population", equations="clock = t : population\nr = t + 100.0"
)
RECEIVER = Neuron(equations="r = sum(exc)")


@pytest.mark.proves("8.1-rates")
def test_global_attributes_come_as_late_as_local_ones(sketch, trace):
    net = sketch()
    net.population("pre", 2, SENDER)
    net.population("post", 1, RECEIVER)
    both = Synapse(psp="w * (pre.r + 1000.0 * pre.clock)")
    net.projection("pre", "post", both, weights=1.0, delay_steps=3)
    seen = trace(net.load(), 6, "post.r")["post.r"]
    assert seen.tolist() == [2 * (100.0 + (1001.0 * (k - 3))) if k >= 3 else 0.0 for k in range(6)]


@pytest.mark.proves("8.1-pre-in-equations")
def test_equations_see_one_step_less(sketch, trace):
    net = sketch()
    net.population("pre", 1, SENDER)
    net.population("post", 1, RECEIVER)
    net.projection(
        "pre", "post", Synapse(equations="c = pre.clock\nd = pre.r"), weights=1.0, delay_steps=3
    )
    seen = trace(net.load(), 6, "proj.c", "proj.d")
    assert np.ravel(seen["proj.c"]).tolist() == [0, 0, 0, 1, 2, 3]
    assert np.ravel(seen["proj.d"]).tolist() == [0, 0, 100, 101, 102, 103]

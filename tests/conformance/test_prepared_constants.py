"""What is computed before the first step: equal bits, whatever changes the parameters later."""

import numpy as np
import pytest
from sketch import Sketch
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.ir.timetable import Playback
from annarchy_lab.language.declare import Neuron, Parameter, Synapse, Variable
from annarchy_lab.runtime.backend import Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

CELL = Neuron(
    parameters={
        "tau": 10.0,
        "played": Parameter(0.0, locality="global"),
        "raised": Parameter(5.0, locality="global"),
    },
    equations=[
        Variable("tau * dv/dt = exp(played) + g_exc - v", method="exponential"),
        Variable("raised * du/dt = v - u", method="exponential"),
    ],
    spike="v > 1.5 + 1.0 / tau",
    reset="v = exp(-tau)",
)
PLASTIC = Synapse(
    parameters={"tau_w": 20.0, "gain": Parameter(3.0, locality="local")},
    equations=[
        Variable("tau_w * dz/dt = post.v - z", method="exponential"),
        Variable("mean = 0.9 * mean + dt / tau_w", locality="global"),
        Variable("half = z * 0.5"),
        Variable("w += 0.01 * half / gain", min=0.0, max=1.2),
    ],
    pre_spike="g_target += w * exp(-gain)",
    post_spike="post.raised += 1.0",
)
ROWS = {"played": np.array([0.5, 1.0, 0.25])}


def playing(onsets):
    return Playback(np.array(onsets), ROWS, period_steps=20)


def write(name, attribute, value):
    return lambda net: net.write([Write(name, attribute, np.array(value))])


CHANGES = {
    "nothing": lambda net: None,
    "parameter of neurons": write("pop", "tau", 7.0),
    "parameter of synapses": write("proj", "tau_w", 4.0),
    "parameter of an event": write("proj", "gain", 1.5),
    "a value for one synapse": write("proj", "gain", np.arange(1.0, 10.0)),
    "equations in some steps": lambda net: net.set_learning("proj", 3, 1),
    "weights stay": lambda net: net.set_flag("proj", "plasticity", False),
    "another timetable": lambda net: net.set_timetable("pop", playing([2, 3, 11])),
}


def both(**options):
    """The network on both backends, and what it is."""
    net = Sketch(**options)
    net.population("pop", 3, CELL, timetable=playing([0, 7, 9]))
    net.projection("pop", "pop", PLASTIC, weights=0.5)
    own = {"dtype": np.dtype("float64"), **net.options}
    spec = NetworkSpec(populations=(*net.populations,), projections=(*net.projections,), **own)
    return CpuSimulator(build_network(spec)), ReferenceSimulator(build_network(spec)), spec


@pytest.mark.parametrize("options", [{}, {"n_threads": 2, "dtype": np.dtype("float32")}])
@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_at_an_edge_counts_from_there(change, options):
    tested, reference, spec = both(**options)
    for n_steps in (1, 30, 23):
        for net in (tested, reference):
            net.run(n_steps)
        assert_equal_bits(tested, reference, spec)
        for net in (tested, reference):
            CHANGES[change](net)
    assert tested.read("pop", "raised") > 5.0  # there were spikes


def test_what_plays_begins_amid_a_run():
    *nets, spec = both()
    for net in nets:
        net.set_timetable("pop", Playback(np.array([1000]), {"played": np.ones(1)}))
        net.run(990)
        net.run(20)
    assert_equal_bits(*nets, spec)

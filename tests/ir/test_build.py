"""What only the whole network shows, reported at once."""

import numpy as np
import pytest
from sketch import Sketch

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ModelError
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.language.declare import Neuron, Synapse

SPIKING = Neuron(equations="dv/dt = 1.0", spike="v > 3.0", reset="v = 0.0", name="Clock")


@pytest.mark.parametrize(
    ("own", "delay", "expected", "longest"),
    [
        (2, "", 2, 2),
        (2, ", d=1.0", 2, 2),
        (2, ", d=3.0", [2, 2], 6),
        (2, ", d=Uniform(0.5, 2.3)", [2, 2], 5),
        (9, ", d=Uniform(-2.0, -1.0)", [9, 9], 9),
        ([1, 7], ", d=2.0", [1, 7], 7),
        ([1, 7], "", [1, 7], 7),
    ],
)
def test_delays_of_synapses_to_come(own, delay, expected, longest):
    net = Sketch(dt_ms=0.5)
    net.population("pop", 2, SPIKING)
    own = np.array(own, np.int32) if isinstance(own, list) else own
    edges = EdgeList(2, 2, np.array([0, 1]), np.array([0, 1]), 1.0)
    synapse = Synapse(pre_spike="g_target += w", creating=f"True : proba=1.0{delay}")
    net.projection("pop", "pop", synapse, edges=edges, delay_steps=own)
    spec = NetworkSpec(0.5, 1, tuple(net.populations), tuple(net.projections))
    (made,) = build_network(spec).spec.projections
    assert np.array_equal(made.delay_steps, expected)
    assert made.new_delays.default == (own if isinstance(own, int) else 1)
    assert made.new_delays.longest == longest


def test_delays_of_synapses_to_come_are_bounded():
    net = Sketch(dt_ms=0.5)
    net.population("pop", 2, SPIKING)
    net.projection("pop", "pop", Synapse(creating="True : d=Exponential(2.0)"))
    with pytest.raises(ModelError, match=r"d of new synapses has no maximum: Exponential\("):
        net.load()


def test_unknown_attributes_of_the_ends_are_shown_at_their_place():
    net = Sketch()
    net.population("pop", 2, SPIKING)
    net.projection("pop", "pop", Synapse(psp="w * (pre.u - post.z)", name="Gap"))
    with pytest.raises(ModelError) as caught:
        net.load()
    first, second = caught.value.diagnostics
    assert first.message == "population 'pop' has no attribute 'u', which projection 'proj' needs"
    assert first.span is not None
    assert first.span.text == "pre.u"
    assert "no attribute 'z'" in second.message

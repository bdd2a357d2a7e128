"""What only the whole network shows, reported at once."""

from dataclasses import replace

import pytest
from sketch import Sketch

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.language.declare import Neuron, Synapse

SPIKING = Neuron(equations="dv/dt = 1.0", spike="v > 3.0", reset="v = 0.0", name="Clock")


@pytest.mark.parametrize("delay", ["3.0", "Uniform(1.0, 2.0)"])
def test_new_synapses_have_the_delay_of_the_others(delay):
    net = Sketch(dt_ms=0.5)
    net.population("pop", 2, SPIKING)
    net.projection("pop", "pop", Synapse(pre_spike="g_target += w", creating="True : d=1.0"))
    net.projection("pop", "pop", Synapse(creating=f"True : d={delay}"), name="b", delay_steps=2)
    with pytest.raises(ModelError) as caught:
        net.load()
    assert len(caught.value.diagnostics) == 2
    assert "of 'proj' all have the same delay, 1 step" in caught.value.diagnostics[0].message
    net.projections[0] = replace(net.projections[0], delay_steps=2)
    net.projections.pop()
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

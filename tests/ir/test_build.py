"""What only the whole network shows, reported at once."""

import pytest
from sketch import Sketch

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.language.declare import Neuron, Synapse

SPIKING = Neuron(equations="dv/dt = 1.0", spike="v > 3.0", reset="v = 0.0", name="Clock")


def test_missing_features_are_refused_and_not_ignored():
    net = Sketch()
    axonal = Neuron(
        equations="dv/dt = 1.0", spike="v > 3.0", reset="v = 0.0", axon_spike="v > 2.0", name="Axon"
    )
    net.population("pop", 2, axonal)
    net.projection("pop", "pop", Synapse(pre_spike="g_target += w", pruning="w < 0.1", name="P"))
    with pytest.raises(ModelError) as caught:
        net.load()
    assert [d.message.split(" does")[0] for d in caught.value.diagnostics] == [
        "'axon_spike' of 'Axon'",
        "'pruning' of 'P'",
    ]


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

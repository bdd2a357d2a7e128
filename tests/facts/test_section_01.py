"""§1: which object takes which text, and what is spiking."""

import pytest
from fact_tools import CLOCK, SUMMER, refusal, traces

import annarchy_lab as ann


@pytest.mark.proves("1-spiking-neuron")
def test_a_spike_condition_makes_a_neuron_spiking(net):
    rate = net.create(1, ann.Neuron(equations="r = t"))
    spiking = net.create(1, ann.Neuron(equations="r2 = t", spike="t == 2.0"))
    assert (rate.is_spiking, spiking.is_spiking) == (False, True)
    assert traces(net, 4, s=(spiking, "spike"))["s"] == {0: [2]}
    refusal(lambda: net.monitor(rate, "spike"), "no spikes")


@pytest.mark.proves("1-spiking-synapse")
def test_an_event_makes_a_synapse_spiking(net):
    for event in ("pre_spike", "post_spike", "pre_axon_spike"):
        assert ann.Synapse(**{event: "w += 0.1"}).is_spiking
    assert not ann.Synapse(psp="w * pre.r").is_spiking
    assert not ann.Synapse(equations="w = pre.r").is_spiking
    rates = net.create(1, CLOCK)
    refusal(lambda: net.connect(rates, rates, "exc", ann.Synapse(pre_spike="w += 1")), "rate-coded")


@pytest.mark.proves("1-psp-between-spiking", "9.4-psp-only")
def test_a_psp_alone_joins_spiking_populations(net):
    """It transmits in every step, and a spike adds nothing."""
    post = net.create(1, ann.Neuron(equations="v = g_exc", spike="False"))
    pre = net.create(1, ann.Neuron(equations="v = t", spike="t == 1.0"))
    net.connect(pre, post, "exc", ann.Synapse(psp="w * pre.v")).one_to_one(2.0)
    assert traces(net, 4, v=(post, "v"))["v"] == [0.0, 0.0, 2.0, 4.0]


@pytest.mark.proves("1-add-function", "10-global")
def test_a_function_for_all_models(net):
    ann.add_function("twice(x) = 2 * x")
    pre = net.create(1, ann.Neuron(equations="r = twice(t)"))
    post = net.create(1, SUMMER)
    net.connect(pre, post, "exc", ann.Synapse(psp="twice(w) * pre.r")).one_to_one(1.0)
    assert traces(net, 4, r=(post, "r"))["r"] == [0.0, 0.0, 4.0, 8.0]

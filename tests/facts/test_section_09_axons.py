"""§9.7: axonal spikes."""

import pytest
from fact_tools import LISTENER, refusal, spiker, traces

import annarchy_lab as ann

AXON = ann.Neuron(
    {name: ann.Parameter(-1.0, locality="local") for name in ("at", "first", "last")},
    "v = t\nn = n",
    spike="t == at",
    axon_spike="t >= first and t <= last",
    axon_reset="n += 1.0",
    refractory=2.0,
    name="Axon",
)
AXONAL = ann.Synapse(
    pre_spike="g_target += 10.0 * w\nx += 1.0", pre_axon_spike="g_target += w\ny += 1.0"
)


def sender(net, at, first, last, refractory=0.0):
    """A neuron that spikes at `at`, and whose axon does so from `first` to `last`."""
    pop = net.create(1, AXON)
    pop.at, pop.first, pop.last, pop.refractory = at, first, last, refractory
    return pop


@pytest.mark.proves("9.7-event", "9.7-axon-reset", "9.7-pre-axon-spike")
def test_an_axonal_event_in_each_step_without_a_spike(net):
    pre, post = sender(net, 3.0, 2.0, 4.0), net.create(1, LISTENER)
    proj = net.connect(pre, post, "exc", AXONAL).one_to_one(1.0)
    found = traces(net, 7, v=(post, "v"), n=(pre, "n"), x=(proj, "x"), y=(proj, "y"))
    assert found == {
        "v": [0.0, 0.0, 0.0, 1.0, 10.0, 1.0, 0.0],
        "n": [0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 2.0],
        "x": [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
        "y": [0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0],
    }


@pytest.mark.proves("9.7-pre-axon-spike")
def test_an_axonal_spike_is_delayed_like_any_other(make):
    net = make(dt=0.5)
    pre, post = sender(net, -1.0, 1.0, 1.0), net.create(1, LISTENER)
    net.connect(pre, post, "exc", AXONAL).one_to_one(0.5, delays=1.5)
    assert traces(net, 7, v=(post, "v"))["v"] == [0.0] * 5 + [0.5, 0.0]


@pytest.mark.proves("9.7-refractory")
def test_a_refractory_neuron_has_no_axonal_events(net):
    pre, post = sender(net, 1.0, 0.0, 9.0, refractory=3.0), net.create(1, LISTENER)
    net.connect(pre, post, "exc", AXONAL).one_to_one(1.0)
    assert traces(net, 7, v=(post, "v"))["v"] == [0.0, 1.0, 10.0, 0.0, 0.0, 0.0, 1.0]


@pytest.mark.proves("9.7-axon-transmission")
def test_axonal_transmission_is_switched_by_itself(net):
    pre, post = sender(net, 3.0, 2.0, 5.0), net.create(1, LISTENER)
    proj = net.connect(pre, post, "exc", AXONAL).one_to_one(1.0)
    assert proj.axon_transmission
    proj.axon_transmission = False
    assert traces(net, 6, v=(post, "v"))["v"] == [0.0, 0.0, 0.0, 0.0, 10.0, 0.0]
    proj.axon_transmission = True
    net.step()
    assert post.v[0] == 1.0


@pytest.mark.proves("9.7-not-with-post")
def test_post_spike_and_pre_axon_spike_do_not_go_together():
    refusal(
        lambda: ann.Synapse(pre_axon_spike="g_target += w", post_spike="w += 0.1"),
        "post_spike and pre_axon_spike",
    )


@pytest.mark.proves("9.7-not-in-spikes", "9.7-recording")
def test_axonal_spikes_are_recorded_by_their_own_name(net):
    pre = sender(net, 3.0, 2.0, 4.0)
    found = traces(net, 7, s=(pre, "spike"), a=(pre, "axon_spike"))
    assert found == dict(s={0: [3]}, a={0: [2, 4]})


@pytest.mark.proves("1-neuron-fields", "1-synapse-fields")
def test_every_text_of_a_neuron_and_a_synapse_is_used(net):
    neuron = ann.Neuron(
        parameters="a = 1.0",
        equations="v = f(t)\nu = u\nn = n",
        spike="v == 2.0",
        axon_spike="v == 6.0",
        reset="u = 5.0",
        axon_reset="n += 1.0",
        refractory=1.0,
        functions="f(x) = 2 * x",
    )
    synapse = ann.Synapse(
        parameters="b = 0.5",
        equations="y = f(t)",
        psp="b",
        operation="sum",
        pre_spike="g_target += w",
        pre_axon_spike="g_target += 10.0 * w",
        pruning="y > 100.0",
        creating="pre.v > 100.0",
        functions="f(x) = 3 * x",
    )
    other = ann.Synapse(post_spike="w += 1.0")
    pre, post = net.create(1, neuron), net.create(1, LISTENER)
    proj = net.connect(pre, post, "exc", synapse).one_to_one(1.0)
    learning = net.connect(spiker(net), spiker(net, 1.0), "exc", other).one_to_one(1.0)
    found = traces(net, 5, v=(post, "v"), u=(pre, "u"), n=(pre, "n"), y=(proj, "y"))
    assert found == {
        "v": [0.5, 0.5, 1.5, 0.5, 10.5],
        "u": [0.0, 5.0, 5.0, 5.0, 5.0],
        "n": [0.0, 0.0, 0.0, 1.0, 1.0],
        "y": [0.0, 3.0, 6.0, 9.0, 12.0],
    }
    assert learning.w == [[2.0]]

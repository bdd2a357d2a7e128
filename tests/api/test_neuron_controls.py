"""Mean firing rates, rest, refractory periods, as users ask for them."""

import numpy as np
import pytest

import annarchy_lab as ann

REGULAR = ann.Neuron(equations="v += 1.0", spike="v >= 4.0", reset="v = 0.0")


def error(text):
    return pytest.raises(ann.ANNarchyException, match=text)


@pytest.fixture(params=["reference", "cpu"])
def net(request):
    made = ann.Network(dt=0.5, seed=3)
    made.config(backend=request.param)
    return made


@pytest.mark.proves("9.8-window", "9.8-off", "9.8-usable", "2.6-r-of-spiking")
@pytest.mark.proves("api-4-firing-rate")
def test_mean_firing_rates(net):
    pop = net.create((2, 2), REGULAR)
    silent = net.create(3, REGULAR)
    assert "r" in pop.attributes
    assert np.array_equal(pop.r, np.zeros((2, 2)))
    pop.compute_firing_rate(10.0)
    m = net.monitor(pop, ["r", "spike"])
    net.compile(silent=True)
    net.simulate(30.0)
    assert np.array_equal(pop.r, np.full((2, 2), 500.0))
    assert not silent.r.any()
    data = m.get()
    assert data["r"].shape == (60, 2, 2)
    assert data["spike"][0][:2] == [3, 7]
    assert data["r"][:9, 0, 0].tolist() == [0, 0, 0, 100, 100, 100, 100, 200, 200]
    silent.compute_firing_rate(window=2.0)
    pop.compute_firing_rate(0)
    net.simulate(10.0)
    assert not pop.r.any()
    assert silent.r.tolist() == [500.0] * 3
    net.reset()
    net.simulate(1.5)
    assert silent.r.tolist() == [0.0] * 3
    net.simulate(0.5)
    assert silent.r.tolist() == [500.0] * 3


def test_impossible_windows(net):
    rate = net.create(2, ann.Neuron(equations="r = t"))
    pop = net.create(2, REGULAR)
    with error("no spikes to count"):
        rate.compute_firing_rate(10.0)
    with error("one step"):
        pop.compute_firing_rate(0.1)
    with error("one step"):
        pop.compute_firing_rate(-5.0)


def test_a_window_is_journaled(net):
    pop = net.create(2, REGULAR)
    net.compile(silent=True)
    told = []
    net._on_write.append(lambda *change: told.append(change))
    net.simulate(1.0)
    pop.compute_firing_rate(3.0)
    assert told == [(2, pop.name, "rate_window", "control", [6], "cell")]
    net.apply(pop.name, "rate_window", "control", [2])
    net.simulate(1.0)
    assert pop.r.tolist() == [1000.0, 1000.0]


@pytest.mark.proves("api-4-enable", "api-4-clear")
def test_disabling_and_clearing(net):
    pop = net.create(2, REGULAR)
    proj = net.connect(pop, pop, "exc").all_to_all(1.0, delays=2.0)
    assert pop.enabled
    pop.disable()
    net.compile(silent=True)
    told = []
    net._on_write.append(lambda *change: told.append(change[1:5]))
    net.simulate(5.0)
    assert (pop.v.tolist(), pop.enabled, net.time) == ([0.0, 0.0], False, 5.0)
    pop.enable()
    net.simulate(2.0)
    assert pop.enabled
    assert pop.spike.tolist() == [0, 1]
    pop.clear()
    assert pop.spike.tolist() == []
    net.simulate(2.5)
    assert not pop.g_exc.any()
    name = pop.name
    assert told == [(name, "enabled", "flag", True), (name, "clear", "control", [])]
    net.simulate(1.5)  # a spike in each fourth step
    assert pop.spike.tolist() == [0, 1]
    pop.reset(["v"])
    assert (pop.spike.tolist(), pop.v.tolist()) == ([], [0.0, 0.0])
    with error("no flag 'enabled', only transmission"):
        net.set_flag(proj.name, "enabled", False)
    with error("no flag 'update', only enabled"):
        net.apply(name, "update", "flag", False)


RESTING = dict(equations="v = 1.0\npause = 2.0", spike="v > 0.0", reset="v = 0.0")


def steps_of(net, monitor, n_steps):
    net.simulate(n_steps * net.dt)
    return monitor.get("spike")


@pytest.mark.proves("9.3-settable", "api-4-refractory")
def test_a_number_may_be_set_at_any_time(net):
    pop = net.create((1, 2), ann.Neuron(refractory=1.0, **RESTING))
    assert pop.refractory == 1.0
    assert "refractory" in pop.parameters
    m = net.monitor(pop, "spike")
    pop.refractory = 0.5
    net.compile(silent=True)
    assert pop.refractory == 0.5
    assert steps_of(net, m, 4) == {0: [0, 2], 1: [0, 2]}
    pop[0, 1:].refractory = 1.5
    assert pop.refractory.tolist() == [[0.5, 1.5]]
    assert steps_of(net, m, 6) == {0: [4, 6, 8], 1: [4, 8]}
    pop.refractory = 0.0
    net.simulate(2.0)
    assert pop.refractory.tolist() == [[0.0, 0.0]]
    net.reset()
    assert pop.refractory.tolist() == [[0.5, 0.5]]
    assert steps_of(net, m, 4) == {0: [0, 2], 1: [0, 2]}


@pytest.mark.proves("9.3-settable", "api-4-refractory")
def test_a_name_takes_the_place_of_a_number_and_back(net):
    pop = net.create(1, ann.Neuron(refractory=1.0, **RESTING))
    pop.refractory = "pause"
    assert pop.refractory == "pause"
    assert "refractory" not in pop.attributes
    other = net.create(pop)
    other.refractory = 0.5
    free = net.create(1, ann.Neuron(**RESTING))
    assert free.refractory is None
    never = net.create(1, ann.Neuron(refractory="pause", **RESTING))
    never.refractory = None
    late = net.create(2, ann.Neuron(**RESTING))
    late.refractory = [1.0, 2.0]
    monitors = [net.monitor(each, "spike") for each in (pop, other, free, never, late)]
    net.compile(silent=True)
    net.simulate(5.0)
    found = [monitor.get("spike") for monitor in monitors]
    assert [each[0] for each in found] == [
        [0, 5],
        [0, 2, 4, 6, 8],
        list(range(10)),
        list(range(10)),
        [0, 3, 6, 9],
    ]
    assert found[-1][1] == [0, 5]
    assert (pop.refractory, never.refractory, late.refractory.tolist()) == ("pause", None, [1, 2])


def test_what_holds_the_period_is_compiled(net):
    number = net.create(1, ann.Neuron(refractory=1.0, **RESTING))
    free = net.create(1, ann.Neuron(**RESTING))
    named = net.create(1, ann.Neuron(refractory="pause", **RESTING))
    with error("'paus'"):
        number.refractory = "paus"
    with error("rate-coded"):
        net.create(1, ann.Neuron(equations="r = t")).refractory = 1.0
    net.compile(silent=True)
    for population, value in ((number, "pause"), (number, None), (free, 1.0), (named, 1.0)):
        with error("refractory period of pop. cannot be changed after compile"):
            population.refractory = value
    with error("got 2"):
        number.refractory = [1.0, 2.0]


@pytest.mark.proves("9.7-recording", "9.7-not-in-spikes")
def test_axonal_spikes_are_recorded_like_spikes(net):
    neuron = ann.Neuron(
        "low = 2.0", "v += 1.0", spike="v >= 4.0", reset="v = 0.0", axon_spike="v >= low"
    )
    pop = net.create(3, neuron)
    pop.low = [2.0, 3.0, 9.0]
    whole, part = net.monitor(pop, ["spike", "axon_spike"]), net.monitor(pop[1:], "axon_spike")
    net.compile(silent=True)
    net.simulate(3.0)
    assert whole.get() == {
        "spike": {0: [3], 1: [3], 2: [3]},
        "axon_spike": {0: [1, 2, 5], 1: [2], 2: []},
    }
    assert part["axon_spike"] == {1: [2], 2: []}
    assert part.times()["axon_spike"] == {"start": [0], "stop": [6]}
    with error("no axonal spikes to record"):
        ann.Monitor(ann.Network().create(1, REGULAR), "axon_spike")


@pytest.mark.proves("9.7-axon-transmission", "9.7-pre-axon-spike")
def test_axonal_transmission_is_a_flag_of_the_projection(net):
    axonal = ann.Neuron(equations="v += 1.0", spike="False", axon_spike="v > 1.0")
    pre, post = net.create(2, axonal), net.create(1, ann.Neuron(equations="v += g_exc", spike="0"))
    proj = net.connect(pre, post, "exc", ann.Synapse(pre_axon_spike="g_target += w"))
    proj.all_to_all(3.0, delays=1.0)
    proj.axon_transmission = False
    net.compile(silent=True)
    net.simulate(5.0)
    assert (post.v.tolist(), proj.axon_transmission, proj.transmission) == ([0.0], False, True)
    proj.axon_transmission = True
    net.simulate(1.0)
    assert post.v.tolist() == [12.0]


@pytest.mark.proves("9.7-not-with-post")
def test_axonal_and_post_synaptic_events_do_not_go_together():
    with pytest.raises(ann.ModelError, match="post_spike and pre_axon_spike cannot be combined"):
        ann.Synapse(pre_axon_spike="g_target += w", post_spike="w += 0.1")

"""Spikes at given times."""

import numpy as np
import pytest

import annarchy_lab as ann


def error(text):
    return pytest.raises(ann.ANNarchyException, match=text)


@pytest.mark.proves("api-11-spike-source", "api-11-spike-source-rounded")
@pytest.mark.parametrize("dt", [1.0, 0.1, 0.3])
def test_a_spike_is_recorded_at_its_step(net, record, dt):
    net.dt = dt
    times = [[17 * dt, 3 * dt, 3 * dt, 0.0], [], [5.2 * dt, 4.8 * dt, 7 * dt]]
    pop = net.create(ann.SpikeSourceArray(times))
    assert (pop.geometry, pop.is_spiking, pop.spike_times) == ((3,), True, times)
    assert record(pop, "spike", 20) == {0: [0, 3, 17], 1: [], 2: [5, 7]}


@pytest.mark.proves("api-11-spike-source")
def test_one_list_is_one_neuron(net, record):
    pop = net.create(ann.SpikeSourceArray([10.0, 2.0]))
    assert (pop.size, pop.spike_times) == (1, [[10.0, 2.0]])
    assert record(pop, "spike", 12) == {0: [2, 10]}
    assert ann.SpikeSourceArray([]).size == 1
    assert ann.SpikeSourceArray([np.arange(3.0), (1.0,), range(2)]).spike_times == [
        [0.0, 1.0, 2.0],
        [1.0],
        [0.0, 1.0],
    ]


def test_it_needs_no_module(net):
    net.create(ann.SpikeSourceArray([1.0]))
    net.compile(silent=True)
    assert net.timings().n_compiled == 0


def test_spikes_travel_with_their_delays(net):
    pop = net.create(ann.SpikeSourceArray([[1.0], [1.0, 2.0]]))
    post = net.create(1, ann.Neuron(equations="v += g_exc", spike="v > 100.0"))
    net.connect(pop, post, "exc").from_matrix([[1.0, 10.0]], delays=[[3.0, 1.0]])
    m = net.monitor(post, "v")
    pop.compute_firing_rate(2.0)
    net.compile(silent=True)
    net.simulate(2.0)
    assert (pop.spike.tolist(), pop.r.tolist()) == ([0, 1], [500.0, 500.0])
    net.simulate(1.0)
    assert (pop.spike.tolist(), pop.r.tolist()) == ([1], [500.0, 1000.0])
    net.simulate(4.0)
    assert m.get("v")[:, 0].tolist() == [0, 0, 10, 20, 21, 21, 21]


@pytest.mark.proves("api-11-spike-source-relative")
@pytest.mark.parametrize("how", ["clear", "reset"])
def test_times_are_relative_to_the_last_clear_or_reset(net, record, how):
    pop = net.create(ann.SpikeSourceArray([[1.0], [3.0]]))
    getattr(pop, how)()
    assert record(pop, "spike", 2) == {0: [1], 1: []}
    getattr(pop, how)()
    assert record(pop, "spike", 10) == {0: [3], 1: [5]}
    net.reset()
    assert record(pop, "spike", 5) == {0: [1], 1: [3]}


def test_clear_empties_what_is_under_way(net):
    pop = net.create(ann.SpikeSourceArray([1.0]))
    post = net.create(1, ann.Neuron(equations="v += g_exc", spike="v > 100.0"))
    net.connect(pop, post, "exc").one_to_one(1.0, delays=4.0)
    net.compile(silent=True)
    net.simulate(3.0)
    pop.clear()
    net.simulate(4.0)  # the first spike would have arrived; the second is at 4 ms
    assert post.v.tolist() == [0.0]
    net.simulate(3.0)
    assert post.v.tolist() == [1.0]


@pytest.mark.proves("api-11-spike-source-settable")
def test_times_may_be_set(net, record):
    pop = net.create(ann.SpikeSourceArray([[1.0], [2.0]]))
    pop.spike_times = [[0.0], [2.0]]
    assert record(pop, "spike", 3) == {0: [0], 1: [2]}
    pop.spike_times = [[2.0, 4.0], [3.0]]
    assert pop.spike_times == [[2.0, 4.0], [3.0]]
    assert record(pop, "spike", 3) == {0: [4], 1: [3]}
    with error("has 2 neurons, and there are lists for 1"):
        pop.spike_times = [1.0]
    with error("cannot be negative"):
        pop.spike_times = [[1.0], [-1.0]]
    net.reset()
    assert record(pop, "spike", 6) == {0: [2, 4], 1: [3]}


@pytest.mark.proves("api-11-spike-source-checked")
@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("a list of times in ms, or one list per neuron, not float", 10.0),
        ("not ndarray", np.arange(3.0)),
        ("not str", "10"),
        ("not dict", {0: [1.0]}),
        ("cannot be negative", [1.0, -2.0]),
        ("cannot be negative", [[1.0], [-0.5]]),
        ("NaN and infinity", [float("nan")]),
        ("NaN and infinity", [[float("inf")]]),
        ("consists of numbers", ["soon"]),
        ("one list of times for each neuron", [[[1.0]]]),
        ("one list of times for each neuron", [1.0, [2.0]]),
    ],
)
def test_times_are_checked(text, times):
    with error(text):
        ann.SpikeSourceArray(times)
    assert ann.populations() == []


def test_the_stdp_notebook_in_the_style_of_48():
    """One pair per run: the source is cleared, then gets its time, relative to now."""
    pre = ann.SpikeSourceArray([[0.0]])
    ann.compile(silent=True)
    m = ann.Monitor(pre, "spike")
    found = []
    for t in (5.0, 1.0, 9.0):
        start = ann.get_current_step()
        pre.clear()
        pre.spike_times = [[t]]
        ann.simulate(10.0)
        found.append(m.get("spike")[0][0] - start)
    assert found == [5, 1, 9]


def test_many_spikes_are_emitted_alike(backend):
    """A table of 20,000 spikes against a plain writing, in pieces."""
    rng = np.random.default_rng(1)
    times = [np.unique(rng.integers(0, 1000, 100)).astype(float) for _ in range(200)]
    net = ann.Network()
    net.config(backend=backend, num_threads=2, fixed_threads=True)
    pop = net.create(ann.SpikeSourceArray([list(each) for each in times]))
    m = net.monitor(pop, "spike")
    net.compile(silent=True)
    for n in (1, 99, 400, 500):
        net.simulate(n)
    assert list(m.get("spike").values()) == [each.astype(int).tolist() for each in times]

"""Populations that are disabled and enabled, and what clearing them empties."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder, Write

COUNTER = Neuron("k = 0.0", "m = m + 1.0 : population\nr = r + sum(exc) + 1.0 + k", name="Counter")
SPIKER = Neuron(
    "period = 1.0",
    "n = n + 1.0\ng_exc = 0.5 * g_exc\nv = v + g_exc\nx = Uniform(0.0, 1.0)",
    spike="n >= period",
    reset="n = 0.0",
    refractory=1.0,
    name="Spiker",
)
LEARNER = Synapse(
    equations="y = y + 1.0\ntotal = total + 1.0 : projection",
    pre_spike="g_target += w\na += 1.0",
    post_spike="b += 1.0",
    name="Learner",
)


@pytest.mark.proves("8-disabled-population")
def test_neurons_rest_while_time_goes_on(sketch, trace):
    net = sketch()
    net.population("pop", 2, COUNTER)
    simulator = net.load()
    simulator.run(3)
    assert simulator.set_flag("pop", "enabled", False) == 3
    simulator.run(4)
    assert simulator.step == 7
    assert simulator.read("pop", "r").tolist() == [3.0, 3.0]
    assert simulator.read("pop", "m") == 3.0
    simulator.write([Write("pop", "r", np.array(10.0))])
    simulator.set_flag("pop", "enabled", True)
    assert trace(simulator, 3, "pop.m")["pop.m"].tolist() == [4.0, 5.0, 6.0]
    assert simulator.read("pop", "r").tolist() == [13.0, 13.0]


@pytest.mark.proves("8.1-queue-cleared")
def test_rates_of_resting_neurons_are_still_read(sketch):
    net = sketch()
    net.population("pre", 1, COUNTER)
    net.population("post", 1, Neuron(equations="r = sum(exc) + 100.0 * sum(late)"))
    net.projection("pre", "post", name="now")
    net.projection("pre", "post", name="then", targets=("late",), delay_steps=4)
    simulator = net.load()
    simulator.run(3)
    simulator.set_flag("pre", "enabled", False)
    simulator.run(1)  # the past is empty: it was always as it is now
    assert simulator.read("post", "r") == [303.0]
    simulator.set_flag("pre", "enabled", True)
    simulator.run(4)  # r: 4, 5, 6, 7
    assert simulator.read("post", "r") == [306.0]
    simulator.run(1)
    assert simulator.read("post", "r") == [407.0]


def test_resting_neurons_receive_no_sums(sketch):
    net = sketch()
    net.population("pre", 1, COUNTER)
    net.population("post", 1, COUNTER)
    net.projection("pre", "post", Synapse(equations="y = y + 1.0\nw = w + 1.0"))
    simulator = net.load()
    number = simulator.add_recorder(Recorder("rows", "post", "sum(exc)"))
    simulator.run(2)
    simulator.set_flag("post", "enabled", False)
    simulator.run(3)
    simulator.set_flag("post", "enabled", True)
    simulator.run(1)
    # w * r: 0, 2 * 1, at rest, 3 * 5
    assert simulator.collect(number).data[:, 0].tolist() == [0.0, 2.0, 2.0, 2.0, 2.0, 15.0]
    assert simulator.read("proj", "y") == [3.0]


def two(sketch, delay_steps=3, **options):
    net = sketch(**options)
    net.population("pre", 3, SPIKER, period=np.array([1.0, 2.0, 5.0]))
    net.population("post", 2, SPIKER, period=np.array([2.0, 3.0]))
    net.projection("pre", "post", LEARNER, delay_steps=delay_steps)
    return net.load()


@pytest.mark.proves("8-disabled-population", "8.1-queue-cleared")
def test_resting_neurons_emit_nothing_and_what_is_under_way_is_lost(sketch):
    simulator = two(sketch)
    number = simulator.add_recorder(Recorder("spikes", "pre"))
    simulator.run(3)
    assert simulator.spikes("pre").tolist() == [0]
    simulator.set_flag("pre", "enabled", False)
    assert simulator.spikes("pre").tolist() == []
    simulator.run(6)
    assert simulator.read("proj", "a").tolist() == [0.0] * 6  # the first would have arrived at 3
    assert simulator.collect(number).steps.max() == 2
    simulator.set_flag("pre", "enabled", True)
    simulator.run(4)
    assert simulator.read("proj", "a").tolist() == [0.0] * 6
    simulator.run(1)  # the first spikes are those of step 10
    assert simulator.read("proj", "a").tolist() == [1.0] * 6


@pytest.mark.proves("8-disabled-population")
def test_projections_to_resting_neurons_neither_transmit_nor_learn(sketch):
    simulator = two(sketch, delay_steps=1)
    simulator.run(6)
    names = ("y", "total", "a", "b", "w")
    before = [simulator.read("proj", name).tolist() for name in names]
    inside = [simulator.read("post", name).tolist() for name in ("n", "v", "g_exc", "x")]
    simulator.set_flag("post", "enabled", False)
    simulator.run(5)
    assert [simulator.read("proj", name).tolist() for name in names] == before
    found = [simulator.read("post", name).tolist() for name in ("n", "v", "g_exc", "x")]
    assert found == inside
    assert simulator.spikes("pre").tolist() != []
    simulator.set_flag("post", "enabled", True)
    simulator.run(1)
    assert simulator.read("proj", "y").tolist() == [7.0] * 6


def test_a_delayed_spike_arrives_if_its_target_is_enabled_by_then(sketch):
    simulator = two(sketch, delay_steps=5)
    simulator.set_flag("post", "enabled", False)
    simulator.run(4)
    simulator.set_flag("post", "enabled", True)
    simulator.run(2)  # the spike that rank 0 emitted at 0
    assert simulator.read("proj", "a").tolist() == [1.0, 0.0, 0.0] * 2


def test_refractoriness_rests_too(sketch):
    simulator = two(sketch)
    simulator.run(1)  # rank 0 has spiked; step 1 would be its refractory one
    simulator.set_flag("pre", "enabled", False)
    simulator.run(10)
    simulator.set_flag("pre", "enabled", True)
    simulator.run(1)
    assert simulator.spikes("pre").tolist() == [1]
    simulator.run(1)
    assert simulator.spikes("pre").tolist() == [0]


@pytest.mark.proves("8.1-queue-cleared")
def test_clearing_empties_what_is_under_way_and_what_a_rate_counts(sketch):
    simulator = two(sketch)
    simulator.set_rate_window("pre", 10)
    simulator.run(4)
    last = simulator.read("pre", "n").tolist()
    assert simulator.clear("pre") == 4
    assert simulator.spikes("pre").tolist() == []
    assert simulator.read("pre", "n").tolist() == last
    arrived = simulator.read("proj", "a").tolist()
    simulator.run(3)
    assert simulator.read("proj", "a").tolist() == arrived
    simulator.run(1)  # the spike of step 4
    assert simulator.read("proj", "a").tolist() != arrived
    assert simulator.read("pre", "r").tolist() == [200.0, 200.0, 100.0]


def test_a_condition_sees_that_resting_neurons_have_not_spiked(sketch):
    net = sketch()
    net.population("pop", 1, SPIKER, stop="spiked", period=4.0)
    simulator = net.load()
    assert simulator.run_until(10, ["pop"], needs_all=True) == 4
    simulator.set_flag("pop", "enabled", False)
    assert simulator.run_until(10, ["pop"], needs_all=True) == 10


def test_only_populations_can_be_enabled_and_cleared(sketch):
    simulator = two(sketch)
    with pytest.raises(Exception, match="no flag 'enabled'"):
        simulator.set_flag("proj", "enabled", False)
    with pytest.raises(Exception, match="no flag 'update'"):
        simulator.set_flag("pre", "update", False)
    with pytest.raises(Exception, match="no population"):
        simulator.clear("proj")
    with pytest.raises(Exception, match="nobody"):
        simulator.clear("nobody")


@pytest.mark.parametrize(("n_threads", "n_parts"), [(1, 3), (2, 2), (3, 3)])
def test_threads_change_nothing(sketch, n_threads, n_parts):
    found = []
    for layout in ((1, 1), (n_threads, n_parts)):
        simulator = two(sketch, n_threads=layout[0], n_parts=layout[1])
        for name, is_enabled in (("post", False), ("pre", False), ("post", True), ("pre", True)):
            simulator.run(7)
            simulator.set_flag(name, "enabled", is_enabled)
        simulator.run(7)
        names = [("post", "v"), ("post", "x"), ("proj", "a"), ("proj", "b"), ("proj", "y")]
        found.append([simulator.read(*name).tolist() for name in names])
    assert found[0] == found[1]


def test_no_synapse_comes_or_goes_at_resting_neurons(sketch):
    net = sketch()
    net.population("pop", 3, COUNTER)
    net.projection("pop", "pop", Synapse(pruning="t >= 0.0 : proba=1"))
    simulator = net.load()
    simulator.set_rewiring("proj", "pruning", 1, 0)
    simulator.set_flag("pop", "enabled", False)
    simulator.run(3)
    assert simulator.edges("proj").n_edges == 9
    simulator.set_flag("pop", "enabled", True)
    simulator.run(1)
    assert simulator.edges("proj").n_edges == 0

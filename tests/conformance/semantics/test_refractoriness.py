"""Refractory periods: when they begin and end, what they hold, how long they are."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder, Write

TEXT = "v = v + 1.0\nalpha = alpha + g_exc\ng_exc = 0.5 * g_exc + 1.0\nm = m + 1.0 : population"
CLIMBER = Neuron(equations=TEXT, spike="v >= 3.0", reset="v = 0.0", refractory=3.0, name="Climber")


def spikes_of(simulator, n_steps, name="pop"):
    number = simulator.add_recorder(Recorder("spikes", name))
    simulator.run(n_steps)
    found = simulator.collect(number)
    return list(zip(found.steps.tolist(), found.data.tolist(), strict=True))


@pytest.mark.proves("13-refractory", "9.3-frozen-steps", "9.3-g-continues", "9.3-global-continues")
def test_a_spike_freezes_its_neuron_for_whole_steps(sketch, trace):
    net = sketch()
    net.population("pop", 1, CLIMBER)
    found = trace(net.load(), 12, "pop.v", "pop.alpha", "pop.m")
    # a spike at 2, with R = 3: 3, 4 and 5 are frozen
    assert found["pop.v"].tolist() == [1, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0]
    g = 2.0 - 0.5 ** np.arange(-1, 11)  # recorded before it decays
    alpha = np.cumsum([0.0, *g[1:3], 0, 0, 0, *g[6:9], 0, 0, 0])
    np.testing.assert_allclose(found["pop.alpha"], alpha, rtol=1e-15)
    assert found["pop.m"].tolist() == list(range(1, 13))


@pytest.mark.parametrize(
    ("period", "dt", "expected"),
    [
        (0.0, 1.0, [0, 1, 2, 3]),
        (0.9, 1.0, [0, 1, 2, 3]),
        (1.0, 1.0, [0, 2, 4, 6]),
        (2.7, 1.0, [0, 3, 6, 9]),
        (2.0, 0.5, [0, 5, 10, 15]),
        (-4.0, 1.0, [0, 1, 2, 3]),
        (float("nan"), 1.0, [0, 1, 2, 3]),
        (float("inf"), 1.0, [0]),
    ],
)
@pytest.mark.proves("9.3-truncated")
def test_the_period_is_cut_to_whole_steps(sketch, period, dt, expected):
    net = sketch(dt_ms=dt)
    net.population("pop", 1, Neuron(equations="v = 1", spike="v > 0", refractory=1.0))
    simulator = net.load()
    simulator.write([Write("pop", "refractory", np.array(period))])
    assert [step for step, _ in spikes_of(simulator, 16)][:4] == expected


@pytest.mark.proves("9.3-settable")
def test_a_number_is_data_for_each_neuron(sketch):
    net = sketch()
    net.population("pop", 3, Neuron(equations="v = 1", spike="v > 0", refractory=2.0))
    simulator = net.load()
    assert simulator.read("pop", "refractory").tolist() == [2.0, 2.0, 2.0]
    assert spikes_of(simulator, 3) == [(0, 0), (0, 1), (0, 2)]
    # what is under way stays: all are free again at 3
    simulator.write([Write("pop", "refractory", np.array([0.0, 5.0]), np.array([0, 2]))])
    found = spikes_of(simulator, 7)
    assert [step for step, rank in found if rank == 0] == [3, 4, 5, 6, 7, 8, 9]
    assert [step for step, rank in found if rank == 1] == [3, 6, 9]
    assert [step for step, rank in found if rank == 2] == [3, 9]
    simulator.reset(["pop"], reseed=True)
    assert simulator.read("pop", "refractory").tolist() == [2.0, 2.0, 2.0]
    assert spikes_of(simulator, 2) == [(0, 0), (0, 1), (0, 2)]


@pytest.mark.proves("9.3-name")
def test_a_name_is_looked_up_after_the_reset(sketch):
    text = "rest = rest + 0.0 : init=1.0\nv = v + 1.0"
    neuron = Neuron(equations=text, spike="v >= 1.0", reset="rest += 1.0\nv = 0", refractory="rest")
    net = sketch()
    net.population("pop", 1, neuron)
    # the first period is 2 steps, the second 3 ...
    assert [step for step, _ in spikes_of(net.load(), 25)] == [0, 3, 7, 12, 18]


def test_bounds_hold_what_python_sets_in_a_frozen_neuron(sketch):
    net = sketch()
    text = "v = v + 1.0 : max=3.0\nu = u + 1.0"
    net.population("pop", 1, Neuron(equations=text, spike="v >= 3.0", refractory=9.0))
    simulator = net.load()
    simulator.run(4)
    simulator.write([Write("pop", "v", np.array(8.0)), Write("pop", "u", np.array(8.0))])
    simulator.run(2)
    assert simulator.read("pop", "v") == [3.0]
    assert simulator.read("pop", "u") == [8.0]


def test_the_reset_knows_the_spike_before(sketch, trace):
    neuron = Neuron(
        equations="v = v + 1.0\nisi = isi", spike="v >= 4.0", reset="isi = t - t_last\nv = 0.0"
    )
    net = sketch(dt_ms=0.5)
    net.population("pop", 1, neuron)
    simulator = net.load()
    found = trace(simulator, 8, "pop.isi")["pop.isi"]
    assert found[3] == (3 + 10000) * 0.5  # never before
    assert found[7] == 2.0


@pytest.mark.proves("9.5-plasticity-off")
@pytest.mark.parametrize(
    "texts",
    [
        {"equations": "w = w + 1.0 : max=4.0\nx = x + 1.0 : max=4.0"},
        {"equations": "w = w : max=4.0\nx = x : max=4.0", "pre_spike": "w += 1.0\nx += 1.0"},
        {"equations": "w = w : max=4.0\nx = x : max=4.0", "post_spike": "w += 1.0\nx += 1.0"},
    ],
)
def test_a_weight_that_is_not_plastic_may_lie_beyond_its_bounds(sketch, texts):
    net = sketch()
    net.population("pop", 1, Neuron(equations="v = g_exc", spike="t < 2.0"))
    net.projection("pop", "pop", Synapse(**texts), weights=9.0)
    simulator = net.load()
    simulator.write([Write("proj", "x", np.array(9.0))])
    simulator.set_flag("proj", "plasticity", False)
    simulator.run(3)
    assert simulator.read("proj", "w") == [9.0]
    assert simulator.read("proj", "x") == [4.0]
    simulator.set_flag("proj", "plasticity", True)
    simulator.reset(["pop", "proj"], reseed=True)
    simulator.run(3)
    assert simulator.read("proj", "w") == [4.0]

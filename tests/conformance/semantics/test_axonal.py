"""Axonal spikes: when neurons emit them, what follows, what synapses do about them."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron
from annarchy_lab.runtime.backend import Recorder

# v: 1, 2, 3 ... until the spike at `top`; an axonal spike wherever v is at least `low`
NEURON = Neuron(
    "top = 5.0\nlow = 3.0",
    "v = v + 1.0\nn = n\nlast = last",
    spike="v >= top",
    reset="v = 0.0",
    axon_spike="v >= low",
    axon_reset="n += 1.0\nlast = t_last",
    name="Axonal",
)


def recorded(simulator, attribute="axon_spike", kind="spikes", **options):
    return simulator.add_recorder(Recorder(kind, "pop", attribute, **options))


def pairs(simulator, number):
    found = simulator.collect(number)
    return list(zip(found.steps.tolist(), found.data.tolist(), strict=True))


def one(sketch, neuron=NEURON, size=1, **values):
    net = sketch()
    net.population("pop", size, neuron, **values)
    return net.load()


@pytest.mark.proves("9.7-event", "9.7-axon-reset", "9.7-not-in-spikes", "9.7-recording")
def test_an_axonal_spike_in_every_step_while_true_and_without_a_spike(sketch, trace):
    simulator = one(sketch)
    axonal, neural = recorded(simulator), recorded(simulator, "")
    found = trace(simulator, 12, "pop.v", "pop.n", "pop.last")
    assert found["pop.v"].tolist() == [1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2]
    assert pairs(simulator, neural) == [(4, 0), (9, 0)]
    assert pairs(simulator, axonal) == [(2, 0), (3, 0), (7, 0), (8, 0)]
    assert found["pop.n"].tolist() == [0, 0, 1, 2, 2, 2, 2, 3, 4, 4, 4, 4]
    # an axonal spike is no spike: t_last is that of the spike before
    assert found["pop.last"][[3, 7]].tolist() == [-10000.0, 4.0]
    assert simulator.spikes("pop").tolist() == []


def test_several_neurons_and_kinds_of_recorders(sketch):
    simulator = one(sketch, size=3, top=np.array([9.0, 3.0, 5.0]), low=np.array([2.0, 2.0, 5.0]))
    everything, some = recorded(simulator), recorded(simulator, indices=np.array([1, 2]))
    counts = recorded(simulator, kind="counts")
    latest = recorded(simulator, policy="latest", capacity=2)
    simulator.run(6)
    assert pairs(simulator, everything) == [(1, 0), (1, 1), (2, 0), (3, 0), (4, 0), (4, 1), (5, 0)]
    assert pairs(simulator, some) == [(1, 1), (4, 1)]
    assert simulator.collect(counts).data.tolist() == [0, 2, 1, 1, 2, 1]
    assert pairs(simulator, latest) == [(4, 1), (5, 0)]


@pytest.mark.proves("9.7-refractory")
def test_refractory_neurons_are_not_tested(sketch):
    neuron = Neuron(
        equations="v = v + 1.0\nn = n",
        spike="v >= 3.0",
        reset="v = 0.0",
        axon_spike="v <= 1.0",
        axon_reset="n += 1.0",
        refractory=2.0,
    )
    simulator = one(sketch, neuron)
    axonal = recorded(simulator)
    simulator.run(11)
    # v = 1 at 0; a spike at 2; frozen at 3 and 4; v = 1 at 5; a spike at 7 ...
    assert pairs(simulator, axonal) == [(0, 0), (5, 0), (10, 0)]
    assert simulator.read("pop", "n") == [3.0]


def test_axonal_spikes_start_no_refractoriness_and_count_in_no_rate(sketch):
    neuron = Neuron(
        equations="v = v + 1.0", spike="v >= 6.0", axon_spike="v >= 2.0", refractory=9.0
    )
    simulator = one(sketch, neuron)
    simulator.set_rate_window("pop", 4)
    simulator.run(5)
    assert simulator.read("pop", "v") == [5.0]
    assert simulator.read("pop", "r") == [0.0]
    simulator.run(1)
    assert simulator.read("pop", "r") == [250.0]


def test_both_conditions_may_draw(sketch):
    neuron = Neuron(
        equations="n = n\nm = m",
        spike="Uniform(0.0, 1.0) < 0.2",
        reset="m += Uniform(0.0, 1.0)",
        axon_spike="Uniform(0.0, 1.0) < 0.5",
        axon_reset="n += Uniform(0.0, 1.0)",
    )
    found = []
    for layout in ((1, 1), (1, 3), (2, 2)):
        net = sketch(n_threads=layout[0], n_parts=layout[1])
        net.population("pop", 700, neuron)
        simulator = net.load()
        neural, axonal = recorded(simulator, ""), recorded(simulator)
        simulator.run(10)
        spikes, others = set(pairs(simulator, neural)), set(pairs(simulator, axonal))
        assert not spikes & others
        assert 0.19 < len(spikes) / 7000 < 0.21
        assert 0.38 < len(others) / 7000 < 0.42  # half of the rest
        values = [simulator.read("pop", name).tolist() for name in ("m", "n")]
        found.append((spikes, others, values))
    assert found[0] == found[1] == found[2]


def test_disabling_and_resetting_leave_no_axonal_spike(sketch):
    simulator = one(sketch)
    axonal = recorded(simulator)
    simulator.run(3)
    simulator.set_flag("pop", "enabled", False)
    simulator.run(3)
    simulator.set_flag("pop", "enabled", True)
    simulator.run(1)
    assert pairs(simulator, axonal) == [(2, 0), (6, 0)]
    simulator.reset(["pop"], reseed=True)
    simulator.run(3)
    assert pairs(simulator, axonal)[-1] == (2, 0)


def test_what_has_no_axonal_spikes_cannot_record_them(sketch):
    simulator = one(sketch, Neuron(equations="v = v + 1.0", spike="v >= 5.0"))
    with pytest.raises(Exception, match="no axonal spikes"):
        recorded(simulator)


# ---- resets that change what all neurons share


@pytest.mark.parametrize("layout", [(1, 1), (1, 4), (3, 3)])
@pytest.mark.proves("9.2-order")
def test_resets_of_a_shared_variable_run_neuron_by_neuron(sketch, layout):
    neuron = Neuron(
        "top = 3.0",
        "v = v + 1.0\nm = m : population\nseen = seen",
        spike="v >= top",
        reset="m = 2.0 * m + v\nseen = m\nv = 0.0",
        axon_spike="v >= 2.0",
        axon_reset="m = m + 0.5",
        refractory="m",
        name="Sharing",
    )
    net = sketch(n_threads=layout[0], n_parts=layout[1])
    net.population("pop", 6, neuron, top=np.array([3.0, 4.0, 3.0, 9.0, 3.0, 4.0]))
    simulator = net.load()
    simulator.run(2)
    assert simulator.read("pop", "m") == 3.0  # six axonal spikes
    simulator.run(1)
    # spikes first, by rank: 2 * 3 + 3 = 9, 21, 45; then three axonal spikes
    assert simulator.read("pop", "m") == 46.5
    assert simulator.read("pop", "seen").tolist() == [9.0, 0.0, 21.0, 0.0, 45.0, 0.0]
    left = simulator.read("pop", "refractory left").tolist()
    assert left == [9, 0, 21, 0, 45, 0]

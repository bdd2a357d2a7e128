"""What is laid on top of a population: exact steps, no residue, spikes; what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from networks import at_random

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.stimulus import SPIKES, Stimulus, described, stimulus_of
from annarchy_lab.ir.timetable import Playback, SpikeTrain
from annarchy_lab.language.declare import Neuron, Parameter
from annarchy_lab.runtime.backend import Recorder, Write

CELL = Neuron(
    parameters={
        "I": Parameter(0.1, locality="local"),
        "gain": Parameter(1.0, locality="global"),
        "n": Parameter(1, locality="local", type="int"),
    },
    equations="seen = gain * I\nv = v + g_exc : init=0",
    spike="v > 1e9",
    name="Cell",
)
RATE = Neuron(equations="r = sum(exc)", name="Rate")


def pulse(n_steps=3, values=(1.0,), ranks=(0, 2), attribute="I", first=0, number=1, **more):
    table = np.array(values, float)
    return Stimulus(number, attribute, np.array(ranks, np.int64), table, first, n_steps, **more)


def by_hand(stimulus, n_steps):
    """Row of each step, walked through step by step."""
    rows, done, nth = [-1] * n_steps, 0, 0
    while not nth or (stimulus.period_steps and (not stimulus.n_times or nth < stimulus.n_times)):
        begin = stimulus.first + nth * stimulus.period_steps
        if begin >= n_steps:
            break
        for step in range(begin, min(begin + stimulus.n_steps, n_steps)):
            rows[step] = (done + step - begin) % len(stimulus.values)
        done, nth = done + stimulus.n_steps, nth + 1
    return rows


TIMES = [
    pulse(),
    pulse(4, (1.0, 2.0, 3.0), first=2),
    pulse(2, ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0)), period_steps=5),
    pulse(2, (7.0, 8.0, 9.0, 0.3), period_steps=4, n_times=3, first=1),
]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("stimulus", TIMES)
def test_it_acts_for_exact_steps_and_leaves_nothing(sketch, trace, stimulus, dtype):
    net = sketch(dtype=dtype)
    net.population("pop", 3, CELL)
    simulator = net.load()
    assert simulator.stimulate("pop", stimulus) == 0
    found = trace(simulator, 17, "pop.I", "pop.seen")
    rows = by_hand(stimulus, 17)
    assert rows == [stimulus.row_at(step) for step in range(17)]
    assert [stimulus.is_over(k) for k in range(17)] == [
        bool(stimulus.n_times or not stimulus.period_steps) and max(rows[k:]) < 0 for k in range(17)
    ]
    expected = np.full((17, 3), 0.1, dtype)
    for step, row in enumerate(rows):
        if row >= 0:
            expected[step, [0, 2]] += stimulus.values[row].astype(dtype)
    assert np.array_equal(found["pop.seen"], expected)
    assert np.array_equal(found["pop.I"], expected)  # a recorder looks amid the step
    assert np.array_equal(simulator.read("pop", "I"), np.full(3, 0.1, dtype))


def test_between_two_steps_the_parameter_is_what_it_was(sketch):
    net = sketch()
    net.population("pop", 2, CELL)
    simulator = net.load()
    simulator.stimulate("pop", pulse(2, (5.0,), (1,)))
    simulator.run(1)
    assert simulator.read("pop", "I").tolist() == [0.1, 0.1]


def test_who_sets_the_parameter_meanwhile_sets_what_lies_beneath(sketch, trace):
    net = sketch()
    net.population("pop", 1, CELL)
    simulator = net.load()
    simulator.stimulate("pop", pulse(4, (10.0,), (0,)))
    assert trace(simulator, 2, "pop.seen")["pop.seen"].ravel().tolist() == [10.1, 10.1]
    simulator.write([Write("pop", "I", np.array(3.0))])
    assert trace(simulator, 4, "pop.seen")["pop.seen"].ravel().tolist() == [13, 13, 3, 3]
    assert simulator.read("pop", "I").tolist() == [3.0]


def test_several_at_once_add_up_and_end_by_their_numbers(sketch, trace):
    net = sketch()
    net.population("pop", 2, CELL)
    simulator = net.load()
    big = 2.0**60  # 0.1 would be lost in the sum
    simulator.stimulate("pop", pulse(6, (big,), (0,), number=1))
    simulator.stimulate("pop", pulse(9, (1.0,), (0, 1), number=2))
    assert trace(simulator, 2, "pop.seen")["pop.seen"].tolist() == [[big, 1.1]] * 2
    assert simulator.end_stimulus("pop", 1) == 2
    assert simulator.end_stimulus("pop", 7) == 2  # there is none
    assert trace(simulator, 1, "pop.seen")["pop.seen"].tolist() == [[1.1, 1.1]]
    simulator.end_stimulus("pop", 2)
    assert trace(simulator, 1, "pop.seen")["pop.seen"].tolist() == [[0.1, 0.1]]


def test_conductances_and_sums_get_it_once_a_step(sketch, trace):
    net = sketch()
    net.population("cell", 2, CELL)
    net.population("rate", 2, RATE)
    for name in ("cell", "rate"):
        net.projection("cell", name, name=f"to_{name}", weights=0.0)
    simulator = net.load()
    simulator.stimulate("cell", pulse(2, (1.0,), (1,), attribute="g_exc"))
    simulator.stimulate("rate", pulse(2, (0.5,), (0,), attribute="sum(exc)"))
    found = trace(simulator, 4, "cell.v", "rate.r")
    assert found["cell.v"][:, 1].tolist() == [1.0, 2.0, 2.0, 2.0]
    assert found["rate.r"].tolist() == [[0.5, 0], [0.5, 0], [0, 0], [0, 0]]


def test_neurons_spike_besides_those_that_would(sketch, trace):
    net = sketch()
    source = Neuron(spike="False", name="Source")
    train = SpikeTrain(np.array([1], np.int64), np.array([2], np.int32))
    net.population("source", 3, source, timetable=train)
    net.population("post", 1, CELL)
    net.projection("source", "post", weights=np.array([1.0, 10.0, 100.0]))
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "source"))
    simulator.set_rate_window("source", 4)
    simulator.stimulate("source", pulse(1, (1.0,), (0, 2), attribute=SPIKES, first=1))
    simulator.stimulate("source", pulse(1, (1.0,), (1,), attribute=SPIKES, first=3, number=2))
    found = trace(simulator, 6, "post.v", "source.r")
    spikes = simulator.collect(number)
    assert (spikes.steps.tolist(), spikes.data.tolist()) == ([1, 1, 3], [0, 2, 1])
    assert found["post.v"].ravel().tolist() == [0, 0, 101, 101, 111, 111]
    assert found["source.r"][3].tolist() == [250.0] * 3


def test_rates_of_poisson_neurons_rise_for_the_time(sketch):
    net = sketch()
    net.population("pop", 50, at_random(), rates=0.0)
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "pop"))
    simulator.run(10)
    simulator.stimulate("pop", pulse(20, (1000.0,), range(50), attribute="rates"))
    simulator.run(40)
    steps = simulator.collect(number).steps
    assert (steps.min(), steps.max(), len(steps)) == (10, 29, 20 * 50)


def test_a_reset_ends_it_and_rest_hides_it(sketch, trace):
    net = sketch()
    net.population("pop", 3, CELL)
    simulator = net.load()
    simulator.stimulate("pop", pulse(100))
    simulator.set_flag("pop", "enabled", False)
    simulator.run(3)
    assert simulator.read("pop", "seen").tolist() == [0, 0, 0]
    simulator.set_flag("pop", "enabled", True)
    assert trace(simulator, 1, "pop.seen")["pop.seen"][0, 0] == 1.1
    simulator.reset(["pop"], reseed=True)
    assert trace(simulator, 1, "pop.seen")["pop.seen"].tolist() == [[0.1] * 3]
    assert "stimulus" not in simulator.explain()


def test_it_counts_executed_steps(sketch, trace):
    """Whoever sets the time neither shortens nor lengthens a stimulus."""
    net = sketch()
    net.population("pop", 3, CELL)
    simulator = net.load()
    simulator.stimulate("pop", pulse(3))
    simulator.run(1)
    simulator.step = 500
    assert trace(simulator, 4, "pop.seen")["pop.seen"][:, 0].tolist() == [1.1, 1.1, 0.1, 0.1]


WRONG = {
    "no real number 'x'": ("cell", pulse(attribute="x")),
    "no real number 'n'": ("cell", pulse(attribute="n")),
    "no real number 'gain'": ("cell", pulse(attribute="gain")),
    "rate-coded": ("rate", pulse(attribute=SPIKES)),
    "no element 9": ("cell", pulse(ranks=(0, 9))),
    "must ascend": ("cell", pulse(ranks=(2, 0))),
    "has values of": ("cell", pulse(values=((1.0, 2.0, 3.0),))),
    "one step at least": ("cell", pulse(0)),
    "before it ends": ("cell", pulse(5, period_steps=2)),
    "sets 'I' in each step": ("played", pulse(ranks=(0,))),
    "is no population": ("proj", pulse()),
}


@pytest.mark.parametrize("message", WRONG)
def test_what_cannot_be_received_is_refused(sketch, message):
    net = sketch()
    net.population("cell", 3, CELL)
    net.population("rate", 3, RATE)
    rows = {"I": np.array([1.0])}
    net.population("played", 3, CELL, timetable=Playback(np.array([0], np.int64), rows))
    net.projection("cell", "rate")
    name, stimulus = WRONG[message]
    with pytest.raises(ANNarchyException, match=message):
        net.load().stimulate(name, stimulus)


def test_a_stimulus_as_plain_data():
    stimulus = TIMES[2]
    again = stimulus_of("I", described(stimulus))
    assert repr(again) == repr(stimulus)
    assert again.from_step(5).first == replace(stimulus, first=5).first == 5

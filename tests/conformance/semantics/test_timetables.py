"""What populations do in given steps: rows of values, spikes; their start; what is refused."""

import numpy as np
import pytest

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import Playback, SpikeTrain, described, timetable_of
from annarchy_lab.language.declare import Neuron, Parameter, Synapse
from annarchy_lab.runtime.backend import Recorder

PLAYED = Neuron(
    parameters={
        "r": Parameter(0.0, locality="local"),
        "gain": Parameter(1.0, locality="global"),
        "n": Parameter(1, locality="local", type="int"),
    },
    equations="seen = gain * r",
    name="Played",
)
SOURCE = Neuron(spike="False", name="Source")
SUM = Neuron(equations="r = sum(exc)", name="Sum")
COUNTER = Neuron(equations="v = v + g_exc", spike="False", name="Counter")


def playback(onsets, rows, period=0, attribute="r"):
    rows = np.array(rows, float)
    return Playback(np.array(onsets, np.int64), {attribute: rows}, period)


def train(steps, ranks):
    return SpikeTrain(np.array(steps, np.int64), np.array(ranks, np.int32))


def row_by_hand(step, onsets, period):
    """The row of a step: the last onset at or before it, walked through step by step."""
    row = -1
    for k in range(step + 1):
        within = k % period if period else k
        if within in onsets:
            row = onsets.index(within)
    return row


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("period", [0, 9, 12])
@pytest.mark.parametrize("onsets", [[0, 1, 2], [0, 4, 9], [3, 5, 7]])
def test_rows_begin_at_their_onsets_and_last(sketch, trace, onsets, period, dtype):
    table = np.array([[0.1, 2.0], [3.0, 4.0], [5.0, 6.0]])
    net = sketch(dtype=dtype)
    net.population("pop", 2, PLAYED, timetable=playback(onsets, table, period))
    found = trace(net.load(), 40, "pop.r", "pop.seen")
    rows = [row_by_hand(k, onsets, period) for k in range(40)]
    expected = np.array([table[row] if row >= 0 else np.zeros(2) for row in rows], dtype)
    assert np.array_equal(found["pop.r"], expected)
    assert np.array_equal(found["pop.seen"], expected)  # before the equations of the step
    assert found["pop.r"].dtype == dtype


def test_one_value_for_all_and_a_global_one(sketch, trace):
    rows = {"r": np.array([2.0, 3.0]), "gain": np.array([10.0, 100.0])}
    net = sketch()
    net.population("pop", 3, PLAYED, timetable=Playback(np.array([1, 2]), rows))
    found = trace(net.load(), 4, "pop.r", "pop.gain", "pop.seen")
    assert found["pop.r"].tolist() == [[r] * 3 for r in (0.0, 2.0, 3.0, 3.0)]
    assert found["pop.gain"].tolist() == [0.0, 10.0, 100.0, 100.0]
    assert found["pop.seen"].tolist() == [[s] * 3 for s in (0.0, 20.0, 300.0, 300.0)]


@pytest.mark.parametrize("delay", [1, 3])
def test_what_is_played_is_transmitted_as_any_rate(sketch, trace, delay):
    net = sketch()
    net.population("pop", 1, PLAYED, timetable=playback([0, 1, 2], [[1.0], [2.0], [3.0]]))
    net.population("post", 1, SUM)
    net.projection("pop", "post", delay_steps=delay)
    found = trace(net.load(), 6, "post.r")["post.r"].tolist()
    assert found == ([0.0] * delay + [1.0, 2.0, 3.0, 3.0, 3.0, 3.0])[:6]


def test_spikes_are_emitted_and_arrive(sketch, trace):
    net = sketch()
    net.population("pop", 3, SOURCE, timetable=train([0, 2, 2, 5], [1, 0, 2, 1]))
    net.population("post", 1, COUNTER)
    net.projection("pop", "post", weights=np.array([1.0, 10.0, 100.0]), delay_steps=2)
    simulator = net.load()
    simulator.set_rate_window("pop", 3)
    number = simulator.add_recorder(Recorder("spikes", "pop"))
    found = trace(simulator, 9, "post.v", "pop.r")
    spikes = simulator.collect(number)
    assert (spikes.steps.tolist(), spikes.data.tolist()) == ([0, 2, 2, 5], [1, 0, 2, 1])
    assert found["post.v"].tolist() == [0, 0, 10, 10, 111, 111, 111, 121, 121]
    assert found["pop.r"][:4, 1].tolist() == [1000 / 3] * 3 + [0.0]
    assert simulator.spikes("pop").tolist() == []


def test_emitted_spikes_have_times_and_run_post_events(sketch, trace):
    net = sketch()
    net.population("pre", 1, SOURCE, timetable=train([1, 4], [0, 0]))
    net.population("post", 1, SOURCE, timetable=train([3, 4], [0, 0]))
    synapse = Synapse(
        equations="before = t_pre\nafter = t_post", pre_spike="a = a + 1", post_spike="b = b + 1"
    )
    net.projection("pre", "post", synapse)
    found = trace(net.load(), 6, *(f"proj.{name}" for name in ("a", "b", "before", "after")))
    assert found["proj.a"].tolist() == [0, 0, 1, 1, 1, 2]
    assert found["proj.b"].tolist() == [0, 0, 0, 1, 2, 2]
    assert found["proj.before"].tolist()[1:] == [1, 1, 1, 4, 4]
    assert found["proj.after"].tolist()[3:] == [3, 4, 4]


def test_a_stop_condition_sees_emitted_spikes(sketch):
    net = sketch()
    net.population("pop", 2, SOURCE, stop="spiked", timetable=train([7], [1]))
    assert net.load().run_until(20, ["pop"], needs_all=True) == 8


def test_time_is_that_of_the_network(sketch, trace):
    """Timetables follow the settable time, as equations of t do."""
    net = sketch()
    net.population("pop", 1, PLAYED, timetable=playback([2, 4], [[1.0], [2.0]]))
    net.population("source", 1, SOURCE, timetable=train([5], [0]))
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "source"))
    simulator.run(3)
    simulator.step = 0
    assert trace(simulator, 6, "pop.r")["pop.r"].tolist() == [0, 0, 1, 1, 2, 2]
    simulator.step = 4
    assert trace(simulator, 2, "pop.r")["pop.r"].tolist() == [2, 2]
    assert simulator.collect(number).steps.tolist() == [5, 5]


def test_a_restart_counts_from_now_and_a_reset_from_zero(sketch, trace):
    net = sketch()
    net.population("pop", 1, PLAYED, timetable=playback([0, 2], [[1.0], [2.0]]))
    net.population("source", 1, SOURCE, timetable=train([1], [0]))
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "source"))
    simulator.run(5)
    assert (simulator.restart("pop"), simulator.restart("source")) == (5, 5)
    assert trace(simulator, 3, "pop.r")["pop.r"].tolist() == [1, 1, 2]
    assert simulator.collect(number).steps.tolist() == [1, 6]
    simulator.reset([], reseed=True)
    assert trace(simulator, 3, "pop.r")["pop.r"].tolist() == [1, 1, 2]
    assert simulator.collect(number).steps.tolist() == [1]


def test_another_timetable_counts_from_the_same_start(sketch, trace):
    net = sketch()
    net.population("pop", 1, PLAYED)
    net.population("source", 2, SOURCE, timetable=train([], []))
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "source"))
    assert trace(simulator, 2, "pop.r")["pop.r"].tolist() == [0, 0]
    assert simulator.set_timetable("pop", playback([0, 3], [[1.0], [2.0]])) == 2
    assert simulator.set_timetable("source", train([1, 3], [1, 0])) == 2
    assert trace(simulator, 2, "pop.r")["pop.r"].tolist() == [1, 2]
    simulator.reset(["pop", "source"], reseed=True)  # the timetable stays
    assert trace(simulator, 4, "pop.r")["pop.r"].tolist() == [1, 1, 1, 2]
    assert simulator.collect(number).steps.tolist() == [3, 1, 3]


def test_who_rests_follows_nothing(sketch, trace):
    net = sketch()
    net.population("pop", 1, PLAYED, timetable=playback([0, 2, 4], [[1.0], [2.0], [3.0]]))
    net.population("source", 1, SOURCE, timetable=train([1, 3, 5], [0, 0, 0]))
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "source"))
    simulator.run(2)
    for name in ("pop", "source"):
        simulator.set_flag(name, "enabled", False)
    assert trace(simulator, 3, "pop.r")["pop.r"].tolist() == [1, 1, 1]
    for name in ("pop", "source"):
        simulator.set_flag(name, "enabled", True)
    assert trace(simulator, 1, "pop.r")["pop.r"].tolist() == [3]
    assert simulator.collect(number).steps.tolist() == [1, 5]


def test_the_schedule_says_so(sketch):
    net = sketch()
    net.population("pop", 1, PLAYED, timetable=playback([0], [[1.0]]))
    net.population("source", 1, SOURCE, timetable=train([], []))
    text = net.load().explain()
    assert "pop: r from its timetable" in text
    assert "source: spikes from its timetable" in text
    assert "source: spikes and resets" not in text


WRONG = {
    "'pop' has no real number 'x'": ("pop", playback([0], [1.0], attribute="x")),
    "no real number 'n'": ("pop", playback([0], [1.0], attribute="n")),
    r"shape \(1, 3\), not \(1, 2\)": ("pop", playback([0], [[1.0, 2.0, 3.0]])),
    r"shape \(2,\), not \(1, 2\)": ("pop", playback([0], [1.0, 2.0])),
    r"shape \(1, 2\), not \(1,\)": ("pop", playback([0], [[1.0, 2.0]], attribute="gain")),
    "steps of the timetable of 'pop' must ascend": ("pop", playback([3, 1], [1.0, 2.0])),
    "must ascend from 0 on": ("source", train([-1], [0])),
    "list of steps, int64": ("source", SpikeTrain(np.zeros(1), np.zeros(1, np.int32))),
    "cannot be negative": ("pop", playback([0], [1.0], -1)),
    "are those of its model": ("pop", train([0], [0])),
    "one rank per step": ("source", train([0], [0, 1])),
    "no element 2": ("source", train([0], [2])),
    "ranks of 'source' must ascend": ("source", train([1, 1], [1, 0])),
    "is no population": ("proj", train([0], [0])),
}


@pytest.mark.parametrize("message", WRONG)
def test_what_cannot_be_followed_is_refused(sketch, message):
    net = sketch()
    net.population("pop", 2, PLAYED)
    net.population("source", 2, SOURCE, timetable=train([], []))
    net.projection("source", "source")
    name, timetable = WRONG[message]
    with pytest.raises(ANNarchyException, match=message):
        net.load().set_timetable(name, timetable)


def test_a_timetable_as_plain_data():
    for timetable in (playback([0, 5], [1.0, 2.0], 7), train([1, 2], [0, 1])):
        plain = described(timetable)
        again = described(timetable_of(plain))
        assert repr(again) == repr(plain)

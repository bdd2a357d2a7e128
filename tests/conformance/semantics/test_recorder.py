"""Recorders: periods, policies, intervals, and that nobody notices them."""

import numpy as np
import pytest

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder

SPIKER = Neuron("phase = 0", "v = modulo(t + phase, 3)", spike="v == 0", reset="")


@pytest.fixture
def simulator(sketch):
    net = sketch()
    net.population("clock", 3, Neuron("k = 2 : population", "r = t\ng = 10*t : population"))
    net.population("pop", 3, SPIKER, phase=np.array([0.0, 1.0, 0.0]))
    net.population("post", 2, Neuron(equations="r = sum(exc)"))
    net.projection("clock", "post", Synapse("a = 0.5", "s = t : postsynaptic"), weights=1.0)
    return net.load()


def collected(simulator, n_steps, *args, **options):
    number = simulator.add_recorder(Recorder(*args, **options))
    simulator.run(n_steps)
    return simulator.collect(number)


def test_rows(simulator):
    found = collected(simulator, 3, "rows", "clock", "r")
    np.testing.assert_array_equal(found.data, [[0] * 3, [1] * 3, [2] * 3])
    assert found.steps.tolist() == [0, 1, 2]
    assert found.intervals == ((0, 3),)
    assert (found.steps.dtype, found.data.dtype) == (np.int64, np.float64)


def test_chosen_elements(simulator):
    found = collected(simulator, 2, "rows", "proj", "w", np.array([1, 5]))
    np.testing.assert_array_equal(found.data, np.ones((2, 2)))


@pytest.mark.parametrize(
    ("name", "attribute", "n_items"),
    [
        ("clock", "g", 1),
        ("clock", "k", 1),
        ("proj", "s", 2),
        ("proj", "a", 6),
        ("post", "sum(exc)", 2),
    ],
)
def test_every_attribute_can_be_recorded(simulator, name, attribute, n_items):
    assert collected(simulator, 4, "rows", name, attribute).data.shape == (4, n_items)
    assert collected(simulator, 0, "rows", name, attribute).data.shape == (0, n_items)


def test_elements_of_a_global_are_that_one_value(simulator):
    found = collected(simulator, 3, "rows", "clock", "g", np.array([2]))
    np.testing.assert_array_equal(found.data, [[0], [10], [20]])


def test_periods_count_from_the_start_of_recording(simulator):
    simulator.run(4)
    found = collected(simulator, 8, "rows", "clock", "r", period_steps=3, offset_steps=1)
    assert found.steps.tolist() == [5, 8, 11]


def test_spikes_and_counts(simulator):
    spikes = simulator.add_recorder(Recorder("spikes", "pop"))
    some = simulator.add_recorder(Recorder("spikes", "pop", indices=np.array([1, 2])))
    counts = simulator.add_recorder(Recorder("counts", "pop", indices=np.array([0, 1])))
    simulator.run(4)
    found = simulator.collect(spikes)
    assert found.steps.tolist() == [0, 0, 2, 3, 3]
    assert found.data.tolist() == [0, 2, 1, 0, 2]
    assert found.data.dtype == np.int32
    assert simulator.collect(some).data.tolist() == [2, 1, 2]
    found = simulator.collect(counts)
    assert (found.steps.tolist(), found.data.tolist()) == ([0, 1, 2, 3], [1, 0, 1, 1])


def test_collecting_forgets_unless_asked_to_keep(simulator):
    number = simulator.add_recorder(Recorder("rows", "clock", "r"))
    simulator.run(2)
    assert len(simulator.collect(number, keep=True).steps) == 2
    assert len(simulator.collect(number).steps) == 2
    found = simulator.collect(number)
    assert len(found.steps) == 0
    assert found.intervals == ((2, 2),)


def test_pauses_end_intervals_and_keep_the_data(simulator):
    number = simulator.add_recorder(Recorder("rows", "clock", "r", is_started=False))
    simulator.run(1)
    simulator.switch_recorder(number, is_on=True)
    simulator.run(2)
    simulator.switch_recorder(number, is_on=False)
    simulator.run(2)
    simulator.switch_recorder(number, is_on=True)
    simulator.run(1)
    found = simulator.collect(number)
    assert found.steps.tolist() == [1, 2, 5]
    assert found.intervals == ((1, 3), (5, 6))


@pytest.mark.parametrize("kind", ["rows", "counts", "spikes"])
def test_the_latest_items_stay(simulator, kind):
    attribute = "v" if kind == "rows" else ""
    number = simulator.add_recorder(Recorder(kind, "pop", attribute, policy="latest", capacity=5))
    simulator.run(12)  # 12 rows, counts or spikes
    found = simulator.collect(number)
    assert len(found.steps) == 5
    assert found.n_dropped == 7
    assert found.steps[-1] == 11
    simulator.run(2)
    assert simulator.collect(number).n_dropped == 0


def test_setting_the_step_begins_a_new_interval(simulator):
    number = simulator.add_recorder(Recorder("rows", "clock", "r"))
    simulator.run(2)
    simulator.step = 10
    simulator.run(1)
    found = simulator.collect(number)
    assert found.steps.tolist() == [0, 1, 10]
    assert found.intervals == ((0, 2), (10, 11))


def test_reset_keeps_what_was_recorded_and_starts_the_periods_anew(simulator):
    simulator.run(1)
    number = simulator.add_recorder(Recorder("rows", "clock", "r", period_steps=2))
    simulator.run(2)
    simulator.reset(["clock"], reseed=True)
    simulator.run(3)
    found = simulator.collect(number)
    assert found.steps.tolist() == [1, 0, 2]
    assert found.intervals == ((1, 3), (0, 3))


@pytest.mark.parametrize(
    ("recorder", "message"),
    [
        (Recorder("rows", "pop", "x"), "'pop' has no attribute 'x'"),
        (Recorder("rows", "nobody", "x"), "called 'nobody'"),
        (Recorder("rows", "pop", "v", np.array([3])), "no element 3"),
        (Recorder("spikes", "clock"), "'clock' has no spikes"),
        (Recorder("counts", "proj"), "'proj' has no spikes"),
        (Recorder("rows", "pop", "v", policy="latest"), "needs a capacity"),
    ],
)
def test_impossible_recorders_are_refused(simulator, recorder, message):
    with pytest.raises(ANNarchyException, match=message):
        simulator.add_recorder(recorder)


def test_removed_recorders_are_gone(simulator):
    number = simulator.add_recorder(Recorder("rows", "clock", "r"))
    simulator.remove_recorder(number)
    simulator.run(1)
    for use in (simulator.collect, simulator.remove_recorder):
        with pytest.raises(ANNarchyException, match=f"no recorder {number}"):
            use(number)
    assert simulator.add_recorder(Recorder("rows", "clock", "r")) != number

"""Going back to any time of a run, and from there on again."""

import time

import numpy as np
import pytest
from saved_networks import build

import annarchy_lab as ann
from annarchy_lab import ANNarchyException


@pytest.fixture
def net():
    net = build()
    net.compile(silent=True)
    return net


def state(net):
    owners = (*net.get_populations(), *net.get_projections())
    return {(o.name, a): o._flat(a).copy() for o in owners for a in o.attributes}


def same(one, other):
    return all(np.array_equal(values, other[name]) for name, values in one.items())


def test_the_time_between_two_keyframes_is_simulated_once_more(net):
    a = net.get_population("A")
    net.keyframes()
    net.simulate(10.0)
    a.b = 0.7
    net.simulate(10.0)
    a.b = 0.9
    then = state(net)
    a.b = 0.7
    net.simulate(10.0)
    del then["A", "b"]
    net.rewind(20.0)
    assert net.time == 20.0
    assert same(then, {k: v for k, v in state(net).items() if k in then})
    assert a.b == 0.7  # as it was on arrival
    net.rewind(10.0)
    assert a.b == 0.3


def test_what_comes_after_going_back_is_what_came_before(net):
    net.keyframes()
    monitor = net.monitor(net.get_population("A"), ["v", "spike"], period=1.0)
    net.simulate(25.0)
    middle = state(net)
    net.simulate(25.0)
    end, recorded = state(net), monitor.get("v", keep=True)
    net.rewind(25.0)
    assert same(middle, state(net))
    net.simulate(25.0)
    assert same(end, state(net))
    again = monitor.get()
    assert np.array_equal(again["v"], recorded)
    assert monitor.times()["v"] == {"start": [0], "stop": [100]}


def test_monitors_forget_the_future_that_is_undone(net):
    monitor = net.monitor(net.get_population("A"), ["v", "spike"])
    net.simulate(5.0)
    net.reset(monitors=False)
    net.keyframes()
    net.simulate(20.0)
    net.rewind(6.0)
    data = monitor.get(keep=True)
    assert data["v"].shape[0] == 10 + 12
    assert max((max(s) for s in data["spike"].values() if s), default=0) < 12
    assert monitor.times("v")["v"] == {"start": [0, 0], "stop": [10, 12]}


def test_streamed_rows_of_the_future_are_dropped_from_disk(net, tmp_path):
    ab = net.get_projection("AB")
    monitor = net.monitor(net.get_population("A"), "v", stream_to=tmp_path / "v")
    net.keyframes()
    net.simulate(20.0)
    net.rewind(5.0)
    net.simulate(2.0)
    assert monitor.get("v", keep=True).shape[0] == 14
    assert ab.nb_synapses


def test_there_is_no_way_into_the_future_or_before_the_first_keyframe(net):
    net.simulate(5.0)
    with pytest.raises(ANNarchyException, match="there are none"):
        net.rewind(2.0)
    net.keyframes()
    net.simulate(5.0)
    with pytest.raises(ANNarchyException, match=r"the first one is of 5\.0 ms"):
        net.rewind(2.0)
    with pytest.raises(ANNarchyException, match="lies in the future"):
        net.rewind(11.0)
    with pytest.raises(ANNarchyException, match="a time in ms"):
        net.rewind("soon")


def test_a_live_run_keeps_keyframes_by_itself_and_ends_when_time_goes_back(net):
    run = net.start(speed=1.0)
    while net.time < 40.0:
        time.sleep(0.01)
    net.rewind(20.0)
    assert run.state == "stopped"
    assert net.time == 20.0
    straight = build()
    straight.compile(silent=True)
    straight.simulate(20.0)
    assert same(state(straight), state(net))


def test_keyframes_of_a_live_run_grow_sparser_with_age(net):
    kept = net._keyframes
    kept.budget_bytes = 1
    for _ in range(3):
        net.simulate(1.0)
        kept.budget_bytes = 10**9
        kept.take()
    size = kept.n_bytes
    net.keyframes(budget_bytes=3 * size)
    for _ in range(40):
        net.simulate(1.0)
    steps = np.array(kept.steps)
    gaps = np.diff(steps)
    assert kept.n_bytes <= 3 * size
    assert steps[-1] >= 80
    assert len(steps) >= 4
    assert gaps[0] >= gaps[-1]
    net.rewind(float(steps[0]) / 2)


def test_equal_values_of_two_keyframes_are_kept_once(net):
    net.keyframes()
    one = net._keyframes.n_bytes
    net.simulate(0.5)
    net.keyframes()
    assert net._keyframes.n_bytes < 2 * one


def test_without_a_budget_nothing_is_kept(net):
    assert net.keyframes(budget_bytes=0) == ()
    net.simulate(5.0)
    assert net.keyframes() == ()
    with pytest.raises(ANNarchyException, match="not negative"):
        net.keyframes(budget_bytes=-1)
    with pytest.raises(ANNarchyException, match="period"):
        net.keyframes(period_ms=0.01)


def test_a_new_time_has_keyframes_of_its_own(net):
    net.keyframes()
    net.simulate(10.0)
    net.reset()
    assert net._keyframes.steps == ()
    net.simulate(10.0)
    net.rewind(4.0)
    net.time = 50.0
    assert net._keyframes.steps == ()


def test_changes_of_every_kind_are_made_again_on_the_way():
    net = build(structural_plasticity=True)
    net.compile(silent=True)
    a, ab = net.get_population("A"), net.get_projection("AB")
    net.keyframes()
    net.simulate(5.0)
    a.b = ann.Scale(2.0)
    a[2].v = 3.0
    ab.eta = 0.4
    ab.disable_learning()
    net.simulate(5.0)
    ab.dendrite(0).prune_synapse(ab.dendrite(0).pre_ranks[0])
    ab.delay = ann.Uniform(0.5, 3.0)
    net.seed = 9
    net.simulate(5.0)
    then = state(net)
    net.simulate(5.0)
    net._keyframes._frames[1:] = []  # the longest way
    net.rewind(15.0)
    assert same(then, state(net))


def test_many_changes_end_the_time_long_ago(net, monkeypatch):
    monkeypatch.setattr("annarchy_lab.api.travel.keyframes.MOST_NOTES", 10)
    a = net.get_population("A")
    net.keyframes()
    for number in range(30):
        a.b = number / 100
        net.simulate(0.5)
        if number % 4 == 3:
            then = state(net)
    assert net._keyframes.steps[0] == 19
    net.rewind(14.0)
    assert same(then, state(net))
    with pytest.raises(ANNarchyException, match="no keyframe before"):
        net.rewind(5.0)


def test_large_changes_end_the_time_long_ago(net):
    a = net.get_population("A")
    net.keyframes(budget_bytes=10**6)
    for _ in range(1200):
        a.tau = np.full((6, 5), 8.0)
    assert net._keyframes.steps == ()
    net.simulate(1.0)
    net.rewind(0.5)


def test_there_are_not_too_many_keyframes(net, monkeypatch):
    monkeypatch.setattr("annarchy_lab.api.travel.keyframes.MOST_FRAMES", 6)
    net.keyframes()
    for _ in range(40):
        net.simulate(0.5)
    net.keyframes()
    steps = net._keyframes.steps
    assert len(steps) == 6
    assert steps[0] == 0
    assert np.diff(steps)[0] > np.diff(steps)[-1]

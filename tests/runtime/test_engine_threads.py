"""Threads that come and go between steps: who took how many, and that nothing else shows it."""

from contextlib import suppress

import numpy as np
import pytest
from native_modules import buffer_of

PLANS = [(1,), (3,), (3, 1), (1, 2, 3, 3, 2), ()]


def script(n_steps=40, size=700):
    return np.random.default_rng(5).random((n_steps, size)) < 0.2


def test_a_plan_says_how_many_threads_take_a_step(net):
    net.scripted(script())
    net.engine.set_parallel(3, plan=(1, 3, 3, 2))
    net.run(6)
    assert net.engine.n_steps_with() == [0, 2, 1, 3]
    assert net.engine.run(2) == 2  # the plan goes on where it was
    assert net.engine.n_steps_with() == [0, 2, 2, 4]


def test_all_threads_take_a_step_unless_told_otherwise(net):
    net.scripted(script())
    net.engine.set_parallel(2)
    net.run(5)
    assert net.engine.n_steps_with() == [0, 0, 5]


def test_few_steps_are_left_to_one_thread(net):
    net.scripted(script(size=10))
    net.engine.set_parallel(2, plan=())
    net.run(5)
    assert net.engine.n_steps_with() == [0, 5, 0]


@pytest.mark.parametrize("plan", [(3,), (1, 0), (-1,)], ids=str)
def test_a_plan_beyond_the_team_is_refused(net, plan):
    with pytest.raises(ValueError, match="not so many threads"):
        net.engine.set_parallel(2, plan=plan)
    assert net.engine.parallel == (1, 1)


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_spikes_are_found_whoever_listed_them(net, plan):
    """A delay looks back at steps that other threads took; recorders and rates see all spikes."""
    spikes = script()
    size = spikes.shape[1]
    pre = net.scripted(spikes, n_slots=6)
    post = net.engine.add_population(2)
    net.engine.set_rate_window(pre, 7)
    target, g = buffer_of(np.zeros(2))
    rates, r = buffer_of(np.zeros(size))
    net.phases.append({"kind": "rate", "population": pre, "rates": rates, "dtype": "f64"})
    deliver = {
        "kind": "deliver",
        "format": "dense",
        "dtype": "f64",
        "weights": buffer_of(np.ones((size, 2)))[0],
        "single": False,
        "targets": [target],
        "pre_population": pre,
        "post_population": post,
        "pre_lo": 0,
        "pre_hi": size,
        "post_lo": 0,
        "post_hi": 2,
        "epochs": [{"delays": [4]}],
    }
    recorder = net.engine.add_recorder("spikes", population=pre)
    net.engine.set_parallel(3, 5, plan=plan)
    net.run(30, deliver)
    found = net.engine.collect(recorder)
    steps, ranks = np.nonzero(spikes[:30])
    assert found["steps"].tolist() == steps.tolist()
    assert found["ranks"].tolist() == ranks.tolist()
    assert g.tolist() == [spikes[:26].sum()] * 2
    assert np.allclose(r, spikes[23:30].sum(axis=0) * 1000.0 / 7)
    past = net.engine.history(pre)
    assert past[1].tolist() == np.nonzero(spikes[24:30])[1].tolist()


def test_a_live_run_whose_threads_change_in_every_step(net):
    spikes = script(2000, 64)
    pre = net.scripted(spikes)
    recorder = net.engine.add_recorder("counts", population=pre)
    net.engine.set_parallel(2, plan=(2, 1))
    net.engine.install(net.phases)
    net.engine.start(2000, speed=0)
    with suppress(RuntimeError):  # the run may be over before it can be paused
        while net.engine.state == "running":
            net.engine.pause()
            net.engine.advance(3)
            net.engine.resume()
    assert net.engine.wait(10)
    assert net.engine.collect(recorder)["counts"].tolist() == spikes.sum(axis=1).tolist()
    assert net.engine.n_steps_with() == [0, 1000, 1000]

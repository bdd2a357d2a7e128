"""A variable that ceases to be finite: which, where, and when first."""

import asyncio
import math
import threading
import time

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab import NonFiniteError
from annarchy_lab.api.travel.finite import Finiteness

GROWS = ann.Neuron(
    "gain = 0.0 : population", "x = x + gain * x * x : init=1.0\nr = 1.0 / x\nz = z : init=0.0"
)


def build(**options):
    net = ann.Network(dt=0.5, seed=1)
    net.config(**options)
    net.create(20, GROWS, name="pop")
    net.compile(silent=True)
    return net


def fault_of(net, until=200):
    """Step, rank and value of the first fault, found by looking after every single step."""
    pop = net.get_population("pop")
    for _ in range(until):
        net.step()
        bad = np.flatnonzero(~np.isfinite(pop.x))
        if len(bad):
            return net.current_step - 1, int(bad[0]), pop.x[bad[0]]
    return None


def disturb(net):
    """Ten quiet steps, then x of neuron 7 explodes."""
    pop = net.get_population("pop")
    net.simulate(5.0)
    pop[7].x = 3.0
    pop[7:9].x = [3.0, 2.0]
    pop.gain = 1.0


@pytest.fixture(scope="module")
def straight():
    net = build()
    disturb(net)
    return fault_of(net)


@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_a_simulation_ends_with_the_first_step(straight, backend):
    net = build(backend=backend)
    monitor = net.monitor(net.get_population("pop"), "x")
    disturb(net)
    with pytest.raises(NonFiniteError) as caught:
        net.simulate(100.0, check_finite=True)
    step, rank, value = straight
    place = caught.value.places[0]
    assert (place.object_name, place.attribute, place.index) == ("pop", "x", rank)
    assert place.value == value == math.inf
    assert caught.value.time_ms == step * net.dt
    assert net.current_step == step + 1
    assert f"x of neuron {rank} of pop became infinite first at t = {step * 0.5:g}" in str(
        caught.value
    )
    recorded = monitor.get("x")
    assert len(recorded) == step + 1
    assert np.isfinite(recorded[:-1]).all()
    net.rewind(step * net.dt)
    assert np.isfinite(net.get_population("pop").x).all()
    if caught.value.rewind_ms > 0:
        net.rewind(caught.value.rewind_ms)


def test_changes_on_the_way_are_made_again_and_callbacks_are_not_called(straight):
    net, calls = build(), []
    pop = net.get_population("pop")
    net.simulate(5.0)
    pop[7].x = 3.0
    pop[7:9].x = [3.0, 2.0]

    @ann.every(period=1000.0, offset=1.0, network=net)
    def explode(n):
        calls.append(n)
        pop.gain = 1.0

    with pytest.raises(NonFiniteError):
        net.simulate(100.0, check_finite=True)
    assert calls == [0]
    assert net.current_step == straight[0] + 1 + 2


def test_by_default_nobody_looks():
    net = build()
    disturb(net)
    net.simulate(100.0)
    assert net.current_step == 210


def test_the_setting_holds_for_live_runs_too(straight):
    net = build(check_finite=True)
    pop = net.get_population("pop")
    net.simulate(5.0)
    pop[7].x = 3.0
    pop[7:9].x = [3.0, 2.0]
    run = net.start(speed=None)
    time.sleep(0.05)
    pop.gain = 1.0
    with pytest.raises(NonFiniteError) as caught:
        run.wait(10.0)
    assert run.state == "failed"
    assert run.failure is caught.value
    assert caught.value.places[0].index == 7
    assert net.current_step * net.dt == caught.value.time_ms + net.dt
    net.rewind(caught.value.time_ms)
    assert np.isfinite(pop.x).all()
    assert pop.gain == 1.0


@pytest.fixture(params=["reference", "cpu"])
def about_to_fail(request):
    """A network that fails in step 12 or so, and whether anybody ever said it stood well."""
    net = build(check_finite=True, backend=request.param)
    disturb(net)
    return net


def seen_while(run, act):
    """The states that others see meanwhile."""
    states, is_over = [], threading.Event()

    def look():
        while not is_over.is_set():
            states.append(run.state)
            time.sleep(1e-4)
        states.append(run.state)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        with pytest.raises(NonFiniteError) as caught:
            act()
    finally:
        is_over.set()
        thread.join()
    assert run.failure is caught.value
    return set(states)


def begun_again(net, fault_step):
    """A run that has passed the fault, once more."""
    net.rewind(fault_step * net.dt)
    run = net.start(speed=None)
    while net.current_step <= fault_step:
        time.sleep(1e-3)
    return run


def test_a_run_is_looked_at_before_it_has_finished(straight, about_to_fail):
    run = about_to_fail.start(100.0, speed=None)
    assert seen_while(run, lambda: run.wait(20.0)) <= {"running", "failed"}
    assert about_to_fail.current_step == straight[0] + 1


def test_a_run_is_looked_at_before_it_is_paused_or_stopped(straight, about_to_fail):
    run = about_to_fail.start(speed=1e-6)
    run.pause()
    assert run.state == "paused"
    assert seen_while(run, lambda: run.step(100)) <= {"paused", "running", "failed"}
    assert about_to_fail.current_step == straight[0] + 1
    run = begun_again(about_to_fail, straight[0])
    assert seen_while(run, run.pause) <= {"running", "failed"}
    run = begun_again(about_to_fail, straight[0])
    run.stop()
    assert (run.state, about_to_fail.current_step) == ("failed", straight[0] + 1)


def test_whoever_awaits_a_run_is_told(about_to_fail):
    async def wait():
        await about_to_fail.start(100.0, speed=None)

    with pytest.raises(NonFiniteError):
        asyncio.run(wait())


def test_nobody_looks_for_somebody_who_goes_back(about_to_fail):
    run = about_to_fail.start(speed=1e-6)
    run.step(1)
    about_to_fail.rewind(5.0)
    assert (run.state, run.failure) == ("stopped", None)


def test_what_was_never_finite_is_not_looked_at():
    net = build(check_finite=True)
    net.get_population("pop")[3].z = math.inf
    net.simulate(20.0)
    run = net.start(20.0, speed=None)
    assert run.wait(5.0)


def test_without_keyframes_the_time_is_not_exact():
    net = build(check_finite=True)
    net.keyframes(budget_bytes=0)
    disturb(net)
    net.get_population("pop")[7].x = 3.0
    with pytest.raises(NonFiniteError, match=r"or before.*no keyframe before that"):
        net.simulate(100.0)


def test_a_change_may_be_the_reason():
    net = build()
    pop, finiteness = net.get_population("pop"), Finiteness(net)
    net.simulate(5.0)
    finiteness.begin()
    net._keyframes.take()
    net.simulate(5.0)
    pop[4].x = math.nan  # and no step after it
    pop[4].z = 1.0
    error = finiteness.find_first()
    assert [str(place) for place in error.places] == ["x of neuron 4 of pop"]
    assert (error.time_ms, net.time) == (10.0, 10.0)
    net.rewind(10.0)
    assert np.isfinite(pop.x).all()

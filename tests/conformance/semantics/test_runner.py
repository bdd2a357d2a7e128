"""Driving a network: in the calling thread, in one of its own, with callbacks and commands."""

import os
import signal
import threading
import time

import numpy as np
import pytest

from annarchy_lab.diagnostics import StateError
from annarchy_lab.language.declare import Neuron
from annarchy_lab.runtime.backend import Recorder, Write

CLOCK = Neuron(equations="r = t\ng = 0*g + k\nk = k")
FAST = 0.0


@pytest.fixture
def simulator(sketch):
    net = sketch()
    net.population("pop", 2, CLOCK)
    loaded = net.load()
    yield loaded
    loaded.close()


def soon(condition, seconds=5.0):
    """Wait until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.002)


def test_a_run_in_the_calling_thread(simulator):
    assert simulator.run(5) == 5
    assert simulator.run(0) == 0
    assert simulator.step == 5
    assert simulator.state == "idle"


def test_a_started_run_ends_by_itself(simulator):
    simulator.start(50, FAST)
    assert simulator.wait(5.0)
    assert (simulator.step, simulator.state, simulator.failure) == (50, "finished", None)
    assert simulator.run(1) == 1
    simulator.start(1, FAST)
    assert simulator.wait(5.0)
    assert simulator.step == 52


def test_pause_advance_resume_stop(simulator):
    simulator.start(-1, FAST)
    soon(lambda: simulator.step > 10)
    assert simulator.state == "running"
    simulator.pause()
    assert simulator.state == "paused"
    before = simulator.step
    assert not simulator.wait(0.02)
    assert simulator.step == before
    simulator.advance(7)
    assert (simulator.step, simulator.state) == (before + 7, "paused")
    simulator.resume()
    soon(lambda: simulator.step > before + 20)
    simulator.stop()
    assert simulator.state == "stopped"
    after = simulator.step
    time.sleep(0.02)
    assert simulator.step == after


def test_there_is_one_driver_at_a_time(simulator):
    simulator.start(-1, FAST)
    for drive in (lambda: simulator.run(1), lambda: simulator.start(1)):
        with pytest.raises(StateError, match="running already"):
            drive()
    simulator.pause()
    with pytest.raises(StateError, match="running already"):
        simulator.run(1)
    simulator.resume()
    with pytest.raises(StateError, match="only a paused run"):
        simulator.advance(1)


@pytest.mark.parametrize("command", ["pause", "resume"])
def test_commands_need_a_run(simulator, command):
    with pytest.raises(StateError, match="start it first"):
        getattr(simulator, command)()
    simulator.stop()
    assert simulator.wait(0.0)


def test_stop_ends_a_run_in_another_thread(simulator):
    executed = []
    thread = threading.Thread(target=lambda: executed.append(simulator.run(10**9)))
    thread.start()
    soon(lambda: simulator.step > 5)
    simulator.stop()
    thread.join(5.0)
    assert executed == [simulator.step]


def test_speed_is_kept_and_measured(simulator):
    simulator.start(-1, 1.0)
    time.sleep(0.4)
    assert 300 < simulator.step <= 420
    assert simulator.real_time_factor == pytest.approx(1.0, abs=0.2)
    assert 0.0 < simulator.load < 1.0
    simulator.set_speed(0.1)
    before = simulator.step
    time.sleep(0.3)
    assert simulator.step - before < 60
    simulator.stop()
    assert simulator.real_time_factor == 0.0


def test_guests_are_served_while_it_runs(simulator):
    simulator.start(-1, FAST)
    soon(lambda: simulator.step > 0)
    for value in range(20):
        before = simulator.step
        effective = simulator.write([Write("pop", "k", np.asarray(float(value)))])
        assert effective >= before
        assert simulator.read("pop", "k").tolist() == [value, value]
        first, second = simulator.read("pop", "r")
        assert first == second
    simulator.stop()


def test_writes_of_several_threads_all_arrive(simulator):
    simulator.start(-1, FAST)

    def write(rank):
        for value in range(100):
            values = np.array([float(value)])
            simulator.write([Write("pop", "k", values, np.array([rank]))])

    threads = [threading.Thread(target=write, args=(rank,)) for rank in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20.0)
    assert simulator.read("pop", "k").tolist() == [99.0, 99.0]


# ---- callbacks


@pytest.mark.parametrize("is_started", [False, True])
def test_callbacks_come_before_their_steps(simulator, is_started):
    called = []

    def call(step):
        called.append((step, simulator.step, float(simulator.read("pop", "r")[0])))
        simulator.write([Write("pop", "k", np.asarray(float(step)))])
        return step + 3 if step < 8 else -1

    simulator.set_callback(2, call)
    if is_started:
        simulator.start(20, FAST)
        assert simulator.wait(5.0)
    else:
        assert simulator.run(20) == 20
    assert called == [(2, 2, 1.0), (5, 5, 4.0), (8, 8, 7.0)]
    assert simulator.step == 20
    assert simulator.read("pop", "k").tolist() == [8.0, 8.0]


def test_a_callback_beyond_the_end_waits(simulator):
    called = []
    simulator.set_callback(4, lambda step: called.append(step) or -1)
    simulator.run(4)
    assert called == []
    simulator.run(1)
    assert called == [4]


def test_an_exception_of_a_callback_reaches_the_caller(simulator):
    def call(step):
        raise KeyError("mine")

    simulator.set_callback(3, call)
    with pytest.raises(KeyError, match="mine"):
        simulator.run(10)
    assert simulator.step == 3
    simulator.set_callback(-1, None)
    assert simulator.run(2) == 2


def test_an_exception_of_a_callback_stops_a_started_run_in_place(simulator):
    def call(step):
        raise KeyError("mine")

    simulator.set_callback(3, call)
    simulator.start(10, FAST)
    assert simulator.wait(5.0)
    assert (simulator.step, simulator.state) == (3, "failed")
    assert isinstance(simulator.failure, KeyError)
    simulator.set_callback(-1, None)
    simulator.resume()
    assert simulator.wait(5.0)
    assert (simulator.step, simulator.state, simulator.failure) == (10, "finished", None)


def test_a_callback_must_look_ahead(simulator):
    simulator.set_callback(3, lambda step: step)
    with pytest.raises(ValueError, match="asked to be called before step 3"):
        simulator.run(10)


def test_a_callback_may_replace_itself(simulator):
    called = []

    def call(step):
        simulator.set_callback(6, lambda later: called.append(later) or -1)
        return step + 1

    simulator.set_callback(3, call)
    simulator.run(10)
    assert called == [6]


def test_a_callback_may_stop_or_pause_its_own_run(simulator):
    simulator.set_callback(3, lambda _: simulator.pause() or -1)
    simulator.start(-1, FAST)
    soon(lambda: simulator.state == "paused")
    assert simulator.step == 3
    simulator.set_callback(5, lambda _: simulator.stop() or -1)
    simulator.resume()
    assert simulator.wait(5.0)
    assert (simulator.step, simulator.state) == (5, "stopped")


def test_a_callback_cannot_drive(simulator):
    simulator.set_callback(3, lambda _: simulator.run(1))
    with pytest.raises(StateError):
        simulator.run(5)


# ---- interrupts


@pytest.fixture
def interrupt_soon():
    """Send an interrupt to the main thread a little later."""
    timer = threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGINT))
    yield timer.start
    timer.join()


def test_an_interrupt_leaves_the_network_at_an_edge(simulator, interrupt_soon):
    number = simulator.add_recorder(Recorder("rows", "pop", "r"))
    interrupt_soon()
    with pytest.raises(KeyboardInterrupt):
        simulator.run(10**9)
    found = simulator.collect(number)
    assert found.data.shape == (simulator.step, 2)
    assert simulator.read("pop", "r").tolist() == [simulator.step - 1.0] * 2
    assert simulator.run(1) == 1
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_ends_a_wait_but_not_the_run(simulator, interrupt_soon):
    simulator.start(-1, FAST)
    interrupt_soon()
    with pytest.raises(KeyboardInterrupt):
        simulator.wait()
    assert simulator.state == "running"


# ---- what driving never changes


@pytest.mark.parametrize("chunks", [(30,), (1, 2, 27), (10,) * 3])
def test_chunks_and_recorders_change_nothing(sketch, chunks):
    noisy = Neuron(equations="r = 0.9*r + Normal(0, 1)\nm = mean(r)")

    def loaded():
        net = sketch()
        net.population("pop", 50, noisy)
        return net.load()

    plain, watched = loaded(), loaded()
    plain.run(sum(chunks))
    watched.add_recorder(Recorder("rows", "pop", "r", policy="latest", capacity=3))
    for n_steps in chunks:
        watched.start(n_steps, FAST)
        watched.wait()
        watched.read("pop", "r")
    for name in ("r", "m"):
        np.testing.assert_array_equal(plain.read("pop", name), watched.read("pop", name))

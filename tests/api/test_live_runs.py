"""Live runs on both backends: how they end, what they tell of themselves, what they refuse."""

import _thread
import asyncio
import signal
import threading
import time

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api import run as running

COUNTER = ann.Neuron("k = 1.0", "r += k", name="Counter")


@pytest.fixture
def net(backend):
    made = ann.Network(dt=1.0, seed=3)
    made.config(backend=backend)
    made.create(3, COUNTER, name="P")
    made.compile(silent=True)
    yield made
    if made.live_run is not None:
        made.live_run.stop()


@pytest.fixture
def _interruptible(monkeypatch):
    """Let SIGINT raise, also where the tests run in the background; nobody has interrupted yet."""
    monkeypatch.setattr(running, "_interrupted_at", -running.AGAIN_S)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def eventually(holds, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


def is_consistent(net):
    """Whether all neurons have seen exactly the steps that the clock tells."""
    return net.get_population("P").r.tolist() == [float(net.current_step)] * 3


def test_it_ends_at_an_edge_however_it_ends(net):
    for end in (lambda run: run.stop(), lambda run: run.pause()):
        run = net.start(speed=None)
        eventually(lambda: net.current_step > 100)
        end(run)
        assert run.state in ("stopped", "paused")
        assert is_consistent(net)
        run.stop()
    net.simulate(5.0)
    assert is_consistent(net)


@pytest.mark.usefixtures("_interruptible")
def test_an_interrupt_ends_a_wait_and_a_second_one_is_raised(net):
    run = net.start(speed=None)
    timer = threading.Timer(0.1, _thread.interrupt_main)
    timer.start()
    assert run.wait()
    timer.join()
    assert run.state == "stopped"
    assert is_consistent(net)
    run = net.start(speed=None)
    timer = threading.Timer(0.1, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run.wait()
    timer.join()
    assert run.state == "stopped"
    assert is_consistent(net)


def test_its_time_is_told_to_the_last_bit(net):
    run = net.start(speed=None)
    eventually(lambda: run.shares.computing > 0.3)
    shares = run.shares
    assert shares.computing == pytest.approx(run.load, abs=0.3)
    assert shares.computing + shares.serving + shares.idle == pytest.approx(1.0, abs=0.05)

    def look_often():
        while run.shares.serving < 0.2:
            with net.simulator.hold():
                time.sleep(0.02)

    guest = threading.Thread(target=look_often)
    guest.start()
    guest.join(10.0)
    assert not guest.is_alive()
    run.speed = 1.0
    eventually(lambda: run.shares.idle > 0.7)
    run.pause()
    assert run.shares == running.TimeShares(0.0, 0.0, 1.0)


def test_a_callback_counts_as_time_for_others(net):
    ann.every(network=net, period=1.0)(lambda n: time.sleep(0.005))
    run = net.start(speed=None)
    eventually(lambda: run.shares.serving > 0.5)
    assert run.shares.computing < 0.5


def test_a_callback_stops_its_run(net):
    ann.every(network=net, period=5.0, offset=5.0)(lambda n: net.live_run.stop())
    run = net.start(speed=None)
    assert run.wait(10.0)
    assert (run.state, net.current_step) == ("stopped", 5)


def test_the_loop_of_a_notebook_goes_on_while_it_waits(net):
    async def cell():
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.005)

        ticking = asyncio.ensure_future(tick())
        run = await net.start(60.0)
        ticking.cancel()
        return run.state, ticks

    state, ticks = asyncio.run(cell())
    assert state == "finished"
    assert ticks > 3


def test_progress_does_not_depend_on_who_waits(net):
    async def busy():
        run = net.start(30.0)
        time.sleep(0.3)  # the loop is blocked on purpose
        return run.state

    assert asyncio.run(busy()) == "finished"
    assert is_consistent(net)


def test_structure_cannot_change_while_it_runs(net):
    pop = net.get_population("P")
    net.start()
    for change in (
        lambda: net.create(2, COUNTER),
        lambda: net.connect(pop, pop, "exc"),
        lambda: net.reset(),
        lambda: net.simulate(1.0),
        lambda: net.simulate_until(1.0, pop),
    ):
        with pytest.raises(ann.ANNarchyException, match=r"compile|running"):
            change()


def test_many_run_at_once():
    nets = []
    for k in range(4):
        net = ann.Network(dt=1.0)
        net.create(3, ann.Neuron("k = 1.0", "r += k", name="Counter"), name="P")
        net.get_population("P").k = float(k)
        net.compile(silent=True)
        nets.append(net)
    runs = [net.start(200.0, speed=None) for net in nets]
    assert all(run.wait(10.0) for run in runs)
    for k, net in enumerate(nets):
        np.testing.assert_array_equal(net.get_population("P").r, [200.0 * k] * 3)

import asyncio
import time

import pytest

import annarchy_lab as ann


@pytest.fixture
def net(rate, fake):
    made = ann.Network()
    made.create(2, rate, name="P")
    return made


def reach(net, step, timeout=5.0):
    end = time.monotonic() + timeout
    while net.current_step < step:
        assert time.monotonic() < end
        time.sleep(0.002)


def test_a_run_to_its_end(net):
    run = net.start(10.0)
    assert run.wait()
    assert (run.state, run.time, run.is_active, run.failure) == ("finished", 10.0, False, None)
    assert net.live_run is run
    net.simulate(2.0)
    assert (net.time, run.state, net.live_run) == (12.0, "finished", None)


def test_it_compiles_first(net, monkeypatch):
    from annarchy_lab.runtime import load as loading

    load = loading.load

    def slow(spec, backend=None):
        time.sleep(0.1)
        return load(spec, backend)

    monkeypatch.setattr(loading, "load", slow)
    run = net.start(5.0)
    assert run.state == "compiling"
    net.get_population("P").tau = 4.0  # waits until it is compiled
    assert net.compiled
    assert run.wait(5.0)
    assert net.get_population("P").tau == 4.0


def test_a_failed_compile_is_told(net):
    net.connect("P", "P", "exc")
    run = net.start()
    with pytest.raises(ann.StateError, match="no synapses yet"):
        run.wait()
    assert run.state == "failed"
    with pytest.raises(ann.StateError, match="no synapses yet"):
        run.pause()
    net.get_projection("proj0").all_to_all(1.0)
    assert net.start(2.0).wait(5.0)


def test_pause_step_resume_stop(net):
    net.compile(silent=True)
    with net.start() as run:
        assert (run.state, run.speed) == ("running", 1.0)
        reach(net, 3)
        run.pause()
        assert run.state == "paused"
        time.sleep(0.01)
        before = net.current_step
        time.sleep(0.02)
        assert net.current_step == before
        run.step(3)
        assert net.current_step == before + 3
        run.resume()
        reach(net, before + 6)
        assert not run.wait(0.01)
    assert run.state == "stopped"
    run.stop()
    with pytest.raises(ann.StateError, match="the run is stopped"):
        run.resume()


def test_one_driver_at_a_time(net):
    net.compile(silent=True)
    run = net.start()
    for call in (lambda: net.simulate(1.0), net.step, net.reset, net.start):
        with pytest.raises(ann.StateError, match="a live run of this network is running"):
            call()
    with pytest.raises(ann.StateError, match="stop it"):
        net.current_step = 3
    run.stop()
    net.simulate(1.0)


def test_writes_and_reads_while_it_runs(net):
    records = []
    net._on_write.append(lambda *record: records.append(record))
    net.compile(silent=True)
    pop = net.get_population("P")
    with net.start():
        reach(net, 2)
        pop.tau = 3.0
        assert pop.tau == 3.0
    assert records[0][0] >= 2


def test_speed(net):
    net.compile(silent=True)
    with net.start(speed=None) as run:
        assert (run.speed, net.simulator.speed) == (None, 0.0)
        run.speed = 0.5
        assert (run.speed, net.simulator.speed) == (0.5, 0.5)
        assert (run.real_time_factor, run.load) == (0.0, 0.0)
    for speed in (0, -1.0, float("nan")):
        with pytest.raises(ann.ANNarchyException, match="speed must be positive"):
            net.start(speed=speed)
    with pytest.raises(ann.ANNarchyException, match="a duration"):
        net.start(-1.0)


def test_it_can_be_awaited(net):
    async def both():
        run = net.start(20.0)
        ticks = 0
        while run.is_active:
            ticks += 1
            await asyncio.sleep(0.002)
        assert await run is run
        return ticks

    assert asyncio.run(both()) > 0
    assert net.time == 20.0


def test_callbacks_run_in_live_runs(net):
    calls = []
    ann.every(network=net, period=2.0)(calls.append)
    net.start(6.0).wait()
    assert calls == [0, 1, 2]


def test_callbacks_of_a_stopped_run_are_forgotten(net):
    net.compile(silent=True)
    calls = []
    ann.every(network=net, period=1000.0, offset=500.0)(calls.append)
    net.start().stop()
    net.simulate(600.0, callbacks=False)
    assert calls == []


def test_a_failure_is_raised_where_one_waits(net):
    @ann.every(network=net, period=2.0)
    def fail(n):
        raise ZeroDivisionError("mine")

    run = net.start(6.0)
    with pytest.raises(ZeroDivisionError, match="mine"):
        run.wait()
    assert run.state == "failed"
    assert isinstance(run.failure, ZeroDivisionError)


def test_clear_ends_it(net):
    net.compile(silent=True)
    run = net.start()
    simulator = net.simulator
    net.clear()
    assert run.state == "stopped"
    assert simulator.is_closed


def test_repr(net):
    net.compile(silent=True)
    run = net.start(1.0)
    run.wait()
    assert repr(run) == "<Run of network 1: finished, t = 1.0 ms>"

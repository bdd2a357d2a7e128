"""Ctrl-C during a simulation."""

import _thread
import signal
import threading

import numpy as np
import pytest

import annarchy_lab as ann


@pytest.fixture(autouse=True)
def _interruptible():
    """Let SIGINT raise, also where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.proves("api-8-interrupt")
@pytest.mark.parametrize("backend", ["reference", "cpu"])
@pytest.mark.parametrize("progress", [False, True])
def test_it_can_go_on(backend, progress):
    def made():
        net = ann.Network(seed=3)
        pop = net.create(5, ann.Neuron(equations="r += Uniform(0.0, 1.0)", name="Walk"), name="P")
        m = net.monitor(pop, "r")
        net.compile(silent=True, backend=backend)
        return net, pop, m

    net, pop, m = made()
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        net.simulate(1e9, progress=progress)
    timer.join()
    n_steps = net.current_step
    assert 0 < n_steps < 1e9
    net.simulate(10.0)
    data = m.get("r")
    assert data.shape == (n_steps + 10, 5)
    other, expected, _ = made()
    other.get_monitors()[0].stop()
    other.simulate(n_steps + 10.0)
    np.testing.assert_array_equal(pop.r, expected.r)
    np.testing.assert_array_equal(data[-1], pop.r)


@pytest.mark.proves("api-8-interrupt")
def test_callbacks_are_forgotten():
    net = ann.Network()
    net.create(1, ann.Neuron(equations="r = 1.0"))
    net.compile(silent=True, backend="reference")

    @ann.every(network=net, period=1.0)
    def interrupt(n):
        if n == 3:
            _thread.interrupt_main()

    with pytest.raises(KeyboardInterrupt):
        net.simulate(1e9)
    assert 3 <= net.current_step < 1e9
    before = net.current_step
    net.simulate(2.0)
    assert net.current_step == before + 2

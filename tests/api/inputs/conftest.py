"""What the tests of inputs share."""

import pytest

import annarchy_lab as ann


@pytest.fixture
def net(backend):
    """An empty network with steps of 1 ms on each backend."""
    made = ann.Network(dt=1.0, seed=3)
    made.config(backend=backend)
    return made


@pytest.fixture
def record(net):
    """Compile, run and return what an attribute did: ``record(pop, "r", 5)``."""

    def run(pop, name, n_steps):
        monitor = net.monitor(pop, name)
        if not net.compiled:
            net.compile(silent=True)
        net.simulate(n_steps * net.dt)
        return monitor.get(name)

    return run

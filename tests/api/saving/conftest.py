import pytest
from saved_networks import build


@pytest.fixture
def ran():
    """A network that has run."""
    net = build()
    net.compile(silent=True)
    net.simulate(20.0)
    return net


@pytest.fixture
def other():
    """The same network with other random numbers, compiled."""
    net = build(seed=2)
    net.compile(silent=True)
    net.simulate(3.0)
    return net

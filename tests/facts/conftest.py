"""Networks for facts about the language: a fresh one per test, on each backend."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import annarchy_lab as ann


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Every test starts and ends without networks, constants and functions."""
    ann.clear()
    yield
    ann.clear()


@pytest.fixture(params=["reference", "cpu"])
def backend(request: pytest.FixtureRequest) -> str:
    """Name of a backend; what is shown to users is the same on each."""
    return request.param


@pytest.fixture
def make(backend: str) -> Callable[..., ann.Network]:
    """Make an empty network on the backend: ``make(dt=0.5, num_threads=2)``."""

    def made(dt: float = 1.0, seed: int = 1, **settings: Any) -> ann.Network:
        net = ann.Network(dt=dt, seed=seed)
        net.config(backend=backend, **settings)
        return net

    return made


@pytest.fixture
def net(make: Callable[..., ann.Network]) -> ann.Network:
    """An empty network with steps of 1 ms."""
    return make()

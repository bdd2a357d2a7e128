"""What a cell has built is compiled while nobody waits."""

import threading
from pathlib import Path

import pytest

import annarchy_lab as ann
from annarchy_lab.lab.ahead import Ahead

Leaky = ann.Neuron(equations="tau = 10.0\ntau * dv/dt = -v + g_exc", spike="v > 1.0", reset="v = 0")
Trace = ann.Synapse(equations="dx/dt = -x / 20.0 : event-driven", pre_spike="g_target += w\nx += 1")


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNARCHY_LAB_CACHE_DIR", str(tmp_path / "cache"))


def build() -> tuple[ann.Network, ann.Projection]:
    net = ann.Network(dt=1.0, seed=1)
    pop = net.create(20, Leaky)
    return net, net.connect(pop, pop, "exc", Trace)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """What was begun in the background; it has ended."""
    threads: list[threading.Thread] = []
    compile_ahead = ann.Network.compile_ahead

    def followed(network: ann.Network) -> threading.Thread | None:
        thread = compile_ahead(network)
        if thread is not None:
            thread.join()
            threads.append(thread)
        return thread

    monkeypatch.setattr(ann.Network, "compile_ahead", followed)
    return threads


def test_compiling_finds_done_what_was_compiled_ahead(laboratory, begun):
    net, proj = build()
    proj.fixed_probability(0.5, weights=ann.Uniform(0.0, 1.0))
    Ahead().look()
    assert len(begun) == 1
    net.compile(silent=True)
    assert net.simulator.timings.n_compiled == 0


def test_a_network_is_compiled_when_it_is_whole_and_again_when_it_has_grown(laboratory, begun):
    ahead = Ahead()
    net, proj = build()
    ahead.look()
    assert len(begun) == 0
    proj.all_to_all(weights=0.1)
    ahead.look()
    ahead.look()
    assert len(begun) == 1
    net.create(3, Leaky)
    ahead.look()
    assert len(begun) == 2
    net.compile(silent=True)
    ahead.look()
    assert len(begun) == 2


def test_mistakes_are_told_by_who_compiles(laboratory, begun):
    net = ann.Network(dt=1.0)
    pop = net.create(2, Leaky)
    astray = ann.Synapse(equations="dx/dt = post.nowhere - x", pre_spike="g_target += w")
    net.connect(pop, pop, "exc", astray).all_to_all(weights=1.0)
    Ahead().look()
    assert len(begun) == 1
    with pytest.raises(ann.ANNarchyException, match="nowhere"):
        net.compile(silent=True)

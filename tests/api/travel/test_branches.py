"""Futures that were left are kept, and one can return to each of them."""

import pytest
from saved_networks import build

from annarchy_lab import ANNarchyException
from annarchy_lab.api.travel import branches
from annarchy_lab.api.travel.branches import Travel


def state(net):
    owners = (*net.get_populations(), *net.get_projections())
    return {(o.name, a): o._flat(a).tobytes() for o in owners for a in o.attributes}


@pytest.fixture
def net():
    net = build()
    net.compile(silent=True)
    net.keyframes()
    return net


def run(net, steps):
    """Set b before each stretch of 5 ms."""
    for b in steps:
        net.get_population("A").b = b
        net.simulate(5.0)


def straight(steps):
    net = build()
    net.compile(silent=True)
    run(net, steps)
    return state(net)


def test_a_branch_ends_as_if_there_were_no_other(net):
    run(net, (0.1, 0.2, 0.3))
    net.rewind(5.0, keep=True)
    assert net.line == "branch 1"
    run(net, (0.9, 0.8))
    (main,) = net.branches
    assert (main.name, main.from_ms, main.until_ms) == ("main", 5.0, 15.0)
    assert state(net) == straight((0.1, 0.9, 0.8))
    net.switch("main")
    assert (net.line, net.time) == ("main", 15.0)
    assert state(net) == straight((0.1, 0.2, 0.3))
    run(net, (0.4,))
    assert state(net) == straight((0.1, 0.2, 0.3, 0.4))
    net.switch("branch 1")
    assert state(net) == straight((0.1, 0.9, 0.8))
    assert [each.until_ms for each in net.branches] == [20.0]


def test_time_goes_back_in_a_branch_too(net):
    run(net, (0.1, 0.2, 0.3, 0.4))
    net.rewind(5.0, keep="other")
    run(net, (0.9,))
    net.switch("main")
    net.rewind(15.0)
    assert state(net) == straight((0.1, 0.2, 0.3))
    net.rewind(10.0, keep=True)
    assert state(net) == straight((0.1, 0.2))
    assert [each.name for each in net.branches] == ["other", "main"]
    net.switch("other")
    assert state(net) == straight((0.1, 0.9))


def test_who_watches_is_told(net):
    told = []
    net._on_travel = [told.append]
    run(net, (0.1, 0.2))
    net.rewind(5.0)
    net.rewind(2.0, keep=True)
    net.switch("main")
    assert told == [Travel(10), Travel(4, "main"), Travel(4, "branch 1", "main")]


def test_mistakes_are_explained(net):
    run(net, (0.1, 0.2))
    with pytest.raises(ANNarchyException, match="there are none: rewind"):
        net.switch("main")
    net.rewind(5.0, keep=True)
    with pytest.raises(ANNarchyException, match="there are 'main'"):
        net.switch("nowhere")
    with pytest.raises(ANNarchyException, match="called 'main' already"):
        net.rewind(2.0, keep="main")
    net.reset()
    assert (net.branches, net.line) == ((), "main")


def test_there_are_not_too_many(net, monkeypatch):
    monkeypatch.setattr(branches, "MOST_BRANCHES", 2)
    for _ in range(4):
        run(net, (0.1, 0.2))
        net.rewind(net.time - 5.0, keep=True)
    assert [each.name for each in net.branches] == ["branch 2", "branch 3"]

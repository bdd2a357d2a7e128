"""One file of each version, as it was written then: it can be read for ever."""

from pathlib import Path

import pytest

import annarchy_lab as ann
from annarchy_lab.api.saving.container import VERSION

FILES = Path(__file__).parent / "files"
R = [[25.0, 0.0], [155.0, 49.0]]


@pytest.fixture
def net():
    net = ann.Network(dt=0.5, seed=2)
    count = ann.Variable("n = n + 1", type=int, locality="global")
    first = net.create(4, ann.Neuron(equations="r = 1.0"), name="A")
    second = net.create((2, 2), ann.Neuron(equations=["r = r + sum(exc)", count]), name="B")
    net.connect(first, second, "exc", name="AB").all_to_all(1.0)
    net.connect(first, first, "exc", name="AA").all_to_all(1.0)
    return net


@pytest.mark.proves("api-10-version")
@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_file_of_this_version_can_be_read(net, version):
    net.load(FILES / f"version_{version}.npz")
    assert net.time == 5.0
    assert net.get_population("A").r.tolist() == [1.0] * 4
    assert net.get_population("B").n == 10
    assert net.get_population("B").r.tolist() == R
    forth, back = net.get_projection("AB"), net.get_projection("AA")
    assert (forth.post_ranks, forth.pre_ranks) == ([0, 2, 3], [[0, 2], [0, 1, 2, 3], [1]])
    assert forth.w == [[1.0, 2.0], [3.0, 4.0, 5.0, 6.0], [7.0]]
    assert forth.delay == [[1.0, 2.0], [1.0, 2.0, 1.0, 1.5], [3.0]]
    assert (back.w, back.delay, back.nb_synapses) == (0.25, 2.0, 4)

"""How much memory a network takes."""

import pytest

import annarchy_lab as ann
from annarchy_lab.api.footprint import footprint


@pytest.mark.proves("api-2-memory-footprint")
@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_sizes_of_objects(backend, capsys):
    net = ann.Network(seed=1)
    pop = net.create(1000, ann.Neuron(equations="r = sum(exc)"), name="P")
    net.connect(pop, pop, "exc", name="S").fixed_number_pre(20, ann.Uniform(0.0, 1.0))
    before = footprint(net)
    assert before["P"] == (0, 0)
    # a pre rank and a weight, and where the synapses of each neuron begin
    assert before["S"][0] == 1000 * 20 * (4 + 8) + 1001 * 8
    net.compile(silent=True, backend=backend)
    after = footprint(net)
    assert after["P"][1] >= 2 * 1000 * 8
    assert 1000 * 20 * 12 <= after["S"][1] < 1000 * 20 * 40
    net.memory_footprint()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[0] == "network 1"
    assert [line.split()[0] for line in lines[1:]] == ["P", "S", "together"]
    assert lines[2].split()[1:3] == ["242.2", "KiB"]
    assert lines[0].endswith("in Python   in the core      for each")
    assert 12.0 <= float(lines[2].split()[-2]) < 40.0


def test_one_side_only(net, rate, fake, capsys):
    net.create(2, rate)
    net.compile(silent=True)
    net.memory_footprint(show_py_side=False)
    assert capsys.readouterr().out.splitlines() == [
        "network 1   in the core      for each",
        "pop0               16 B         8.0 B",
        "together           16 B",
    ]
    net.memory_footprint(show_cpp_side=False)
    assert "in the core" not in capsys.readouterr().out

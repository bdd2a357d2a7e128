"""How much memory a network takes."""

import subprocess
import sys

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


def test_what_a_drawn_synapse_takes():
    net = ann.Network(seed=1)
    net.config(dtype=ann.float32)
    pop = net.create(1000, ann.Izhikevich, name="P")
    proj = net.connect(pop, pop, "exc", name="S")
    proj.fixed_probability(0.1, weights=ann.Uniform(0.0, 1.0))
    net.compile(silent=True)
    python, core = footprint(net)["S"]
    rows = 1001 * 8
    assert python == 4 * proj.nb_synapses + rows  # a pre rank
    assert core <= (4 + 4) * proj.nb_synapses + rows + 128  # a weight and a post rank


LARGE = """
import resource
import annarchy_lab as ann
net = ann.Network(seed=1)
net.config(dtype=ann.float32)
pop = net.create(100_000, ann.Izhikevich)
proj = net.connect(pop, pop, "exc")
proj.fixed_probability(0.01, weights=ann.Uniform(0.0, 0.001))
net.compile(silent=True)
pop.i_offset = 8.0
net.simulate(50.0)
assert proj.nb_synapses > 99_000_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="tells its peak memory in other units")
def test_a_hundred_million_synapses_fit_two_gigabytes():
    done = subprocess.run(
        [sys.executable, "-c", LARGE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * 1024 < 2e9

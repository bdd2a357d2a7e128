"""Everything of a network, in memory and in files: runs go on with the same bits."""

import json
import os
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from saved_networks import assert_same, build
from source_tree import ROOT

import annarchy_lab as ann
from annarchy_lab import ANNarchyException, Checkpoint

ELSEWHERE = """
import sys
from saved_networks import build
from annarchy_lab import Checkpoint
net = build(seed={seed}, dtype={dtype!r}, num_threads=2, fixed_threads=True)
net.compile(silent=True, backend={backend!r})
net.restore(Checkpoint.load(sys.argv[1]))
net.simulate(40.0)
net.checkpoint().save(sys.argv[2])
"""


def elsewhere(code, *arguments):
    """Run code in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "tests" / "support")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def lived(**options):
    """A network in which everything that can be set was set."""
    net = build(**options)
    net.compile(silent=True)
    a, ab = net.get_population("A"), net.get_projection("AB")
    a.compute_firing_rate(20.0)
    net.simulate(30.0)
    a[3].tau = 12.0
    a.b = 0.4
    ab.eta = 0.2
    ab.delay = ann.Uniform(0.5, 8.0)
    ab.disable_learning()
    net.get_projection("BA").enable_learning(period=2.0)
    net.simulate(10.0)
    return net


def values_of(checkpoint):
    return {
        (name, array): values.tobytes()
        for name, part in checkpoint.captured.objects.items()
        for array, values in part.arrays.items()
        if array.startswith(("value/", "clock/"))
    }


@pytest.mark.parametrize("seed", [1, 99])
@pytest.mark.parametrize("backend", ["cpu", "reference"])
def test_a_run_goes_on_in_a_new_process(tmp_path, backend, seed):
    """Also where synapses and values were drawn differently there."""
    net = lived()
    net.checkpoint().save(tmp_path / "here")
    code = ELSEWHERE.format(backend=backend, seed=seed, dtype="float64")
    elsewhere(code, tmp_path / "here", tmp_path / "there")
    net.simulate(40.0)
    here, there = net.checkpoint(), Checkpoint.load(tmp_path / "there")
    assert here.captured.clock == there.captured.clock
    assert values_of(here) == values_of(there)


def test_what_a_file_says_is_what_was_there(tmp_path):
    net = lived(dtype="float32")
    here = net.checkpoint()
    here.save(tmp_path / "deep" / "here.npz")
    read = Checkpoint.load(tmp_path / "deep" / "here.npz")
    assert (read.step, read.time, read.created) == (80, 40.0, here.created)
    assert repr(read) == "<Checkpoint at 40.0 ms of A, B, AB, BA>"
    assert sorted(v.tobytes() for v in read.arrays()) == sorted(v.tobytes() for v in here.arrays())
    with zipfile.ZipFile(tmp_path / "deep" / "here.npz") as archive:
        assert "A/value/v.npy" in archive.namelist()


def test_settings_of_python_come_back():
    net = lived()
    here, numbers = net.checkpoint(), net.default_rng.random(3)
    ab = net.get_projection("AB")
    delays = ab.delay
    ab.delay = ann.Uniform(0.5, 2.0)
    ab.enable_learning()
    net.get_population("A").disable()
    net.seed = 7
    net.simulate(5.0)
    net.restore(here)
    assert net.time == 40.0
    assert net.seed == 1
    assert (net.default_rng.random(3) == numbers).all()
    assert ab.delay == delays
    assert net.get_population("A").enabled
    assert not ab.plasticity


def test_constants_and_scales_come_back():
    net = ann.Network(dt=1.0, seed=1)
    gain = net.constant("gain_back", 2.0)
    pop = net.create(4, ann.Neuron(parameters="k = 3.0", equations="r = gain_back * k"))
    net.compile(silent=True)
    pop.k = ann.Scale(2.0)
    here = net.checkpoint()
    pop.k = 7.0
    gain.set(5.0)
    net.simulate(2.0)
    net.restore(here)
    assert gain.value == 2.0
    pop.k = ann.Scale(1.0)  # relative to what it was before the checkpoint
    net.simulate(1.0)
    assert pop.r.tolist() == [6.0] * 4


def test_synapses_that_came_and_went_come_back():
    net = build(structural_plasticity=True)
    net.compile(silent=True)
    net.simulate(10.0)
    here, ab = net.checkpoint(), net.get_projection("AB")
    before, weights = ab.pre_ranks, ab.w
    for dendrite in ab.dendrites:
        dendrite.prune_synapse(dendrite.pre_ranks[0])
    net.simulate(5.0)
    assert ab.pre_ranks != before
    net.restore(here)
    assert ab.pre_ranks == before
    assert ab.w == weights


def test_synapses_that_were_replaced_come_back():
    net = build()
    net.compile(silent=True)
    net.simulate(10.0)
    here, ab = net.checkpoint(), net.get_projection("AB")
    before, weights = ab.pre_ranks, ab.w
    ab.reset(synapses=True)
    net.simulate(5.0)
    assert ab.pre_ranks != before
    net.restore(here)
    assert ab.pre_ranks == before
    assert ab.w == weights


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda net: setattr(net, "dt", 1.0), "dt was 0.5 there and is 1.0 here"),
        (lambda net: net.config(dtype="float32"), "precision was float64 there and is float32"),
        (lambda net: net.create(3, ann.Neuron(equations="r = 1.0"), name="C"), "no population C"),
    ],
)
def test_another_network_is_refused_with_what_differs(change, told):
    here, other = lived().checkpoint(), build()
    change(other)
    other.compile(silent=True)
    with pytest.raises(ANNarchyException, match=f"another network: .*{told}"):
        other.restore(here)
    assert other.time == 0.0


def test_other_equations_and_sizes_are_refused():
    def made(size, text):
        net = ann.Network(dt=1.0, seed=1)
        net.create(size, ann.Neuron(equations=text), name="P")
        net.compile(silent=True)
        return net

    here = made(3, "r = 1.0").checkpoint()
    with pytest.raises(ANNarchyException, match="size of P was 3 there and is 4 here"):
        made(4, "r = 1.0").restore(here)
    with pytest.raises(ANNarchyException, match="the equations of P are others"):
        made(3, "r = 2.0").restore(here)


def test_a_file_that_was_tampered_with_changes_nothing(tmp_path):
    net = lived()
    net.checkpoint().save(tmp_path / "good")
    with np.load(tmp_path / "good") as archive:
        arrays = dict(archive)
    arrays["A/value/v"] = arrays["A/value/v"][:5]
    with (tmp_path / "bad").open("wb") as file:
        np.savez(file, **arrays)
    before = net.get_population("A").v.copy()
    with pytest.raises(ANNarchyException, match="does not fit"):
        net.restore(Checkpoint.load(tmp_path / "bad"))
    assert (net.get_population("A").v == before).all()
    assert net.time == 40.0


def test_other_files_are_refused(tmp_path):
    net = lived()
    net.save(tmp_path / "saved")
    with pytest.raises(ANNarchyException, match=r"holds a network, not a checkpoint: .*net.save"):
        Checkpoint.load(tmp_path / "saved")
    net.checkpoint().save(tmp_path / "here")
    with pytest.raises(ANNarchyException, match=r"checkpoint, not a network: .*checkpoint\(\)"):
        net.load(tmp_path / "here")
    header = {"format": "annarchy_lab", "version": 1, "kind": "checkpoint"}
    with (tmp_path / "short").open("wb") as file:
        np.savez(file, header=np.array(json.dumps(header)))
    with pytest.raises(ANNarchyException, match="is damaged"):
        Checkpoint.load(tmp_path / "short")


def test_a_branch_goes_its_own_way():
    net = lived()
    branch = net.branch()
    assert_same(net, branch)
    net.simulate(20.0)
    branch.simulate(20.0)
    assert_same(net, branch)
    branch.get_population("A").b = 0.9
    branch.simulate(5.0)
    assert net.get_population("A").b == 0.4
    assert (net.time, branch.time) == (60.0, 65.0)


def test_a_checkpoint_needs_a_compiled_network():
    with pytest.raises(ann.StateError, match="compile"):
        build().checkpoint()

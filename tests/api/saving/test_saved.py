import os
from pathlib import Path

import numpy as np
import pytest
from saved_networks import assert_same, build

import annarchy_lab as ann
from annarchy_lab.api.saving import aside

SAME_FORMAT = ["net.npz", "net.gz", "net.data", "net"]


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.mark.proves("api-2-load-save")
@pytest.mark.proves("api-10-network", "api-10-one-format", "api-10-sniffed", "api-10-restores")
@pytest.mark.parametrize("name", SAME_FORMAT)
def test_a_network_comes_back(ran, other, tmp_path, name):
    path = tmp_path / name
    ran.save(str(path))
    assert path.read_bytes()[:2] == b"PK"
    renamed = path.rename(tmp_path / "renamed.mat")
    other.load(renamed)
    assert_same(other, ran)
    assert other.get_projection("AB").csr("x").nnz == ran.get_projection("AB").nb_synapses
    other.simulate(5.0)


@pytest.mark.proves("api-10-before-compile")
@pytest.mark.parametrize("is_connected", [True, False])
def test_before_compile_too(ran, tmp_path, is_connected):
    ran.save(tmp_path / "net.npz")
    net = build(seed=2, is_connected=is_connected)
    net.load(tmp_path / "net.npz")
    assert net.time == 20.0
    net.compile(silent=True)
    assert_same(net, ran)
    net.simulate(5.0)
    net.reset(projections=True)
    assert net.time == 0.0


@pytest.mark.proves("api-10-restores")
@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_the_loaded_synapses_transmit(tmp_path, backend):
    def chain(seed):
        net = ann.Network(seed=seed)
        a = net.create(4, ann.Neuron("k = 1.0 : local", "r = k"), name="a")
        b = net.create(3, ann.Neuron(equations="r = sum(exc)"), name="b")
        net.connect(a, b, "exc", name="p").fixed_probability(
            0.5, ann.Uniform(0, 1), delays=ann.Uniform(1.0, 4.0)
        )
        net.compile(silent=True, backend=backend)
        return net

    net, other = chain(1), chain(2)
    net.get_population("a").k = [1.0, 2.0, 3.0, 4.0]
    net.save(tmp_path / "net")
    other.load(tmp_path / "net")
    for each in (net, other):
        each.simulate(10.0)
    assert other.get_population("b").r.tolist() == net.get_population("b").r.tolist()


@pytest.mark.proves("api-10-dtype")
def test_types_are_kept(tmp_path):
    for name in ("float32", "float64"):
        net, other = build(dtype=name), build(seed=2, dtype=name)
        net.compile(silent=True)
        net.simulate(2.0)
        net.save(tmp_path / name)
        with np.load(tmp_path / name, allow_pickle=False) as archive:
            assert archive["AB/w"].dtype == name
            assert archive["A/n"].dtype == np.int32
            assert archive["A/up"].dtype == np.bool_
        other.load(tmp_path / name)
        assert_same(other, net)
    other.load(tmp_path / "float32")
    assert other.get_population("A").v.dtype == np.float64


@pytest.mark.proves("api-10-content", "api-10-no-pickles")
def test_what_is_in_a_file(ran, tmp_path):
    import json

    ran.save(tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz", allow_pickle=False) as archive:
        header = json.loads(str(archive["header"]))
        names = set(archive.files)
        offsets = archive["AB/connectivity/offsets"]
    assert (header["version"], header["kind"], header["time_step"]) == (1, "network", 40)
    assert header["obj_names"] == ["A", "B", "AB", "BA"]
    assert header["populations"][0]["geometry"] == [6, 5]
    assert header["populations"][0]["size"] == 30
    assert header["projections"][0]["pre"] == "A"
    assert header["projections"][0]["variables"] == ["x", "m", "w"] or "w" in str(header)
    assert {"A/v", "A/n", "AB/w", "AB/eta", "AB/m", "AB/connectivity/delays"} <= names
    assert len(offsets) == ran.get_projection("AB").size + 1


@pytest.mark.proves("api-10-switches")
def test_switches(ran, other, tmp_path):
    pop, proj = other.get_population("A"), other.get_projection("AB")
    ran.save(tmp_path / "all")
    before = (pop.v.tolist(), proj.w)
    other.load(tmp_path / "all", populations=False)
    assert pop.v.tolist() == before[0]
    assert proj.w == ran.get_projection("AB").w
    proj.w = 0.5
    other.load(tmp_path / "all", projections=False)
    assert proj.w[0][0] == 0.5
    assert pop.v.tolist() == ran.get_population("A").v.tolist()
    ran.save(tmp_path / "half", projections=False)
    other.load(tmp_path / "half", projections=False)
    with error("knows no projection 'AB', 'BA'"):
        other.load(tmp_path / "half")


@pytest.mark.proves("api-10-objects")
def test_single_objects(ran, other, tmp_path):
    ran.get_population("A").save(tmp_path / "sub" / "A.npz")
    ran.get_projection("AB").save(tmp_path / "AB.npz")
    other.get_population("A").load(tmp_path / "sub" / "A.npz")
    other.get_projection("AB").load(tmp_path / "AB.npz")
    assert other.get_population("A").v.tolist() == ran.get_population("A").v.tolist()
    for name in ("w", "x", "k", "m", "eta", "delay", "pre_ranks"):
        assert getattr(other.get_projection("AB"), name) == getattr(ran.get_projection("AB"), name)
    assert other.time == 3.0
    with error(r"B has the geometry \(20,\), in the file it is \(6, 5\)"):
        other.get_population("B").load(tmp_path / "sub" / "A.npz")
    with error("holds a population, not a projection: it was written by pop.save"):
        other.get_projection("AB").load(tmp_path / "sub" / "A.npz")
    with error("BA connects 20 to 30 neurons, in the file it is 30 to 20"):
        other.get_projection("BA").load(tmp_path / "AB.npz")


@pytest.mark.proves("api-10-objects")
def test_one_weight_for_all_may_become_many_and_back(tmp_path, net, rate):
    a, b = net.create(3, rate), net.create(2, rate)
    single = net.connect(a, b, "exc").all_to_all(0.5)
    many = net.connect(a, b, "exc").all_to_all(0.25, force_multiple_weights=True)
    net.compile(silent=True)
    many.w = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    single.save(tmp_path / "single")
    many.save(tmp_path / "many")
    single.load(tmp_path / "many")
    assert single.w == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    many.load(tmp_path / "single")
    assert many.w == [[0.5] * 3] * 2
    many.w = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


@pytest.mark.proves("api-10-objects")
def test_synapses_that_come_and_go(tmp_path, net):
    net.config(structural_plasticity=True)
    pop = net.create(5, ann.Neuron(equations="r = 1.0\ns = sum(exc)"))
    proj = net.connect(pop, pop, "exc").fixed_number_pre(2, 1.0)
    net.compile(silent=True)
    before = proj.pre_ranks
    proj.save(tmp_path / "proj")
    proj.dendrite(0).create_synapse(min({1, 2, 3, 4} - set(before[0])), w=3.0)
    proj.dendrite(1).prune_synapse(before[1][0])
    proj.load(tmp_path / "proj")
    assert (proj.pre_ranks, proj.w) == (before, [[1.0, 1.0]] * 5)
    proj.dendrite(1).prune_synapse(before[1][0])
    net.simulate(2.0)
    assert pop.s.tolist() == [2.0, 1.0, 2.0, 2.0, 2.0]


@pytest.mark.proves("api-10-reset-after")
def test_a_reset_after_loading(ran, other, tmp_path):
    ran.save(tmp_path / "net")
    other.load(tmp_path / "net")
    proj = other.get_projection("AB")
    other.reset(projections=True)
    assert proj.x[0][0] == 0.0
    assert proj.w == ran.get_projection("AB").w
    assert proj.k == ran.get_projection("AB").k  # drawn for each synapse: those of the file
    assert other.get_population("A").tau.tolist() == ran.get_population("A").tau.tolist()


@pytest.mark.proves("api-10-step")
def test_another_step_keeps_the_time(ran, tmp_path):
    ran.save(tmp_path / "net")
    net = build(seed=2, dt=0.25)
    net.load(tmp_path / "net")
    net.compile(silent=True)
    assert (net.time, net.current_step) == (20.0, 80)
    assert net.get_projection("AB").delay == ran.get_projection("AB").delay


@pytest.mark.proves("api-10-journaled")
def test_a_load_is_announced_and_can_be_done_once_more(ran, other, tmp_path):
    ran.save(tmp_path / "net")
    told = []
    other._on_write.append(lambda *what: told.append(what))
    other.load(tmp_path / "net")
    assert {what[3] for what in told} == {"connect", "set", "step"}
    again = build(seed=2)
    again.compile(silent=True)
    for _, name, attribute, kind, value, _ in told:
        if kind == "step":
            again.current_step = value
        else:
            again.apply(name, attribute, kind, value)
    assert_same(again, ran)


@pytest.mark.proves("api-10-live")
def test_while_a_network_runs(ran, other, tmp_path):
    ran.save(tmp_path / "net")
    ran.get_projection("AB").save(tmp_path / "AB")
    run = other.start()
    with pytest.raises(ann.StateError, match="live run"):
        other.load(tmp_path / "net")
    other.get_projection("AB").load(tmp_path / "AB")
    assert other.get_projection("AB").pre_ranks == ran.get_projection("AB").pre_ranks
    other.save(tmp_path / "running")
    run.stop()


@pytest.mark.proves("api-10-folders")
def test_folders_are_made_and_older_files_stay_until_the_new_one_is_whole(
    ran, tmp_path, monkeypatch
):
    path = tmp_path / "a" / "b" / "net.npz"
    ran.save(path)
    before = path.read_bytes()

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(aside.os, "fsync", fail)
    with error(r"net\.npz cannot be written: No space left on device"):
        ran.save(path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["net.npz"]


@pytest.mark.proves("api-10-matlab")
def test_files_for_matlab_are_saved_only(ran, tmp_path):
    from scipy.io import loadmat

    ran.save(tmp_path / "net.mat")
    found = loadmat(tmp_path / "net.mat", simplify_cells=True)
    assert found["time_step"] == 40
    assert np.array_equal(found["A"]["v"], ran.get_population("A")._flat("v"))
    assert found["AB"]["connectivity"]["pre_ranks"].size == ran.get_projection("AB").nb_synapses
    with error("file for MATLAB: these can be saved, but not loaded"):
        ran.load(tmp_path / "net.mat")
    ran.get_projection("AB").save_connectivity(tmp_path / "AB.mat")
    assert "AB" in loadmat(tmp_path / "AB.mat")


@pytest.mark.proves("api-10-global")
def test_the_global_functions(tmp_path):
    pop = ann.Population(3, ann.Neuron("k = 1.0 : local", "r = r + k"))
    ann.compile(silent=True)
    ann.simulate(4.0)
    ann.save(str(tmp_path / "net.npz"))
    ann.reset()
    ann.load(str(tmp_path / "net.npz"), pickle_encoding="latin1")
    assert (pop.r.tolist(), ann.get_time()) == ([4.0] * 3, 4.0)
    with error("no network 77"):
        ann.save(str(tmp_path / "x"), net_id=77)


def test_names_that_collide_are_refused(net, rate, tmp_path):
    a = net.create(2, rate, name="p")
    net.connect(a, a, "exc", name="q").all_to_all(1.0)
    net.create(2, ann.Neuron(equations="offsets = 1.0\nr = 1.0"), name="q/connectivity")
    with error("stands for two things"):
        net.save(tmp_path / "x")
    assert not Path(tmp_path / "x").exists()

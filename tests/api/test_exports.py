"""Recordings as files, tables and labelled arrays."""

import zipfile

import h5py
import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api.exports import file as files
from annarchy_lab.api.exports.arrays import flat_arrays


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture
def pop(net, rate, fake):
    return net.create((2, 3), rate, name="P")


@pytest.fixture
def cells(net, spiking, fake):
    return net.create(5, spiking, name="S")


def run(net, duration):
    if not net.compiled:
        net.compile(silent=True)
    net.simulate(duration)


@pytest.fixture
def edges(net, rate, fake):
    """Monitors of a full, a ragged and an uneven projection and of a dendrite, after two rows."""
    a, b = net.create(2, rate), net.create(3, rate)
    synapse = ann.Synapse("k = 1.0 : projection", "x = pre.r\ny = 0.0 : postsynaptic")
    full = net.connect(a, b, "exc", synapse, name="full").all_to_all(1.0)
    ragged = net.connect(a, b, "exc", synapse, name="ragged")
    ragged.from_matrix([[1, None], [None, None], [2, 3]])
    crossed = net.connect(a, b, "exc", synapse, name="crossed")
    crossed.from_matrix([[1, None], [None, 2], [None, 3]])
    found = [
        net.monitor(full, ["x", "y", "k"], period=1.0),
        net.monitor(ragged, ["x"], period=1.0),
        net.monitor(crossed, "x", period=1.0),
        net.monitor(ragged.dendrite(2), ["x", "y"], period=1.0),
    ]
    net.compile(silent=True)
    full.x = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    ragged.x = [[1.0], [2.0, 3.0]]
    net.simulate(2.0)
    return found


@pytest.mark.proves("api-7-save-npy", "api-7-save-empties")
def test_one_variable_as_npy(net, pop, tmp_path):
    m = net.monitor(pop, ["v", "r"])
    run(net, 2.0)
    expected = m.get("v", keep=True)
    m.save(tmp_path / "deep" / "v.npy", "v", keep=True, reshape=True)
    assert np.array_equal(np.load(tmp_path / "deep" / "v.npy"), expected)
    m.save(tmp_path / "v.npy", "v")
    assert np.load(tmp_path / "v.npy").shape == (4, 6)
    assert len(m.get("v")) == 0
    assert len(m.get("r", keep=True)) == 4
    with error("holds one array of numbers, not v, r: save one variable, or take .npz"):
        m.save(tmp_path / "both.npy")
    assert len(m.get("r")) == 4


@pytest.mark.proves("api-7-save-npz", "api-7-no-pickle")
def test_several_variables_as_npz_without_pickles(net, cells, edges, tmp_path):
    m = net.monitor(cells, "spike")
    edges[1].save(tmp_path / "edges.npz")
    with np.load(tmp_path / "edges.npz", allow_pickle=False) as found:
        assert sorted(found) == ["x/offsets", "x/shape", "x/values"]
        assert found["x/values"].tolist() == [1.0, 2.0, 3.0] * 2
        assert found["x/offsets"].tolist() == [0, 1, 3, 4, 6]
        assert found["x/shape"].tolist() == [2, 2]
    net.simulate(1.0)
    steps = m.get("spike", keep=True)
    m.save(str(tmp_path / "spikes.npz"))
    with np.load(tmp_path / "spikes.npz", allow_pickle=False) as found:
        cut = np.split(found["spike/values"], found["spike/offsets"][1:-1])
        trains = zip(found["spike/ranks"].tolist(), cut, strict=True)
        assert {rank: train.tolist() for rank, train in trains} == steps


def test_names_that_numpy_keeps_for_itself(tmp_path):
    files.write_file(tmp_path / "x.npz", {"file": np.arange(2), "allow_pickle": np.arange(3)})
    with np.load(tmp_path / "x.npz") as found:
        assert found["file"].tolist() == [0, 1]
    assert zipfile.is_zipfile(tmp_path / "x.npz")


@pytest.mark.proves("api-7-save-hdf5")
def test_hdf5(net, pop, cells, tmp_path):
    m, spikes = net.monitor(pop, ["v", "m"]), net.monitor(cells, "spike")
    run(net, 2.0)
    expected, trains = m.get(keep=True), spikes.get("spike", keep=True)
    m.save(tmp_path / "x.hdf5", keep=True, reshape=True)
    spikes.save(tmp_path / "s.h5")
    with h5py.File(tmp_path / "x.hdf5") as found:
        assert np.array_equal(found["v"][:], expected["v"])
        assert np.array_equal(found["m"][:], expected["m"])
    with h5py.File(tmp_path / "s.h5") as found:
        assert found["spike/values"][:].tolist() == [s for each in trains.values() for s in each]


@pytest.mark.proves("api-7-save-all", "api-7-flat-keys")
def test_several_monitors_in_one_file(net, pop, cells, tmp_path):
    monitors = ann.MonitorList([net.monitor(pop, ["v", "r"]), net.monitor(cells, ["spike", "v"])])
    assert (len(monitors), monitors[0].object, len(monitors[1:])) == (2, pop, 1)
    assert [m.name for m in monitors] == ["monitor0", "monitor1"]
    run(net, 2.0)
    monitors.save_all(tmp_path / "all.hdf5", keep=True, reshape=True)
    monitors.save_all(tmp_path / "flat.npz", flat_keys=True)
    with h5py.File(tmp_path / "all.hdf5") as found:
        assert sorted(found) == ["P", "S"]
        assert found["P/v"].shape == (4, 2, 3)
        assert found["S/spike/ranks"][:].tolist() == [0, 1, 2, 3, 4]
    with np.load(tmp_path / "flat.npz") as found:
        assert {"P.v", "P.r", "S.v", "S.spike/values"} <= set(found)
        assert found["P.v"].shape == (4, 6)
    assert len(monitors[0].get("v")) == 0
    net.monitor(pop, "v")
    with error("two monitors record 'v' of P"):
        ann.MonitorList(net.get_monitors()).save_all(tmp_path / "twice.hdf5")
    with error("holds monitors, not 3"):
        ann.MonitorList([3])


@pytest.mark.proves("api-7-save-fails")
def test_what_cannot_be_saved_is_not_lost(net, cells, tmp_path, monkeypatch):
    m = net.monitor(cells, ["spike", "v"])
    run(net, 2.0)
    with error(r"saved as .npy, .npz, .h5, .hdf5, not as 'x.pkl'"):
        m.save(tmp_path / "x.pkl")
    (tmp_path / "old.npz").write_bytes(b"old")

    def full(path, arrays):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(files._WRITERS, ".npz", full)
    with error("cannot write .*old.npz: No space left on device. Nothing was lost"):
        m.save(tmp_path / "old.npz")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("old.npz", b"old")]
    with error("does not record 'w'"):
        m.save(tmp_path / "old.npz", ["v", "w"])
    assert len(m.get("v")) == 4
    assert sum(map(len, m.get("spike").values())) > 0


@pytest.mark.proves("api-7-missing-library")
@pytest.mark.parametrize(
    ("name", "export"),
    [
        ("h5py", lambda m, path: m.save(path / "x.h5")),
        ("pandas", lambda m, path: m.to_pandas()),
        ("xarray", lambda m, path: m.to_xarray()),
    ],
)
def test_a_missing_library_is_named(net, pop, tmp_path, monkeypatch, name, export):
    def no_module(wanted, *_):
        assert wanted == name
        raise ImportError(wanted)

    m = net.monitor(pop, "v")
    run(net, 1.0)
    monkeypatch.setattr("annarchy_lab.api.exports.library.import_module", no_module)
    with error(rf"needs {name}, which is not installed: pip install 'annarchy-lab\[io\]'"):
        export(m, tmp_path)
    assert len(m.get("v")) == 2


@pytest.mark.proves("api-7-pandas")
def test_tables(net, cells, pop):
    m, view = net.monitor(pop, ["v", "m"], period=1.0), net.monitor(cells[[3, 1]], ["v", "spike"])
    run(net, 2.0)
    trains = view.get("spike", keep=True)
    tables = m.to_pandas(keep=True)
    assert tables["v"].shape == (2, 6)
    assert tables["v"].index.tolist() == [0.0, 1.0]
    assert (tables["v"].index.name, tables["v"].columns.name) == ("time", "rank")
    assert tables["v"].loc[1.0, 4] == m.get("v")[1, 1, 1]
    assert tables["m"].shape == (2, 1)
    assert view.to_pandas("v", keep=True).columns.tolist() == [3, 1]
    spikes = view.to_pandas("spike")
    assert spikes.columns.tolist() == ["time", "rank"]
    assert spikes[spikes["rank"] == 3]["time"].tolist() == [0.5 * s for s in trains[3]]
    assert spikes.attrs == {"object": "S", "time_unit": "ms"}
    assert len(view.get("v", keep=True)) == 4
    assert sum(map(len, view.get("spike").values())) == 0


@pytest.mark.proves("api-7-pandas")
def test_tables_of_synapses(edges):
    full, ragged, _, dendrite = edges
    table = full.to_pandas("x", keep=True)
    assert table.columns.names == ["post_rank", "pre_rank"]
    assert table[2, 1].tolist() == [5.0, 5.0]
    assert full.to_pandas("y").columns.tolist() == [0, 1, 2]
    assert ragged.to_pandas("x").columns.tolist() == [(0, 0), (2, 0), (2, 1)]
    assert dendrite.to_pandas("x").columns.tolist() == [(2, 0), (2, 1)]


@pytest.mark.proves("api-7-xarray")
def test_data_sets(net, cells, pop):
    m, view = net.monitor(pop, ["v", "m"], period=1.0), net.monitor(cells[[3, 1]], ["v", "spike"])
    run(net, 2.0)
    expected, trains = m.get("v", keep=True), view.get("spike", keep=True)
    data = m.to_xarray(keep=True)
    assert data["v"].dims == ("time", "axis_0", "axis_1")
    assert np.array_equal(data["v"].values, expected)
    assert data["rank"].values.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert data["time"].values.tolist() == [0.0, 1.0]
    assert (data["time"].attrs, data.attrs) == ({"units": "ms"}, {"dt": 0.5, "dt_units": "ms"})
    assert data["v"].attrs == {"object": "P"}
    assert data["m"].dims == ("time",)
    found = view.to_xarray()
    assert found["v"].sel(rank=3).values.shape == (4,)
    is_of_3 = found["spike_rank"] == 3
    assert found["spike_time"][is_of_3].values.tolist() == [0.5 * s for s in trains[3]]
    assert len(view.get("v")) == 0
    m.start("r")
    net.simulate(1.0)
    both = m.to_xarray()
    assert both["r"].dims == ("time_r", "axis_0", "axis_1")
    assert (len(both["time"]), len(both["time_r"])) == (3, 1)


@pytest.mark.proves("api-7-xarray")
def test_data_sets_of_synapses(edges):
    full, ragged, crossed, dendrite = (m.to_xarray() for m in edges)
    assert full["x"].sel(post_rank=2, pre_rank=1).values.tolist() == [5.0, 5.0]
    assert full["y"].dims == ("time", "post_rank")
    assert ragged["x"].dims == ("time", "synapse")
    assert ragged["post_rank"].values.tolist() == [0, 2, 2]
    assert ragged["pre_rank"].values.tolist() == [0, 0, 1]
    assert crossed["x"].dims == ("time", "post_rank", "synapse")
    assert crossed["pre_rank"].values.tolist() == [[0], [1], [1]]
    assert dendrite["x"].dims == ("time", "synapse")
    assert dendrite["y"].dims == ("time",)


@pytest.mark.refuses("api-7-tables-that-change")
def test_synapses_that_come_and_go_have_no_columns():
    net = ann.Network(seed=1)
    net.config(backend="reference", structural_plasticity=True, suppress_warnings=True)
    pop = net.create(3, ann.Neuron(equations="r = t"))
    m = net.monitor(net.connect(pop, pop, "exc").all_to_all(1.0), "w")
    net.compile(silent=True)
    net.simulate(2.0)
    with error("come and go, so that 'w' has no columns for a table"):
        m.to_pandas()
    with error("come and go"):
        m.to_xarray()
    assert len(m.get("w")) == 2


def test_arrays_of_nothing():
    found = flat_arrays("x", np.empty((0, 3), object))
    assert {name: array.tolist() for name, array in found.items()} == {
        "x/values": [],
        "x/offsets": [0],
        "x/shape": [0, 3],
    }
    assert flat_arrays("spike", {2: []})["spike/values"].dtype == np.int64

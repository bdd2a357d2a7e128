"""Files that do not fit: each says what is wrong, and nothing changes."""

import json
import pickle
import zipfile

import numpy as np
import pytest
from saved_networks import build

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    net = build()
    net.compile(silent=True)
    net.simulate(20.0)
    path = tmp_path_factory.mktemp("saved") / "net.npz"
    net.save(path)
    return path.read_bytes()


@pytest.fixture
def path(saved, tmp_path):
    (tmp_path / "net.npz").write_bytes(saved)
    return tmp_path / "net.npz"


@pytest.fixture
def other():
    net = build(seed=2)
    net.compile(silent=True, backend="reference")
    return net


def changed(path, header=None, **arrays):
    """Write the file anew with other parts."""
    with np.load(path) as archive:
        found = {name: archive[name] for name in archive.files}
    head = json.loads(str(found["header"]))
    if header:
        header(head)
    found["header"] = np.array(json.dumps(head))
    found |= {name.replace("__", "/"): np.asarray(values) for name, values in arrays.items()}
    with open(path, "wb") as file:
        np.savez(file, **{name: values for name, values in found.items() if values.dtype != object})


def refuses(net, path, match):
    """Loading fails with this message, and the network is as it was."""
    before = state(net)
    with error(match):
        net.load(path)
    assert state(net) == before


def state(net):
    owners = [*net.get_populations(), *net.get_projections()]
    values = [owner._flat(name).tobytes() for owner in owners for name in owner.attributes]
    edges = [(p.pre_ranks, p.delay) for p in net.get_projections()]
    return net.current_step, values, edges


@pytest.mark.proves("api-10-mismatch")
@pytest.mark.parametrize(
    ("change", "match"),
    [
        (
            lambda net: net.create(2, ann.Neuron(equations="r = 1.0"), name="C"),
            "knows no popula.*'C'",
        ),
        (
            lambda net: net.connect("A", "B", "inh", name="CD").all_to_all(1.0),
            "knows no projection 'CD'",
        ),
    ],
)
def test_more_objects(path, change, match):
    net = build()
    change(net)
    net.compile(silent=True)
    with error(match):
        net.load(path)


@pytest.mark.proves("api-10-mismatch")
@pytest.mark.parametrize(
    ("key", "value", "match"),
    [
        (("populations", 0, "name"), "X", "knows no population 'A'"),
        (("populations", 0, "geometry"), [30], r"A has the geometry \(6, 5\).*it is \(30,\)"),
        (("populations", 1, "is_spiking"), False, "B is spiking, in the file it is not"),
        (("populations", 1, "localities", "n"), "local", "n of B is global, in the file it is lo"),
        (("populations", 1, "localities", "z"), "local", "B has no z, which is in the file"),
        (("projections", 0, "pre"), "B", "pre of AB is 'A', in the file it is 'B'"),
        (("projections", 0, "target"), ["inh"], r"target of AB is \['exc'\], in the file"),
        (("projections", 0, "n_pre"), 31, "AB connects 30 to 20 neurons, in the file it is 31"),
        (("projections", 1, "name"), "Y", "knows no projection 'BA'"),
    ],
)
def test_another_network(path, other, key, value, match):
    def change(header):
        *places, last = key
        for place in places:
            header = header[place]
        header[last] = value

    changed(path, change)
    refuses(other, path, match)


@pytest.mark.proves("api-10-mismatch")
def test_more_in_the_file(path, other):
    changed(path, lambda header: header["populations"].append({"name": "Z"}))
    refuses(other, path, "the network has no population 'Z', which is in the file")
    changed(path, lambda header: header.pop("populations"))
    refuses(other, path, "damaged")


@pytest.mark.proves("api-10-bad-arrays")
@pytest.mark.parametrize(
    ("arrays", "match"),
    [
        ({"A__v": np.full(30, np.nan)}, "v of A in the file holds NaN"),
        ({"A__v": np.ones(29)}, r"v of A in the file has the shape \(29,\)"),
        ({"A__v": np.ones((6, 5))}, r"v of A in the file has the shape \(6, 5\)"),
        ({"A__n": np.ones(30)}, r"n of A in the file has the shape \(30,\)"),
        ({"A__v": np.array(["x"] * 30)}, "v of A in the file has .* the type <U1"),
        ({"AB__w": np.array(np.nan)}, "w of AB in the file hold NaN"),
        ({"AB__w": np.ones(3)}, "w of AB in the file are not one number, or one for each"),
        ({"AB__connectivity__offsets": np.array([0, 5])}, "offsets of AB in the file do not fit"),
        ({"AB__connectivity__pre_ranks": np.ones(3)}, "pre_ranks of AB .* no list of whole num"),
        ({"BA__connectivity__delays": np.array(-1.0)}, "a delay must be"),
        ({"BA__connectivity__delays": np.array(np.nan)}, "delays of BA in the file hold NaN"),
    ],
)
def test_arrays_that_do_not_fit(path, other, arrays, match):
    changed(path, **arrays)
    refuses(other, path, match)


@pytest.mark.proves("api-10-bad-arrays")
@pytest.mark.parametrize("change", ["outside", "twice", "order"])
def test_synapses_that_cannot_be(path, other, change):
    with np.load(path) as archive:
        ranks = archive["AB/connectivity/pre_ranks"]
    first = {"outside": 99, "twice": ranks[1], "order": 29}[change]
    ranks[0] = first
    changed(path, AB__connectivity__pre_ranks=ranks)
    match = {"outside": "outside", "twice": "connected twice", "order": "sorted"}[change]
    refuses(other, path, match)


@pytest.mark.proves("api-10-bad-arrays")
def test_missing_parts(path, other):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for missing, match in (("A/v", "v of A is missing"), ("AB/connectivity/offsets", "damaged")):
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                if name != f"{missing}.npy":
                    archive.writestr(name, data)
        refuses(other, path, match)


@pytest.mark.proves("api-10-damaged")
def test_truncated_files(path, other):
    data = path.read_bytes()
    for length in (0, 1, 30, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        refuses(other, path, "damaged|is empty|no file that save")
    path.write_bytes(data[:500] + b"\0\0\0\0" + data[504:])
    refuses(other, path, "damaged")


@pytest.mark.proves("api-10-version")
def test_a_newer_version(path, other):
    changed(path, lambda header: header.update(version=2))
    refuses(other, path, r"newer annarchy_lab \(file version 2, this one reads up to 1\)")


@pytest.mark.proves("api-10-missing-file", "api-13-missing-file")
def test_no_file(other, tmp_path):
    for load in (other.load, other.get_population("A").load, other.load_parameters):
        with error(r"there is no file .*nothing\.npz"):
            load(tmp_path / "nothing.npz")
        with error(r"cannot be read"):
            load(tmp_path)
    with error("a file's name is a text, not 3"):
        other.load(3)
    with error("no name of a file"):
        other.save("")
    with error("cannot be written"):
        other.save(tmp_path)


class Trap:
    def __reduce__(self):
        return (print, ("a pickle was run",))


@pytest.mark.refuses("api-10-pickles")
def test_pickles_are_refused_with_a_hint(other, tmp_path, capsys):
    import gzip

    trap = pickle.dumps(Trap())
    (tmp_path / "net.data").write_bytes(trap)
    with gzip.open(tmp_path / "net.gz", "wb") as file:
        file.write(trap)
    np.savez(tmp_path / "net.npz", time_step=3, pop0=np.array(Trap(), object))
    for name in ("net.data", "net.gz", "net.npz"):
        with error(r"(?s)pickle.*never are.*from_matrix"):
            other.load(tmp_path / name)
    assert "a pickle was run" not in capsys.readouterr().out


@pytest.mark.proves("api-10-damaged")
def test_files_of_other_programs(other, tmp_path):
    (tmp_path / "text").write_text("hello")
    np.savez(tmp_path / "array.npz", x=np.arange(3))
    with zipfile.ZipFile(tmp_path / "zip", "w") as archive:
        archive.writestr("hello.txt", "hello")
    for name in ("text", "array.npz", "zip"):
        with error("no file that save|damaged"):
            other.load(tmp_path / name)

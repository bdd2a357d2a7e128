"""Weights in float32 while everything else is float64, as users see it."""

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api.config import Config, changed
from annarchy_lab.api.footprint import footprint

OJA = ann.Synapse(equations="dw/dt = 0.1 * (pre.r * post.r - post.r^2 * w) : max=0.7")
CELL = ann.Neuron(parameters="a = 0.1 : population", equations="r = a + 0.1 * sum(exc) : init=0.3")
THIRD = float(np.float32(1 / 3))


def made(backend="cpu", *, plastic=True, weights=None, **settings):
    net = ann.Network(seed=7)
    net.config(**{"weight_dtype": ann.float32, **settings})
    pop = net.create(30, CELL, name="A")
    proj = net.connect(pop, pop, "exc", OJA if plastic else None, name="P")
    proj.all_to_all(ann.Uniform(0.0, 0.1) if weights is None else weights)
    net.compile(silent=True, backend=backend)
    return net, proj


def are_single(values):
    values = np.asarray(values, np.float64)
    return np.array_equal(values, values.astype(np.float32))


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


def test_the_setting(capsys):
    for value in ("float", "float32", np.float32, np.dtype(np.float32)):
        config = changed(Config(), {"weight_dtype": value})[0]
        assert (config.dtype_of_weights, config.dtype) == (np.float32, np.float64)
    for settings in ({}, {"weight_dtype": None}, {"weight_dtype": "double"}):
        assert changed(Config(), settings)[0].dtype_of_weights == np.float64
    assert changed(Config(), {"dtype": "float"})[0].dtype_of_weights == np.float32
    for wrong in ("float16", int, 32):
        with error("weight_dtype must be float64 or float32, not"):
            ann.setup(weight_dtype=wrong)
    for order in (("dtype", "weight_dtype"), ("weight_dtype", "dtype")):
        net, values = ann.Network(), {"dtype": "float32", "weight_dtype": "float64"}
        with error("does not go with dtype='float32'"):
            for key in order:
                net.config(**{key: values[key]})
    ann.setup(weight_dtype="float")
    assert ann.Network().settings.dtype_of_weights == np.float32
    assert capsys.readouterr().out == ""
    net, _ = made("reference")
    with pytest.raises(ann.StateError):
        net.config(weight_dtype="float64")


def test_weights_are_always_single_and_nothing_else_is(backend):
    net, proj = made(backend)
    assert are_single(proj.w)
    monitor = net.monitor(proj, "w", period=5.0)
    assert monitor.bytes_per_step == 30 * 29 * 4 / 5
    net.simulate(50.0)
    assert proj.csr().dtype == proj.connectivity_matrix().dtype == np.float32
    assert proj[3].receptive_field().dtype == proj.receptive_fields().dtype == np.float32
    recorded = monitor.get("w")
    assert recorded.dtype == np.float32
    assert len(np.unique(recorded)) > 1000
    assert are_single(proj.w)
    assert not are_single(net.get_population("A").r)
    assert net.get_population("A").r.dtype == np.float64


def test_what_is_written_is_rounded_before_and_after_compiling(backend):
    net, proj = made(backend)
    proj.w = 1 / 3
    assert proj[0].w == [THIRD] * 29
    proj[0].w = np.full(29, 0.1)
    proj[1][5].w = 0.2
    assert proj[0].w == [float(np.float32(0.1))] * 29
    assert proj[1][5].w == float(np.float32(0.2))
    assert proj[2].w == [THIRD] * 29
    net.simulate(1.0)
    other = net.copy()
    assert are_single(other.get_projection("P").w)
    early = ann.Network()
    early.config(weight_dtype="float")
    pop = early.create(3, CELL)
    own = early.connect(pop, pop, "exc").all_to_all(1 / 3, force_multiple_weights=True)
    assert own.w == [[THIRD] * 2] * 3
    own.w = 0.1
    assert own[0].w == [float(np.float32(0.1))] * 2


def test_one_weight_for_all(backend):
    net, proj = made(backend, plastic=False, weights=1 / 3)
    assert proj.w == THIRD
    net.simulate(2.0)
    r = 0.1 + 0.1 * THIRD * 0.3 * 29
    assert net.get_population("A").sum("exc")[0] == pytest.approx(29 * THIRD * r, rel=1e-12)
    proj.w = 0.1
    assert proj.w == float(np.float32(0.1))


def test_scaled_weights_are_products_of_float64(backend):
    net, proj = made(backend, plastic=False)
    start = proj.csr().data
    net.write([("P", "w", ann.Scale(0.1))])
    expected = (start.astype(np.float64) * 0.1).astype(np.float32)
    assert proj.csr().data.tolist() == expected.tolist()
    assert (start * np.float32(0.1)).tolist() != expected.tolist()


def test_the_memory_of_weights_is_half():
    sizes = []
    for weight_dtype in (None, "float32"):
        net, proj = made(plastic=False, weight_dtype=weight_dtype)
        sizes.append(footprint(net)["P"])
    (python, wide), (other_python, narrow) = sizes
    assert python == other_python
    assert wide - narrow == 4 * proj.nb_synapses


def test_files_go_between_precisions(tmp_path):
    (net, proj), (wide, own) = made(), made(weight_dtype=None)
    net.simulate(10.0)
    net.save(tmp_path / "net.npz")
    wide.load(tmp_path / "net.npz")
    assert own.csr().dtype == np.float64
    assert own.w == proj.w
    own.w = 0.1
    wide.save(tmp_path / "net.npz")
    net.load(tmp_path / "net.npz")
    assert proj[0].w == [float(np.float32(0.1))] * 29


def test_the_past_comes_back_on_either_backend(tmp_path):
    (net, proj), (other, own) = made("cpu"), made("reference")
    net.simulate(10.0)
    net.checkpoint().save(tmp_path / "then.npz")
    net.simulate(10.0)
    then = ann.Checkpoint.load(tmp_path / "then.npz")
    other.restore(then)
    other.simulate(10.0)
    assert own.w == proj.w
    after = proj.w
    net.restore(then)
    net.simulate(10.0)
    assert proj.w == after
    with error("precision of weights was float32 there and is float64 here"):
        made("reference", weight_dtype=None)[0].restore(then)


def test_other_models_and_synapses_have_such_weights_too(backend):
    net, proj = made(backend)
    net.simulate(5.0)
    before = proj.w
    net.replace("P", ann.Synapse(equations="dw/dt = 0.05 * pre.r * (0.3 - w)"))
    assert proj.w == before
    net.simulate(5.0)
    assert are_single(proj.w)
    assert proj.w != before
    net.reset(synapses=True)
    assert are_single(proj.w)
    assert proj.w != before


def test_what_is_told_of_it(tmp_path):
    net, _ = made("reference")
    net.report(tmp_path / "net.md")
    assert "float64 with float32 weights" in (tmp_path / "net.md").read_text()
    assert "w: single, local" in net.ir("P")

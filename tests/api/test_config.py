import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api.config import Config, changed


@pytest.mark.parametrize(
    ("key", "value", "match"),
    [
        ("dt", 0.0, "dt must be a positive"),
        ("dt", "1", "dt must be a positive"),
        ("dt", float("inf"), "dt must be a positive"),
        ("seed", -1, "a seed is an integer"),
        ("seed", 2**64, "a seed is an integer"),
        ("seed", 1.5, "a seed is an integer"),
        ("method", "euler", "method must be one of explicit"),
        ("num_threads", 0, "num_threads must be"),
        ("num_threads", "two", "num_threads must be"),
        ("paradigm", "cuda", "does not exist yet"),
        ("paradigm", "mpi", "paradigm must be one of"),
        ("backend", "gpu", "backend must be one of cpu, reference"),
        ("dtype", "float16", "float64 or float32"),
        ("dtype", int, "float64 or float32"),
        ("sparse_matrix_format", "csc", "sparse_matrix_format must be one of"),
    ],
)
@pytest.mark.proves(
    "api-1-dt", "api-1-seed", "api-1-method", "api-1-paradigm", "api-1-sparse-format", "api-1-dtype"
)
def test_bad_settings(key, value, match):
    with pytest.raises(ann.ANNarchyException, match=match):
        ann.Network().config(**{key: value})


@pytest.mark.proves("api-1-dtype")
def test_spellings_of_dtype():
    for value in ("float", "float32", np.float32, np.dtype(np.float32)):
        assert changed(Config(), {"dtype": value})[0].dtype == np.float32
    for value in ("double", "float64", np.float64, np.dtype(np.float64), float):
        assert changed(Config(), {"dtype": value})[0].dtype == np.float64


def test_aliases_and_hints():
    config, unknown = changed(
        Config(), {"method": "runge-kutta4", "num_threads": None, "sparse_matrix_format": "ell"}
    )
    assert (config.method, config.num_threads, config.storage) == ("rk4", 1, "csr")
    assert unknown == ()


@pytest.mark.proves("api-1-unknown-key", "api-1-visible-cores", "api-1-tuning-keys")
def test_unknown_and_harmless_keys_only_warn_and_once(capsys):
    for _ in range(2):
        ann.setup(dt=0.5, colour="red", visible_cores=[1], only_int_idx_type=True)
    assert capsys.readouterr().out.splitlines() == [
        "WARNING: unknown setting 'colour' has no effect.",
        "WARNING: settings without effect here: visible_cores, only_int_idx_type.",
    ]
    assert ann.Network().dt == 0.5


@pytest.mark.proves("api-1-tuning-keys")
def test_every_tuning_key_of_annarchy_is_known(capsys):
    keys = (
        *("only_int_idx_type", "disable_parallel_rng", "use_seed_seq", "use_cpp_connectors"),
        *("verbose", "show_time", "suppress_warnings", "debug", "trace_calls"),
        *("disable_shared_library_time_offset", "disable_SIMD_SpMV", "disable_SIMD_Eq"),
        *("disable_split_matrix", "disable_bitmask"),
    )
    ann.Network().config(**dict.fromkeys(keys, False))
    out = capsys.readouterr().out
    assert "unknown" not in out
    assert out.count("WARNING") == 1


@pytest.mark.refuses("api-1-cuda")
def test_a_gpu_is_refused_before_anything_runs():
    with pytest.raises(ann.ANNarchyException, match="paradigm='cuda' does not exist yet"):
        ann.setup(paradigm="cuda")
    assert ann.Network().settings.paradigm == "openmp"


@pytest.mark.proves("api-1-num-threads")
def test_threads_of_the_environment(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert ann.Network().settings.num_threads == 1
    ann.setup(num_threads=None)
    assert ann.Network().settings.num_threads == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "4,2")
    ann.setup(num_threads=None)
    assert ann.Network().settings.num_threads == 1


@pytest.mark.proves("api-1-sparse-order", "api-1-sparse-format", "api-8-simulate")
@pytest.mark.parametrize("order", ["post_to_pre", "pre_to_post"])
def test_storage_changes_no_result(order):
    found = []
    for storage in ("default", "csr", "dense", "ell"):
        net = ann.Network(seed=2)
        net.config(sparse_matrix_format=storage, sparse_matrix_storage_order=order)
        pop = net.create(6, ann.Neuron(equations="r = sum(exc) + Uniform(0.0, 1.0)"))
        net.connect(pop, pop, "exc").fixed_probability(0.5, ann.Uniform(0.0, 0.1))
        net.compile(silent=True, backend="reference")
        net.simulate(5.0)
        found.append(pop.r.tolist())
    assert found == [found[0]] * 4
    with pytest.raises(ann.ANNarchyException, match="post_to_pre, pre_to_post, not 'across'"):
        ann.setup(sparse_matrix_storage_order="across")


@pytest.mark.proves("api-1-structural-plasticity")
def test_synapses_come_and_go_by_hand_only_if_asked_for():
    for is_asked_for in (False, True):
        net = ann.Network()
        net.config(structural_plasticity=is_asked_for)
        pop = net.create(3, ann.Neuron(equations="r = sum(exc)"))
        proj = net.connect(pop, pop, "exc").all_to_all(1.0)
        net.compile(silent=True, backend="reference")
        if is_asked_for:
            proj[0].prune_synapse(1)
            assert proj[0].pre_ranks == [2]
        else:
            with pytest.raises(ann.ANNarchyException, match="structural_plasticity"):
                proj[0].prune_synapse(1)


@pytest.mark.proves("api-1-suppress-warnings")
def test_warnings_can_be_silenced(capsys):
    net = ann.Network()
    net.config(suppress_warnings=True, colour="red")
    net.create(1, ann.Neuron(equations="r = 1.0"))
    net.compile(silent=True, backend="reference", compiler="g++")
    net.compile()
    ann.setup(suppress_warnings=True)
    ann.setup(colour="blue")
    assert capsys.readouterr().out == ""
    ann.setup(suppress_warnings=False, shade="green")
    assert "shade" in capsys.readouterr().out


@pytest.mark.proves("api-1-dtype", "api-1-precision-in-config", "api-2-names-precision")
def test_precision_is_a_word_of_the_old_style():
    ann.setup(precision="float")
    assert ann.Network().settings.dtype == np.float32
    with pytest.raises(ann.ANNarchyException, match="precision belongs to setup"):
        ann.Network().config(precision="float")


@pytest.mark.proves("api-1-copied-at-creation", "api-1-setup-and-config")
def test_networks_copy_the_settings_when_they_are_made():
    before = ann.Network()
    ann.setup(dt=0.1)
    assert (before.dt, ann.Network().dt, ann.Network(dt=2.0).dt) == (1.0, 0.1, 2.0)


@pytest.mark.proves("api-1-seed", "api-1-setup-and-config")
def test_setup_reaches_the_implicit_network_and_numpy(rate):
    ann.Population(2, rate)
    ann.setup(dt=0.1, seed=3)
    drawn = np.random.random()  # noqa: NPY002
    assert (ann.dt(), ann.magic_network().seed) == (0.1, 3)
    ann.setup(seed=3)
    assert np.random.random() == drawn  # noqa: NPY002

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
def test_bad_settings(key, value, match):
    with pytest.raises(ann.ANNarchyException, match=match):
        ann.Network().config(**{key: value})


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


def test_unknown_and_harmless_keys_only_warn(capsys):
    ann.setup(dt=0.5, colour="red", visible_cores=[1], only_int_idx_type=True)
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "WARNING: unknown setting 'colour' has no effect.",
        "WARNING: settings without effect here: visible_cores, only_int_idx_type.",
    ]
    assert ann.Network().dt == 0.5


def test_warnings_can_be_silenced(capsys):
    ann.setup(suppress_warnings=True)
    ann.setup(colour="red")
    assert capsys.readouterr().out == ""


def test_precision_is_a_word_of_the_old_style():
    ann.setup(precision="float")
    assert ann.Network().settings.dtype == np.float32
    with pytest.raises(ann.ANNarchyException, match="precision belongs to setup"):
        ann.Network().config(precision="float")


def test_networks_copy_the_settings_when_they_are_made():
    before = ann.Network()
    ann.setup(dt=0.1)
    assert (before.dt, ann.Network().dt, ann.Network(dt=2.0).dt) == (1.0, 0.1, 2.0)


def test_setup_reaches_the_implicit_network_and_numpy(rate):
    ann.Population(2, rate)
    ann.setup(dt=0.1, seed=3)
    drawn = np.random.random()  # noqa: NPY002
    assert (ann.dt(), ann.magic_network().seed) == (0.1, 3)
    ann.setup(seed=3)
    assert np.random.random() == drawn  # noqa: NPY002

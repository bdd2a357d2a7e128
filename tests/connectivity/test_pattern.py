"""The registry, and what all patterns have in common."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges, find_pattern, registered_patterns
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import Uniform

ARGUMENTS = {
    "all_to_all": {"weights": Uniform(0, 1)},
    "one_to_one": {"weights": Uniform(0, 1)},
    "fixed_probability": {"weights": Uniform(0, 1), "probability": 0.4},
    "fixed_number_pre": {"weights": Uniform(0, 1), "number": 3},
    "fixed_number_post": {"weights": Uniform(0, 1), "number": 3},
    "gaussian": {"amp": 1.0, "sigma": 0.3},
    "dog": {"amp_pos": 1.0, "sigma_pos": 0.2, "amp_neg": 0.4, "sigma_neg": 0.5},
    "from_matrix": {"weights": np.where(np.eye(9) > 0, np.nan, 0.5)},
}


def test_every_file_is_registered():
    others = {"from_file", "from_function", "from_matrix_market", "from_sparse"}
    assert set(registered_patterns()) == {*ARGUMENTS, *others}
    assert list(registered_patterns()) == sorted(registered_patterns())


def test_unknown_pattern():
    with pytest.raises(
        ANNarchyException, match="unknown pattern 'star'; there are all_to_all, dog"
    ):
        find_pattern("star")


@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_seed_fixes_everything(name):
    def build(seed) -> EdgeList:
        rng = np.random.default_rng(seed)
        return build_edges(name, Ends.whole(9, 9), rng, delays=Uniform(1, 5), **ARGUMENTS[name])

    first, again, other = build(1), build(1), build(2)
    for column in ("pre_ranks", "post_ranks", "weights", "delays_ms"):
        np.testing.assert_array_equal(getattr(first, column), getattr(again, column))
    assert not np.array_equal(first.delays_ms, other.delays_ms)
    assert first.n_edges > 5


@pytest.mark.parametrize("name", ARGUMENTS)
@pytest.mark.parametrize(("delays", "held"), [(0.0, None), (2.5, 2.5)])
def test_delays_may_be_a_number(name, delays, held):
    rng = np.random.default_rng(0)
    edges = build_edges(name, Ends.whole(9, 9), rng, delays=delays, **ARGUMENTS[name])
    assert edges.delays_ms == held


@pytest.mark.parametrize("name", ["all_to_all", "fixed_probability", "fixed_number_pre"])
def test_ranks_refer_to_the_full_populations(name):
    ends = Ends(np.array([8, 2, 5, 4]), np.array([7, 1]), 10, 9)
    edges = build_edges(name, ends, np.random.default_rng(0), **ARGUMENTS[name])
    assert (edges.n_pre, edges.n_post) == (10, 9)
    assert set(edges.pre_ranks.tolist()) <= {2, 4, 5, 8}
    assert set(edges.post_ranks.tolist()) <= {1, 7}
    assert edges.n_edges > 0

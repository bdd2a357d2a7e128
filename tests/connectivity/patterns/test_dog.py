"""Difference of Gaussians: formula, both signs kept, limit."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.dog import build
from annarchy_lab.diagnostics import ANNarchyException

SHAPE = {"amp_pos": 2.0, "sigma_pos": 0.1, "amp_neg": 0.5, "sigma_neg": 0.4}


def test_the_formula_pair_by_pair():
    n_pre, n_post, limit = 11, 7, 0.05
    edges = build(Ends.whole(n_pre, n_post), np.random.default_rng(0), limit=limit, **SHAPE)
    squares = np.subtract.outer(np.arange(n_post) / 6, np.arange(n_pre) / 10) ** 2
    weights = 2.0 * np.exp(-squares / 0.02) - 0.5 * np.exp(-squares / 0.32)
    is_edge = np.abs(weights) > limit * 1.5
    assert 0 < np.count_nonzero(is_edge) < is_edge.size
    post, pre = np.nonzero(is_edge)
    assert edges.post_ranks.tolist() == post.tolist()
    assert edges.pre_ranks.tolist() == pre.tolist()
    np.testing.assert_allclose(edges.weights, weights[is_edge], rtol=1e-12)
    assert edges.weights.min() < 0 < edges.weights.max()


def test_self_pairs_are_dropped_within_one_population():
    ends = Ends.whole(5, 5, recurrent=True)
    edges = build(ends, np.random.default_rng(0), **SHAPE)
    assert (edges.pre_ranks != edges.post_ranks).all()


@pytest.mark.parametrize("name", ["sigma_pos", "sigma_neg"])
def test_widths_must_be_positive(name):
    with pytest.raises(ANNarchyException, match=f"dog: {name} must be above 0, not 0.0"):
        build(Ends.whole(5, 5), np.random.default_rng(0), **SHAPE | {name: 0.0})


def test_views_are_refused():
    with pytest.raises(ANNarchyException, match="whole populations, not views"):
        build(Ends([0], [0], 2, 2), np.random.default_rng(0), **SHAPE)

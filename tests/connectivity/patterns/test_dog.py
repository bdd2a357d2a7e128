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


def test_views_keep_the_distances_of_the_populations():
    whole = build(Ends.whole(9, 9), np.random.default_rng(0), limit=0.0, **SHAPE)
    view = Ends(np.array([7, 2, 3]), np.array([5, 0]), 9, 9)
    edges = build(view, np.random.default_rng(0), limit=0.0, **SHAPE)
    chosen = np.isin(whole.pre_ranks, [2, 3, 7]) & np.isin(whole.post_ranks, [0, 5])
    assert edges.pre_ranks.tolist() == whole.pre_ranks[chosen].tolist() == [2, 3, 7] * 2
    assert edges.weights.tolist() == whole.weights[chosen].tolist()


@pytest.mark.parametrize("name", ["amp_pos", "sigma_neg", "limit"])
@pytest.mark.parametrize("value", [None, "a", float("nan")])
def test_what_is_no_number_is_refused(name, value):
    with pytest.raises(ANNarchyException, match=f"dog: {name} must be a number, not "):
        build(Ends.whole(5, 5), np.random.default_rng(0), **SHAPE | {name: value})

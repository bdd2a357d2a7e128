"""All to all: every pair, self pairs by population."""

import numpy as np

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.all_to_all import build
from annarchy_lab.distributions import Uniform


def pairs(edges):
    return list(zip(edges.pre_ranks.tolist(), edges.post_ranks.tolist(), strict=True))


def test_every_pair_in_dendrite_order():
    edges = build(Ends.whole(3, 2), np.random.default_rng(0), weights=1.5)
    assert pairs(edges) == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
    assert edges.weights == 1.5


def test_self_pairs_are_dropped_within_one_population():
    ends = Ends.whole(3, 3, recurrent=True)
    rng = np.random.default_rng(0)
    assert pairs(build(ends, rng, weights=1.0)) == [(1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2)]
    assert build(ends, rng, weights=1.0, allow_self_connections=True).n_edges == 9


def test_self_pairs_are_dropped_between_two_views_of_one_population():
    ends = Ends(np.array([2, 0]), np.array([2, 1]), 3, 3, same_population=True)
    assert pairs(build(ends, np.random.default_rng(0), weights=1.0)) == [(0, 1), (2, 1), (0, 2)]


def test_equal_ranks_of_different_populations_are_no_self_pairs():
    assert build(Ends.whole(3, 3), np.random.default_rng(0), weights=1.0).n_edges == 9


def test_weights_are_drawn_in_dendrite_order():
    edges = build(Ends.whole(3, 2), np.random.default_rng(6), weights=Uniform(0, 1))
    np.testing.assert_array_equal(edges.weights, np.random.default_rng(6).uniform(0, 1, 6))

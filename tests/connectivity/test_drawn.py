"""Weights that are drawn once more: the same values, and the generator stands where it would."""

from copy import deepcopy

import numpy as np
import pytest

from annarchy_lab.connectivity import values
from annarchy_lab.connectivity.drawn import Drawn
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.distributions import (
    Binomial,
    DiscreteUniform,
    Exponential,
    Gamma,
    LogNormal,
    Normal,
    Uniform,
)

DISTRIBUTIONS = [
    Uniform(0.0, 2.0),
    DiscreteUniform(-3, 5),
    Normal(1.0, 2.0, min=0.0),
    LogNormal(0.0, 0.5),
    Exponential(2.0),
    Gamma(2.0, 0.5),
    Binomial(10, 0.3),
]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr("annarchy_lab.connectivity.drawn.PART", 7)
    monkeypatch.setattr(values, "PART", 7)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=repr)
def test_parts_are_the_draws_that_one_call_gives(distribution):
    whole, parts = np.random.default_rng(1), np.random.default_rng(1)
    expected = distribution.draw((40,), whole)
    drawn = Drawn.of(distribution, 40, parts)
    for _ in range(2):
        np.testing.assert_array_equal(drawn.values(), expected)
    assert parts.random() == whole.random()


def test_a_generator_of_its_own_goes_on_too():
    rng, one = np.random.default_rng(1), Normal(0.0, 1.0, seed=3)
    drawn, twin = Drawn.of(one, 20, rng), Normal(0.0, 1.0, seed=3)
    np.testing.assert_array_equal(drawn.values(), twin.draw(20))
    assert one.get_value() == twin.get_value()
    assert rng.random() == np.random.default_rng(1).random()


def test_edges_keep_weights_only_as_long_as_somebody_uses_them():
    ends, rng = Ends.whole(5, 6), np.random.default_rng(2)
    edges = build_edges(
        "all_to_all", ends, rng, weights=Uniform(0.0, 1.0), delays=Uniform(1.0, 5.0)
    )
    weights = edges.weights
    assert edges.weights is weights
    assert not edges.shares_weight
    assert not weights.flags.writeable
    expected = np.random.default_rng(2)
    np.testing.assert_array_equal(weights, expected.uniform(0.0, 1.0, 30))
    np.testing.assert_array_equal(edges.delays_ms, expected.uniform(1.0, 5.0, 30))
    np.testing.assert_array_equal(deepcopy(edges).weights, weights)  # as in another process
    kept = edges.n_bytes
    del weights
    parts = [part for _, part in edges.weight_parts()]
    np.testing.assert_array_equal(np.concatenate(parts), edges.weights)
    assert kept == 30 * (4 + 8) + 7 * 8


def test_rows_are_the_edges_that_pairs_are():
    pre, sizes = np.array([1, 0, 2, 3], np.int32), np.array([1, 0, 3])
    weights = np.array([0.2, 0.4, 0.3, 0.1])
    rows = EdgeList.of_rows(4, sizes, pre, weights, 1.5)
    pairs = EdgeList(4, 3, pre, np.array([0, 2, 2, 2]), weights, 1.5)
    assert rows.connects_like(pairs)
    np.testing.assert_array_equal(rows.post_ranks, pairs.post_ranks)
    with pytest.raises(ValueError, match="must be sorted"):
        EdgeList.of_rows(4, sizes, pre[::-1].copy(), weights)

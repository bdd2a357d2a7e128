"""From a matrix: None means no synapse, 0 does not."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.from_matrix import build
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import Uniform

MATRIX = [[0.5, None, 0.0], [None, None, 2.0]]


def triples(edges):
    columns = (edges.pre_ranks.tolist(), edges.post_ranks.tolist(), edges.weights.tolist())
    return list(zip(*columns, strict=True))


EXPECTED = [(0, 0, 0.5), (2, 0, 0.0), (2, 1, 2.0)]


def test_rows_are_post_neurons():
    edges = build(Ends.whole(3, 2), np.random.default_rng(0), weights=MATRIX)
    assert triples(edges) == EXPECTED
    assert edges.delays_ms is None


@pytest.mark.parametrize("make", [np.array, lambda m: np.array(m, float)])
def test_arrays_of_objects_and_of_nan(make):
    edges = build(Ends.whole(3, 2), np.random.default_rng(0), weights=make(MATRIX))
    assert triples(edges) == EXPECTED


def test_transposed():
    matrix, delays = np.array(MATRIX, float).T, np.arange(6.0).reshape(3, 2)
    rng = np.random.default_rng(0)
    edges = build(Ends.whole(3, 2), rng, weights=matrix, delays=delays, pre_post=True)
    assert triples(edges) == EXPECTED
    assert edges.delays_ms.tolist() == [0.0, 4.0, 5.0]


def test_views_follow_their_own_order():
    ends = Ends(np.array([7, 1, 4]), np.array([3, 0]), 9, 5)
    edges = build(ends, np.random.default_rng(0), weights=MATRIX)
    assert triples(edges) == [(4, 0, 2.0), (4, 3, 0.0), (7, 3, 0.5)]


def test_a_matrix_of_delays():
    delays = [[1.0, None, 2.0], [9.0, 9.0, 3.0]]
    edges = build(Ends.whole(3, 2), np.random.default_rng(0), weights=MATRIX, delays=delays)
    assert edges.delays_ms.tolist() == [1.0, 2.0, 3.0]


def test_random_delays():
    edges = build(Ends.whole(3, 2), np.random.default_rng(3), weights=MATRIX, delays=Uniform(1, 2))
    np.testing.assert_array_equal(edges.delays_ms, np.random.default_rng(3).uniform(1, 2, 3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"weights": [[1.0, 2.0]]},
            r"weights must have the shape \(post, pre\) = \(2, 3\), not \(1, 2\)",
        ),
        ({"weights": np.ones((2, 3)), "pre_post": True}, r"\(pre, post\) = \(3, 2\), not \(2, 3\)"),
        ({"weights": [[1.0], [1.0, 2.0]]}, "weights must be a rectangle of numbers and None"),
        ({"weights": [["a"] * 3] * 2}, "weights must be a rectangle"),
        ({"weights": MATRIX, "delays": [1.0]}, r"delays must have the shape .* not \(1,\)"),
        ({"weights": MATRIX, "delays": [[None] * 3] * 2}, "a delay must be a finite number"),
        ({"weights": 1.0}, "weights must have the shape"),
    ],
)
def test_refusals(arguments, message):
    with pytest.raises(ANNarchyException, match=message):
        build(Ends.whole(3, 2), np.random.default_rng(0), **arguments)

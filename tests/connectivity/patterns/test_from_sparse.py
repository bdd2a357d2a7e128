"""From a sparse matrix: stored entries are synapses, shape (pre, post)."""

import numpy as np
import pytest
from scipy import sparse

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.from_sparse import build
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import Uniform

DENSE = np.array([[0.5, 0.0], [0.0, 3.0], [0.25, 2.0]])
EXPECTED = [(0, 0, 0.5), (2, 0, 0.25), (1, 1, 3.0), (2, 1, 2.0)]


def triples(edges):
    columns = (edges.pre_ranks.tolist(), edges.post_ranks.tolist(), edges.weights.tolist())
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize(
    "make", [sparse.lil_matrix, sparse.csr_matrix, sparse.csc_matrix, sparse.coo_array]
)
def test_formats(make):
    matrix = make(DENSE)
    edges = build(Ends.whole(3, 2), np.random.default_rng(0), weights=matrix)
    assert triples(edges) == EXPECTED
    np.testing.assert_array_equal(matrix.toarray(), DENSE)


def test_a_stored_zero_is_a_synapse():
    matrix = sparse.csr_matrix((np.array([0.0]), (np.array([1]), np.array([0]))), shape=(3, 2))
    assert triples(build(Ends.whole(3, 2), np.random.default_rng(0), weights=matrix)) == [
        (1, 0, 0.0)
    ]


def test_unsorted_columns():
    matrix = sparse.csc_matrix(
        (np.array([0.25, 0.5]), np.array([2, 0]), np.array([0, 2, 2])), shape=(3, 2)
    )
    edges = build(Ends.whole(3, 2), np.random.default_rng(0), weights=matrix)
    assert triples(edges) == EXPECTED[:2]
    assert matrix.indices.tolist() == [2, 0]


def test_views_follow_their_own_order():
    ends = Ends(np.array([7, 1, 4]), np.array([3, 0]), 9, 5)
    edges = build(ends, np.random.default_rng(0), weights=sparse.lil_matrix(DENSE))
    assert triples(edges) == [(1, 0, 3.0), (4, 0, 2.0), (4, 3, 0.25), (7, 3, 0.5)]


def test_sparse_delays_with_missing_entries():
    delays = sparse.lil_matrix((3, 2))
    delays[2, 1], delays[0, 0] = 4.0, 1.5
    edges = build(
        Ends.whole(3, 2), np.random.default_rng(0), weights=sparse.csr_matrix(DENSE), delays=delays
    )
    assert edges.delays_ms.tolist() == [1.5, 0.0, 0.0, 4.0]


def test_no_delay_at_all_in_the_matrix():
    none = sparse.lil_matrix((3, 2))
    edges = build(
        Ends.whole(3, 2), np.random.default_rng(0), weights=sparse.csr_matrix(DENSE), delays=none
    )
    assert edges.delays_ms.tolist() == [0.0] * 4


@pytest.mark.parametrize(("delays", "held"), [(0.0, None), (2.0, 2.0)])
def test_one_delay(delays, held):
    matrix = sparse.csr_matrix(DENSE)
    edges = build(Ends.whole(3, 2), np.random.default_rng(0), weights=matrix, delays=delays)
    assert edges.delays_ms == held


def test_random_delays():
    matrix = sparse.csr_matrix(DENSE)
    edges = build(Ends.whole(3, 2), np.random.default_rng(3), weights=matrix, delays=Uniform(1, 2))
    np.testing.assert_array_equal(edges.delays_ms, np.random.default_rng(3).uniform(1, 2, 4))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": DENSE}, "must be a sparse matrix of SciPy, not ndarray; for an array use"),
        ({"weights": sparse.csr_matrix(DENSE.T)}, r"\(pre, post\) = \(3, 2\), not \(2, 3\)"),
        (
            {"weights": sparse.csr_matrix(DENSE), "delays": sparse.csr_matrix(DENSE.T)},
            "delays must have the shape",
        ),
        ({"weights": sparse.csr_matrix(DENSE * np.nan)}, "weights hold a NaN; leave the entry out"),
        ({"weights": sparse.csr_matrix(DENSE), "delays": [1.0]}, "delays must be a number"),
    ],
)
def test_refusals(arguments, message):
    with pytest.raises(ANNarchyException, match=message):
        build(Ends.whole(3, 2), np.random.default_rng(0), **arguments)

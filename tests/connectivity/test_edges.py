"""EdgeList: dendrite order, derived views, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annarchy_lab.connectivity.edges import Block, EdgeList, sorted_edges, stable_order
from annarchy_lab.diagnostics import ANNarchyException


@st.composite
def edge_lists(draw):
    n_pre, n_post = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    pair = st.tuples(st.integers(0, n_pre - 1), st.integers(0, n_post - 1))
    pairs = draw(st.lists(pair, unique=True, max_size=30))
    weights = np.arange(float(len(pairs)))
    pre, post = np.array(pairs, np.int32).reshape(-1, 2).T
    return sorted_edges(n_pre, n_post, pre, post, weights)


def small():
    """Four pre, three post neurons; the middle post neuron has no synapse."""
    return sorted_edges(4, 3, [3, 1, 2, 0], [2, 0, 2, 2], np.array([0.1, 0.2, 0.3, 0.4]), 1.5)


def test_sorting_carries_weights_along():
    edges = small()
    assert edges.post_ranks.tolist() == [0, 2, 2, 2]
    assert edges.pre_ranks.tolist() == [1, 0, 2, 3]
    assert edges.weights.tolist() == [0.2, 0.4, 0.3, 0.1]
    assert edges.delays_ms == 1.5
    assert edges.pre_ranks.dtype == edges.post_ranks.dtype == np.int32


def test_sorting_carries_delays_along():
    edges = sorted_edges(2, 2, [1, 0], [0, 0], 1.0, np.array([5.0, 6.0]))
    assert edges.delays_ms.tolist() == [6.0, 5.0]
    assert edges.weights == 1.0


@pytest.mark.parametrize("weight", [0.5, np.nan, -0.0])
def test_equal_weights_become_one(weight):
    edges = sorted_edges(2, 2, [0, 1, 1], [0, 0, 1], np.full(3, weight), 2.0)
    shared = edges.with_equal_weights_shared()
    assert shared.shares_weight
    assert np.array_equal(shared.weights, weight, equal_nan=True)
    assert np.signbit(shared.weights) == np.signbit(weight)
    assert shared.connects_like(edges)
    assert shared.delays_ms == 2.0


@pytest.mark.parametrize("weights", [[0.5, 0.5, 0.6], [0.0, -0.0, 0.0], [1.0, 2.0, 1.0]])
def test_other_weights_stay_as_they_are(weights):
    edges = sorted_edges(2, 2, [0, 1, 1], [0, 0, 1], np.array(weights))
    assert edges.with_equal_weights_shared() is edges


def test_one_weight_and_none_stay_as_they_are():
    one = sorted_edges(2, 2, [0, 1, 1], [0, 0, 1], 0.5)
    none = EdgeList(3, 2, np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
    assert one.with_equal_weights_shared() is one
    assert none.with_equal_weights_shared() is none


def test_derived_views():
    edges = small()
    assert edges.n_edges == 4
    assert edges.density == 4 / 12
    assert edges.row_ptr.tolist() == [0, 1, 1, 4]
    assert edges.row_ptr.dtype == np.int64
    assert edges.dendrite_ranks.tolist() == [0, 2]
    assert edges.pre_ptr.tolist() == [0, 1, 2, 3, 4]
    assert edges.pre_major.tolist() == [1, 0, 2, 3]
    assert edges.dendrite(2) == slice(1, 4)
    assert edges.dendrite(1) == slice(1, 1)


def test_no_edges():
    edges = EdgeList(3, 2, np.empty(0, np.int32), np.empty(0, np.int32), 0.5)
    assert edges.n_edges == 0
    assert edges.row_ptr.tolist() == [0, 0, 0]
    assert edges.pre_ptr.tolist() == [0, 0, 0, 0]
    assert edges.pre_major.size == 0
    assert edges.block is None


@given(edge_lists())
def test_pre_major_is_the_stable_transposition(edges):
    by_pre = np.lexsort((edges.post_ranks, edges.pre_ranks))
    np.testing.assert_array_equal(edges.pre_major, by_pre)
    starts = np.searchsorted(edges.pre_ranks[by_pre], np.arange(edges.n_pre + 1))
    np.testing.assert_array_equal(edges.pre_ptr, starts)


@given(edge_lists())
def test_rows_hold_the_edges_of_their_post_neuron(edges):
    row_ptr = edges.row_ptr
    for post in range(edges.n_post):
        assert edges.dendrite(post) == slice(row_ptr[post], row_ptr[post + 1])
        assert (edges.post_ranks[edges.dendrite(post)] == post).all()
    assert row_ptr[-1] == edges.n_edges


@given(edge_lists(), st.data())
def test_ends_of_some_edges(edges, data):
    some = st.integers(0, edges.n_edges - 1) if edges.n_edges else st.nothing()
    chosen = np.array(data.draw(st.lists(some)), np.int64)
    pre_ranks, post_ranks = edges.ends_of(chosen)
    np.testing.assert_array_equal(pre_ranks, edges.pre_ranks[chosen])
    np.testing.assert_array_equal(post_ranks, edges.post_ranks[chosen])
    assert pre_ranks.dtype == post_ranks.dtype == np.int32


def test_stable_order_beyond_16_bits():
    ranks = np.array([70000, 5, 131072, 70000, 65536, 5, 0], np.int32)
    np.testing.assert_array_equal(stable_order(ranks), np.argsort(ranks, kind="stable"))


def test_block():
    edges = sorted_edges(9, 9, [2, 3, 2, 3], [5, 5, 6, 6], 1.0)
    assert edges.block == Block(2, 4, 5, 7)
    assert edges.block.n_pairs == 4


def test_gaps_in_dendrites():
    assert sorted_edges(9, 9, [2, 3, 4, 7], [5, 5, 5, 6], 1.0).is_gapless
    assert not sorted_edges(9, 9, [2, 3, 5], [5, 5, 5], 1.0).is_gapless
    assert sorted_edges(9, 9, [], [], 1.0).is_gapless


def test_arrays_are_read_only_and_the_callers_stay_writable():
    mine = np.array([0.5, 0.25])
    edges = EdgeList(2, 1, np.array([0, 1], np.int32), np.array([0, 0], np.int32), mine)
    for array in (edges.pre_ranks, edges.post_ranks, edges.weights):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    mine[0] = 3.0


def test_a_zero_dimensional_weight_is_a_number():
    edges = EdgeList(1, 1, np.array([0]), np.array([0]), np.array(0.5))
    assert edges.weights == 0.5
    assert isinstance(edges.weights, float)


@pytest.mark.parametrize(
    ("pre", "post", "message"),
    [
        ([0, 5], [0, 0], "pre rank 5 is outside the population of 3 neurons"),
        ([0, -1], [0, 0], "pre rank -1 is outside"),
        ([0, 0], [0, 2], "post rank 2 is outside the population of 2 neurons"),
        ([1, 1], [0, 0], "pre rank 1 is connected twice to post rank 0"),
        ([1, 0, 1], [0, 0, 0], "connected twice"),
        ([1, 0, -1], [0, 0, 0], "pre rank -1 is outside"),
    ],
)
def test_refusals(pre, post, message):
    with pytest.raises(ANNarchyException, match=message):
        sorted_edges(3, 2, pre, post, 1.0)


@pytest.mark.parametrize("delays", [-1.0, np.nan, np.inf, np.array([0.0, -2.0])])
def test_delays_must_be_finite_and_positive(delays):
    with pytest.raises(ANNarchyException, match="a delay must be a finite number of ms"):
        sorted_edges(2, 1, [0, 1], [0, 0], 1.0, delays)


def test_misuse_by_other_rooms():
    ranks = np.array([0, 1], np.int32)
    with pytest.raises(ValueError, match="must be sorted"):
        EdgeList(2, 2, ranks, ranks[::-1], 1.0)
    with pytest.raises(ValueError, match=r"shape \(2,\), got \(3,\)"):
        EdgeList(2, 2, ranks, ranks, np.zeros(3))
    with pytest.raises(ValueError, match="one value per edge"):
        sorted_edges(2, 2, [0, 1, 0], ranks, 1.0)
    with pytest.raises(ANNarchyException, match="post rank 3 is outside"):
        small().dendrite(3)

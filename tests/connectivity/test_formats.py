"""Formats: choices with reasons, and round trips that lose nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annarchy_lab.connectivity.edges import EdgeList, sorted_edges
from annarchy_lab.connectivity.formats import (
    choose_format,
    from_dense,
    is_single_weight,
    to_csr,
    to_dense_pre_major,
)
from annarchy_lab.diagnostics import ANNarchyException


@st.composite
def edge_lists(draw):
    n_pre, n_post = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    is_edge = draw(st.lists(st.booleans(), min_size=n_pre * n_post, max_size=n_pre * n_post))
    post, pre = np.nonzero(np.array(is_edge).reshape(n_post, n_pre))
    weights = 1.0 + np.arange(len(post))
    return sorted_edges(n_pre, n_post, pre, post, weights)


def full(n_pre=4, n_post=3, **changes):
    post, pre = np.divmod(np.arange(n_pre * n_post), n_pre)
    return sorted_edges(n_pre, n_post, pre, post, **{"weights": 0.5} | changes)


def without_self(n=4):
    post, pre = np.nonzero(~np.eye(n, dtype=bool))
    return sorted_edges(n, n, pre, post, 1.0)


@given(edge_lists().filter(lambda edges: edges.n_edges))
def test_dense_round_trip(edges):
    dense = to_dense_pre_major(edges, edges.weights, fill=-0.0)
    assert dense.values.shape == edges.block.shape
    np.testing.assert_array_equal(from_dense(edges, dense), edges.weights)
    holes = dense.values == 0
    assert np.signbit(dense.values[holes]).all()
    assert np.count_nonzero(~holes) == edges.n_edges


@given(edge_lists())
def test_csr_by_pre_round_trip(edges):
    csr = to_csr(edges, "pre_to_post")
    pre = np.repeat(np.arange(edges.n_pre), np.diff(csr.row_ptr))
    weights = edges.weights[csr.edge_idx]
    again = sorted_edges(edges.n_pre, edges.n_post, pre, csr.col_idx, weights)
    np.testing.assert_array_equal(again.pre_ranks, edges.pre_ranks)
    np.testing.assert_array_equal(again.post_ranks, edges.post_ranks)
    np.testing.assert_array_equal(again.weights, edges.weights)
    for row in np.split(csr.col_idx, csr.row_ptr[1:-1]):
        assert (np.diff(row) > 0).all()


@given(edge_lists())
def test_csr_by_post_is_the_dendrite_order_itself(edges):
    csr = to_csr(edges)
    assert csr.edge_idx is None
    np.testing.assert_array_equal(csr.row_ptr, edges.row_ptr)
    np.testing.assert_array_equal(csr.col_idx, edges.pre_ranks)


def test_dense_rows_belong_to_pre_neurons():
    edges = sorted_edges(5, 9, [2, 3, 2], [6, 6, 7], np.array([1.0, 2.0, 3.0]))
    dense = to_dense_pre_major(edges, edges.weights, fill=9.0)
    assert dense.values.tolist() == [[1.0, 3.0], [2.0, 9.0]]
    assert (dense.block.pre_start, dense.block.post_start) == (2, 6)
    assert dense.values.flags.c_contiguous


def test_a_full_block_becomes_dense_by_transposition():
    edges = full(2, 3, weights=np.arange(6.0))
    values = to_dense_pre_major(edges, edges.weights).values
    assert values.tolist() == [[0.0, 2.0, 4.0], [1.0, 3.0, 5.0]]
    assert values.flags.c_contiguous
    assert to_dense_pre_major(edges, 0.25).values.tolist() == [[0.25] * 3] * 2


def test_the_default_hole_changes_no_sum():
    values = to_dense_pre_major(without_self(3), 1.0).values
    assert np.signbit(-0.0 + values[0, 0])
    assert not np.signbit(0.0 + values[0, 0])


def test_no_edges_have_no_dense_form():
    with pytest.raises(ValueError, match="without edges"):
        to_dense_pre_major(EdgeList(2, 2, np.empty(0), np.empty(0), 1.0), 1.0)


@pytest.mark.parametrize(
    ("edges", "arguments", "expected", "reason"),
    [
        (full(), {}, "dense", "100% full"),
        (full(), {"requested": "csr"}, "csr", "'csr' is stored as CSR"),
        (full(), {"requested": "lil"}, "csr", "'lil' is stored as CSR"),
        (full(), {"structural_plasticity": True}, "csr", "structural plasticity"),
        (full(delays_ms=np.ones(12)), {}, "csr", "a delay of its own"),
        (full(delays_ms=2.0), {}, "dense", "100% full"),
        (without_self(), {}, "csr", "pairs are missing"),
        (without_self(), {"allow_holes": True}, "dense", "75% full"),
        (sorted_edges(9, 9, [0, 8], [0, 8], 1.0), {"allow_holes": True}, "csr", "only 2.47%"),
        (
            sorted_edges(9, 9, [0, 8], [0, 8], 1.0),
            {"allow_holes": True, "requested": "dense"},
            "dense",
            "as asked for; the block of connected ranks is 2% full",
        ),
        (EdgeList(2, 2, np.empty(0), np.empty(0), 1.0), {}, "csr", "no edges"),
    ],
)
def test_choice_and_reason(edges, arguments, expected, reason):
    choice = choose_format(edges, **arguments)
    assert choice.format == expected
    assert reason in choice.reason
    assert not choice.is_fallback


def test_dense_that_cannot_be_is_a_fallback():
    choice = choose_format(without_self(), requested="dense")
    assert choice.format == "csr"
    assert choice.is_fallback


def test_unknown_format():
    with pytest.raises(ANNarchyException, match="unknown storage format 'cube'; there are default"):
        choose_format(full(), requested="cube")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"changes_weight": True}, False),
        ({"structural_plasticity": True}, False),
        ({"force_multiple_weights": True}, False),
        ({"requested": "dense"}, False),
        ({"requested": "csr"}, True),
    ],
)
def test_single_weight(changes, expected):
    assert is_single_weight(full(), **{"changes_weight": False} | changes) is expected


def test_drawn_weights_are_never_single():
    assert not is_single_weight(full(weights=np.ones(12)), changes_weight=False)

"""Edges by pre rank: places and post ranks as NumPy sorts them."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.runtime.cpu.delays import Epoch, RowOrder, dtype_of_ranks, inverse


def edges():
    rng = np.random.default_rng(4)
    is_edge = rng.random((9, 7)) < 0.4
    is_edge[3] = False  # a post neuron without synapses
    post, pre = np.nonzero(is_edge)
    return EdgeList(7, 9, pre, post, 1.0)


@pytest.mark.parametrize("dtype", [np.int32, np.uint16])
@pytest.mark.parametrize("has_delays", [False, True])
def test_order_of_rows(has_delays, dtype):
    found, steps = edges(), 1
    if has_delays:
        steps = np.random.default_rng(5).integers(1, 4, found.n_edges).astype(np.int32)
    expected = np.lexsort(
        (found.post_ranks, np.broadcast_to(steps, found.n_edges), found.pre_ranks)
    )
    order, posts = RowOrder(found, Epoch(steps)), np.zeros(found.n_edges, dtype)
    np.testing.assert_array_equal(inverse(order.places(posts)), expected)
    np.testing.assert_array_equal(posts, found.post_ranks[expected])
    again = np.zeros_like(posts)
    order.fill(again)
    np.testing.assert_array_equal(again, posts)


def test_ranks_take_two_bytes_as_long_as_they_fit():
    assert [dtype_of_ranks(n).itemsize for n in (1, 2**16, 2**16 + 1)] == [2, 2, 4]


def test_no_edges():
    none = EdgeList(3, 2, [], [], 1.0)
    assert RowOrder(none, Epoch(1)).places().size == 0

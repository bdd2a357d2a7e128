"""Fixed number of pre neurons: exact in-degrees."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.fixed_number_pre import build
from annarchy_lab.diagnostics import ANNarchyException


@pytest.mark.parametrize("number", [0, 3, 15, 29, 30])
def test_each_post_neuron_has_exactly_that_many(number):
    edges = build(Ends.whole(30, 20), np.random.default_rng(0), number=number, weights=1.0)
    assert np.diff(edges.row_ptr).tolist() == [number] * 20


def test_all_pre_neurons_are_equally_likely():
    edges = build(Ends.whole(10, 5000), np.random.default_rng(0), number=4, weights=1.0)
    assert np.abs(np.diff(edges.pre_ptr) - 2000).max() < 160


def test_views_and_self_pairs_of_one_population():
    ends = Ends(np.array([4, 0, 2]), np.array([2, 3]), 5, 5, same_population=True)
    edges = build(ends, np.random.default_rng(0), number=2, weights=1.0)
    assert edges.post_ranks.tolist() == [2, 2, 3, 3]
    assert edges.pre_ranks[:2].tolist() == [0, 4]
    assert set(edges.pre_ranks[2:].tolist()) < {0, 2, 4}


def test_self_pairs_where_allowed():
    ends = Ends.whole(3, 3, recurrent=True)
    rng = np.random.default_rng(0)
    assert build(ends, rng, number=3, weights=1.0, allow_self_connections=True).n_edges == 9
    without = build(ends, rng, number=2, weights=1.0)
    assert (without.pre_ranks != without.post_ranks).all()
    assert without.n_edges == 6


@pytest.mark.parametrize("wrong", [5, -1, 1.5])
def test_refused_numbers(wrong):
    with pytest.raises(ANNarchyException, match="number must be an integer from 0 to 4"):
        build(Ends.whole(4, 2), np.random.default_rng(0), number=wrong, weights=1.0)


def test_no_choice_but_a_self_connection():
    ends = Ends.whole(4, 4, recurrent=True)
    with pytest.raises(ANNarchyException, match="leaves no choice but a self-connection"):
        build(ends, np.random.default_rng(0), number=4, weights=1.0)

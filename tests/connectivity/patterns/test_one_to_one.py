"""One to one: by position, itself included."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.one_to_one import build


def test_a_population_connects_each_neuron_to_itself():
    edges = build(Ends.whole(3, 3, recurrent=True), np.random.default_rng(0))
    assert edges.pre_ranks.tolist() == edges.post_ranks.tolist() == [0, 1, 2]
    assert edges.weights == 1.0


def test_views_connect_by_position():
    ends = Ends(np.array([5, 1, 3]), np.array([2, 4, 0]), 6, 6)
    edges = build(ends, np.random.default_rng(0), weights=2.0)
    assert edges.post_ranks.tolist() == [0, 2, 4]
    assert edges.pre_ranks.tolist() == [3, 5, 1]


@pytest.mark.parametrize(("n_pre", "n_post"), [(5, 2), (2, 5)])
def test_different_sizes_warn_and_use_the_smaller(n_pre, n_post):
    with pytest.warns(UserWarning, match="only the first 2"):
        edges = build(Ends.whole(n_pre, n_post), np.random.default_rng(0))
    assert edges.pre_ranks.tolist() == edges.post_ranks.tolist() == [0, 1]

"""Fixed number of post neurons: exact out-degrees."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.fixed_number_post import build
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import Uniform


@pytest.mark.parametrize("number", [0, 3, 15, 29, 30])
def test_each_pre_neuron_has_exactly_that_many(number):
    edges = build(Ends.whole(20, 30), np.random.default_rng(0), number=number)
    assert np.diff(edges.pre_ptr).tolist() == [number] * 20
    assert edges.weights == 1.0


def test_self_pairs_are_dropped_within_one_population():
    ends = Ends.whole(6, 6, recurrent=True)
    edges = build(ends, np.random.default_rng(0), number=5, weights=Uniform(0, 1))
    assert edges.n_edges == 30
    assert (edges.pre_ranks != edges.post_ranks).all()


def test_too_few_post_neurons():
    with pytest.raises(ANNarchyException, match="number must be an integer from 0 to 2"):
        build(Ends.whole(4, 2), np.random.default_rng(0), number=3)

"""Weights and delays: numbers stay numbers, distributions are drawn in dendrite order."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.values import draw_delays, draw_weights, edges_with_values
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import DiscreteUniform, Normal, Uniform


def test_numbers_stay_numbers():
    rng = np.random.default_rng(0)
    assert draw_weights(2, 5, rng) == 2.0
    assert draw_weights(np.float32(0.5), 5, rng) == 0.5
    assert draw_delays(3, 5, rng) == 3.0
    assert draw_delays(0.0, 5, rng) is None
    assert rng.random() == np.random.default_rng(0).random()


def test_weights_are_drawn_before_delays_from_one_generator():
    ends, ranks = Ends.whole(4, 1), np.arange(4, dtype=np.int32)
    weights, delays = Uniform(0, 1), Uniform(1, 2)
    edges = edges_with_values(ends, ranks, ranks * 0, weights, delays, np.random.default_rng(8))
    rng = np.random.default_rng(8)
    np.testing.assert_array_equal(edges.weights, rng.uniform(0, 1, 4))
    np.testing.assert_array_equal(edges.delays_ms, rng.uniform(1, 2, 4))


def test_integer_distributions_give_real_weights():
    assert draw_weights(DiscreteUniform(1, 3), 4, np.random.default_rng(0)).dtype == np.float64


def test_random_delays_are_never_negative():
    delays = draw_delays(Normal(0.0, 1.0, max=2.0), 100, np.random.default_rng(0))
    assert delays.min() == 0.0
    assert delays.max() > 0.0


@pytest.mark.parametrize("wrong", ["1.0", None, [1.0, 2.0], np.nan, np.zeros(3)])
def test_weights_must_be_numbers(wrong):
    with pytest.raises(ANNarchyException, match="weights must be a number or a random dist"):
        draw_weights(wrong, 3, np.random.default_rng(0))


def test_random_delays_need_a_maximum():
    with pytest.raises(ANNarchyException, match=r"Normal\(mu=2.0, sigma=1.0\) the argument max="):
        draw_delays(Normal(2.0, 1.0), 3, np.random.default_rng(0))


@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_delays_must_be_finite_and_positive(wrong):
    with pytest.raises(ANNarchyException, match="delays must be finite and at least 0 ms"):
        draw_delays(wrong, 3, np.random.default_rng(0))

"""Fixed probability: statistics, extremes, self pairs by object."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns.fixed_probability import build
from annarchy_lab.diagnostics import ANNarchyException


def test_number_of_edges_and_spread_over_rows():
    edges = build(Ends.whole(400, 300), np.random.default_rng(1), probability=0.1, weights=1.0)
    deviation = np.sqrt(400 * 300 * 0.09)
    assert abs(edges.n_edges - 12_000) < 4.5 * deviation
    in_degree = np.diff(edges.row_ptr)
    assert abs(in_degree.var() / 36.0 - 1) < 0.4
    out_degree = np.diff(edges.pre_ptr)
    assert abs(out_degree.var() / 27.0 - 1) < 0.4


@pytest.mark.parametrize(("probability", "n_edges"), [(0.0, 0), (0, 0), (1.0, 12)])
def test_extremes(probability, n_edges):
    rng = np.random.default_rng(0)
    assert build(Ends.whole(4, 3), rng, probability=probability, weights=1.0).n_edges == n_edges


def test_self_pairs_are_dropped_only_within_one_object():
    views = Ends(np.arange(4), np.arange(4), 4, 4, same_population=True)
    rng = np.random.default_rng(0)
    assert build(views, rng, probability=1.0, weights=1.0).n_edges == 16
    whole = Ends.whole(4, 4, recurrent=True)
    edges = build(whole, rng, probability=1.0, weights=1.0)
    assert edges.n_edges == 12
    assert (edges.pre_ranks != edges.post_ranks).all()
    allowed = build(whole, rng, probability=1.0, weights=1.0, allow_self_connections=True)
    assert allowed.n_edges == 16


def test_two_large_populations_cost_only_their_edges():
    ends = Ends.whole(200_000, 200_000)
    edges = build(ends, np.random.default_rng(0), probability=1e-6, weights=1.0)
    assert abs(edges.n_edges - 40_000) < 900
    assert edges.post_ranks[-1] > 199_000


@pytest.mark.parametrize("wrong", [-0.1, 1.1])
def test_refusals(wrong):
    with pytest.raises(ANNarchyException, match="probability must lie between 0 and 1"):
        build(Ends.whole(2, 2), np.random.default_rng(0), probability=wrong, weights=1.0)


@pytest.mark.parametrize("wrong", [np.nan, None, "a"])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(ANNarchyException, match="probability must be a number, not"):
        build(Ends.whole(2, 2), np.random.default_rng(0), probability=wrong, weights=1.0)

"""Gaussian weights: the formula pair by pair, the limit, refusals."""

import numpy as np
import pytest

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.geometry import normalized_coordinates_from_rank, size_of
from annarchy_lab.connectivity.patterns.gaussian import build
from annarchy_lab.diagnostics import ANNarchyException


def ends(pre, post, *, recurrent=False):
    n_pre, n_post = size_of(pre), size_of(post)
    return Ends(
        np.arange(n_pre),
        np.arange(n_post),
        n_pre,
        n_post,
        same_population=recurrent,
        same_object=recurrent,
        pre_geometry=pre,
        post_geometry=post,
    )


@pytest.mark.parametrize(
    ("pre", "post"), [((7,), (5,)), ((4, 6), (3, 2)), ((2, 3, 4), (3, 2, 1)), ((1,), (4,))]
)
def test_the_formula_pair_by_pair(pre, post):
    amp, sigma, limit = 2.0, 0.25, 0.05
    edges = build(ends(pre, post), np.random.default_rng(0), amp=amp, sigma=sigma, limit=limit)
    expected = []
    for j in range(size_of(post)):
        for i in range(size_of(pre)):
            a, b = (normalized_coordinates_from_rank(g, r) for g, r in ((pre, i), (post, j)))
            weight = amp * np.exp(-(np.subtract(a, b) ** 2).sum() / (2 * sigma**2))
            if weight > limit * amp:
                expected.append((i, j, weight))
    assert len(expected) < size_of(pre) * size_of(post)
    assert edges.pre_ranks.tolist() == [e[0] for e in expected]
    assert edges.post_ranks.tolist() == [e[1] for e in expected]
    np.testing.assert_allclose(edges.weights, [e[2] for e in expected], rtol=1e-14)


def test_chunks_join_without_a_seam(monkeypatch):
    whole = build(ends((6, 6), (5, 5)), np.random.default_rng(0), amp=1.0, sigma=0.3)
    monkeypatch.setattr("annarchy_lab.connectivity.distance.PAIRS_PER_CHUNK", 80)
    cut = build(ends((6, 6), (5, 5)), np.random.default_rng(0), amp=1.0, sigma=0.3)
    np.testing.assert_array_equal(cut.pre_ranks, whole.pre_ranks)
    np.testing.assert_array_equal(cut.post_ranks, whole.post_ranks)
    np.testing.assert_array_equal(cut.weights, whole.weights)


def test_self_pairs(monkeypatch):
    monkeypatch.setattr("annarchy_lab.connectivity.distance.PAIRS_PER_CHUNK", 16)
    recurrent = ends((8,), (8,), recurrent=True)
    edges = build(recurrent, np.random.default_rng(0), amp=1.0, sigma=10.0)
    assert edges.n_edges == 56
    assert (edges.pre_ranks != edges.post_ranks).all()
    rng = np.random.default_rng(0)
    kept = build(recurrent, rng, amp=1.0, sigma=10.0, allow_self_connections=True)
    assert kept.n_edges == 64


def test_a_negative_amplitude_connects_the_same_pairs():
    arguments = {"sigma": 0.2, "limit": 0.1}
    up = build(ends((9,), (9,)), np.random.default_rng(0), amp=1.0, **arguments)
    down = build(ends((9,), (9,)), np.random.default_rng(0), amp=-1.0, **arguments)
    np.testing.assert_array_equal(up.pre_ranks, down.pre_ranks)
    np.testing.assert_array_equal(up.weights, -down.weights)


def test_views_keep_the_distances_of_the_populations():
    pre, post = np.array([11, 0, 4]), np.array([2, 7])
    geometry = {"pre_geometry": (3, 4), "post_geometry": (4, 2)}
    rng = np.random.default_rng(0)
    shape = {"amp": 1.0, "sigma": 0.3, "limit": 0.0}
    whole = build(Ends(np.arange(12), np.arange(8), 12, 8, **geometry), rng, **shape)
    edges = build(Ends(pre, post, 12, 8, **geometry), rng, **shape)
    chosen = np.isin(whole.pre_ranks, pre) & np.isin(whole.post_ranks, post)
    assert edges.pre_ranks.tolist() == [0, 4, 11] * 2
    assert edges.post_ranks.tolist() == [2] * 3 + [7] * 3
    assert edges.weights.tolist() == whole.weights[chosen].tolist()


def test_two_views_of_one_population_have_no_self_connections():
    view = Ends(np.array([1, 2]), np.array([2, 3]), 5, 5, same_population=True)
    edges = build(view, np.random.default_rng(0), amp=1.0, sigma=9.0)
    pairs = list(zip(edges.pre_ranks.tolist(), edges.post_ranks.tolist(), strict=True))
    assert pairs == [(1, 2), (1, 3), (2, 3)]


def test_dimensions_must_agree():
    with pytest.raises(
        ANNarchyException, match=r"equally many dimensions, not \(4,\) and \(2, 2\)"
    ):
        build(ends((4,), (2, 2)), np.random.default_rng(0), amp=1.0, sigma=0.1)


@pytest.mark.parametrize("wrong", [0.0, -1.0])
def test_sigma_must_be_positive(wrong):
    with pytest.raises(ANNarchyException, match="gaussian: sigma must be above 0"):
        build(ends((4,), (4,)), np.random.default_rng(0), amp=1.0, sigma=wrong)

"""Random subsets: distinct, uniform, reproducible."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annarchy_lab.connectivity.sampling import (
    bernoulli_parts,
    choose_in_rows,
    distinct_in_rows,
)


def bernoulli_positions(n, probability, rng):
    return np.concatenate([np.empty(0, np.int64), *bernoulli_parts(n, probability, rng)])


def test_bernoulli_edge_cases():
    rng = np.random.default_rng(0)
    assert bernoulli_positions(5, 0.0, rng).tolist() == []
    assert bernoulli_positions(0, 0.5, rng).tolist() == []
    assert bernoulli_positions(5, 1.0, rng).tolist() == [0, 1, 2, 3, 4]
    assert bernoulli_positions(10**15, 1e-300, rng).tolist() == []


@pytest.mark.parametrize("probability", [0.01, 0.3, 0.9])
def test_bernoulli_positions_are_independent_and_equally_likely(probability):
    rng = np.random.default_rng(1)
    n, n_trials = 20, 4000
    hits = np.zeros((n_trials, n))
    for trial in hits:
        trial[bernoulli_positions(n, probability, rng)] = 1.0
    deviation = np.sqrt(probability * (1 - probability) / n_trials)
    assert np.abs(hits.mean(axis=0) - probability).max() < 4.5 * deviation
    # pairs of neighbours are as often both chosen as independence says
    joint = (hits[:, 1:] * hits[:, :-1]).mean()
    joint_deviation = probability * np.sqrt(2 * (1 - probability**2) / (n_trials * (n - 1)))
    assert abs(joint - probability**2) < 4.5 * joint_deviation


def test_bernoulli_goes_on_after_one_batch_of_gaps(monkeypatch):
    monkeypatch.setattr("annarchy_lab.connectivity.sampling.GAPS_PER_DRAW", 7)
    positions = bernoulli_positions(10_000, 0.1, np.random.default_rng(0))
    assert abs(positions.size - 1000) < 150
    assert (np.diff(positions) > 0).all()
    assert positions[-1] >= 9_800


def test_bernoulli_cost_follows_what_is_chosen():
    positions = bernoulli_positions(10**12, 1e-9, np.random.default_rng(0))
    assert 800 < positions.size < 1200


@given(st.integers(0, 6), st.integers(1, 30), st.data(), st.integers(0, 2**32))
def test_rows_are_ascending_distinct_and_in_range(n_rows, n, data, seed):
    number = data.draw(st.integers(0, n))
    rows = distinct_in_rows(n_rows, n, number, np.random.default_rng(seed))
    assert rows.shape == (n_rows, number)
    assert rows.dtype == np.int32
    assert (np.diff(rows, axis=1) > 0).all()
    assert ((rows >= 0) & (rows < n)).all()
    np.testing.assert_array_equal(
        rows, distinct_in_rows(n_rows, n, number, np.random.default_rng(seed))
    )


@pytest.mark.parametrize(
    ("n", "number"), [(8, 2), (6, 2), (6, 4)], ids=["redrawn", "permuted", "complement"]
)
def test_all_subsets_are_equally_likely(n, number):
    n_rows = 20_000
    rows = distinct_in_rows(n_rows, n, number, np.random.default_rng(4))
    counts = [int((rows == subset).all(axis=1).sum()) for subset in combinations(range(n), number)]
    expected = n_rows / len(counts)
    assert sum(counts) == n_rows
    assert max(abs(c - expected) for c in counts) < 4.5 * np.sqrt(expected)


def test_excluded_positions_are_skipped_and_the_rest_equally_likely():
    excluded = np.tile([0, 3, -1], 6000)
    rows = choose_in_rows(4, 2, excluded, np.random.default_rng(2))
    for position, candidates in ((0, {1, 2, 3}), (3, {0, 1, 2}), (-1, {0, 1, 2, 3})):
        chosen = rows[excluded == position]
        values, counts = np.unique(chosen, return_counts=True)
        assert set(values.tolist()) == candidates
        assert np.abs(counts - chosen.size / len(candidates)).max() < 300

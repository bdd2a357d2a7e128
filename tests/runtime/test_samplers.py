"""Gamma, Binomial and DiscreteUniform: the documented numbers, and whether they are distributed so.

The statistics run on fixed seeds: they pass or fail for good.
"""

import math

import numpy as np
import pytest
from scipy import stats

from annarchy_lab.runtime import _bridge

N = 1 << 17
LIMIT = 4.0  # standard errors
KEY = (2026, 0x0123456789ABCDEF)
STEP = 77


def gamma(shape, scale=1.0, n=N, dtype=np.float64):
    return _bridge.gamma_block(dtype, shape, scale, *KEY, n, STEP)


def binomial(n_trials, p, n=N):
    return _bridge.binomial_block(n_trials, p, *KEY, n, STEP)


def discrete(least, most, n=N):
    return _bridge.discrete_block(least, most, *KEY, n, STEP)


# ---- the documented numbers, written down once more


def uniform(element, draw):
    return float(_bridge.uniform_at(np.float64, *KEY, element, draw, STEP))


def log(x):
    return float(_bridge.map_unary("log", np.array(x)))


def exp(x):
    return float(_bridge.map_unary("exp", np.array(x)))


def expected_gamma(shape, scale, element):
    d = (shape + 1.0 if shape < 1.0 else shape) - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    for attempt in range(127):
        x = float(_bridge.normal_at(np.float64, *KEY, element, 1 + 2 * attempt, STEP))
        u = uniform(element, 2 + 2 * attempt)
        t = 1.0 + c * x
        v = t * t * t
        is_inside = u < 1.0 - 0.0331 * ((x * x) * (x * x))
        if v > 0 and (is_inside or log(u) < 0.5 * x * x + d * (1.0 - v + log(v))):
            break
    boost = exp(log(uniform(element, 0)) / shape) if shape < 1.0 else 1.0
    return d * v * boost * scale, attempt


def expected_binomial(n, p, element):
    s = 1.0 - p if p > 0.5 else p
    log_q = float(_bridge.map_unary("log1p", np.array(-s)))
    most, left, count, chunk = min(int(-512.0 / log_q), n), n, 0, 0
    while left > 0:
        m = min(left, most)
        u, k, f = uniform(element, chunk), 0, exp(m * log_q)
        total = f
        while u > total:
            f *= s / (1.0 - s) * (m - k) / (k + 1)
            if total + f == total:
                break
            total, k = total + f, k + 1
        left, count, chunk = left - m, count + k, chunk + 1
    return n - count if p > 0.5 else count


@pytest.mark.parametrize(("shape", "scale"), [(0.02, 3.0), (0.7, 1.0), (1.0, 0.5), (2.5, 0.1)])
def test_gamma_is_the_documented_number(shape, scale):
    expected = [expected_gamma(shape, scale, element) for element in range(600)]
    assert gamma(shape, scale, 600).tolist() == [value for value, _ in expected]
    assert max(attempt for _, attempt in expected) >= 1


@pytest.mark.parametrize(
    ("n", "p"),
    [(1, 0.3), (10, 0.25), (60, 0.9), (737, 0.5), (739, 0.5), (2000, 0.6), (10**6, 1e-6)],
)
def test_binomial_is_the_documented_number(n, p):
    elements = range(300)
    assert binomial(n, p, 300).tolist() == [expected_binomial(n, p, e) for e in elements]


@pytest.mark.parametrize(("least", "most"), [(0, 1), (-3, 8), (-(2**31), 2**31 - 1)])
def test_discrete_uniform_is_the_documented_number(least, most):
    expected = [least + math.floor((most - least + 1) * uniform(e, 0)) for e in range(300)]
    assert discrete(least, most, 300).tolist() == expected


CALLS = {
    "gamma above 1": ("gamma", (2.5, 1.5)),
    "gamma below 1": ("gamma", (0.3, 1.5)),
    "binomial few": ("binomial", (12, 0.3)),
    "binomial many": ("binomial", (5000, 0.7)),
    "discrete": ("discrete", (-7, 12)),
}


@pytest.mark.parametrize("call", CALLS)
def test_single_elements_lengths_and_instruction_sets_change_no_bit(call, any_isa):
    source, arguments = CALLS[call]
    block, at = (getattr(_bridge, f"{source}_{kind}") for kind in ("block", "at"))
    reals = ((np.float64,), (np.float32,)) if source == "gamma" else ((),)
    for real in reals:
        whole = block(*real, *arguments, *KEY, 1000, STEP)
        single = at(*real, *arguments, *KEY, np.arange(1000), STEP)
        assert single.tobytes() == whole.tobytes()
        for n in (0, 1, 255, 257):
            assert np.array_equal(block(*real, *arguments, *KEY, n, STEP), whole[:n])
        for level in range(3):
            any_isa(level)
            assert block(*real, *arguments, *KEY, 1000, STEP).tobytes() == whole.tobytes()


def test_float32_rounds_the_same_gamma():
    assert np.array_equal(gamma(1.7, dtype=np.float32), gamma(1.7).astype(np.float32))


# ---- ends


def test_gamma_of_shapes_that_draw_nothing():
    with np.errstate(all="ignore"):
        for shape, expected in ((0.0, 0.0), (math.inf, math.inf), (-1.0, math.nan)):
            assert np.array_equal(gamma(shape, 2.0, 3), [expected] * 3, equal_nan=True)
    assert np.isnan(gamma(math.nan, 1.0, 1))[0]
    assert np.isnan(gamma(1.0, math.nan, 1))[0]


def test_gamma_of_extreme_shapes_ends():
    assert np.array_equal(gamma(5e-324, 1.0, 1000), np.zeros(1000))
    huge = gamma(1e300, 1.0, 1000) / 1e300
    assert np.abs(huge - 1.0).max() < 1e-12


@pytest.mark.parametrize(
    ("n", "p", "expected"),
    [
        *((n, 0.5, 0) for n in (0, -4)),
        *((9, p, 0) for p in (0.0, -1.0, math.nan)),
        *((9, p, 9) for p in (1.0, 2.0, math.inf)),
        (2**31 - 1, 5e-324, 0),
        (2**31 - 1, 1.0, 2**31 - 1),
    ],
)
def test_binomial_outside_of_its_range(n, p, expected):
    assert binomial(n, p, 300).tolist() == [expected] * 300
    assert _bridge.binomial_at(n, p, *KEY, [7], STEP).tolist() == [expected]


def test_the_sum_of_a_chunk_ends_before_the_table_does():
    """At 512 expected successes the distribution function is 1 long before 1024."""
    n = 2**31 - 1
    for p in (512 / n, 1e-6, 0.1, 0.3, 0.5):
        most = min(int(-512.0 / math.log1p(-p)), n)
        assert most == n or stats.binom.sf(1000, most, p) < 1e-80


def test_discrete_uniform_reaches_both_ends_and_not_beyond():
    drawn = discrete(3, 6)
    assert set(drawn.tolist()) == {3, 4, 5, 6}
    assert set(discrete(5, 5, 300).tolist()) == {5}
    assert set(discrete(5, 4, 300).tolist()) == {5}


def test_discrete_uniform_over_all_integers():
    drawn = discrete(-(2**31), 2**31 - 1).astype(np.float64)
    assert drawn.min() < -(2**31) * (1 - 20 / N)
    assert drawn.max() > 2**31 * (1 - 20 / N)
    assert stats.kstest(drawn, stats.uniform(-(2.0**31), 2.0**32).cdf).pvalue > 1e-3


# ---- statistics


def assert_moments(values, distribution):
    """Compare mean and variance with their expectations, in standard errors."""
    mean, variance, _, excess = (float(m) for m in distribution.stats("mvsk"))
    score = (values.mean() - mean) / math.sqrt(variance / values.size)
    assert abs(score) < LIMIT
    spread = ((values - mean) ** 2).mean()
    error = variance * math.sqrt((excess + 2.0) / values.size)
    assert abs(spread - variance) < LIMIT * error


@pytest.mark.parametrize("shape", [0.05, 0.3, 0.9, 1.0, 1.5, 4.0, 30.0, 1e4, 1e9])
def test_gamma_is_distributed_as_it_should(shape):
    drawn = gamma(shape, 2.0)
    expected = stats.gamma(shape, scale=2.0)
    assert_moments(drawn, expected)
    assert stats.kstest(drawn, expected.cdf).pvalue > 1e-3


@pytest.mark.parametrize(
    ("n", "p"),
    [
        *((1, 0.4), (2, 0.1), (10, 0.3), (10, 0.95), (100, 0.01), (100, 0.5), (700, 0.5)),
        *((5000, 0.02), (5000, 0.7), (40_000, 0.25), (10**6, 1e-3), (2**31 - 1, 3e-8)),
    ],
)
def test_binomial_is_distributed_as_it_should(n, p):
    drawn = binomial(n, p)
    expected = stats.binom(n, p)
    assert_moments(drawn, expected)
    least, most = (int(q) for q in expected.ppf([50 / N, 1 - 50 / N]))
    step = max(1, (most - least) // 60)  # the far values are joined: no bin is nearly empty
    edges = np.arange(least, most, step)
    counts = np.bincount(np.searchsorted(edges, drawn), minlength=len(edges) + 1)
    weights = np.diff(np.r_[0.0, expected.cdf(edges), 1.0])
    assert stats.chisquare(counts, weights * N).pvalue > 1e-3


def test_discrete_uniform_is_distributed_as_it_should():
    assert stats.chisquare(np.bincount(discrete(0, 99), minlength=100)).pvalue > 1e-3


@pytest.mark.parametrize("call", CALLS)
def test_steps_streams_seeds_and_neighbours_are_independent(call):
    source, arguments = CALLS[call]
    block = getattr(_bridge, f"{source}_block")
    real = (np.float64,) if source == "gamma" else ()

    def drawn(seed=1, stream=2, rng_step=3):
        return block(*real, *arguments, seed, stream, N, rng_step).astype(np.float64)

    x = drawn()
    others = [drawn(seed=2), drawn(stream=3), drawn(rng_step=4)]
    others += [np.roll(x, lag) for lag in (1, 128, 256)]
    for y in others:
        assert abs(np.corrcoef(x, y)[0, 1]) * math.sqrt(N) < LIMIT


def test_refuses_other_dtypes():
    with pytest.raises(TypeError, match="float32 or float64"):
        _bridge.gamma_block(np.int32, 1.0, 1.0, 2, 3, 4, 5)

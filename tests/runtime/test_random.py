"""Random numbers: their layout, their bits, and whether they are random.

The statistics run on fixed seeds: they pass or fail for good.
"""

import math

import numpy as np
import pytest
from scipy import stats

from annarchy_lab.runtime import _bridge

DTYPES = (np.float64, np.float32)
BLOCKS = (_bridge.uniform_block, _bridge.normal_block)
N = 1 << 19
LIMIT = 4.0  # standard errors


def words_of(dtype, seed, stream, element, draw, rng_step):
    """Return the words of the call an element belongs to, and which of its values it is."""
    n_groups = 128 if dtype == np.float64 else 64
    block, place = divmod(element, 256)
    group = block * n_groups + place % n_groups
    stream = (stream + (draw >> 8) * 0x9E3779B97F4A7C15) % 2**64
    key = (seed % 2**32, seed >> 32, stream % 2**32, stream >> 32)
    upper = (group >> 32) % 2**24 | (draw % 256) << 24
    counter = (group % 2**32, upper, rng_step % 2**32, rng_step >> 32)
    return _bridge.threefry4x32(counter, key, 12), place // n_groups


def expected_uniform(dtype, *place):
    words, value = words_of(dtype, *place)
    if dtype == np.float64:
        word = words[2 * value] << 32 | words[2 * value + 1]
        return ((word >> 12) + 0.5) * 2.0**-52
    return ((words[value] >> 9) + 0.5) * 2.0**-23


def expected_normal(dtype, *place):
    words, value = words_of(dtype, *place)
    if dtype == np.float64:
        u = ((words[0] << 20 | words[1] >> 12) + 0.5) * 2.0**-52
        turns = (words[2] << 32 | words[3]) * 2.0**-64
    else:
        u = min(((words[value // 2 * 2] >> 1) + 0.5) * 2.0**-31, 1 - 2.0**-24)
        turns = words[value // 2 * 2 + 1] * 2.0**-32
    wave = math.sin if value % 2 == 0 else math.cos
    return math.sqrt(-2 * math.log(u)) * wave(2 * math.pi * turns)


# (seed, stream, element, draw, rng_step): each word of key and counter is used
PLACES = (
    (0, 0, 0, 0, 0),
    (1, 2, 63, 0, 5),
    (1, 2, 64, 1, 5),
    (2**63 + 7, 2**64 - 1, 127, 255, 2**40 + 3),
    (2**63 + 7, 2**64 - 1, 128, 256, 2**40 + 3),
    (3, 5, 200, 2**32 - 1, 2**64 - 1),
    (3, 5, 255, 700, 9),
    (3, 5, 256, 0, 9),
    (3, 5, 2**40 + 1000, 3, 9),
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("dtype", DTYPES)
def test_uniform_is_the_documented_number(dtype, place):
    seed, stream, element, draw, rng_step = place
    drawn = _bridge.uniform_at(dtype, seed, stream, element, draw, rng_step)
    assert drawn.dtype == dtype
    assert float(drawn) == expected_uniform(dtype, *place)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 2e-14), (np.float32, 3e-6)])
def test_normal_is_the_documented_number(dtype, tolerance, place):
    seed, stream, element, draw, rng_step = place
    drawn = float(_bridge.normal_at(dtype, seed, stream, element, draw, rng_step))
    assert drawn == pytest.approx(expected_normal(dtype, *place), abs=tolerance)


GOLDEN_F64 = ["0xbff52c7b378a9ca3", "0x3fc162865c91f11b", "0x3fe8b21d70be064c"]
GOLDEN_F32 = ["0xbfd14907", "0xbf68a461", "0xbf327a3d"]


def test_bits_stay_as_they_are():
    """A change here changes every network's noise: raise the ABI version and tell the users."""
    place = (2026, 0x0123456789ABCDEF, [0, 100, 1000], 1, 77)
    bits = _bridge.normal_at(np.float64, *place).view(np.uint64).tolist()
    bits32 = _bridge.normal_at(np.float32, *place).view(np.uint32).tolist()
    assert [hex(word) for word in bits] == GOLDEN_F64
    assert [hex(word) for word in bits32] == GOLDEN_F32


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("block", "at"),
    [(_bridge.uniform_block, _bridge.uniform_at), (_bridge.normal_block, _bridge.normal_at)],
)
def test_block_equals_single_elements(block, at, dtype):
    filled = block(dtype, 11, 22, 1000, 300, 44)
    single = at(dtype, 11, 22, np.arange(1000), 300, 44)
    assert filled.tobytes() == single.tobytes()


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_length_changes_nothing(block, dtype):
    longest = block(dtype, 1, 2, 700, 0, 3)
    for n in (0, 1, 255, 256, 257):
        assert np.array_equal(block(dtype, 1, 2, n, 0, 3), longest[:n])


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_isa_gives_the_same_bits(block, dtype, any_isa):
    results = set()
    for level in range(3):
        any_isa(level)
        results.add(block(dtype, 123, 456, 50_000, 7, 89).tobytes())
    assert len(results) == 1


@pytest.mark.parametrize("level", range(3))
@pytest.mark.parametrize("element", [3, 130])
def test_successive_draws_are_draws(level, element, any_isa):
    any_isa(level)
    drawn = _bridge.uniform_draws(5, 6, element, 250, 600, 7)
    single = [float(_bridge.uniform_at(np.float64, 5, 6, element, d, 7)) for d in range(250, 850)]
    assert drawn.tolist() == single
    assert _bridge.uniform_draws(5, 6, element, 250, 0, 7).size == 0


def test_isa_is_at_most_what_there_is(any_isa):
    best = any_isa(2)
    assert any_isa(best + 5) == best == _bridge.isa()
    assert any_isa(0) == 0 == _bridge.isa()


def test_refuses_other_dtypes():
    with pytest.raises(TypeError, match="float32 or float64"):
        _bridge.uniform_block(np.int32, 1, 2, 3, 4, 5)


# ---- statistics ----------------------------------------------------------------------------


def standard_scores(values, moments):
    """Return (mean - expected) / standard error for pairs (powers, expected, variance)."""
    return [
        (np.mean(values**power) - expected) / math.sqrt(variance / values.size)
        for power, expected, variance in moments
    ]


@pytest.mark.parametrize("dtype", DTYPES)
def test_uniform_moments(dtype):
    x = _bridge.uniform_block(dtype, 1, 2, N, 0, 3).astype(np.float64)
    moments = [(p, 1 / (p + 1), 1 / (2 * p + 1) - 1 / (p + 1) ** 2) for p in (1, 2, 3, 4)]
    assert np.abs(standard_scores(x, moments)).max() < LIMIT
    assert 0 < x.min() < 10 / N
    assert 1 - 10 / N < x.max() < 1


@pytest.mark.parametrize("dtype", DTYPES)
def test_normal_moments(dtype):
    x = _bridge.normal_block(dtype, 1, 2, N, 0, 3).astype(np.float64)
    moments = [(1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96), (6, 15, 10170)]
    assert np.abs(standard_scores(x, moments)).max() < LIMIT


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("sigmas", [1, 2, 3, 4])
def test_normal_tails(dtype, sigmas):
    x = _bridge.normal_block(dtype, 7, 8, N, 0, 9)
    expected = N * stats.norm.sf(sigmas)
    for tail in (x > sigmas, x < -sigmas):
        assert abs(np.count_nonzero(tail) - expected) < LIMIT * math.sqrt(expected)


def test_normal_reaches_beyond_five_sigmas():
    """Float32 draws have few bits near 0 to take the far values from; they must not end early."""
    x = np.concatenate([_bridge.normal_block(np.float32, 1, 2, N, 0, step) for step in range(16)])
    expected = 2 * x.size * stats.norm.sf(5.0)
    assert abs(np.count_nonzero(np.abs(x) > 5) - expected) < LIMIT * math.sqrt(expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_distributions_pass_kolmogorov_and_smirnov(dtype):
    for seed in range(4):
        uniform = _bridge.uniform_block(dtype, seed, 2, 100_000, 0, 3)
        normal = _bridge.normal_block(dtype, seed, 2, 100_000, 0, 3)
        assert stats.kstest(uniform, "uniform").pvalue > 1e-3
        assert stats.kstest(normal, "norm").pvalue > 1e-3


def correlation(x, y):
    """Return the correlation in standard errors."""
    return np.corrcoef(x, y)[0, 1] * math.sqrt(x.size)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("block", BLOCKS)
def test_each_part_of_the_key_and_counter_draws_anew(block, dtype):
    base = {"seed": 10, "stream": 20, "draw": 30, "rng_step": 40}
    x = block(dtype, n=100_000, **base)
    for name in base:
        for shift in (1, 2**31, 256):
            y = block(dtype, n=100_000, **{**base, name: base[name] + shift})
            assert np.count_nonzero(x == y) < 10
            assert abs(correlation(x, y)) < LIMIT


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("lag", [1, 2, 64, 128, 192, 256])
def test_neighbours_are_uncorrelated(dtype, lag):
    """Lags 64 and 128 join the two normals of one call."""
    x = _bridge.normal_block(dtype, 3, 4, N, 0, 5).astype(np.float64)
    assert abs(correlation(x[:-lag], x[lag:])) < LIMIT
    assert abs(correlation(x[:-lag] ** 2, x[lag:] ** 2)) < LIMIT

"""The core's functions against mpmath, in special cases, and on every instruction set."""

import math

import mpmath
import numpy as np
import pytest

from annarchy_lab.runtime import _bridge

DTYPES = (np.float64, np.float32)
TINY = {np.float64: 5e-324, np.float32: 1.4e-45}
INF, NAN = math.inf, math.nan


def error_in_ulp(computed, true):
    """Return |computed - true| in units of the last place of the true value."""
    spacing = abs(float(np.spacing(computed.dtype.type(float(true)))))
    return float(abs(mpmath.mpf(float(computed)) - true) / spacing)


def worst_ulp(function, computed, *arguments):
    """Return the largest error of `computed`, element by element."""
    exact = (function(*(mpmath.mpf(float(x)) for x in row)) for row in zip(*arguments, strict=True))
    return max(error_in_ulp(y, true) for y, true in zip(computed, exact, strict=True))


def linear(low, high):
    return lambda rng, n: rng.uniform(low, high, n)


def powers_of_two(low, high):
    """Both signs, evenly many of each order of magnitude."""
    return lambda rng, n: np.exp2(rng.uniform(low, high, n)) * rng.choice([-1, 1], n)


def positive(low, high):
    return lambda rng, n: np.exp2(rng.uniform(low, high, n))


def angles(largest_exponent):
    return (linear(-4, 4), linear(-1e7, 1e7), powers_of_two(-40, largest_exponent))


# bound in ulp (float64, float32) and arguments; 2 is the contract, these are what was reached
BOUNDS = {
    "exp": (1.0, 1.0),
    "expm1": (1.25, 1.25),
    "log": (1.0, 1.0),
    "log1p": (1.0, 1.0),
    "tanh": (1.75, 1.75),
    "sin": (1.0, 1.6),
    "cos": (1.0, 1.6),
    "sqrt": (0.51, 0.51),
}
ARGUMENTS = {
    np.float64: {
        "exp": (linear(-1, 1), linear(-745, 709)),
        "expm1": (linear(-2, 2), powers_of_two(-60, 9)),
        "log": (linear(0.5, 2), positive(-1074, 1024)),
        "log1p": (linear(-0.9, 2), powers_of_two(-60, -0.01), positive(0, 1000)),
        "tanh": (linear(-1, 1), powers_of_two(-60, 6)),
        "sin": angles(1024),
        "cos": angles(1024),
        "sqrt": (positive(-1074, 1024),),
    },
    np.float32: {
        "exp": (linear(-1, 1), linear(-103, 88)),
        "expm1": (linear(-2, 2), powers_of_two(-60, 6)),
        "log": (linear(0.5, 2), positive(-149, 128)),
        "log1p": (linear(-0.9, 2), powers_of_two(-60, -0.01), positive(0, 127)),
        "tanh": (linear(-1, 1), powers_of_two(-60, 6)),
        "sin": angles(128),
        "cos": angles(128),
        "sqrt": (positive(-149, 128),),
    },
}


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_accuracy(name, dtype):
    rng = np.random.default_rng(1)
    bound = BOUNDS[name][DTYPES.index(dtype)]
    with mpmath.workprec(1300 if name in ("sin", "cos") else 150):
        for arguments in ARGUMENTS[dtype][name]:
            x = arguments(rng, 1000).astype(dtype)
            assert worst_ulp(getattr(mpmath, name), _bridge.map_unary(name, x), x) < bound


POWERS = (
    (positive(-1, 1), linear(-1000, 1000)),
    (positive(-1000, 1000), linear(-1, 1)),
    (linear(0, 10), linear(-10, 10)),
    (lambda rng, n: 1 + powers_of_two(-40, -2)(rng, n), powers_of_two(0, 40)),
)


@pytest.mark.parametrize(("bases", "exponents"), POWERS, ids=["near_1", "roots", "usual", "steep"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_accuracy_of_pow(bases, exponents, dtype):
    rng = np.random.default_rng(2)
    shrink = 1 if dtype is np.float64 else 0.12
    x, y = bases(rng, 1000), exponents(rng, 1000)
    x, y = (x**shrink).astype(dtype), (y * shrink).astype(dtype)
    computed = _bridge.map_pow(x, y)
    in_range = np.isfinite(computed) & (computed > 0)
    assert np.count_nonzero(in_range) > 400
    x, y, computed = x[in_range], y[in_range], computed[in_range]
    with mpmath.workprec(150):
        assert worst_ulp(mpmath.power, computed, x, y) < 1.1


def test_sine_of_the_hardest_arguments():
    """The doubles nearest to multiples of pi/2, found by mpmath, and the nearest one of all."""
    with mpmath.workprec(1300):
        multiples = [mpmath.mpf(2) ** e * m for e in range(0, 1020, 7) for m in (1, 3, 7)]
        nearest = [float(k * mpmath.pi / 2) for k in multiples]
        x = np.array([*nearest, math.ldexp(6381956970095103, 797)])
        for name in ("sin", "cos"):
            computed = _bridge.map_unary(name, x)
            assert worst_ulp(getattr(mpmath, name), computed, x) < 1.0
            assert np.abs(_bridge.map_unary(name, -x)).tolist() == np.abs(computed).tolist()


# ---- special values ------------------------------------------------------------------------

LARGEST = {np.float64: 1.7976931348623157e308, np.float32: 3.4028234663852886e38}
SPECIAL = {
    "exp": ((0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, 0.0), (1e30, INF), (-1e30, 0.0)),
    "expm1": ((0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -1.0), (1e30, INF), (-1e30, -1.0)),
    "log": ((1.0, 0.0), (0.0, -INF), (-0.0, -INF), (-1.0, NAN), (-INF, NAN), (INF, INF)),
    "log1p": ((0.0, 0.0), (-0.0, -0.0), (-1.0, -INF), (-1.5, NAN), (-INF, NAN), (INF, INF)),
    "sin": ((0.0, 0.0), (-0.0, -0.0), (INF, NAN), (-INF, NAN)),
    "cos": ((0.0, 1.0), (-0.0, 1.0), (INF, NAN), (-INF, NAN)),
    "tanh": ((0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (1e30, 1.0), (-50.0, -1.0)),
    "sqrt": ((0.0, 0.0), (-0.0, -0.0), (INF, INF), (-1.0, NAN), (4.0, 2.0)),
    "floor": ((2.5, 2.0), (-2.5, -3.0), (-0.0, -0.0), (-0.3, -1.0), (INF, INF), (-INF, -INF)),
    "ceil": ((2.5, 3.0), (-2.5, -2.0), (-0.0, -0.0), (-0.3, -0.0), (INF, INF), (-INF, -INF)),
    "round": (
        (2.5, 3.0),
        (-2.5, -3.0),
        (3.5, 4.0),
        (0.5, 1.0),
        (-0.5, -1.0),
        (-0.4, -0.0),
        (2.4, 2.0),
        (INF, INF),
    ),
    "abs": ((-2.0, 2.0), (-0.0, 0.0), (-INF, INF)),
    "flush": ((2.0, 2.0), (-2.0, -2.0), (-0.0, 0.0), (INF, INF), (-INF, -INF)),
    "pos": ((2.0, 2.0), (-2.0, 0.0), (-0.0, 0.0), (INF, INF), (-INF, 0.0)),
    "neg": ((2.0, 0.0), (-2.0, -2.0), (-0.0, 0.0), (INF, 0.0), (-INF, -INF)),
}
NAN_GIVES_0 = ("pos", "neg")


def same(computed, expected):
    """Equal, with the sign of zero; any NaN equals any other."""
    return np.all(
        (np.isnan(computed) & np.isnan(expected))
        | ((computed == expected) & (np.signbit(computed) == np.signbit(expected)))
    )


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("dtype", DTYPES)
def test_special_values(name, dtype):
    x, expected = np.array(SPECIAL[name], dtype=dtype).T
    computed = _bridge.map_unary(name, x)
    assert computed.dtype == dtype
    assert same(computed, expected)
    assert same(_bridge.map_unary(name, dtype(NAN)), 0.0 if name in NAN_GIVES_0 else NAN)


@pytest.mark.parametrize("dtype", DTYPES)
def test_flush_leaves_normal_numbers_only(dtype):
    tiny = np.finfo(dtype).tiny
    below = np.nextafter(tiny, dtype(0))
    x = np.array([tiny, -tiny, below, -below, np.finfo(dtype).smallest_subnormal])
    assert same(_bridge.map_unary("flush", x), np.array([tiny, -tiny, 0.0, 0.0, 0.0]))


@pytest.mark.parametrize("name", ["expm1", "log1p", "sin", "tanh"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_tiny_arguments_come_back(name, dtype):
    x = TINY[dtype] * np.array([1, -1, 2, 1000, -12345], dtype=dtype)
    assert same(_bridge.map_unary(name, x), x)


@pytest.mark.parametrize("dtype", DTYPES)
def test_ends_of_the_range(dtype):
    largest, tiny = dtype(LARGEST[dtype]), dtype(TINY[dtype])
    ends = {np.float64: (709.782712893384, -745.1332191019411), np.float32: (88.72283, -103.97208)}
    top, bottom = (dtype(x) for x in ends[dtype])
    assert np.isfinite(_bridge.map_unary("exp", top))
    assert np.isinf(_bridge.map_unary("exp", np.nextafter(top, dtype(INF))))
    assert _bridge.map_unary("exp", bottom) == tiny
    assert _bridge.map_unary("exp", np.nextafter(bottom, dtype(-INF))) == 0
    assert np.isfinite(_bridge.map_unary("expm1", top))
    for name in ("log", "log1p"):
        computed = _bridge.map_unary(name, largest)
        assert error_in_ulp(computed, mpmath.log(float(largest))) < 1
    assert error_in_ulp(_bridge.map_unary("log", tiny), mpmath.log(float(tiny))) < 1


@pytest.mark.parametrize("dtype", DTYPES)
def test_rounding_near_and_beyond_the_last_fraction(dtype):
    edge = 2.0 ** (52 if dtype is np.float64 else 23)
    half = 0.5 - np.finfo(dtype).epsneg / 2
    x = np.array([half, edge / 2 - 0.5, edge / 2 + 0.5, edge - 1, edge, edge + 1, edge * 4], dtype)
    x = np.concatenate([x, -x])
    assert same(_bridge.map_unary("floor", x), np.floor(x))
    assert same(_bridge.map_unary("ceil", x), np.ceil(x))
    away = np.copysign(np.floor(np.abs(x)) + (np.abs(x) - np.floor(np.abs(x)) >= 0.5), x)
    assert same(_bridge.map_unary("round", x), away)


POW_SIZES = (0.0, 0.5, 1.0, 2.0, 3.0, 2.5, 1e300, INF, TINY[np.float64], 2.0**53, 2.0**53 - 1)
POW_VALUES = (*POW_SIZES, *(-size for size in POW_SIZES), NAN)


@pytest.mark.parametrize("base", POW_VALUES)
def test_pow_treats_exceptions_as_c99_does(base):
    exponents = np.array(POW_VALUES)
    with np.errstate(all="ignore"):
        expected = np.float_power(base, exponents)
    computed = _bridge.map_pow(np.float64(base), exponents)
    is_usual = np.isfinite(expected) & (expected != 0)
    assert same(computed[~is_usual], expected[~is_usual])
    assert computed[is_usual] == pytest.approx(expected[is_usual], rel=4e-16)


@pytest.mark.parametrize("base", [0.0, -0.0, 1.0, -1.0, -2.0, INF, -INF, NAN, 0.5])
def test_pow_of_float32_treats_exceptions_as_c99_does(base):
    exponents = np.array([0.0, -0.0, 1, -1, 2, 3, -3, 0.5, 2**24, INF, -INF, NAN], dtype=np.float32)
    with np.errstate(all="ignore"):
        expected = np.power(np.float32(base), exponents)
    assert same(_bridge.map_pow(np.float32(base), exponents), expected)


# ---- whole numbers -------------------------------------------------------------------------

INT_MIN, INT_MAX = -(2**31), 2**31 - 1


def test_modulo_is_the_remainder_of_c():
    rng = np.random.default_rng(3)
    a = np.concatenate([rng.integers(INT_MIN, INT_MAX, 5000), [INT_MIN, INT_MAX, 0, -1, 7] * 5])
    b = np.concatenate([rng.integers(-100, 100, 2500), rng.integers(INT_MIN, INT_MAX, 2500)])
    b = np.concatenate([b, np.repeat([0, -1, INT_MIN, INT_MAX, 3], 5)])
    expected = np.where(b == 0, 0, np.fmod(a, np.where(b == 0, 1, b)))
    computed = _bridge.modulo(a.astype(np.int32), b.astype(np.int32))
    assert computed.dtype == np.int32
    assert np.array_equal(computed, expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_conversion_to_int_truncates_and_saturates(dtype):
    x = np.array([0.9, -0.9, 2.5, -7.7, 3e9, -3e9, INF, -INF, NAN, -(2.0**31), 2.0**31], dtype)
    expected = [0, 0, 2, -7, INT_MAX, INT_MIN, INT_MAX, INT_MIN, 0, INT_MIN, INT_MAX]
    assert _bridge.to_i32(x).tolist() == expected
    assert _bridge.to_i32(np.float64(2147483646.9)) == 2147483646


@pytest.mark.parametrize("dtype", DTYPES)
def test_integer_power_multiplies_from_left_to_right(dtype):
    x = np.random.default_rng(4).uniform(-2, 2, 100).astype(dtype)
    product = x.copy()
    for n in range(1, 17):
        assert _bridge.powi(x, n).tobytes() == product.tobytes()
        product = product * x
    assert _bridge.powi(x, 0).tolist() == [1.0] * 100


# ---- arrays --------------------------------------------------------------------------------


def mixed_arguments(dtype):
    """Usual, special, tiny and huge values side by side, so that one vector holds all kinds."""
    rng = np.random.default_rng(5)
    exponent = 1023 if dtype is np.float64 else 127
    parts = [
        rng.normal(0, 2, 2000),
        powers_of_two(-exponent, exponent)(rng, 2000),
        rng.choice([0.0, -0.0, INF, -INF, NAN, 1.0, -1.0, 0.5, TINY[dtype]], 500),
    ]
    return rng.permutation(np.concatenate(parts)).astype(dtype)


def bits(values):
    """Bits of an array in which every NaN is one NaN: their signs are no result."""
    return np.where(np.isnan(values), values.dtype.type(NAN), values).tobytes()


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_isa_gives_the_same_bits(name, dtype, any_isa):
    x = mixed_arguments(dtype)
    results = set()
    for level in range(3):
        any_isa(level)
        results.add(bits(_bridge.map_unary(name, x)))
    assert len(results) == 1


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_isa_gives_the_same_pow(dtype, any_isa):
    x, y = mixed_arguments(dtype), mixed_arguments(dtype)[::-1].copy()
    results = set()
    for level in range(3):
        any_isa(level)
        results.add(bits(_bridge.map_pow(x, y)) + bits(_bridge.map_pow(np.abs(x), dtype(0.7))))
    assert len(results) == 1


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("dtype", DTYPES)
def test_place_in_the_array_changes_nothing(name, dtype):
    """A loop's vectors and its remainder compute alike."""
    x = mixed_arguments(dtype)[:200]
    one_by_one = np.array([_bridge.map_unary(name, value) for value in x])
    for start, stop in ((0, 200), (1, 8), (3, 34), (5, 200)):
        assert bits(_bridge.map_unary(name, x[start:stop])) == bits(one_by_one[start:stop])


def test_shapes_and_strides():
    x = np.arange(24.0).reshape(2, 3, 4)[:, ::2]
    assert np.array_equal(_bridge.map_unary("sqrt", x), np.sqrt(x))
    assert _bridge.map_unary("exp", np.empty((0, 3))).shape == (0, 3)
    assert _bridge.map_unary("exp", np.float32(0)).shape == ()
    assert _bridge.map_pow(x, np.float64(2)).shape == x.shape
    assert _bridge.map_pow(np.ones((3, 1)), np.ones(4)).shape == (3, 4)


def test_arguments_stay_as_they_are():
    x = np.array([1.0, 2.0])
    x.flags.writeable = False
    for call in (_bridge.map_unary, _bridge.libm):
        call("tanh" if call is _bridge.map_unary else "tan", x)
    _bridge.powi(x, 3)
    assert x.tolist() == [1.0, 2.0]


LIBM = {"log10": 2.0, "tan": 0.7, "asin": 0.3, "acos": 0.3, "atan": 2.0}
LIBM |= {"sinh": 0.5, "cosh": 0.5, "asinh": 3.0, "acosh": 3.0, "atanh": 0.4}


@pytest.mark.parametrize("name", LIBM)
@pytest.mark.parametrize("dtype", DTYPES)
def test_rarer_functions_are_those_of_the_c_library(name, dtype):
    x = dtype(LIBM[name])
    expected = dtype(getattr(math, name)(float(x)))
    computed = _bridge.libm(name, x)
    assert computed.dtype == dtype
    assert float(computed) == pytest.approx(float(expected), rel=float(np.finfo(dtype).eps))


def test_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="no function 'tan'"):
        _bridge.map_unary("tan", np.ones(2))
    with pytest.raises(ValueError, match="no function 'exp'"):
        _bridge.libm("exp", np.ones(2))
    with pytest.raises(TypeError, match="int64"):
        _bridge.map_unary("exp", np.ones(2, dtype=np.int64))
    with pytest.raises(TypeError, match="one dtype"):
        _bridge.map_pow(np.ones(2), np.ones(2, dtype=np.float32))

"""Types, conversions and functions in equations."""

import numpy as np
import pytest

from annarchy_lab.ir.expression import DType
from annarchy_lab.language.declare import Neuron, Synapse, Variable
from annarchy_lab.runtime.reference.arithmetic import Arithmetic

INT_MIN, INT_MAX = -(2**31), 2**31 - 1


@pytest.fixture
def arithmetic() -> Arithmetic:
    return Arithmetic(np.dtype(np.float32))


@pytest.fixture
def values_of(sketch, trace):
    """The values that ``x = <text>`` takes in the first steps."""

    def values(text: str, n_steps: int = 1, dtype: str = "float64", flags: str = "", **given):
        net = sketch(dtype=dtype)
        parameters = "\n".join(f"{name} = 0.0" for name in given)
        net.population("pop", 1, Neuron(parameters, f"r = 0\nx = {text} {flags}"), **given)
        return trace(net.load(), n_steps, "pop.x")["pop.x"]

    return values


@pytest.mark.proves("7-int-truncates")
def test_integers_are_truncated_on_assignment(values_of):
    assert values_of("x + 2 - 5.5", 3, flags=": int").tolist() == [-3, -6, -9]


@pytest.mark.proves("7-int-wraps")
def test_integer_variables_wrap(values_of):
    found = values_of("x + 1 + 2147483647*0", 3, flags=": int, init=2147483646")
    assert found.tolist() == [INT_MAX, INT_MIN, INT_MIN + 1]


@pytest.mark.proves("7-bool-nonzero")
def test_booleans_are_set_by_anything_but_zero(values_of):
    assert values_of("t - 1", 3, flags=": bool").tolist() == [True, False, True]
    assert values_of("a", a=np.nan, flags=": bool").tolist() == [True]


@pytest.mark.proves("7-int-saturates")
def test_reals_become_integers_by_truncation_and_saturate(arithmetic):
    reals = np.array([2.9, -2.9, 3e9, -3e9, np.inf, -np.inf, np.nan, -0.0])
    expected = [2, -2, INT_MAX, INT_MIN, INT_MAX, INT_MIN, 0, 0]
    assert arithmetic.cast(reals, DType.INT).tolist() == expected
    narrow = arithmetic.cast(reals.astype(np.float32), DType.INT)
    assert (narrow.dtype, narrow.tolist()) == (np.int32, expected)


@pytest.mark.proves("7-real-type")
def test_literals_and_parameters_are_rounded_to_the_networks_type(values_of):
    assert values_of("0.1", dtype="float32").tolist() == [np.float32(0.1)]
    assert values_of("a*0.1", dtype="float32", a=0.1).tolist() == [np.float32(0.1) ** 2]


@pytest.mark.proves("7-real-type")
def test_an_int_that_meets_a_real_becomes_the_networks_type(sketch, trace):
    net = sketch(dtype="float32")
    n = Variable("n = 16777217", type="int")
    net.population("pop", 1, Neuron("a = 0.0", [n, "r = n + a"]))
    found = trace(net.load(), 1, "pop.r")["pop.r"]
    assert (found.dtype, found.tolist()) == (np.float32, [16777216.0])


@pytest.mark.proves("7-time-is-double")
def test_time_is_double_until_it_meets_a_real(sketch, trace):
    net = sketch(dtype="float32", dt_ms=0.1)
    text = "r = t > 16777216\nx = t - 16777216\ny = t - 16777216.0"
    net.population("pop", 1, Neuron(equations=text))
    simulator = net.load()
    simulator.step = 167772170
    simulator.run(1)
    assert [simulator.read("pop", name)[0] for name in "rxy"] == [1.0, 1.0, 0.0]


@pytest.mark.proves("3-real-division")
def test_quotients_of_integers_are_real(values_of):
    assert values_of("1/2") == [0.5]


def test_division_by_zero_is_silent(values_of):
    assert values_of("1/(t - 1)", 2).tolist() == [-1.0, np.inf]
    assert np.isnan(values_of("a/a", a=0.0))


@pytest.mark.proves("3-modulo", "3-modulo-zero")
@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(7, 3, 1), (-7, 3, -1), (7, -3, 1), (5, 0, 0), (INT_MIN, -1, 0), (-4.7, 3.9, -1)],
)
def test_modulo_has_the_sign_of_its_first_argument(values_of, a, b, expected):
    assert values_of("modulo(a, b)", a=float(a), b=float(b)) == [expected]


@pytest.mark.proves("3-round")
@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (2.5, 3),
        (-2.5, -3),
        (0.49999999999999994, 0),
        (1e300, 1e300),
        (-0.2, -0.0),
        (4.5e15 + 1, 4.5e15 + 1),
    ],
)
def test_round_is_half_away_from_zero(values_of, x, expected):
    found = values_of("round(a)", a=x)
    assert found == [expected]
    assert np.signbit(found[0]) == np.signbit(expected)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    "function", ["exp", "log", "tanh", "sin", "tan", "sqrt", "floor", "abs", "log10"]
)
def test_functions_keep_the_type(values_of, function, dtype):
    found = values_of(f"{function}(a)", dtype=dtype, a=0.7)
    assert found.dtype == dtype
    assert found == pytest.approx(getattr(np, function)(0.7), rel=1e-6)


@pytest.mark.proves("3-powers", "3-power")
def test_powers(values_of):
    assert values_of("a^3", a=0.1) == [0.1 * 0.1 * 0.1]
    assert values_of("a^0.5", a=2.0) == pytest.approx([2**0.5], rel=1e-15)


def test_nan_passes_comparisons_of_bounds(values_of):
    assert np.isnan(values_of("a", a=np.nan, flags=": min=0.0, max=1.0"))
    assert values_of("pos(a)", a=np.nan) == [0.0]


def test_both_sides_of_a_condition_are_evaluated_without_harm(values_of):
    assert values_of("ite(a > 0, 1/a, -1.0)", a=0.0) == [-1.0]


@pytest.mark.proves("3-logic")
def test_logic(values_of):
    text = "ite((t > 0 and t < 3 and not (t == 2)) or t >= 4, 1, 0)"
    assert values_of(text, 6).tolist() == [0, 1, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("exponential", 0.0951625820),
        ("semiimplicit", 1 / 11),
        ("midpoint", 0.095),
        ("rk4", 0.0951625),
    ],
)
def test_numerical_methods(sketch, trace, method, expected):
    net = sketch()
    net.population("pop", 1, Neuron(equations=f"10*dr/dt = 1 - r : {method}"))
    assert trace(net.load(), 1, "pop.r")["pop.r"] == pytest.approx([expected], abs=1e-9)


def test_functions_of_the_user_know_their_types(sketch):
    net = sketch()
    neuron = Neuron(equations="r = f(2.7, t)", functions="f(n, x) = n + x : float, int, float")
    net.population("pop", 1, neuron)
    net.projection("pop", "pop", Synapse(equations="y = 0"))
    simulator = net.load()
    simulator.run(2)
    assert simulator.read("pop", "r") == [3.0]

"""Initial values."""

import math

import numpy as np
import pytest

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.distributions import Normal, Uniform
from annarchy_lab.language.faults import Mistake
from annarchy_lab.language.parser import parse_expression
from annarchy_lab.language.values import constant_value, initial_value, python_value

HERE = Span(Source("x"), 0, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2", 0.5),
        ("40/1000.", 0.04),
        ("-(2 + 3)*4", -20),
        ("2^3", 8.0),
        ("pi", math.pi),
        ("True", True),
        ("1/0", None),
        ("(-8)^0.5", None),
        ("10.0^1000", None),
        ("1e308 * 10", None),
        ("1e308 + 1e308", None),
        ("a", None),
        ("exp(1)", None),
    ],
)
def test_constant_arithmetic(text, value):
    result = constant_value(parse_expression(text))
    assert result == value
    assert type(result) is type(value)


def test_texts():
    assert initial_value(parse_expression("w_max")) == "w_max"
    assert initial_value(parse_expression("Uniform(-1.0, 1/2)")) == Uniform(-1.0, 0.5)


@pytest.mark.parametrize("text", ["2*a", "Uniform(0, a)", "Uniform(0)", "Uniform(1, 0)", "f(2)"])
def test_what_is_no_value(text):
    with pytest.raises(Mistake) as error:
        initial_value(parse_expression(text))
    assert error.value.diagnostic.code == "ANN113"


def test_python_values():
    class Constant(float):
        name = "tau"

    assert python_value(Constant(3.0), HERE) == "tau"
    assert python_value(np.float32(0.5), HERE) == 0.5
    assert python_value(np.bool_(True), HERE) is True
    assert type(python_value(np.int64(3), HERE)) is int
    assert python_value(Normal(0, 1), HERE) == Normal(0, 1)
    with pytest.raises(Mistake):
        python_value(np.zeros(3), HERE)
    with pytest.raises(Mistake, match="too large"):
        python_value(-(10**5000), HERE)

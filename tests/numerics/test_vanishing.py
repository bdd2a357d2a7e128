"""Whether an expression is zero for all values of its names."""

import pytest

from annarchy_lab.diagnostics import Source
from annarchy_lab.language.parser import parse_expression
from annarchy_lab.language.syntax import Binary, Name, Number
from annarchy_lab.numerics.vanishing import vanishes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", True),
        ("a - a", True),
        ("(a + b)^2 - a*a - 2*a*b - b^2", True),
        ("a/b - 1/(b/a)", True),
        ("0.1 + 0.2 - 0.3", True),
        ("exp(a + b)*c - c*exp(a + b)", True),
        ("(a + b)^1000000000 - (b + a)^1000000000", True),
        ("-(-a) - a", True),
        ("a - b", False),
        ("exp(a) - exp(b)", False),
        ("a^2 - a", False),
        ("1/(a - a)", False),
        ("a*1e-300", False),
        ("exp(a + b) - exp(b + a)", False),
    ],
)
def test_vanishes(text, expected):
    assert vanishes(parse_expression(Source(text))) is expected


def test_a_bound_from_python_may_be_infinite():
    infinity = Number(float("inf"))
    assert vanishes(Binary("-", infinity, infinity))
    assert not vanishes(infinity)


def test_zero_to_a_negative_power_is_a_division_by_zero():
    nothing = parse_expression(Source("a - a"))
    assert not vanishes(Binary("^", nothing, Number(-1.0)))
    assert vanishes(
        Binary("-", Binary("^", Name("a"), Number(-1.0)), parse_expression(Source("1/a")))
    )

"""Writing equations as slope * x + rest."""

import pytest

from annarchy_lab.diagnostics import Source
from annarchy_lab.language import syntax as s
from annarchy_lab.language.parser import parse_expression
from annarchy_lab.language.printer import print_expression
from annarchy_lab.numerics import algebra
from annarchy_lab.numerics.linear import linear_parts, solve_for_gradient


def expr(text):
    return parse_expression(Source(text))


@pytest.mark.parametrize(
    ("text", "slope", "rest"),
    [
        ("-x / tau", "-(1 / tau)", "0"),
        ("(E - x) / tau", "-(1 / tau)", "E / tau"),
        ("a * x + b - c * x", "a - c", "b"),
        ("if y > 0: x else: 2 * x", "ite(y > 0, 1, 2)", "0"),
        ("y", "0", "y"),
    ],
)
def test_structure_shows_it(text, slope, rest):
    parts = linear_parts(expr(text), "x")
    assert parts is not None
    assert [print_expression(part) for part in parts] == [slope, rest]


def test_algebra_shows_it_where_structure_does_not():
    parts = linear_parts(expr("x * (1 + x) - x * x + y"), "x")
    assert parts is not None
    assert all(isinstance(node, s.Number | s.Name | s.Binary) for p in parts for node in s.walk(p))


@pytest.mark.parametrize("text", ["x * x", "exp(x)", "1 / x", "if x > 0: 1 else: 0"])
def test_not_linear(text):
    assert linear_parts(expr(text), "x") is None


def test_gradient_is_isolated():
    ode = s.Ode(
        s.Binary("+", s.Binary("*", s.Name("tau"), s.Gradient("v")), s.Name("v")), s.Name("I")
    )
    solved = solve_for_gradient(ode)
    assert solved is not None
    assert [print_expression(part) for part in solved] == ["tau", "I - v"]


@pytest.mark.parametrize("text", ["-x / tau", "(E - x) / tau", "a * x + b - c * x", "a - (b - x)"])
def test_structure_and_algebra_agree(text):
    assert linear_parts(expr(text), "x") is not None
    assert algebra.is_linear(expr(text), "x")


@pytest.mark.parametrize("text", ["x * x", "1 / x", "x * y * x - x"])
def test_algebra_refuses_what_is_not_linear(text):
    assert not algebra.is_linear(expr(text), "x")

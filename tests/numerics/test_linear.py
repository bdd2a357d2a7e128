"""Writing equations as slope * x + rest."""

import pytest

from annarchy_lab.diagnostics import Source
from annarchy_lab.language import syntax as s
from annarchy_lab.language.parser import parse_expression
from annarchy_lab.language.printer import print_expression
from annarchy_lab.numerics.linear import NotLinearError, linear_parts, solve_for_gradient


def expr(text):
    return parse_expression(Source(text))


def shown(slopes, rest):
    return [print_expression(part) for part in (*slopes, rest)]


@pytest.mark.parametrize(
    ("text", "slope", "rest"),
    [
        ("-x / tau", "-(1 / tau)", "0"),
        ("(E - x) / tau", "-(1 / tau)", "E / tau"),
        ("a * x + b - c * x", "a - c", "b"),
        ("if y > 0: x else: 2 * x", "ite(y > 0, 1, 2)", "0"),
        ("if y > 0: x else: b", "ite(y > 0, 1, 0)", "ite(y > 0, 0, b)"),
        ("y", "0", "y"),
        ("a * (b + x*exp(y)) * 2", "a * exp(y) * 2", "a * b * 2"),
        ("x^1 + power(x, 1)", "1 + 1", "0"),
        ("x * (1 + x) - x * x + y", "1", "y"),
        ("(a + x)^2 - x^2", "a + a", "a * a"),
        ("0.1*x*x*10 - x^2 - x", "-1", "0"),
        ("x^2*(a/b - a*2/(2*b)) + x", "1", "0"),
    ],
)
def test_terms_stay_in_the_order_of_the_text(text, slope, rest):
    assert shown(*linear_parts(expr(text), "x")) == [slope, rest]


def test_several_unknowns():
    slopes, rest = linear_parts(expr("a*x - (b + y)*c + x/d"), "x", "y")
    assert shown(slopes, rest) == ["a + 1 / d", "-c", "-(b * c)"]


@pytest.mark.parametrize(
    ("text", "culprit"),
    [
        ("-x * x", "-x * x"),
        ("y + exp(x)", "exp(x)"),
        ("y - a / (b + x)", "a / (b + x)"),
        ("if x > 0: 1 else: 0", "x > 0"),
        ("y + x^2 - 1", "x^2"),
        ("a * (x + 1)^2", "(x + 1)^2"),
        ("x^x", "x^x"),
        ("x^0.5", "x^0.5"),
        ("x^1000000000 - x^1000000000", "x^1000000000"),
        ("abs(x) + clip(x, 0, 1)", "abs(x)"),
    ],
)
def test_what_is_not_linear_is_found(text, culprit):
    with pytest.raises(NotLinearError) as caught:
        linear_parts(expr(text), "x")
    assert caught.value.node.span.text == culprit


def test_a_product_of_two_unknowns_is_not_linear():
    with pytest.raises(NotLinearError):
        linear_parts(expr("x * y"), "x", "y")


GRADIENT = s.Gradient("v")


def with_gradient(text):
    """Read ``grad`` as dv/dt."""
    return s.rewrite(expr(text), lambda node: GRADIENT if node == s.Name("grad") else node)


@pytest.mark.parametrize(
    ("left", "factor", "right"),
    [
        ("tau * grad + v", "tau", "I - v"),
        ("grad + v/tau", "1", "I - v / tau"),
        ("tau * (grad + v)", "tau", "I - tau * v"),
        ("-tau * grad", "tau", "-I"),
        ("2 - grad", "1", "-(I - 2)"),
        ("(tau * grad + v - B) / 2", "tau / 2", "I - (v - B) / 2"),
        ("ite(c > 0, tau, 1) * grad", "ite(c > 0, tau, 1)", "I"),
        ("exp(c) * grad", "exp(c)", "I"),
        ("if c > 0: tau * grad else: v", "ite(c > 0, tau, 0)", "I - ite(c > 0, 0, v)"),
    ],
)
def test_gradient_is_isolated(left, factor, right):
    solved = solve_for_gradient(s.Ode(with_gradient(left), s.Name("I")))
    assert [print_expression(part) for part in solved] == [factor, right]


@pytest.mark.parametrize(
    "left", ["1 / grad", "exp(grad)", "grad * grad", "0 * grad", "grad - grad", "(a - a) * grad"]
)
def test_left_sides_that_cannot_be_solved(left):
    with pytest.raises(NotLinearError):
        solve_for_gradient(s.Ode(with_gradient(left), s.Name("I")))

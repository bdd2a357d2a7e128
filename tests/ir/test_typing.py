"""Types of expressions, and what level 1 writes for functions and powers."""

import pytest

from annarchy_lab.diagnostics import Report, Source
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.printer import show_expr
from annarchy_lab.ir.typing import Scope, Typer
from annarchy_lab.language.functions import parse_function
from annarchy_lab.language.parser import parse_expression

NAMES = {
    "x": e.Ref("x", Owner.SELF, DType.REAL),
    "n": e.Ref("n", Owner.SELF, DType.INT),
    "b": e.Ref("b", Owner.SELF, DType.BOOL),
    "t": e.Symbol("t", DType.TIME),
}


def typed(text, functions=()):
    scope = Scope(NAMES, {f.name: f for f in functions}, Report())
    result = Typer(scope).expr(parse_expression(Source(text)))
    scope.report.raise_if_any()
    return result


@pytest.mark.parametrize(
    ("text", "dtype", "shown"),
    [
        ("n + 1", DType.INT, "(n + 1)"),
        ("n + 1.0", DType.REAL, "(real(n) + 1.0)"),
        ("1 / 2", DType.REAL, "(1.0 / 2.0)"),
        ("2 * x", DType.REAL, "(2.0 * x)"),
        ("t - 1", DType.TIME, "(t - 1.0)"),
        ("t * x", DType.REAL, "(real(t) * x)"),
        ("b + b", DType.INT, "(int(b) + int(b))"),
        ("x > n", DType.BOOL, "(x > real(n))"),
        ("not x", DType.BOOL, "(not bool(x))"),
        ("x^3", DType.REAL, "((x * x) * x)"),
        ("x^0", DType.REAL, "1.0"),
        ("x^17", DType.REAL, "pow(x, 17.0)"),
        ("x^-1", DType.REAL, "pow(x, -1.0)"),
        ("n^2", DType.INT, "(n * n)"),
        ("pos(x)", DType.REAL, "(if (x > 0.0): x else: 0.0)"),
        ("neg(n)", DType.INT, "(if (n < 0): n else: 0)"),
        ("clip(x, 0, 1)", DType.REAL, "(if (x < 0.0): 0.0 else: (if (x > 1.0): 1.0 else: x))"),
        ("abs(x)", DType.REAL, "abs(x)"),
        ("abs(n)", DType.INT, "(if (n < 0): (- n) else: n)"),
        ("modulo(x, 3)", DType.INT, "modulo(int(x), 3)"),
        ("exp(n)", DType.REAL, "exp(real(n))"),
        ("if b: n else: x", DType.REAL, "(if b: real(n) else: x)"),
    ],
)
def test_types(text, dtype, shown):
    expr = typed(text)
    assert expr.dtype is dtype
    assert show_expr(expr) == shown


def test_random_calls_are_numbered_in_the_order_of_the_text():
    shown = show_expr(typed("Uniform(0.0, 1.0) + Normal(2.0, x)"))
    assert (
        shown
        == "((0.0 + ((1.0 - 0.0) * uniform[equations..0])) + (2.0 + (x * normal[equations..1])))"
    )


def test_standard_normal_needs_no_arithmetic():
    assert show_expr(typed("Normal(0.0, 1.0)")) == "normal[equations..0]"


def test_functions_are_written_out_and_see_only_their_arguments():
    function = parse_function("f(a, b) = a / b + 1")
    assert show_expr(typed("f(x, n)", [function])) == "((x / real(n)) + 1.0)"

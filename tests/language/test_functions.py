"""Functions that users write."""

import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.language.declaration import ValueType
from annarchy_lab.language.functions import parse_function
from annarchy_lab.language.printer import print_expression


def test_a_function():
    function = parse_function("gauss(x, s) = exp(-x^2 / (2*s^2))")
    assert function.name == "gauss"
    assert function.arguments == ("x", "s")
    assert print_expression(function.body) == "exp(-x^2 / (2 * s^2))"
    assert function.return_type is ValueType.FLOAT
    assert function.argument_types == (ValueType.FLOAT, ValueType.FLOAT)


def test_types():
    function = parse_function("f(x) = x : float, int")
    assert function.argument_types == (ValueType.INT,)
    assert parse_function("f(x) = x > 0 : bool").return_type is ValueType.BOOL


def test_conditionals_and_no_arguments():
    assert parse_function("f(x) = if x > 0: 1.0 else: 0.0").name == "f"
    assert parse_function("f() = 1.0").arguments == ()


@pytest.mark.parametrize(
    "text",
    [
        "f = x + 1",
        "f(x)",
        "f(x, ) = x",
        "f(x y) = x",
        "f(x, x) = x",
        "f(2) = 1",
        "f(x) = x : double",
        "f(x) = x : float, int, int",
        "f(x) = x\ng(x) = x",
        "",
        "f(x) = x = 1",
    ],
)
def test_what_is_no_function(text):
    with pytest.raises(ModelError):
        parse_function(text)

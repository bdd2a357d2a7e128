"""Derivatives by rule agree with differences, for every function of the language."""

import numpy as np
import pytest

from annarchy_lab import Neuron
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.context import Context
from annarchy_lab.ir.differentiate import differentiated
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.functions import BUILT_IN, FLUSH
from annarchy_lab.ir.model import Store
from annarchy_lab.lab.explorer.field import Field
from annarchy_lab.lab.explorer.isolated import isolated

SMOOTH = [
    "exp(x*y)", "log(x + y)", "log10(x + 2.0*y)", "sqrt(x*y)", "sin(x)*cos(y)", "tan(0.5*x*y)",
    "asin(0.3*x)", "acos(0.3*y)", "atan(x/y)", "sinh(x)", "cosh(y)", "tanh(x - y)", "asinh(x)",
    "acosh(2.0 + x)", "atanh(0.3*y)", "abs(y - 3.0*x)", "x^y", "x^3", "pow(x, 2.5)", "x^-2",
    "(x + y)/(x - 3.0*y)", "1.0/x", "-x", "pos(x - y)", "neg(x - y)", "clip(x, 0.0, y)",
    "if x > y: x*y else: x + y", "x*(x > y)", "floor(x)*y", "f(x, y)", "2*x", "modulo(7, 4)*x",
]  # fmt: skip


@pytest.mark.parametrize("text", SMOOTH)
def test_rules_agree_with_differences(text):
    model = Neuron(
        equations=f"z = {text}\ndx/dt = {text}\ndy/dt = z*x\nr = x", functions="f(a, b) = a*b^2"
    )
    field = Field(isolated(model.declaration), Context(), 1.0)
    rng = np.random.default_rng(1)
    point = {"x": rng.uniform(0.4, 1.4, 50), "y": rng.uniform(0.4, 1.4, 50)}
    found = field.jacobian(point)
    for column, name in enumerate(field.states):
        step = 1e-6
        up, down = ({**point, name: point[name] + sign * step} for sign in (1, -1))
        difference = (field.derivatives(up) - field.derivatives(down)) / (2.0 * step)
        assert found[:, column] == pytest.approx(difference, rel=1e-5, abs=1e-6)


def test_what_does_not_depend_on_a_state_has_no_derivative():
    model = Neuron(equations="dx/dt = 3.0\ndy/dt = floor(x)\nr = x")
    field = Field(isolated(model.declaration), Context(), 1.0)
    assert (field.jacobian({"x": 1.5, "y": 2.0}) == 0.0).all()


@pytest.mark.parametrize("name", [name for name, of in BUILT_IN.items() if len(of.arguments) == 1])
def test_every_function_has_a_rule_or_is_known_to_be_flat(name):
    x = e.Ref("x", Owner.SELF, DType.REAL)
    statements, _ = differentiated([Store(x, e.Call(name, (x,), BUILT_IN[name].result))], ["x"])
    is_flat = name in ("floor", "ceil", "round", "isnan", "isfinite")
    assert len(statements) == (1 if is_flat else 2)


def test_what_ends_at_zero_varies_with_what_it_was():
    x = e.Ref("x", Owner.SELF, DType.REAL)
    twice = e.Binary("+", x, x, DType.REAL)
    (slope, _), _ = differentiated([Store(x, e.Call(FLUSH, (twice,), DType.REAL))], ["x"])
    (expected, _), _ = differentiated([Store(x, twice)], ["x"])
    assert slope == expected

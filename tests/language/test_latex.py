"""Formulas as LaTeX."""

import re

import pytest

from annarchy_lab.diagnostics import Source
from annarchy_lab.language.definitions import split_definitions
from annarchy_lab.language.latex import latex_expression, latex_name, latex_statement
from annarchy_lab.language.latex_text import escape
from annarchy_lab.language.parser import parse_expression, parse_statement


def latex(text):
    return latex_expression(parse_expression(text))


def equation(text):
    (definition,) = split_definitions(Source(text))
    return latex_statement(parse_statement(definition, definition.tokens))


def test_an_ode():
    assert equation("tau*dv/dt + v = sum(exc)") == (
        r"\tau \, \frac{dv}{dt} + v = {I_{\mathrm{exc}}}"
    )


def test_events_have_arrows():
    assert equation("u += d") == r"u \leftarrow u + d"
    assert equation("x *= 1 - u") == r"x \leftarrow x \, \left(1 - u\right)"
    assert equation("v = c") == "v = c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a/(b + c)", r"\frac{a}{b + c}"),
        ("(a + b)^2", r"{\left(a + b\right)}^{2}"),
        ("(a/b)^2", r"{\left(\frac{a}{b}\right)}^{2}"),
        ("2*3", r"2 \cdot 3"),
        ("-(a + b)", r"-\left(a + b\right)"),
        ("a*(-b)", r"a \, \left(-b\right)"),
        ("1e-5", r"1 \cdot 10^{-5}"),
        ("pre.r", r"{r}^{\mathrm{pre}}"),
        ("mean(post.v)", r"\mathrm{mean}\left({v}^{\mathrm{post}}\right)"),
        ("sqrt(x)", r"\sqrt{x}"),
        ("f(x)", r"\mathrm{f}\left(x\right)"),
        ("exp(x)", r"\exp\left(x\right)"),
        ("not a", r"\neg a"),
        ("a and b or c", r"a \wedge b \vee c"),
        ("a >= b", r"a \geq b"),
        ("Normal(0.0, 1.0)", r"\mathcal{N}\left(0.0, 1.0\right)"),
        (
            "if a: 1 else: if b: 2 else: 3",
            r"\begin{cases} 1 & \text{if } a \\ 2 & \text{if } b "
            r"\\ 3 & \text{otherwise} \end{cases}",
        ),
    ],
)
def test_expressions(text, expected):
    assert latex(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("v", "v"),
        ("tau_m", r"\tau_{m}"),
        ("g_exc", r"g_{\mathrm{exc}}"),
        ("noise", r"\mathrm{noise}"),
        ("v_thresh_1", r"v_{\mathrm{thresh\_1}}"),
        ("_x", "x"),
        ("_", r"\mathrm{\_}"),
    ],
)
def test_names(name, expected):
    assert latex_name(name) == expected


def test_escape_leaves_no_command():
    escaped = escape(r"\input{x} $ % # & _ ^ ~")
    left = re.sub(r"\\(text\w+\{\}|[&%$#_{}])", "", escaped)
    assert not set(left) & set(r"\{}$%#&_^~")


def test_matplotlib_can_set_it():
    mathtext = pytest.importorskip("matplotlib.mathtext")
    text = latex("tau_m*(v - E_L)/C + exp(-x^2)*alpha_1")
    mathtext.MathTextParser("agg").parse(f"${text}$")

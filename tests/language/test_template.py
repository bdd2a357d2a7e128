"""Equations with gaps for a user's words."""

import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.language.declare import Neuron, Variable
from annarchy_lab.language.template import Template


def declared(text, **fillings):
    (equation,) = Neuron("a = 1.0", Variable(Template(text, fillings))).declaration.equations
    return equation.text


@pytest.mark.parametrize(
    ("text", "drive", "expected"),
    [
        ("r = {drive} + a", "2.0 * a", "r = 2.0 * a + a"),
        ("r = {drive} + a", "", "r = a"),
        ("r = a + {drive} + t", " ", "r = a + t"),
        ("r = a + {drive}", None, "r = a"),
        ("r = a + {drive}", "a - t", "r = a + (a - t)"),
        ("r = a + {drive}", "-a", "r = a + -a"),
        ("dr/dt + r = -a + {drive}", "sum(exc)", "dr/dt + r = -a + sum(exc)"),
    ],
)
def test_filling(text, drive, expected):
    assert declared(text, drive=drive) == expected


def test_two_gaps():
    assert declared("r = {x} + {y} + a", x="t", y=None) == "r = t + a"
    assert declared("r = {x} + {y} + a", x=None, y="t") == "r = t + a"
    assert declared("r = {x} + {y}", x=None, y="") == "r = 0.0"


def test_mistakes_of_all_fillings_are_told_at_their_own_words():
    with pytest.raises(ModelError) as caught:
        declared("r = {x} + {y}", x="a +", y="(a")
    assert [d.span.source.text for d in caught.value.diagnostics] == ["a +", "(a"]


def test_the_equation_as_a_whole_has_a_place_of_its_own():
    template = Template("tau * dr/dt + r = {x} + 1.0", {"x": "tau * sum(exc)"})
    (equation,) = Neuron("tau = 1.0", Variable(template)).declaration.equations
    assert equation.span.text == "tau * dr/dt + r = tau * sum(exc) + 1.0"
    assert equation.statement.left.span == equation.span
    assert equation.statement.right.left.span.source.text == "tau * sum(exc)"


def test_a_gradient_in_a_filling_is_shown_there():
    with pytest.raises(ModelError, match="ANN123") as caught:
        declared("dr/dt + r = {x} + a", x="2.0 * dr/dt")
    assert caught.value.diagnostics[0].span.source.text == "2.0 * dr/dt"


def test_a_name_of_the_user_is_no_gap():
    with pytest.raises(ModelError, match="gap_of_y"):
        declared("r = {x} + {y} + a", x="gap_of_y", y="t")

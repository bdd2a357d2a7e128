"""Formulas of the documentation are MathML that means what was written."""

import re

import pytest
from machinery.mathml import formula


def flat(text: str) -> str:
    return re.sub(r"\s+", "", formula(text))


def test_an_accent_keeps_its_index_beside_the_letter() -> None:
    assert "<msub><mover><mi>g</mi>" in flat(r"\bar g_K n^4")
    assert "munderover" not in flat(r"\bar g_{Na} m^3 h")
    assert "<munderover>" in flat(r"\sum_{i=1}^n x")


@pytest.mark.parametrize(
    "text", [r"x + \frac{\Delta t}{2} f(x)", r"e^{-t/\tau}", r"x \leftarrow 0"]
)
def test_it_needs_nothing_else(text: str) -> None:
    assert flat(text).startswith('<mathxmlns="http://www.w3.org/1998/Math/MathML"')

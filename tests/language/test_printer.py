"""Printing is the inverse of parsing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annarchy_lab.language.parser import parse_expression
from annarchy_lab.language.printer import print_expression
from annarchy_lab.language.syntax import (
    Binary,
    Boolean,
    Call,
    Compare,
    Conditional,
    Draw,
    GlobalOperation,
    Gradient,
    Logical,
    Member,
    Name,
    Number,
    Unary,
    WeightedSum,
)

names = st.sampled_from(["v", "tau_m", "E", "lambda", "dv", "d", "x1"])
owners = st.sampled_from(["pre", "post"])
leaves = st.one_of(
    st.builds(Name, names),
    st.builds(Boolean, st.booleans()),
    st.builds(lambda n: Number(float(n), True), st.integers(0, 10**6)),
    st.builds(Number, st.floats(0, allow_infinity=False, allow_nan=False)),
    st.builds(Member, owners, names),
    st.builds(Gradient, st.sampled_from(["v", "g_exc"])),
    st.builds(WeightedSum, st.sampled_from(["exc", "in", None]), owners | st.none()),
    st.builds(
        GlobalOperation, st.sampled_from(["min", "mean", "norm1"]), owners | st.none(), names
    ),
)


def inner(parts):
    return st.one_of(
        st.builds(Unary, st.sampled_from(["-", "not"]), parts),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "^"]), parts, parts),
        st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), parts, parts),
        st.builds(Logical, st.sampled_from(["and", "or"]), parts, parts),
        st.builds(Conditional, parts, parts, parts),
        st.builds(Call, st.sampled_from(["exp", "f"]), st.tuples(parts)),
        st.builds(Call, st.just("clip"), st.tuples(parts, parts, parts)),
        st.builds(Draw, st.sampled_from(["Uniform", "Normal"]), st.tuples(parts, parts)),
    )


@given(st.recursive(leaves, inner, max_leaves=20))
def test_parsing_the_print_gives_the_tree(tree):
    assert parse_expression(print_expression(tree)) == tree


@pytest.mark.parametrize(
    "text",
    [
        "a + b - (c + d)",
        "a * b / (c * d)",
        "-a^2",
        "(-a)^2",
        "a^-b",
        "(a^b)^c",
        "a^b^c",
        "not a and (b or c)",
        "(a < b) == c",
        "1 + ite(a > 0, 0.5, -b)",
        "pre.sum(exc) * mean(post.v)",
    ],
)
def test_parentheses_are_minimal(text):
    assert print_expression(parse_expression(text)) == text

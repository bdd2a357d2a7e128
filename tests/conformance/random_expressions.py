"""Random arithmetic over the names that an equation may use, drawn by hypothesis."""

from functools import cache

from fuzzing import DRAWS
from hypothesis import strategies as st

__all__ = ["arithmetic", "conditions", "values"]

UNARY = (
    *("exp", "sin", "cos", "tanh", "sqrt", "log", "atan"),
    *("abs", "pos", "neg", "floor", "ceil", "round"),
)
NUMBERS = ("0", "1", "2", "-3", "0.5", "-1.25", "7.0", "1e-3")
COMPARISON = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])


@cache  # making a strategy takes longer than drawing from it
def arithmetic(*names: str, draws: bool = True, max_leaves: int = 6) -> st.SearchStrategy[str]:
    """Arithmetic over `names`, with every operator and most functions.

    Parameters
    ----------
    draws
        Whether random distributions may occur; the model then has the `DRAW_PARAMETERS`.
    """
    leaves = [st.sampled_from(NUMBERS), st.sampled_from(names)]
    if draws:
        leaves.append(st.sampled_from(DRAWS))
    return st.recursive(st.one_of(*leaves), _extended, max_leaves=max_leaves)


@cache
def values(*names: str, draws: bool = True, max_leaves: int = 6) -> st.SearchStrategy[str]:
    """Arithmetic that is kept between -3 and 3; parameters as in `arithmetic`."""
    tree = arithmetic(*names, draws=draws, max_leaves=max_leaves)
    return tree.map("clip({}, -3.0, 3.0)".format)


@cache
def conditions(*names: str) -> st.SearchStrategy[str]:
    """Comparisons of such arithmetic, joined by logic."""
    side = values(*names, draws=False, max_leaves=3)
    simple = st.builds("({} {} {})".format, side, COMPARISON, side)
    joined = st.builds("{} {} {}".format, simple, st.sampled_from(["and", "or"]), simple)
    return st.one_of(simple, joined, simple.map("not {}".format))


def _extended(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.builds("({0[0]} {1} {0[1]})".format, pair, st.sampled_from("+-*/")),
        st.builds("{0}({1})".format, st.sampled_from(UNARY), inner),
        st.builds("({0})^{1}".format, inner, st.sampled_from("0235")),
        st.builds("clip({0}, {1[0]}, {1[1]})".format, inner, pair),
        st.builds("modulo({0[0]}, {0[1]})".format, pair),
        st.builds("ite({0[0]} {2} {0[1]}, {1[0]}, {1[1]})".format, pair, pair, COMPARISON),
        st.builds("-{0}".format, inner),
    )

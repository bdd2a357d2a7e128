"""Nonlinear implicit equations that come down to one quadratic equation.

In: a group of equations that depend on each other, for one step of backward Euler.
Out: their increments, or `Unsolvable`.
Not here: groups that are linear, and the order of groups (`implicit`).

If all equations are linear in all unknowns but one, they have a solution where the determinant of
their coefficients, right sides included, is zero: a polynomial in that one unknown.  Of degree 2 it
is solved, and the others follow by elimination.  Higher degrees are refused: their formulas lose
their digits to cancellation, or leave the real numbers.

Of the two solutions the one is taken that tends to the old value as dt tends to 0.  Where neither
is real, as in a neuron that is about to spike within the step, the unknown takes a step of explicit
Euler, and the others follow.

The quadratic formula is used in the form without cancellation: Press, W. et al. (2007). Numerical
recipes, section 5.6.
"""

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from itertools import permutations

from annarchy_lab.language import syntax as s
from annarchy_lab.lightweight import dataclass
from annarchy_lab.numerics.elimination import solve
from annarchy_lab.numerics.linear_form import is_condition
from annarchy_lab.numerics.method import OdeState
from annarchy_lab.numerics.polynomial import (
    CONSTANT,
    NotPolynomialError,
    Polynomial,
    degree,
    difference,
    expand,
    product,
    total,
)
from annarchy_lab.numerics.stages import Stages
from annarchy_lab.numerics.trees import (
    DT,
    ONE,
    ZERO,
    add,
    call,
    choose,
    divide,
    multiply,
    negate,
    subtract,
)

__all__ = ["Unsolvable", "solve_quadratic"]

_LARGEST = 6  # unknowns: a determinant has 2 to the power of them parts
_TWO, _FOUR = s.Number(2.0), s.Number(4.0)

Matrix = Sequence[Sequence[Polynomial]]


@dataclass(frozen=True, slots=True)
class Unsolvable:
    """Why there is no solution in closed form, and the part of the text that is to blame."""

    reason: str
    node: s.Expr


def solve_quadratic(group: Sequence[OdeState], stages: Stages) -> Sequence[s.Expr] | Unsolvable:
    """Return the increment of each state of `group` in one step of backward Euler."""
    states = {state.name: state for state in group}
    if len(states) > _LARGEST:
        return Unsolvable(f"{len(states)} of them depend on each other", group[0].right)
    try:
        rows = {name: _row(states[name], tuple(states)) for name in states}
    except NotPolynomialError as error:
        is_choice = is_condition(error.node)
        part = "a condition depends on them" if is_choice else "a part of them is no polynomial"
        return Unsolvable(part, error.node)
    lowest = None
    for name in states:
        matrix = _bordered(rows, name)
        found = None if matrix is None else _degree(matrix)
        if matrix is not None and found is not None and found <= 2:
            return _increments(states, name, matrix, stages)
        lowest = found if lowest is None else min(lowest, found or lowest)
    if lowest is None:
        return Unsolvable("more than one of them stands in powers or products", group[0].right)
    return Unsolvable(f"they lead to an equation of degree {lowest}", group[0].right)


def _row(state: OdeState, names: tuple[str, ...]) -> Polynomial:
    """Return ``factor(x + d) * d - dt * right(x + d)``, a polynomial in the increments d."""

    def leaf(node: s.Expr) -> Polynomial | None:
        is_unknown = isinstance(node, s.Name) and node.id in names
        return {CONSTANT: node, (node.id,): ONE} if is_unknown else None  # type: ignore[union-attr]

    left = product(expand(state.factor, leaf), {(state.name,): ONE})
    right = expand(state.right, leaf)
    # At d = 0 the right side is the user's text, which needs no expanding.
    right = {CONSTANT: state.right, **{m: c for m, c in right.items() if m}}
    return difference(left, product({CONSTANT: DT}, right))


def _bordered(rows: Mapping[str, Polynomial], unknown: str) -> list[list[Polynomial]] | None:
    """Return coefficients of the other unknowns, and right sides, as polynomials in `unknown`.

    Its own row comes last, so that the determinant is ``factors * d`` where dt is 0.  None if the
    rows are not linear in the others.
    """
    others = [name for name in rows if name != unknown]
    matrix: list[list[Polynomial]] = []
    for name in (*others, unknown):
        entries: list[Polynomial] = [{} for _ in rows]
        for monomial, coefficient in rows[name].items():
            powers = tuple(factor for factor in monomial if factor == unknown)
            rest = [factor for factor in monomial if factor != unknown]
            if len(rest) > 1:
                return None
            column = others.index(rest[0]) if rest else len(others)
            entries[column][powers] = coefficient
        matrix.append(entries)
    return matrix


def _degree(matrix: Matrix) -> int:
    """Return the degree of the determinant, cancellations left out."""
    n = len(matrix)
    ways = (tuple(matrix[i][j] for i, j in enumerate(order)) for order in permutations(range(n)))
    return max((sum(map(degree, way)) for way in ways if all(way)), default=0)


def _increments(
    states: Mapping[str, OdeState], unknown: str, matrix: Matrix, stages: Stages
) -> list[s.Expr]:
    named = [
        [{m: stages.short("implicit term", c) for m, c in entry.items()} for entry in row]
        for row in matrix
    ]
    factors = reduce(multiply, (state.factor for state in states.values()))
    powers = [tuple(unknown for _ in range(n)) for n in range(3)]
    determinant = _determinant(named, stages)
    q = [
        stages.short("implicit coefficient", multiply(factors, determinant.get(power, ZERO)))
        for power in powers
    ]
    explicit = multiply(DT, states[unknown].derivative)
    solved = stages.name("implicit root", _root(q, explicit, stages))
    others = [name for name in states if name != unknown]
    left = [[_at(entry, solved) for entry in row[:-1]] for row in named[:-1]]
    right = [negate(_at(row[-1], solved)) for row in named[:-1]]
    found = dict(zip(others, solve(left, right, "implicit", stages), strict=True))
    return [found.get(name, solved) for name in states]


def _determinant(matrix: Matrix, stages: Stages) -> Polynomial:
    @cache
    def minor(row: int, columns: tuple[int, ...]) -> Polynomial:
        """Expand the rows from `row` on, in these columns, along their first one."""
        if not columns:
            return {CONSTANT: ONE}
        result: Polynomial = {}
        for i, column in enumerate(columns):
            rest = minor(row + 1, columns[:i] + columns[i + 1 :])
            part = product(matrix[row][column], rest)
            signed = part if i % 2 == 0 else {m: negate(c) for m, c in part.items()}
            result = total(result, signed)
        return {m: stages.short("implicit minor", c) for m, c in result.items()}

    return minor(0, tuple(range(len(matrix))))


def _root(q: Sequence[s.Expr], explicit: s.Expr, stages: Stages) -> s.Expr:
    """Return the root of ``q[0] + q[1]*d + q[2]*d^2`` that is 0 with ``q[0]`` if ``q[1] > 0``."""
    linear = negate(divide(q[0], q[1]))
    if q[2] == ZERO:
        return linear
    inside = subtract(multiply(q[1], q[1]), multiply(multiply(_FOUR, q[2]), q[0]))
    inside = stages.name("implicit discriminant", inside)
    width = stages.name("implicit width", call("sqrt", inside))
    near = negate(divide(multiply(_TWO, q[0]), add(q[1], width)))
    far = divide(subtract(width, q[1]), multiply(_TWO, q[2]))
    real = choose(s.Compare(">", q[1], ZERO), near, far)
    real = choose(s.Compare("==", q[2], ZERO), linear, real)
    return choose(s.Compare("<", inside, ZERO), explicit, real)


def _at(polynomial: Polynomial, value: s.Expr) -> s.Expr:
    """Return a polynomial in one unknown where that is `value`."""
    result: s.Expr = ZERO
    for n in reversed(range(degree(polynomial) + 1)):
        coefficient = next((c for m, c in polynomial.items() if len(m) == n), ZERO)
        result = add(coefficient, multiply(value, result))
    return result

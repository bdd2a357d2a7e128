"""Linear equations with coefficients that are known only at run time: Gaussian elimination.

In: the trees of a square matrix and of right sides.
Out: the trees of the unknowns, computed through stages.
Not here: where the equations come from.

Which row is the best pivot is known only at run time as well: rows change places where the value
below is the larger one (partial pivoting), so that a pivot is zero only where the whole matrix is
singular; the result is then infinite or NaN.  Places that are zero in the text stay out of it.

Golub, G. and Van Loan, C. (2013). Matrix computations, section 3.4.
"""

from collections.abc import Sequence

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.stages import Stages
from annarchy_lab.numerics.trees import call, choose, divide, is_number, multiply, subtract

__all__ = ["solve"]


def solve(
    matrix: Sequence[Sequence[s.Expr]], right: Sequence[s.Expr], label: str, stages: Stages
) -> list[s.Expr]:
    """Return x where ``matrix @ x == right``.

    Parameters
    ----------
    label
        What the stages are called.
    """
    n = len(matrix)
    rows = [
        [stages.short(f"{label} row {i}", entry) for entry in (*matrix[i], right[i])]
        for i in range(n)
    ]
    for k in range(n):
        for i in range(k + 1, n):
            if not is_number(rows[i][k], 0.0):
                _swap(rows, k, i, label, stages)
                _eliminate(rows, k, i, label, stages)
    return _substitute_back(rows, label, stages)


def _swap(rows: list[list[s.Expr]], k: int, i: int, label: str, stages: Stages) -> None:
    """Exchange the rows from column `k` on where that makes the pivot larger."""
    upper, lower = rows[k], rows[i]
    is_larger = s.Compare(">", _size(lower[k]), _size(upper[k]))
    swap = stages.name(f"{label} swap", is_larger)
    for j in range(k, len(upper)):
        one, other = upper[j], lower[j]
        upper[j] = stages.short(f"{label} row {k}", choose(swap, other, one))
        lower[j] = stages.short(f"{label} row {i}", choose(swap, one, other))


def _size(expr: s.Expr) -> s.Expr:
    return expr if isinstance(expr, s.Number) else call("abs", expr)


def _eliminate(rows: list[list[s.Expr]], k: int, i: int, label: str, stages: Stages) -> None:
    upper, lower = rows[k], rows[i]
    times = stages.name(f"{label} times", divide(lower[k], upper[k]))
    for j in range(k + 1, len(upper)):
        remaining = subtract(lower[j], multiply(times, upper[j]))
        lower[j] = stages.short(f"{label} row {i}", remaining)


def _substitute_back(rows: list[list[s.Expr]], label: str, stages: Stages) -> list[s.Expr]:
    n = len(rows)
    found: dict[int, s.Expr] = {}
    for i in reversed(range(n)):
        remaining = rows[i][n]
        for j in range(i + 1, n):
            remaining = subtract(remaining, multiply(rows[i][j], found[j]))
        found[i] = stages.short(f"{label} {i}", divide(remaining, rows[i][i]))
    return [found[i] for i in range(n)]

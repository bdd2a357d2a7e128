"""How large a typed expression may become.

In: typed expressions that share their parts, as `typing` makes them.
Out: whether one is still reasonable.
Not here: how deeply a text may be nested (see `language.parser`).

``pos(x)`` and ``x^2`` name x twice, and so do functions with their arguments: nested, a short text
becomes an expression that no memory holds.  Shared parts make it cheap to count before anyone walks
through it.  The depth keeps every pass, each of them recursive, off Python's own limit.
"""

from typing import Final

from annarchy_lab.ir import expression as e

__all__ = ["Limits"]

_MAX_SIZE: Final = 10_000
_MAX_DEPTH: Final = 180


class Limits:
    """Counts the nodes of expressions, each shared part once and then from memory."""

    def __init__(self) -> None:
        # The expression is kept, so that no other one gets its identity.
        self._known: dict[int, tuple[e.Expr, int, int]] = {}

    def admit(self, expr: e.Expr) -> bool:
        """Whether `expr` is neither too large nor too deep; its parts are admitted already."""
        size, depth = self._measure(expr)
        return size <= _MAX_SIZE and depth <= _MAX_DEPTH

    def _measure(self, expr: e.Expr) -> tuple[int, int]:
        known = self._known.get(id(expr))
        if known is None:
            inner = [self._measure(part) for part in e.parts(expr)]
            size = 1 + sum(size for size, _ in inner)
            known = expr, size, 1 + max((depth for _, depth in inner), default=0)
            self._known[id(expr)] = known
        return known[1:]

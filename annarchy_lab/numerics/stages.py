"""Values that a method computes on its way, each named once, so that no text grows.

In: trees.
Out: names that no user can write, in the order in which they are computed.
Not here: the formulas of a method.
"""

from collections import Counter
from collections.abc import Sequence

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import OdeState
from annarchy_lab.numerics.trees import is_leaf

__all__ = ["Stages"]


class Stages:
    """Collects the stages of a method in one block."""

    def __init__(self) -> None:
        self._found: list[tuple[str, s.Expr]] = []
        self._uses: Counter[str] = Counter()

    @property
    def found(self) -> tuple[tuple[str, s.Expr], ...]:
        """Names and values in the order in which they are computed."""
        return tuple(self._found)

    def name(self, label: str, value: s.Expr) -> s.Name:
        """Return a name for `value`; a label that was used before gets a number."""
        self._uses[label] += 1
        unique = label if self._uses[label] == 1 else f"{label} {self._uses[label]}"
        self._found.append((unique, value))
        return s.Name(unique)

    def short(self, label: str, value: s.Expr) -> s.Expr:
        """Return `value` itself where it is a name or a number, else a name for it."""
        return value if is_leaf(value) else self.name(label, value)

    def derivatives(
        self, label: str, system: Sequence[OdeState], values: dict[str, s.Expr]
    ) -> dict[str, s.Expr]:
        """Name the derivative of every state of `system` where the states have `values`."""
        shifted = {x: self.name(f"{label}: {x}", value) for x, value in values.items()}

        def at_values(node: s.Expr) -> s.Expr:
            return shifted.get(node.id, node) if isinstance(node, s.Name) else node

        return {
            state.name: self.name(
                f"{label}: d{state.name}/dt", s.rewrite(state.derivative, at_values)
            )
            for state in system
        }

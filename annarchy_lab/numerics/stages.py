"""What the methods with several stages share: derivatives of a whole system at shifted values.

In: the states of a coupled system.
Out: named stages and expressions over them.
Not here: the weights of a method.
"""

from collections.abc import Sequence

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import OdeState

__all__ = ["Stages"]


class Stages:
    """Collects the stages of a method for one system.

    Attributes
    ----------
    found
        Names, which no user can write, and values in the order in which they are computed.
    """

    def __init__(self, system: Sequence[OdeState]) -> None:
        self.system = system
        self.found: list[tuple[str, s.Expr]] = []

    def derivatives(self, label: str, values: dict[str, s.Expr]) -> dict[str, s.Expr]:
        """Name the derivative of every state where the states have `values`."""
        shifted = {name: self._name(f"{label}: {name}", value) for name, value in values.items()}

        def at_values(node: s.Expr) -> s.Expr:
            return shifted.get(node.id, node) if isinstance(node, s.Name) else node

        return {
            state.name: self._name(
                f"{label}: d{state.name}/dt", s.rewrite(state.derivative, at_values)
            )
            for state in self.system
        }

    def _name(self, name: str, value: s.Expr) -> s.Name:
        self.found.append((name, value))
        return s.Name(name)

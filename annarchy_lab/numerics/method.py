"""What a numerical method is: from the ODEs of one block to the values at the end of the step.

In: `OdeState` values, each with its equation solved for ``factor * dx/dt = right``.
Out: for each state the tree of its new value, in terms of the values at block entry and of the
stages that the method needs in between.
Not here: bounds, refractoriness, types; `ir` adds them around what a method returns.
"""

from collections.abc import Sequence
from dataclasses import field
from enum import Enum
from typing import Protocol

from annarchy_lab.diagnostics import Report, Span
from annarchy_lab.language import syntax as s
from annarchy_lab.language.syntax import NOWHERE
from annarchy_lab.lightweight import dataclass
from annarchy_lab.numerics.trees import divide

__all__ = ["Advance", "Coupling", "Method", "OdeState"]


class Coupling(Enum):
    """What the equations of one model that share a method have to do with each other."""

    NONE = "each by itself"
    FROM_THE_START = "one system, which every block solves from the values of the last step"
    IN_TURN = "one system, in which states that a block above has assigned are known"


@dataclass(frozen=True, slots=True)
class OdeState:
    """One ordinary differential equation, ``factor * d(name)/dt = right``.

    Attributes
    ----------
    by_default
        Whether the method was not written beside the equation but is the network's default.
    is_known
        Whether a block above has assigned its new value (`Coupling.IN_TURN`).
    """

    name: str
    factor: s.Expr
    right: s.Expr
    span: Span = field(default=NOWHERE, compare=False)
    by_default: bool = False
    is_known: bool = False

    @property
    def derivative(self) -> s.Expr:
        """The right side of ``dx/dt = ...``."""
        return divide(self.right, self.factor)


@dataclass(frozen=True, slots=True)
class Advance:
    """What a method computes in one step.

    Attributes
    ----------
    values
        The new value of each state.
    stages
        Names and values that must be computed before them, in this order, all at block entry.
    """

    values: tuple[s.Expr, ...]
    stages: tuple[tuple[str, s.Expr], ...] = ()


class Method(Protocol):
    """One numerical method.

    Attributes
    ----------
    name
        The flag that chooses it, such as ``explicit``.
    order
        Order of convergence, which a test measures.
    coupling
        Whether its equations form one system.
    is_algebraic
        Whether it rearranges equations, and so reaches only those that can be solved.
    """

    name: str
    order: int
    coupling: Coupling
    is_algebraic: bool

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the new value of each state, or report why the method cannot solve one.

        Parameters
        ----------
        states
            The states that this block assigns.
        system
            All states of the model that use this method: the coupled system, of which `states`
            are a part.
        """

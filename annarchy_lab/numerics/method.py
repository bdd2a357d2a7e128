"""What a numerical method is: from the ODEs of one block to the values at the end of the step.

In: `OdeState` values, each with its equation solved for ``factor * dx/dt = right``.
Out: for each state the tree of its new value, in terms of the values at block entry and of the
stages that the method needs in between.
Not here: bounds, refractoriness, types; `ir` adds them around what a method returns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from annarchy_lab.diagnostics import Report, Span
from annarchy_lab.language import syntax as s
from annarchy_lab.language.syntax import NOWHERE
from annarchy_lab.numerics.linear import linear_parts
from annarchy_lab.numerics.trees import divide, negate

__all__ = ["DT", "Advance", "Method", "OdeState", "StandardForm", "standard_form"]

DT = s.Name("dt")


@dataclass(frozen=True, slots=True)
class OdeState:
    """One ordinary differential equation, ``factor * d(name)/dt = right``."""

    name: str
    factor: s.Expr
    right: s.Expr
    span: Span = field(default=NOWHERE, compare=False)

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


@dataclass(frozen=True, slots=True)
class StandardForm:
    """``tau * dx/dt + x = steady``."""

    tau: s.Expr
    steady: s.Expr


class Method(Protocol):
    """One numerical method.

    Attributes
    ----------
    name
        The flag that chooses it, such as ``explicit``.
    order
        Order of convergence, which a test measures.
    """

    name: str
    order: int

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


def standard_form(state: OdeState, method: str, report: Report) -> StandardForm | None:
    """Return the standard form of a linear equation, or report that it has none."""
    parts = linear_parts(state.right, state.name)
    if parts is None or parts[0] == s.Number(0.0, is_integer=True):
        reason = "is not linear in" if parts is None else "does not hold"
        report.error(
            "ANN201",
            f"the method '{method}' needs an equation that is linear in '{state.name}', "
            f"but its right side {reason} '{state.name}'",
            state.span,
            "use ': explicit', which solves every equation",
        )
        return None
    slope, rest = parts
    return StandardForm(tau=negate(divide(state.factor, slope)), steady=negate(divide(rest, slope)))

"""Midpoint method: ``k = f(x)``, ``x <- x + dt * f(x + dt/2 * k)``; order 2.

Inputs that are not states of the system are held constant within the step.

Runge, C. (1895). Ueber die numerische Aufloesung von Differentialgleichungen.
Mathematische Annalen 46, 167-178.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import Advance, Coupling, OdeState
from annarchy_lab.numerics.stages import Stages
from annarchy_lab.numerics.trees import DT, add, multiply

__all__ = ["Midpoint"]

_HALF = s.Number(0.5)


class Midpoint:
    """All states of the system are taken to the middle of the step before any is advanced."""

    name = "midpoint"
    order = 2
    coupling = Coupling.FROM_THE_START
    is_algebraic = False

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the new value of each of `states`."""
        stages = Stages()
        slopes = stages.derivatives("start", system, {})
        half_step = multiply(_HALF, DT)
        middle = {
            name: add(s.Name(name), multiply(half_step, slope)) for name, slope in slopes.items()
        }
        slopes = stages.derivatives("middle", system, middle)
        values = tuple(add(s.Name(x.name), multiply(DT, slopes[x.name])) for x in states)
        return Advance(values, stages.found)

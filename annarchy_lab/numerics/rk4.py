"""Classical Runge-Kutta method; order 4.

``k1 = f(x)``, ``k2 = f(x + dt/2 * k1)``, ``k3 = f(x + dt/2 * k2)``, ``k4 = f(x + dt * k3)``,
``x <- x + dt/6 * (k1 + 2 k2 + 2 k3 + k4)``.  Inputs that are not states of the system are held
constant within the step.

Kutta, W. (1901). Beitrag zur naeherungsweisen Integration totaler Differentialgleichungen.
Zeitschrift fuer Mathematik und Physik 46, 435-453.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import Advance, Coupling, OdeState
from annarchy_lab.numerics.stages import Stages
from annarchy_lab.numerics.trees import DT, add, divide, multiply

__all__ = ["RungeKutta4"]

_HALF, _TWO, _SIX = s.Number(0.5), s.Number(2.0), s.Number(6.0)


class RungeKutta4:
    """All states of the system are advanced together through four stages."""

    name = "rk4"
    order = 4
    coupling = Coupling.FROM_THE_START
    is_algebraic = False

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the new value of each of `states`."""
        stages = Stages()
        half_step = multiply(_HALF, DT)
        k1 = stages.derivatives("k1", system, {})
        k2 = stages.derivatives("k2", system, _shifted(half_step, k1))
        k3 = stages.derivatives("k3", system, _shifted(half_step, k2))
        k4 = stages.derivatives("k4", system, _shifted(DT, k3))

        def new_value(name: str) -> s.Expr:
            inner = add(k1[name], multiply(_TWO, k2[name]))
            outer = add(add(inner, multiply(_TWO, k3[name])), k4[name])
            return add(s.Name(name), multiply(divide(DT, _SIX), outer))

        return Advance(tuple(new_value(x.name) for x in states), stages.found)


def _shifted(step: s.Expr, slopes: dict[str, s.Expr]) -> dict[str, s.Expr]:
    return {name: add(s.Name(name), multiply(step, slope)) for name, slope in slopes.items()}

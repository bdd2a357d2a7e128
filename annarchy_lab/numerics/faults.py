"""Mistakes that show when an equation meets its numerical method.

In: nothing.
Out: one `Fault` per kind of mistake, as in `language.faults`.
Not here: where they are found (`linear_form`, `implicit`, `event_driven`, `ir.ode_state`).
"""

from typing import Final

from annarchy_lab.language.faults import Fault

__all__ = ["FAULTS", "NOT_LINEAR", "NO_STEADY_STATE", "UNSOLVABLE_LEFT", "UNSOLVABLE_SYSTEM"]

NOT_LINEAR: Final = Fault(
    "ANN201",
    "not_linear",
    "exponential, semiimplicit, event-driven and a single implicit equation need one that is "
    "linear in its variable; the network's default method counts, too.",
    "dv/dt = -v^2 : exponential",
)
UNSOLVABLE_SYSTEM: Final = Fault(
    "ANN202",
    "unsolvable_system",
    "Several implicit equations that depend on each other, and have no solution in closed form.",
    "dv/dt = v - v^3 - u : implicit; du/dt = v : implicit",
)
UNSOLVABLE_LEFT: Final = Fault(
    "ANN203",
    "unsolvable_left",
    "A left side that is not linear in its gradient, or in which the gradient cancels.",
    "exp(dv/dt) = v",
)
NO_STEADY_STATE: Final = Fault(
    "ANN204",
    "no_steady_state",
    "An event-driven equation in whose right side its variable does not stand.",
    "dx/dt = 1.0 : event-driven",
)

FAULTS: Final = (NOT_LINEAR, UNSOLVABLE_SYSTEM, UNSOLVABLE_LEFT, NO_STEADY_STATE)
"""All kinds, in the order of their codes."""

"""An ODE in a list of statements that run at an event."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Ode

CODE: Final = "ANN132"


def ode_in_event(model: Model) -> Iterator[Diagnostic]:
    """Report a gradient in reset, axon_reset, pre_spike, pre_axon_spike or post_spike.

    An event happens at once; there is no time over which to integrate.

    Example: ``pre_spike="dx/dt = -x"``.
    """
    for section, statements in model.events():
        for equation in statements:
            if isinstance(equation.statement, Ode):
                yield Diagnostic(
                    CODE,
                    f"an ODE of '{equation.assigned}' in {section}",
                    equation.statement.left.span,
                    "move it to equations (event-driven, if it shall run at events only)",
                )

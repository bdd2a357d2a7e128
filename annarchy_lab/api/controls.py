"""What of an object is set in steps besides its attributes and flags: periods, offsets, windows.

In: the name of a control, whole numbers.
Out: the step before which the backend obeyed.
Not here: the methods of objects that users call, which speak in ms.

=============== =================================================================================
control         values
=============== =================================================================================
``learning``    period and offset of a projection's equations: they run where ``(step - offset)``
                is a multiple of the period
``delay``       one delay in steps, or an array of one per edge in dendrite order
``clear``       none: a population's recent spikes, and what it has under way, are emptied now
``restart``     none: a population counts its timetable from this step on
``creating``    period and first step of a projection's rule: it acts where ``(step - first)`` is
                a multiple of the period; a period of 0: never
``pruning``     the same
``rate_window`` steps in which a population counts its spikes for mean firing rates; 0: none
=============== =================================================================================
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annarchy_lab.runtime.backend import Rule, Simulator

__all__ = ["CONTROLS", "Values"]

Values: TypeAlias = "tuple[int, ...] | NDArray[np.int32]"
Control: TypeAlias = "Callable[[Simulator, str, Values], int]"


def _learning(simulator: "Simulator", projection: str, values: Values) -> int:
    period_steps, offset_steps = values
    return simulator.set_learning(projection, period_steps, offset_steps)


def _delay(simulator: "Simulator", projection: str, values: Values) -> int:
    return simulator.set_delay(projection, values if isinstance(values, np.ndarray) else values[0])


def _clear(simulator: "Simulator", population: str, _: Values) -> int:
    return simulator.clear(population)


def _restart(simulator: "Simulator", population: str, _: Values) -> int:
    return simulator.restart(population)


def _rate_window(simulator: "Simulator", population: str, values: Values) -> int:
    return simulator.set_rate_window(population, *values)


def _rewiring(rule: "Rule") -> "Control":
    def control(simulator: "Simulator", projection: str, values: Values) -> int:
        period_steps, first_step = values
        return simulator.set_rewiring(projection, rule, period_steps, first_step)

    return control


CONTROLS: Final[Mapping[str, "Control"]] = MappingProxyType(
    {
        "learning": _learning,
        "delay": _delay,
        "clear": _clear,
        "restart": _restart,
        "creating": _rewiring("creating"),
        "pruning": _rewiring("pruning"),
        "rate_window": _rate_window,
    }
)

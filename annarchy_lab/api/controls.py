"""What of an object is set in steps besides its attributes and flags: periods, offsets, windows.

In: the name of a control, whole numbers.
Out: the step before which the backend obeyed.
Not here: the methods of objects that users call, which speak in ms.

============ ====================================================================================
control      values
============ ====================================================================================
``learning`` period and offset of a projection's equations: they run where ``(step - offset)`` is
             a multiple of the period
============ ====================================================================================
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from annarchy_lab.runtime.backend import Simulator

__all__ = ["CONTROLS", "Values"]

Values: TypeAlias = tuple[int, ...]


def _learning(simulator: "Simulator", projection: str, values: Values) -> int:
    period_steps, offset_steps = values
    return simulator.set_learning(projection, period_steps, offset_steps)


CONTROLS: Final[Mapping[str, "Callable[[Simulator, str, Values], int]"]] = MappingProxyType(
    {"learning": _learning}
)

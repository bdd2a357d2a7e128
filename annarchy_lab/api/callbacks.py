"""Functions of the user that are called at certain steps of a simulation.

In: functions and the times at which they want to be called.
Out: `Callback` values and `Schedule`, what the run loop asks when to stop next.
Not here: the run loop.

A callback runs before the step whose time is ``start of the call + wait + offset``, and every
`period` from there, as long as that step belongs to the call; a negative offset counts back from
the end of the first period.  Callbacks of one step run in the order of their declaration.  What a
callback writes applies at once.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Callback", "Schedule", "every"]

Function = TypeVar("Function", bound=Callable[[int], Any])
NEVER = -1


@dataclass(frozen=True, slots=True)
class Callback:
    """A function and when to call it, in ms.

    Attributes
    ----------
    function
        Called with the number of its earlier calls in this simulation.
    """

    function: Callable[[int], Any]
    period: float
    offset: float = 0.0
    wait: float = 0.0

    def period_steps(self, dt: float) -> int:
        """Return the steps between two calls, at least one."""
        return max(1, round(self.period / dt))

    def first_step(self, dt: float) -> int:
        """Return the step of the first call, counted from the start of the simulation."""
        offset = self.offset if self.offset >= 0 else self.period + self.offset
        return round((self.wait + offset) / dt)


class Schedule:
    """All callbacks of one call of ``simulate``, or of one live run.

    Parameters
    ----------
    callbacks
        In the order of their declaration.
    start_step
        Current step at the start.
    n_steps
        Length, -1 for no end.
    dt
        Step in ms.
    """

    def __init__(
        self, callbacks: Sequence[Callback], start_step: int, n_steps: int, dt: float
    ) -> None:
        self._callbacks = tuple(callbacks)
        self._stop = None if n_steps < 0 else start_step + n_steps
        self._periods = [callback.period_steps(dt) for callback in callbacks]
        self._next = [start_step + callback.first_step(dt) for callback in callbacks]
        self._counts = [0] * len(self._callbacks)

    @property
    def next_step(self) -> int:
        """The step before which a callback is due, -1 for none."""
        step = min(self._next, default=NEVER)
        return NEVER if self._stop is not None and step >= self._stop else step

    def __call__(self, step: int) -> int:
        """Call what is due before `step` and return the next such step."""
        for i, callback in enumerate(self._callbacks):
            if self._next[i] <= step:
                self._next[i] += self._periods[i]
                self._counts[i] += 1
                callback.function(self._counts[i] - 1)
        return self.next_step


def every(
    period: "float | Network",
    offset: float = 0.0,
    wait: float = 0.0,
    network: "Network | None" = None,
) -> Callable[[Function], Function]:
    """Call the decorated function regularly during simulations.

    Parameters
    ----------
    period
        Time between two calls in ms; less than a step means at every step.
    offset
        Time of the first call in ms after `wait`; a negative one counts back from the end of the
        first period.
    wait
        Time in ms without calls at the start of each simulation.
    network
        Whose simulations.  Default: the network of the 4.8 style.

    Returns
    -------
    callable
        The decorator.  The function gets the number of its call in this simulation, from 0.

    Raises
    ------
    ANNarchyException
        If `period` is not positive, or `wait` is negative.
    """
    if not isinstance(period, int | float):  # every(net, period, ...), as in ANNarchy 5
        network, period, offset, wait = period, offset, wait, 0.0
    if not period > 0 or wait < 0 or period + offset < 0:
        raise ANNarchyException(
            "every: period must be positive, wait at least 0 and offset not below -period."
        )
    if network is None:
        from annarchy_lab.api.magic import magic_network  # it offers this function, too

        network = magic_network()
    chosen, callback_list = (period, offset, wait), network._callbacks

    def decorate(function: Function) -> Function:
        callback_list.append(Callback(function, *chosen))
        return function

    return decorate

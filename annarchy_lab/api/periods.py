"""Periods that users give in ms, as whole steps.

In: ms, the length of a step.  Out: steps.
Not here: durations of simulations (`driving`), which are rounded up.
"""

from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["period_steps", "rounded", "whole_steps"]

EXACT = 1e-6
"""How far a time may be from whole steps, relatively, as 0.3 is from three times 0.1."""


def period_steps(period: float | None, dt_ms: float, label: str) -> int:
    """Return a period in steps; without one, every step.

    Parameters
    ----------
    period
        In ms, rounded to whole steps.
    label
        Of what, for the message.

    Raises
    ------
    ANNarchyException
        If it is shorter than a step, or no number.
    """
    n_steps = 1 if period is None else whole_steps(period, dt_ms, f"a period of {label}")
    if n_steps < 1:
        raise ANNarchyException(
            f"a period of {label} lasts one step ({dt_ms} ms) at least, not {period} ms."
        )
    return n_steps


def rounded(time: float, n_steps: int, dt_ms: float) -> str:
    """Return, where a time in ms is not the steps that it acts as, what it is; else nothing."""
    if abs(time / dt_ms - n_steps) <= EXACT * n_steps:
        return ""
    return f"is no whole number of steps: it acts as {n_steps * dt_ms:.9g} ms."


def whole_steps(time: float, dt_ms: float, label: str) -> int:
    """Return a time in ms as the nearest number of steps.

    Raises
    ------
    ANNarchyException
        If it is no finite number.
    """
    try:
        return round(time / dt_ms)
    except (TypeError, ValueError, OverflowError):  # a text, NaN, infinity
        raise ANNarchyException(f"{label} is a number of ms, not {time!r}.") from None

"""Periods that users give in ms, as whole steps.

In: ms, the length of a step.  Out: steps.
Not here: durations of simulations (`driving`), which are rounded up.
"""

from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["period_steps"]


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
        If it is shorter than a step.
    """
    n_steps = 1 if period is None else round(period / dt_ms)
    if n_steps < 1:
        raise ANNarchyException(f"a period of {label} lasts one step ({dt_ms} ms) at least.")
    return n_steps

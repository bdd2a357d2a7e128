"""What is shown when nobody says what: a plane and its limits, a waveform.

In: a field, values, names that were given.
Out: names of states; a waveform.
Not here: ranges (`ranges`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.explorer.field import Field, Values
from annarchy_lab.lab.explorer.plane import Limits, Plane
from annarchy_lab.lab.explorer.ranges import around, nice
from annarchy_lab.lab.explorer.trace import Trace
from annarchy_lab.lab.explorer.waveforms import Waveform

__all__ = ["settled_limits", "usual_limits", "usual_plane", "usual_waveform"]

POTENTIALS = ("v", "V", "vm", "Vm", "v_m", "V_m", "mp", "x", "r")
"""Names of what is drawn horizontally, the likeliest first."""

N_WIDENED = 5
WIDENED = 0.15
N_LOOKED = 61
RUNAWAY = 1e3


def usual_plane(
    field: Field, values: Values, x: str | None = None, y: str | None = None
) -> tuple[str, ...]:
    """Return the states of a plane; one where the model has no second that matters.

    The first is called like a potential.  The second both moves it and is moved by it, which
    conductances that only decay are not.

    Raises
    ------
    ANNarchyException
        If there is no state, or none of that name.
    """
    if not field.states:
        raise ANNarchyException(
            "this model has no differential equation: it has a trace and a curve, but no plane."
        )
    known = [name for name in POTENTIALS if name in field.states]
    first = x or next((name for name in (*known, *field.states) if name != y), field.states[0])
    if y is None:
        y = _partner(field, values, first)
    names = (first,) if y is None or y == first else (first, y)
    field.check(names)
    return names


def usual_limits(field: Field, names: Sequence[str], values: Values, found: Trace) -> Plane:
    """Return a plane around what a trace does, and wider where a nullcline would not be seen."""
    limits = tuple(around([_settled(found.values[name])]) for name in names)
    plane = Plane(tuple(names), limits, values)
    if len(names) > 2:
        return plane
    rows = [field.states.index(name) for name in names]
    for _ in range(N_WIDENED):
        rates = field.derivatives(plane.at(plane.grid(*(N_LOOKED,) * len(names))))[rows]
        flat = rates.reshape(len(names), -1)
        if ((flat.min(axis=1) < 0.0) & (flat.max(axis=1) > 0.0)).all():
            return plane
        plane = Plane(plane.names, tuple(map(_wider, plane.limits)), values)
    return Plane(tuple(names), limits, values)


def settled_limits(values: NDArray[np.float64]) -> Limits:
    """Return the lowest and the highest value up to where values run away."""
    settled = _settled(values)
    return (float(settled.min()), float(settled.max()))


def _settled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values up to where they run away, if they do."""
    known = np.isfinite(values) & (np.abs(values) <= RUNAWAY * (np.abs(values[0]) + 1.0))
    return values if known.all() else values[: max(1, int(np.argmin(known)))]


def _wider(limits: Limits) -> Limits:
    low, high = limits
    return (low - WIDENED * (high - low), high + WIDENED * (high - low))


def usual_waveform(declared: float, levels: Limits) -> Waveform:
    """Return a step to the declared level, else to one half of the largest."""
    edge = max(levels, key=abs)
    level = declared if declared != 0.0 else nice(0.5 * edge)
    if not min(levels) <= level <= max(levels):
        level = 0.5 * edge
    return Waveform("step", level=level, base=0.0, start_ms=20.0, stop_ms=120.0)


def _partner(field: Field, values: Values, first: str) -> str | None:
    """Return the state that has most to do with another, both ways."""
    coupling = _coupling(field, values)
    place = field.states.index(first)
    strength = np.minimum(coupling[place], coupling[:, place])
    strength[place] = 0.0
    slowness = np.arange(len(field.states))
    coupled = [k for k in slowness if strength[k] > 0.0]
    return field.states[coupled[0]] if coupled else None


def _coupling(field: Field, values: Values) -> NDArray[np.float64]:
    """Return how strongly each derivative depends on each state, near the start."""
    rng = np.random.default_rng(0)
    noise = {
        name: float(values[name]) + 0.1 * max(abs(float(values[name])), 0.1) * rng.random(20)
        for name in field.states
    }
    found = np.abs(field.jacobian({**values, **noise}))
    return np.asarray(np.nan_to_num(found).max(axis=-1))

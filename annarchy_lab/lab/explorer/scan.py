"""Parameter scans: one measure against one parameter or two, all neurons in one population.

In: a driven model, values, lists of values for what is scanned, a measure.
Out: `Scan`.  An f-I curve is a scan of what drives the neuron.
Not here: measures, pictures.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.explorer.measures.measure import Measure
from annarchy_lab.lab.explorer.subject import Driven
from annarchy_lab.lightweight import dataclass

__all__ = ["Scan", "scan"]

Array = NDArray[np.float64]

MOST_NEURONS = 10_000
ROW_MS = 1.0
MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Scan:
    """A measure against one or two parameters.

    Attributes
    ----------
    names
        What was varied.
    values
        Values of each, shapes ``(n,)``.
    result
        The measure, shape ``(n,)`` or ``(n_first, n_second)``; NaN where there is none.
    label, unit
        Of the measure.
    """

    names: tuple[str, ...]
    values: tuple[Array, ...]
    result: Array
    label: str
    unit: str


def scan(
    driven: Driven,
    values: Mapping[str, Any],
    varied: Mapping[str, Array],
    measure: Measure,
    *,
    variable: str,
    duration_ms: float,
    transient_ms: float,
) -> Scan:
    """Measure neurons that differ in one or two parameters.

    Parameters
    ----------
    values
        Of everything else.
    varied
        Values of what differs, by the names of the private model.
    variable
        Whose mean is taken.
    duration_ms, transient_ms
        How long each neuron runs, and how much of it is not looked at.

    Raises
    ------
    ANNarchyException
        If there are more than 10,000 neurons, or times make no sense.
    """
    axes = tuple(np.atleast_1d(np.asarray(x, np.float64)) for x in varied.values())
    grid = np.meshgrid(*axes, indexing="ij")
    n_neurons = grid[0].size
    _check(n_neurons, duration_ms, transient_ms)
    bench = driven.bench(n_neurons)
    given = {**values, **{name: x.ravel() for name, x in zip(varied, grid, strict=True)}}
    dt_ms = bench.dt_ms
    records = (variable,) if measure.name == MEAN else ()
    run = bench.run(
        given,
        max(1, round(duration_ms / dt_ms)),
        record=records,
        every=max(1, round(ROW_MS / dt_ms)),
    )
    result = measure.of(run, n_neurons, transient_ms).reshape(grid[0].shape)
    return Scan(tuple(varied), axes, result, measure.label, measure.unit)


def _check(n_neurons: int, duration_ms: float, transient_ms: float) -> None:
    if not 1 <= n_neurons <= MOST_NEURONS:
        raise ANNarchyException(
            f"a scan takes 1 to {MOST_NEURONS} neurons, one per value or pair, not {n_neurons}."
        )
    if not 0.0 <= transient_ms < duration_ms < np.inf:
        raise ANNarchyException(
            f"a transient of {transient_ms} ms does not fit into a run of {duration_ms} ms."
        )

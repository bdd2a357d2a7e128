"""Traces: what the variables of one neuron do while it is driven.

In: a driven model, values, a waveform.
Out: `Trace`.
Not here: pictures.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.subject import Driven
from annarchy_lab.lightweight import dataclass

__all__ = ["Trace", "trace"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trace:
    """What one neuron has done.

    Attributes
    ----------
    times_ms
        Time of each value, shape ``(n_steps + 1,)``; the first one is 0, the start.
    values
        For each variable its values, shape ``(n_steps + 1,)``.
    waveform
        What drove it, shape ``(n_steps,)``.
    spikes_ms
        Time of each spike, at the end of the step that emitted it.
    """

    times_ms: Array
    values: Mapping[str, Array]
    waveform: Array
    spikes_ms: Array


def trace(
    driven: Driven, values: Mapping[str, Any], waveform: Array, record: Sequence[str]
) -> Trace:
    """Run one neuron from the start.

    Parameters
    ----------
    values
        Of parameters and of variables at the start.
    waveform
        What drives it in each step, shape ``(n_steps,)``.
    record
        Names of the variables that are recorded.
    """
    n_steps = len(waveform)
    is_played = driven.inner is not None
    bench = driven.bench(1, is_played=is_played)
    given = waveform if is_played else None
    run = bench.run(values, n_steps, waveform=given, record=record)
    rows = {x: np.concatenate([[float(values.get(x, 0.0))], run.rows[x][:, 0]]) for x in record}
    times = run.dt_ms * np.arange(n_steps + 1, dtype=np.float64)
    return Trace(times, rows, waveform, run.dt_ms * (1.0 + run.spike_steps.astype(np.float64)))

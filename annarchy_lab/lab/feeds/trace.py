"""What a trace view is told: the values of a variable of some neurons, step by step.

In: a tap of rows.
Out: `TraceFrame` messages; minima and maxima of short spans where steps are finer than pixels.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.feeds.feed import KEPT_WINDOWS, Kind
from annarchy_lab.lab.feeds.neurons import NeuronFeed
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.messages import PROTOCOL, SeriesInfo
from annarchy_lab.lab.selection import Selection
from annarchy_lab.runtime.backend import Recorder

__all__ = ["TraceFeed"]

MOST_SAMPLES = 4000
"""In a window; with more of them an envelope is sent."""
SPANS_PER_WINDOW = 1000
MOST_NUMBERS = 240_000
"""Of all lines of a snapshot; of a longer span an envelope is sent."""
NUMBER_BYTES = 4
MOST_CELLS = 1 << 20
MOST_ROWS = 1 << 16


class TraceFeed(NeuronFeed):
    """A variable of some neurons of one population.

    Parameters
    ----------
    population
        Name of the population.
    variable
        Name of the variable, or ``g_target``.
    ranks
        Which neurons, shape ``(n,)``.
    series
        Name and colour of each.
    unit
        Of the variable; may be empty.
    network, title
        As in `TraceHello`.
    neurons
        What is selected with each line; empty where lines cannot be selected.
    """

    has_ghosts = True

    def __init__(  # noqa: PLR0913 - a record
        self,
        population: str,
        variable: str,
        ranks: NDArray[np.int64],
        series: list[SeriesInfo],
        network: str,
        title: str,
        dt_ms: float,
        unit: str = "",
        window_ms: float = 1000.0,
        time_axis: bool = True,
        neurons: Sequence[Selection] = (),
    ) -> None:
        self._kept = max(1, round(window_ms * KEPT_WINDOWS / dt_ms))
        super().__init__([self._tap(population, variable, ranks)], dt_ms, window_ms)
        self.variable, self.unit, self.series = variable, unit, series
        self.title, self.neurons = title, tuple(neurons)
        self._network, self._time_axis = network, time_axis
        n_samples = self.steps_of(window_ms)
        self.span_steps = 1 if n_samples <= MOST_SAMPLES else -(-n_samples // SPANS_PER_WINDOW)

    def hello(self) -> dict[str, Any]:
        """Return the `TraceHello`."""
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "trace",
            "network": self._network,
            "title": self.title,
            "dt_ms": self.dt_ms,
            "window_ms": self.window_ms,
            "time_axis": self._time_axis,
            "label": self.variable,
            "unit": self.unit,
            "series": self.series,
        }

    @property
    def variables(self) -> tuple[str, ...]:
        """What is shown."""
        return (self.variable,)

    def watch(self, neurons: Sequence[Selection], series: list[SeriesInfo], title: str) -> None:
        """Show other neurons of one population from now on."""
        self.neurons, self.series, self.title = tuple(neurons), series, title
        ranks = np.array([neuron.rank for neuron in neurons], np.int64)
        self.renew([self._tap(neurons[0].population, self.variable, ranks)])

    def values(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return one row per step and one column per neuron, NaN where nothing is known."""
        part = self.taps[0].ring.between(start, stop)
        rows = np.full((max(0, stop - start), len(self.series)), np.nan, np.float32)
        if len(part.steps):
            rows[part.steps - start] = part.data
        return rows

    def _frame(
        self, start: int, stop: int, kind: Kind
    ) -> tuple[dict[str, Any], list[NDArray[Any]], int] | None:
        span = self.span_steps
        start, stop = -(-start // span) * span, stop // span * span
        n_numbers = (stop - start) // span * (2 if span > 1 else 1) * len(self.series)
        most = self.frame_bytes // NUMBER_BYTES + 1 if kind == "frame" else MOST_NUMBERS
        if n_numbers > most:
            span *= -(-(stop - start) // span * 2 * len(self.series) // most)
            stop = start + (stop - start) // span * span
        if stop <= start:
            return None
        rows = self.values(start, stop)
        n_known = len(self.taps[0].ring.between(start, stop).steps)
        fields = {
            "t0_ms": start * self.dt_ms,
            "dropped": 0 if kind == "snapshot" else stop - start - n_known,
            "dt_ms": span * self.dt_ms,
            "envelope": span > 1,
        }
        columns = [_envelope(column, span) if span > 1 else column for column in rows.T]
        return fields, columns, stop

    def _tap(self, population: str, variable: str, ranks: NDArray[np.int64]) -> Tap:
        capacity = max(1024, min(MOST_ROWS, MOST_CELLS // max(len(ranks), 1)))
        recorder = Recorder(
            "rows", population, variable, indices=ranks, policy="latest", capacity=capacity
        )
        return Tap(recorder, self._kept)


def _envelope(values: NDArray[np.float32], span: int) -> NDArray[np.float32]:
    """Return (minimum, maximum) of each span, shape ``(n, 2)``."""
    spans = values.reshape(-1, span)
    return np.stack([spans.min(axis=1), spans.max(axis=1)], axis=1)

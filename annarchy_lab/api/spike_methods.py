"""The analyses of spikes as methods of a monitor.

In: spikes that the monitor recorded, or all that it has.
Out: `SpikeMethods`, which hand the monitor's step and recording window to `spike_analysis`.
Not here: any formula.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api import spike_analysis

__all__ = ["SpikeMethods"]

Given = Mapping[Any, Any] | None


class SpikeMethods:
    """Analyses of spikes.

    Each takes ``spikes``, what ``get('spike')`` or ``get()`` returned; without it, it calls
    ``get('spike')``, which empties the buffer.
    """

    @property
    @abstractmethod
    def _dt(self) -> float:
        """Step in ms."""

    @abstractmethod
    def _spikes(self) -> dict[int, list[int]]:
        """Return and forget the recorded spikes."""

    @abstractmethod
    def _spike_intervals(self) -> tuple[tuple[int, int], ...]:
        """Return when the spikes returned last were recorded, in steps."""

    def raster_plot(self, spikes: Given = None) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return times in ms and ranks of all spikes, ordered by neuron, then by time."""
        return spike_analysis.raster_plot(self._given(spikes), dt=self._dt)

    def histogram(
        self,
        spikes: Given = None,
        bins: float | None = None,
        per_neuron: bool = False,
        recording_window: tuple[int, int] | None = None,
    ) -> NDArray[Any]:
        """Return numbers of spikes in bins of `bins` ms; see `spike_analysis.histogram`."""
        given = self._given(spikes)
        return spike_analysis.histogram(given, bins, per_neuron, recording_window, self._dt)

    def inter_spike_interval(
        self, spikes: Given = None, ranks: Sequence[int] | None = None, per_neuron: bool = False
    ) -> list[float] | dict[int, list[float]]:
        """Return the times in ms between consecutive spikes of each neuron, pooled or as a dict."""
        given = self._given(spikes)
        return spike_analysis.inter_spike_interval(given, ranks, per_neuron, self._dt)

    def coefficient_of_variation(
        self, spikes: Given = None, ranks: Sequence[int] | None = None
    ) -> list[float]:
        """Return standard deviation over mean of each neuron's intervals."""
        return spike_analysis.coefficient_of_variation(self._given(spikes), ranks, self._dt)

    def mean_fr(self, spikes: Given = None) -> float:
        """Return the mean rate of a neuron in Hz over all recorded intervals."""
        given = self._given(spikes)
        n_steps = sum(stop - start for start, stop in self._spike_intervals())
        return spike_analysis.mean_fr(given, n_steps * self._dt, self._dt)

    def smoothed_rate(self, spikes: Given = None, smooth: float = 0.0) -> NDArray[np.float64]:
        """Return the rate of each neuron in Hz, shape ``(n, n_steps)``, from the first step on."""
        given = self._given(spikes)
        return spike_analysis.smoothed_rate(given, smooth, self._dt, self._window())

    def population_rate(self, spikes: Given = None, smooth: float = 0.0) -> NDArray[np.float64]:
        """Return the rate of the population in Hz, one value per step from the first one on."""
        given = self._given(spikes)
        return spike_analysis.population_rate(given, smooth, self._dt, self._window())

    def _given(self, spikes: Given) -> Mapping[Any, Any]:
        return spikes or self._spikes()

    def _window(self) -> tuple[int, int]:
        starts, stops = zip(*self._spike_intervals() or [(0, 0)], strict=True)
        return min(starts), max(stops)

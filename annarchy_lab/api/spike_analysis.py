"""What spike trains look like as rasters, histograms, intervals and rates.

In: spikes as `Monitor.get` gives them, a dict from rank to the steps of that neuron's spikes.
Out: arrays and lists, times in ms and rates in Hz.
Not here: recording; `Monitor` calls these functions with its own step and recording window.

Every function takes `dt`, the step in ms, and, where rates or bins need one, `window`, the
recorded steps ``(start, stop)``; without it the time from the first to the last spike.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "coefficient_of_variation",
    "histogram",
    "inter_spike_interval",
    "mean_fr",
    "population_rate",
    "raster_plot",
    "smoothed_rate",
]

Spikes = Mapping[int, Sequence[int]]
Window = tuple[int, int]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def raster_plot(spikes: Spikes, dt: float = 1.0) -> tuple[Floats, Integers]:
    """Return times and ranks of all spikes, ordered by neuron, then by time.

    Parameters
    ----------
    spikes
        Steps of the spikes of each neuron.
    dt
        Step in ms.

    Returns
    -------
    times, ranks
        In ms and as integers, one entry per spike.

    Examples
    --------
    >>> times, ranks = raster_plot({0: [3], 1: [2, 5]}, dt=0.5)
    >>> times.tolist(), ranks.tolist()
    ([1.5, 1.0, 2.5], [0, 1, 1])
    """
    steps, ranks = _flat(spikes)
    return steps * np.float64(dt), ranks


def histogram(
    spikes: Spikes,
    bins: float | None = None,
    per_neuron: bool = False,
    recording_window: Window | None = None,
    dt: float = 1.0,
) -> Integers:
    """Count the spikes in bins of time.

    Parameters
    ----------
    spikes
        Steps of the spikes of each neuron.
    bins
        Width of a bin in ms.  Default: one step.
    per_neuron
        Whether to count for each neuron by itself.
    recording_window
        First and last step to count.  Default: those of the first and the last spike.
    dt
        Step in ms.

    Returns
    -------
    numpy.ndarray
        Counts, shape ``(n_bins,)`` or ``(n_neurons, n_bins)``; no bins without spikes or window.
    """
    steps, _ = _flat(spikes)
    rows = np.repeat(np.arange(len(spikes)), [len(train) for train in spikes.values()])
    if recording_window is None and not steps.size:
        return np.zeros((len(spikes), 0) if per_neuron else 0, np.int64)
    first, last = recording_window or (int(steps.min()), int(steps.max()))
    width = max(1, int((bins or dt) / dt + 1e-9))
    n_bins = (last - first) // width + 1
    is_inside = (steps >= first) & (steps <= last)
    columns = (steps[is_inside] - first) // width
    if not per_neuron:
        return np.bincount(columns, minlength=n_bins)
    flat = np.bincount(rows[is_inside] * n_bins + columns, minlength=len(spikes) * n_bins)
    return flat.reshape(len(spikes), n_bins)


def inter_spike_interval(
    spikes: Spikes, ranks: Sequence[int] | None = None, per_neuron: bool = False, dt: float = 1.0
) -> list[float] | dict[int, list[float]]:
    """Return the times between consecutive spikes of a neuron, in ms.

    Parameters
    ----------
    spikes
        Steps of the spikes of each neuron.
    ranks
        Neurons to look at.  Default: all.
    per_neuron
        Whether to keep neurons apart.
    dt
        Step in ms.

    Returns
    -------
    list or dict
        All intervals, or a list for each neuron with at least two spikes.
    """
    chosen = spikes if ranks is None else {rank: spikes[rank] for rank in ranks}
    intervals = {
        rank: (np.diff(np.sort(train)) * dt).tolist()
        for rank, train in chosen.items()
        if len(train) > 1
    }
    return intervals if per_neuron else [each for train in intervals.values() for each in train]


def coefficient_of_variation(
    spikes: Spikes, ranks: Sequence[int] | None = None, dt: float = 1.0
) -> list[float]:
    """Return standard deviation over mean of the intervals of each neuron with at least two.

    Parameters
    ----------
    spikes, ranks, dt
        As in `inter_spike_interval`.
    """
    intervals = inter_spike_interval(spikes, ranks, per_neuron=True, dt=dt)
    trains = intervals.values() if isinstance(intervals, dict) else ()
    return [float(np.std(train) / np.mean(train)) for train in trains if len(train) > 1]


def mean_fr(spikes: Spikes, duration: float | None = None, dt: float = 1.0) -> float:
    """Return the mean firing rate of a neuron in Hz.

    Parameters
    ----------
    spikes
        Steps of the spikes of each neuron.
    duration
        Recorded time in ms.  Default: from the first to the last spike.
    dt
        Step in ms.

    Returns
    -------
    float
        0 without neurons, spikes or time.
    """
    n_spikes = sum(map(len, spikes.values()))
    if duration is None:
        start, stop = _window(spikes)
        duration = (stop - start) * dt
    if not n_spikes or not duration:
        return 0.0
    return n_spikes / len(spikes) / duration * 1000.0


def smoothed_rate(
    spikes: Spikes, smooth: float = 0.0, dt: float = 1.0, window: Window | None = None
) -> Floats:
    """Return the instantaneous rate of each neuron in Hz: the inverse of the running interval.

    It is 0 before the first spike of a neuron and from its last one on.

    Parameters
    ----------
    spikes
        Steps of the spikes of each neuron.
    smooth
        Time constant in ms of a low-pass filter along time.  Default: none.
    dt
        Step in ms.
    window
        Recorded steps.  Default: from the first to the last spike.

    Returns
    -------
    numpy.ndarray
        Shape ``(n_neurons, n_steps)``.
    """
    start, stop = window or _window(spikes)
    rates = np.zeros((len(spikes), stop - start))
    for row, train in zip(rates, spikes.values(), strict=True):
        steps = np.sort(train) - start
        for begin, end in pairwise(steps):
            row[max(begin, 0) : max(end, 0)] = 1000.0 / ((end - begin) * dt)
    return low_pass(rates, dt / smooth) if smooth > 0 else rates


def population_rate(
    spikes: Spikes, smooth: float = 0.0, dt: float = 1.0, window: Window | None = None
) -> Floats:
    """Return the firing rate of the whole population at each step, in Hz.

    Parameters
    ----------
    spikes
        Steps of the spikes of each neuron.
    smooth
        Time constant in ms of a low-pass filter.  Default, or up to `dt`: none.
    dt
        Step in ms.
    window
        Recorded steps.  Default: from the first to the last spike.

    Returns
    -------
    numpy.ndarray
        Shape ``(n_steps,)``.
    """
    start, stop = window or _window(spikes)
    steps, _ = _flat(spikes)
    inside = steps[(steps >= start) & (steps < stop)] - start
    counts = np.bincount(inside, minlength=stop - start)
    rates = counts / (max(1, len(spikes)) * dt / 1000.0)
    return low_pass(rates, dt / smooth) if smooth > dt else rates


def low_pass(values: Floats, fraction: float) -> Floats:
    """Filter along the last axis: ``x[t+1] = x[t] + fraction * (value[t+1] - x[t])``."""
    smoothed = values.copy()
    for step in range(1, values.shape[-1]):
        before = smoothed[..., step - 1]
        smoothed[..., step] = before + min(1.0, fraction) * (values[..., step] - before)
    return smoothed


def _flat(spikes: Spikes) -> tuple[Integers, Integers]:
    """Return steps and ranks of all spikes, neuron by neuron."""
    trains = [np.sort(np.asarray(train, np.int64)) for train in spikes.values()]
    steps = np.concatenate([*trains, np.empty(0, np.int64)])
    ranks = np.asarray(list(spikes), np.int64)
    return steps, np.repeat(ranks, [len(train) for train in trains])


def _window(spikes: Spikes) -> Window:
    steps, _ = _flat(spikes)
    return (int(steps.min()), int(steps.max()) + 1) if steps.size else (0, 0)

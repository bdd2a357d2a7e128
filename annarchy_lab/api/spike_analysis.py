"""What spike trains look like as rasters, histograms, intervals and rates.

In: spikes as `Monitor.get` gives them, a dict from rank to the steps of that neuron's spikes; or
the dict of several variables, with the spikes under ``'spike'``.
Out: arrays and lists, times in ms and rates in Hz.
Not here: recording; `Monitor` calls these functions with its own step and recording window.

Every function takes `dt`, the step in ms, and, where rates or bins need one, `window`, the
recorded steps ``(start, stop)``; without it the time from the first to the last spike.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException

__all__ = [
    "coefficient_of_variation",
    "histogram",
    "inter_spike_interval",
    "mean_fr",
    "population_rate",
    "raster_plot",
    "smoothed_rate",
]

Spikes = Mapping[Any, Any]
Window = tuple[int, int]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
TOLERANCE = 1e-9


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
    trains = trains_of(spikes)
    steps, rows = _flat(trains)
    return steps * np.float64(dt), np.fromiter(trains, np.int64, len(trains))[rows]


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
        Width of a bin in ms, in whole steps, at least one.  Default: one step.
    per_neuron
        Whether to count for each neuron by itself.
    recording_window
        First and last step to count, spikes outside are left out.  Default: those of the first and
        the last spike.
    dt
        Step in ms.

    Returns
    -------
    numpy.ndarray
        Counts, shape ``(n_bins,)`` or ``(n_neurons, n_bins)``; no bins without spikes or window.
    """
    trains = trains_of(spikes)
    steps, rows = _flat(trains)
    first, last, n_bins, width = _bins(steps, bins, recording_window, dt)
    is_inside = (steps >= first) & (steps <= last)
    columns = (steps[is_inside] - first) // width
    if not per_neuron:
        return np.bincount(columns, minlength=n_bins)
    flat = np.bincount(rows[is_inside] * n_bins + columns, minlength=len(trains) * n_bins)
    return flat.reshape(len(trains), n_bins)


def _bins(
    steps: Integers, bins: float | None, window: Window | None, dt: float
) -> tuple[int, int, int, int]:
    """Return first and last step, number of bins and their width in steps."""
    length = dt if bins is None else bins
    if not length > 0:
        raise ANNarchyException(f"bins are a positive number of ms, not {bins!r}.")
    width = max(1, int(length / dt + TOLERANCE))
    if window is None and not steps.size:
        return 0, -1, 0, width
    first, last = (steps.min(), steps.max()) if window is None else window
    if last < first:
        raise ANNarchyException(f"recording_window goes from a step to a later one: {window!r}.")
    return int(first), int(last), int((last - first) // width + 1), width


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
    trains = trains_of(spikes, ranks)
    steps, rows = _flat(trains)
    is_within = np.diff(rows) == 0
    intervals = (np.diff(steps)[is_within] * np.float64(dt)).tolist()
    if not per_neuron:
        return intervals  # type: ignore[no-any-return] # a list of float
    counts = [max(0, len(train) - 1) for train in trains.values()]
    stops = np.cumsum(counts).tolist()
    return {
        rank: intervals[stop - count : stop]
        for rank, count, stop in zip(trains, counts, stops, strict=True)
        if count
    }


def coefficient_of_variation(
    spikes: Spikes, ranks: Sequence[int] | None = None, dt: float = 1.0
) -> list[float]:
    """Return standard deviation over mean of the intervals of each neuron with at least two.

    Parameters
    ----------
    spikes, ranks, dt
        As in `inter_spike_interval`.
    """
    del dt  # of the signature: a ratio has no unit
    intervals = (np.diff(train) for train in trains_of(spikes, ranks).values() if len(train) > 2)
    return [float(each.std() / each.mean()) if each.any() else 0.0 for each in intervals]


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
    trains = trains_of(spikes)
    n_spikes = sum(map(len, trains.values()))
    if duration is None:
        start, stop = _window(trains)
        duration = (stop - start) * dt
    if not n_spikes or not duration:
        return 0.0
    return n_spikes / len(trains) / duration * 1000.0


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
    trains = trains_of(spikes)
    start, stop = window or _window(trains)
    n_steps = max(0, stop - start)
    steps, rows = _flat(trains)
    # Each neuron's time in pieces of constant rate: before, between, after its spikes.
    edges = np.clip(steps - start, 0, n_steps) + rows * n_steps
    bounds = np.concatenate(([0], edges, [len(trains) * n_steps]))
    rates = np.zeros(len(bounds) - 1)
    is_within = np.diff(rows) == 0
    rates[1:-1][is_within] = 1000.0 / (np.diff(steps)[is_within] * dt)
    filled = np.repeat(rates, np.diff(bounds)).reshape(len(trains), n_steps)
    return low_pass(filled, dt / smooth) if smooth > 0 else filled


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
    trains = trains_of(spikes)
    start, stop = window or _window(trains)
    steps, _ = _flat(trains)
    inside = steps[(steps >= start) & (steps < stop)] - start
    counts = np.bincount(inside, minlength=max(0, stop - start))
    rates = counts / (max(1, len(trains)) * dt / 1000.0)
    return low_pass(rates, dt / smooth) if smooth > dt else rates


def low_pass(values: Floats, fraction: float) -> Floats:
    """Filter along the last axis: ``x[t+1] = x[t] + fraction * (value[t+1] - x[t])``."""
    share = min(1.0, fraction)  # a time constant below the step filters nothing
    if values.ndim == 1:
        return np.fromiter(
            accumulate(values.tolist(), lambda x, value: x + share * (value - x)), np.float64
        )
    by_time = np.array(values.T, order="C")
    for before, now in pairwise(by_time):
        now -= before
        now *= share
        now += before
    return np.ascontiguousarray(by_time.T)


def trains_of(spikes: Spikes, ranks: Sequence[int] | None = None) -> dict[int, Integers]:
    """Return the sorted steps of each neuron.

    Parameters
    ----------
    ranks
        Neurons to look at.  Default: all.

    Raises
    ------
    ANNarchyException
        If there are no spikes, or none of one of these neurons.
    """
    found = spikes.get("spike", spikes)
    names = [key for key in found if isinstance(key, str)]
    if names:
        raise ANNarchyException(f"there are no spikes, only {', '.join(names)}: record 'spike'.")
    unknown = [] if ranks is None else [rank for rank in ranks if rank not in found]
    if unknown:
        raise ANNarchyException(f"there are no spikes of neuron {unknown[0]}.")
    chosen = found if ranks is None else {rank: found[rank] for rank in ranks}
    return {rank: np.sort(np.asarray(train, np.int64)) for rank, train in chosen.items()}


def _flat(trains: Mapping[int, Integers]) -> tuple[Integers, Integers]:
    """Return steps of all spikes, neuron by neuron, and the row of each spike's neuron."""
    steps = np.concatenate([*trains.values(), np.empty(0, np.int64)])
    return steps, np.repeat(np.arange(len(trains)), [len(train) for train in trains.values()])


def _window(trains: Mapping[int, Integers]) -> Window:
    """Return the steps from the first to behind the last spike."""
    steps, _ = _flat(trains)
    return (int(steps.min()), int(steps.max()) + 1) if steps.size else (0, 0)

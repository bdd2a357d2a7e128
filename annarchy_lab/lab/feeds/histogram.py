"""What a histogram is told: how many values lie in each bin.

In: values of neurons or synapses at a step edge.
Out: `HistogramHello` and `HistogramFrame` messages.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.feeds.feed import Kind
from annarchy_lab.lab.feeds.grid import Limits
from annarchy_lab.lab.feeds.snapshot import SnapshotFeed
from annarchy_lab.lab.messages import PROTOCOL
from annarchy_lab.lab.views.colors import outward
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Simulator

__all__ = ["HistogramFeed", "HistogramLook", "Read"]

Read = Callable[[Simulator], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class HistogramLook:
    """How a histogram is named and binned.

    Attributes
    ----------
    network, title, label, unit, item, color_index, is_log
        As in `HistogramHello`.
    n_bins
        Number of bins.
    limits
        Ends of the first and the last bin; None: they grow with the values.
    """

    network: str
    title: str
    label: str
    unit: str
    item: str
    color_index: int
    n_bins: int
    is_log: bool = False
    limits: Limits | None = None


class HistogramFeed(SnapshotFeed):
    """How often each value occurs now.

    Parameters
    ----------
    read
        Returns all values, at an edge.
    look
        Names and bins.
    """

    def __init__(self, read: Read, look: HistogramLook, dt_ms: float) -> None:
        super().__init__((), dt_ms)
        self.style = look
        self.limits = look.limits
        self.values: NDArray[np.float64] = np.empty(0)
        self._read = read

    def hello(self) -> dict[str, Any]:
        """Return the `HistogramHello`."""
        style = self.style
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "histogram",
            "network": style.network,
            "title": style.title,
            "dt_ms": self.dt_ms,
            "label": style.label,
            "unit": style.unit,
            "item": style.item,
            "color_index": style.color_index,
            "is_log": style.is_log,
        }

    def look(self, simulator: Simulator) -> bool:
        """Read the values; return whether they differ from before."""
        values = np.atleast_1d(self._read(simulator).astype(np.float64))
        is_new = not np.array_equal(values, self.values, equal_nan=True)
        self.values = values
        return is_new

    def counts(self) -> tuple[NDArray[np.int64], Limits]:
        """Return how many values lie in each bin, and the ends of all bins together."""
        known = self.values[np.isfinite(self.values)]
        limits = self._grown(known)
        counts, _ = np.histogram(known, self.style.n_bins, limits)
        return counts.astype(np.int64), limits

    def tell(self, kind: Kind) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        """Return a `HistogramFrame`."""
        counts, (low, high) = self.counts()
        known = self.values[np.isfinite(self.values)]
        fields = {
            "low": low,
            "high": high,
            "n": len(self.values),
            "n_unknown": len(self.values) - len(known),
            "n_outside": len(known) - int(counts.sum()),
            "minimum": float(known.min()) if known.size else 0.0,
            "maximum": float(known.max()) if known.size else 0.0,
            "mean": float(known.mean()) if known.size else 0.0,
        }
        return fields, [counts.astype(np.uint32)]

    def forget(self) -> None:
        """Let the bins grow anew."""
        self.limits = self.style.limits

    def _grown(self, known: NDArray[np.float64]) -> Limits:
        """Return limits that hold all values; they never shrink, or bars would jump."""
        before = self.limits
        if self.style.limits is not None or not known.size:
            return before or (0.0, 1.0)
        low, high = float(known.min()), float(known.max())
        if before is not None and before[0] <= low and high <= before[1]:
            return before
        if before is None and low == high:
            return _around(low)  # not kept: how far values will spread is not known yet
        ends = [low, high, *(before or ())]
        self.limits = outward(min(ends), max(ends))
        return self.limits


def _around(value: float) -> Limits:
    """Return limits in whose middle lies the only value that there is."""
    reach = abs(value) / 2 or 0.5
    return value - reach, value + reach

"""Oja's rule on every synapse of a dense projection, at every step; inputs stay as they are."""

from typing import Final

import numpy as np
from measuring.case import Case, Work
from numpy.typing import NDArray

DT_MS: Final = 1.0
ETA, ALPHA, TAU_MS = 1e-4, 1.0, 10.0


def w_max(n_neurons: int) -> float:
    """Return the greatest weight at the start; they are uniform from 0."""
    return 2.0 / n_neurons


def inputs(case: Case) -> NDArray[np.float64]:
    """Return the rates of the inputs."""
    return np.random.default_rng(case.seed).uniform(0.0, 1.0, case.size)


def work(case: Case, version: str, r: NDArray[np.floating], w: NDArray[np.floating]) -> Work:
    """Return what was done; `w` is post x pre."""
    norm = float(np.mean(np.sum(np.square(w), axis=1)))
    n_events = case.size**2 * case.duration_ms / DT_MS
    rates = {"post_r": float(np.mean(r)), "weight_norm": norm}
    return Work(rates, case.size**2, n_events, version=version)


def bands() -> dict[str, tuple[float, float]]:
    """Return the mean rate of the outputs, and the squared norm of their weights."""
    return {"post_r": (17.9, 18.6), "weight_norm": (0.99, 1.01)}

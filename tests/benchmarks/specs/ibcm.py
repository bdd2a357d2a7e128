"""The rule of Intrator and Cooper (1992) on every synapse of a dense projection, at every step.

The threshold is one number per post-synaptic neuron.  Its time constant is so short that outputs
come to rest: a rate equal to the threshold, its own square.
"""

from typing import Final

from specs.oja import inputs, w_max, work

__all__ = ["DT_MS", "bands", "inputs", "w_max", "work"]

DT_MS: Final = 1.0
ETA, TAU_MS, TAU_THETA_MS = 3e-5, 10.0, 20.0


def bands() -> dict[str, tuple[float, float]]:
    """Return the mean rate of the outputs."""
    return {"post_r": (0.97, 1.03)}

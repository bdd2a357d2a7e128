"""COBA with a delay for each synapse, drawn from one step to 5 ms: 50 different ones."""

from typing import Final

from specs.coba import work

__all__ = ["DELAYS_MS", "bands", "work"]

DELAYS_MS: Final = (0.1, 5.0)


def bands() -> dict[str, tuple[float, float]]:
    """Return the rate in Hz."""
    return {"all": (10.0, 30.0)}

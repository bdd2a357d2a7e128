"""CUBA: a balanced network of currents, with the settings of Brette et al. (2007).

Sizes are those of `specs.coba`.
"""

from typing import Final

from specs.coba import N_NEURONS, probability, split, work

__all__ = ["DT_MS", "N_NEURONS", "bands", "probability", "split", "work"]

DT_MS: Final = 0.1
E_L, V_R, V_T = -49.0, -60.0, -50.0
TAU_MS, TAU_EXC_MS, TAU_INH_MS, T_REF_MS = 20.0, 5.0, 10.0, 5.0
W_EXC, W_INH = 1.62, 9.0
V_START: Final = (-60.0, -50.0)  # uniform


def bands() -> dict[str, tuple[float, float]]:
    """Return the rate in Hz; it differs from one random network to the next."""
    return {"all": (5.1, 6.3)}

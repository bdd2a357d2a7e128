"""Moments of a Gaussian variable that is cut off below 0, and the Gaussian of given moments.

In: mean and standard deviation, before or after the cut.
Out: the same on the other side (Brette 2009, Neural Computation 21:188-215, appendix).
Not here: spike trains.
"""

import math

__all__ = ["gaussian_of", "rectified_moments"]

LOWEST, HIGHEST = -8.0, 8.0
"""Mean over standard deviation: below, nothing is left above 0; above, nothing is cut off."""


def rectified_moments(mean: float, sd: float) -> tuple[float, float]:
    """Return mean and variance of max(x, 0), where x is Gaussian."""
    if sd == 0:
        return max(mean, 0.0), 0.0
    ratio = mean / sd
    above = 0.5 * math.erfc(-ratio / math.sqrt(2.0))
    density = math.exp(-0.5 * ratio * ratio) / math.sqrt(2.0 * math.pi)
    first = mean * above + sd * density
    second = (mean * mean + sd * sd) * above + mean * sd * density
    return first, max(second - first * first, 0.0)


def gaussian_of(mean: float, variance: float) -> tuple[float, float]:
    """Return mean and standard deviation of the Gaussian x with these moments of max(x, 0).

    Parameters
    ----------
    mean, variance
        Of max(x, 0); a mean of 0 leaves nothing to vary.
    """
    if mean <= 0 or variance <= 0:
        return max(mean, 0.0), 0.0
    ratio = _ratio_of(variance / (mean * mean))
    first, _ = rectified_moments(ratio, 1.0)
    return ratio * mean / first, mean / first


def _ratio_of(spread: float) -> float:
    """Return mean over standard deviation of x where variance over squared mean is `spread`."""
    from scipy.optimize import brentq  # heavy, and seldom needed

    def excess(ratio: float) -> float:
        mean, variance = rectified_moments(ratio, 1.0)
        return math.log(variance / (mean * mean) / spread)

    if spread <= HIGHEST**-2:
        return 1.0 / math.sqrt(spread)
    if excess(LOWEST) <= 0:
        return LOWEST
    return float(brentq(excess, LOWEST, HIGHEST + 1.0, xtol=1e-14))

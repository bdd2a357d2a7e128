"""Moments of a Gaussian variable that is cut off below 0."""

import numpy as np
import pytest
from scipy import integrate, stats

from annarchy_lab.api.inputs.rectified_gaussian import gaussian_of, rectified_moments


@pytest.mark.parametrize("mean", [-40.0, -10.0, 0.0, 3.0, 20.0, 100.0])
def test_moments_against_integrals(mean):
    sd = 12.0
    density = stats.norm(mean, sd).pdf
    first, second = (
        integrate.quad(lambda x, n=n: x**n * density(x), 0.0, mean + 40 * sd, epsabs=0)[0]
        for n in (1, 2)
    )
    found = rectified_moments(mean, sd)
    # quad promises 1.5e-8; the variance is a difference
    assert found == pytest.approx((first, second - first**2), rel=1e-7)


@pytest.mark.parametrize("mean", [0.1, 5.0, 80.0])
@pytest.mark.parametrize("spread", [1e-6, 1e-3, 0.015, 0.016, 0.1, 1.0, 30.0, 1e4, 1e9])
def test_the_gaussian_has_the_moments(mean, spread):
    found = rectified_moments(*gaussian_of(mean, spread * mean**2))
    # beyond 8 standard deviations the variance is a difference of numbers 64 times as large
    assert found == pytest.approx((mean, spread * mean**2), rel=1e-9)


def test_the_ends():
    assert gaussian_of(0.0, 3.0) == (0.0, 0.0)
    assert gaussian_of(5.0, 0.0) == (5.0, 0.0)
    assert rectified_moments(-2.0, 0.0) == (0.0, 0.0)
    mean, sd = gaussian_of(1e-12, 1.0)
    assert np.isfinite([mean, sd]).all()
    assert rectified_moments(mean, sd)[0] == pytest.approx(1e-12)

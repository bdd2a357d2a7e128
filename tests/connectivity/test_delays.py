"""Delays in steps: half to even, at least one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annarchy_lab.connectivity.delays import delay_steps
from annarchy_lab.diagnostics import ANNarchyException


@pytest.mark.proves("8.1-rounding")
@pytest.mark.parametrize(
    ("delay_ms", "dt_ms", "steps"),
    [
        (None, 1.0, 1),
        (0.0, 1.0, 1),
        (0.4, 1.0, 1),
        (0.6, 1.0, 1),
        (1.5, 1.0, 2),
        (2.5, 1.0, 2),
        (3.5, 1.0, 4),
        (0.3, 0.1, 3),
        (2.0, 0.5, 4),
    ],
)
def test_rounding(delay_ms, dt_ms, steps):
    assert delay_steps(delay_ms, dt_ms) == steps
    assert isinstance(delay_steps(delay_ms, dt_ms), int)


@given(st.lists(st.floats(0.0, 1e6), max_size=5), st.sampled_from([0.1, 0.25, 0.5, 1.0]))
def test_arrays_follow_pythons_round(delays, dt_ms):
    steps = delay_steps(np.array(delays), dt_ms)
    assert steps.dtype == np.int32
    assert steps.tolist() == [max(1, round(d / dt_ms)) for d in delays]


@pytest.mark.parametrize("delay", [-1.0, np.nan, np.inf, 1e12, np.array([1.0, -1.0])])
def test_refusals(delay):
    with pytest.raises(ANNarchyException, match="at least 0 ms and below 2"):
        delay_steps(delay, 1.0)

"""The window of spike-timing dependent plasticity, from pairs of single spikes.

Song, Miller and Abbott (2000), Nat Neurosci 3:919, with the notebook's settings: 101 pairs, the
post-synaptic spike at 51 ms, the pre-synaptic one from 1 to 101 ms; A = 0.01, w_max = 2 and time
constants of 20 ms, so that the window is +-0.02 exp(-|delta| / 20).  Traces can be integrated at
each step or when a spike needs them; where the step is 1 ms, each has its own exact window.
"""

import numpy as np
import pytest

import annarchy_lab as ann

pytestmark = pytest.mark.science

PRE_MS = np.arange(1.0, 102.0)
POST_MS = 51.0
DELTA = POST_MS - PRE_MS  # positive: pre before post
A, TAU = 0.02, 20.0


@pytest.fixture(scope="module")
def window():
    """Change of the weight by pair, for the two ways to integrate the traces."""
    net = ann.Network(dt=1.0)
    pre = net.create(ann.SpikeSourceArray([[time] for time in PRE_MS]))
    post = net.create(ann.SpikeSourceArray([[POST_MS] for _ in PRE_MS]))
    methods = ("exponential", "event-driven")
    projections = {method: net.connect(pre, post, "exc", stdp(method)) for method in methods}
    for proj in projections.values():
        proj.one_to_one(1.0, force_multiple_weights=True)
    net.compile(silent=True)
    net.simulate(105.0)
    return {method: np.concatenate(proj.w) - 1.0 for method, proj in projections.items()}


def stdp(method):
    return ann.Synapse(
        parameters={
            "tau_plus": TAU,
            "tau_minus": TAU,
            "A_plus": 0.01,
            "A_minus": 0.01,
            "w_min": 0.0,
            "w_max": 2.0,
        },
        equations=[
            ann.Variable("tau_plus * dx/dt = -x", method=method),
            ann.Variable("tau_minus * dy/dt = -y", method=method),
        ],
        pre_spike="""
            g_target += w
            x += A_plus * w_max
            w = clip(w + y, w_min, w_max)
        """,
        post_spike="""
            y -= A_minus * w_max
            w = clip(w + x, w_min, w_max)
        """,
    )


@pytest.mark.parametrize("method", ["exponential", "event-driven"])
def test_sign_and_decay(window, method):
    change = window[method]
    # Spikes of one step: the pre-synaptic one arrives a step later, so this pair depresses.
    assert np.all(change[DELTA > 0] > 0)
    assert np.all(change[DELTA <= 0] < 0)
    # Either way of integrating is at most one step of 1 ms off the ideal window.
    ideal = np.where(DELTA > 0, A, -A) * np.exp(-np.abs(DELTA) / TAU)
    assert np.abs(change / ideal - 1.0).max() <= np.exp(1.0 / TAU) - 1.0 + 1e-12


def test_traces_of_each_step_count_from_emission(window):
    # x rises on arrival, one step late, and decays in that same step; y rises at the end of its
    # step and is read before the decay of the step of arrival.
    expected = np.where(DELTA > 0, A, -A) * np.exp(-np.abs(DELTA) / TAU)
    # 1e-13 is some hundred units in the last place of w, which is about 1
    np.testing.assert_allclose(window["exponential"], expected, rtol=0, atol=1e-13)


def test_event_driven_traces_count_from_arrival(window):
    # x rises on arrival with nothing to decay yet; y is read as of the step of emission.
    elapsed = np.where(DELTA > 0, DELTA - 1.0, -DELTA)
    expected = np.where(DELTA > 0, A, -A) * np.exp(-elapsed / TAU)
    np.testing.assert_allclose(window["event-driven"], expected, rtol=0, atol=1e-13)

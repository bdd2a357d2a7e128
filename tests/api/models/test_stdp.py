"""Song and Abbott (2001): the window of pairs, and trains against a NumPy integration."""

import numpy as np
import pytest

import annarchy_lab as ann

PRE_MS = np.arange(1.0, 102.0)
POST_MS = 51.0
DELTA = POST_MS - PRE_MS
POISSON = ann.Neuron({"rates": 50.0}, "p = Uniform(0.0, 1.0) * 1000.0/dt", "p < rates")


@pytest.mark.proves("models-3-stdp")
def test_the_window():
    net = ann.Network(dt=1.0)
    pre = net.create(ann.SpikeSourceArray([[time] for time in PRE_MS]))
    post = net.create(ann.SpikeSourceArray([[POST_MS] for _ in PRE_MS]))
    synapse = ann.STDP(w_max=2.0, A_minus=0.02, tau_minus=40.0)
    proj = net.connect(pre, post, "exc", synapse).one_to_one(1.0)
    net.compile(silent=True)
    net.simulate(105.0)
    change = np.concatenate(proj.w) - 1.0
    # x rises on arrival, a step after emission; y is read as of the emission
    pre_first = 0.02 * np.exp(-(DELTA - 1.0) / 20.0)
    post_first = -0.04 * np.exp(DELTA / 40.0)
    np.testing.assert_allclose(change, np.where(DELTA > 0, pre_first, post_first), atol=1e-13)


@pytest.mark.proves("models-3-stdp")
def test_weights_stay_within_their_bounds():
    net = ann.Network(dt=1.0, seed=4)
    pre, post = net.create(20, POISSON), net.create(5, POISSON)
    synapse = ann.STDP(A_plus=0.3, A_minus=0.35, w_min=0.1, w_max=0.7)
    proj = net.connect(pre, post, "exc", synapse).all_to_all(ann.Uniform(0.1, 0.7))
    monitor = net.monitor(proj, "w", period=10.0)
    net.compile(silent=True)
    net.simulate(1000.0)
    w = monitor.get("w")
    assert w.min() == 0.1
    assert w.max() == 0.7


@pytest.mark.proves("models-3-stdp")
def test_trains_are_an_independent_integration():
    net = ann.Network(dt=1.0, seed=7)
    pre, post = net.create(3, POISSON), net.create(1, POISSON)
    proj = net.connect(pre, post, "exc", ann.STDP).all_to_all(0.5)
    spikes = [net.monitor(pop, "spike") for pop in (pre, post)]
    net.compile(silent=True)
    net.simulate(400.0)
    before, after = (monitor.get("spike") for monitor in spikes)
    for rank in range(3):
        expected = one_synapse(before[rank], after[0], 400)
        assert proj.w[0][rank] == pytest.approx(expected, abs=1e-12)


def one_synapse(pre_steps, post_steps, n_steps):
    """Events of spikes that arrive come first, those of spikes emitted in the step then."""
    x = y = 0.0
    w, x_clock, y_clock = 0.5, 0, 0
    arrivals, spikes = {step + 1 for step in pre_steps}, set(post_steps)
    for step in range(n_steps):
        if step in arrivals:
            x, x_clock = x * np.exp(-(step - x_clock) / 20.0) + 0.01, step
            # what this event only reads, it reads as of the emission of its spike
            now = y * np.exp(-max(0, step - 1 - y_clock) / 20.0)
            w = min(max(w + now, 0.0), 1.0)
        if step in spikes:
            y, y_clock = y * np.exp(-(step - y_clock) / 20.0) - 0.01, step
            w = min(max(w + x * np.exp(-(step - x_clock) / 20.0), 0.0), 1.0)
    return w

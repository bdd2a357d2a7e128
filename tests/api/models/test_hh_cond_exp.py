"""Traub's neuron: against a NumPy integration of the published rates."""

import numpy as np
import pytest
from model_runs import after_one_spike, alone

import annarchy_lab as ann

DT = 0.01


def rates(x):
    return (
        0.032 * (15 - x) / (np.exp((15 - x) / 5) - 1),
        0.32 * (13 - x) / (np.exp((13 - x) / 4) - 1),
        0.128 * np.exp((17 - x) / 18),
        0.5 * np.exp((10 - x) / 40),
        0.28 * (x - 40) / (np.exp((x - 40) / 5) - 1),
        4 / (1 + np.exp(10 - x)),
    )


def integrate(n_steps, current):
    v, n, m, h = -65.0, 0.0, 0.0, 1.0
    rows, spikes = [], []
    for step in range(n_steps):
        an, am, ah, bn, bm, bh = rates(v + 63.0)
        # written as y' = A - B y, y tends to A / B with the rate B
        conductances = (0.01, 6.0 * n**4, 20.0 * m**3 * h)
        a = conductances @ np.array([-65.0, -90.0, 50.0]) + current
        b = sum(conductances)
        previous = v
        v = a / b + (v - a / b) * np.exp(-DT * b / 0.2)
        n, m, h = (
            alpha / (alpha + beta) + (y - alpha / (alpha + beta)) * np.exp(-DT * (alpha + beta))
            for y, alpha, beta in ((n, an, bn), (m, am, bm), (h, ah, bh))
        )
        if v > 0.0 >= previous:
            spikes.append(step)
        rows.append((v, n, m, h))
    return np.array(rows), spikes


@pytest.mark.proves("models-2-hh-cond-exp", "models-2-hh-spike")
def test_a_constant_current_is_an_independent_integration():
    names = ["v", "n", "m", "h", "spike"]
    currents = [0.5, 2.0, 3.0, 10.0]
    run = alone(ann.HH_cond_exp(), names, 20.0, size=4, dt=DT, i_offset=currents)
    for rank, current in enumerate(currents):
        rows, spikes = integrate(2000, current)
        assert run["spike"][rank] == spikes
        assert len(spikes) == (current > 2.5)
        for column, name in enumerate(names[:4]):
            np.testing.assert_allclose(run[name][:, rank], rows[:, column], rtol=0, atol=1e-7)


@pytest.mark.proves("models-2-hh-spike")
def test_one_spike_for_each_rise_and_no_reset():
    run = alone(ann.HH_cond_exp(i_offset=5.0), ["v", "spike"], 10.0, dt=DT)
    v = run["v"][:, 0]
    assert len(run["spike"][0]) == 1
    assert run["spike"][0] == (np.flatnonzero((v[1:] > 0.0) & (v[:-1] <= 0.0)) + 1).tolist()
    assert v.max() > 20.0  # it rises on after the spike


@pytest.mark.proves("models-2-hh-singular")
@pytest.mark.parametrize("offset", [0.0, 1e-12, 1e-7, 1e-4])
def test_no_potential_breaks_the_rates(offset):
    at = np.array([15.0, 13.0, 40.0]) - 63.0 + offset
    names = ["an", "am", "bm", "v"]
    run = alone(ann.HH_cond_exp(), names, DT, size=3, dt=DT, v=at)
    # a Taylor series of the published formulas around their gaps
    z = np.array([-offset / 5.0, -offset / 4.0, offset / 5.0])
    limits = np.array([0.16, 1.28, 1.4]) * (1.0 - z / 2.0)
    found = [run[name][0, rank] for rank, name in enumerate(names[:3])]
    np.testing.assert_allclose(found, limits, rtol=1e-9)
    assert np.isfinite(run["v"]).all()


@pytest.mark.proves("models-2-hh-cond-exp")
def test_synapses_with_reversal_potentials():
    start = {"exc": 0.001, "inh": 0.002}
    data, _ = after_one_spike(ann.HH_cond_exp(), ["v", "g_exc", "g_inh"], 5.0, start, DT)
    steps = np.arange(len(data["v"]))
    np.testing.assert_allclose(data["g_exc"], 0.001 * np.exp(-steps * DT / 0.2), rtol=1e-10)
    np.testing.assert_allclose(data["g_inh"], 0.002 * np.exp(-steps * DT / 2.0), rtol=1e-10)
    plain = alone(ann.HH_cond_exp(), ["v"], 5.0, dt=DT)["v"][1:, 0]
    # the first step adds g (e - v) dt / cm to the potential, to first order in the step
    push = (0.001 * 65.0 - 0.002 * 15.0) * DT / 0.2
    assert data["v"][0] - plain[0] == pytest.approx(push, rel=0.05)

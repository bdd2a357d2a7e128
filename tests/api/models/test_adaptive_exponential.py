"""Brette and Gerstner (2005): both EIF models, with currents and with synapses."""

import numpy as np
import pytest
from model_runs import after_one_spike, alone

import annarchy_lab as ann

DT = 0.1
MODELS = [ann.EIF_cond_exp_isfa_ista, ann.EIF_cond_alpha_isfa_ista]
EXC, INH = 0.05, 0.02


def integrate(n_steps, *, current=0.0, a=4.0, b=0.0805, n_refractory=1, is_alpha=False, spike=None):
    """Euler's method; `spike` are weights that arrive in the first step."""
    v, w, silent = -70.6, 0.0, 0
    g, alpha = np.array(spike or (0.0, 0.0)), np.zeros(2)
    peak = np.exp((5.0 - DT / 2) / 5.0)
    rows, spikes = [], []
    for step in range(n_steps):
        drive = alpha if is_alpha else g
        i = drive[0] * (0.0 - v) + drive[1] * (-80.0 - v) + current
        dv = (-70.6 - v + 2.0 * np.exp((v + 50.4) / 2.0) + 9.3667 / 0.281 * (i - w)) / 9.3667
        dw = (a * (v + 70.6) / 1000.0 - w) / 144.0
        if silent == 0:
            v, w = v + DT * dv, w + DT * dw
            alpha = peak * g + (alpha - peak * g) * np.exp(-DT / 5.0)
        g = g * np.exp(-DT / 5.0)
        if silent == 0 and v > -40.0:
            v, w, silent = -70.6, w + b, n_refractory
            spikes.append(step)
        else:
            silent = max(0, silent - 1)
        rows.append((v, w))
    return np.array(rows), spikes


@pytest.mark.proves("models-2-eif-cond-exp", "models-2-eif-cond-alpha")
@pytest.mark.parametrize("cls", MODELS)
def test_a_step_of_current_is_an_independent_integration(cls):
    run = alone(cls(i_offset=1.0), ["v", "w", "spike"], 400.0, dt=DT)
    rows, spikes = integrate(4000, current=1.0)
    assert run["spike"][0] == spikes
    assert len(spikes) > 5
    np.testing.assert_allclose(run["v"][:, 0], rows[:, 0], rtol=0, atol=1e-7)
    np.testing.assert_allclose(run["w"][:, 0], rows[:, 1], rtol=0, atol=1e-9)


@pytest.mark.proves("models-2-eif-cond-exp", "models-2-eif-cond-alpha")
@pytest.mark.parametrize("cls", MODELS)
def test_a_spike_that_arrives_is_an_independent_integration(cls):
    is_alpha = cls is ann.EIF_cond_alpha_isfa_ista
    data, _ = after_one_spike(cls(), ["v", "w"], 60.0, {"exc": EXC, "inh": INH}, DT)
    rows, _ = integrate(600, is_alpha=is_alpha, spike=(EXC, INH))
    # The network has run one step before the arrival.
    rest = integrate(1)[0][0]
    assert np.abs(rest - (-70.6, 0.0)).max() < 1e-3
    n = len(data["v"]) - 1
    np.testing.assert_allclose(data["v"][:n], rows[:n, 0], rtol=0, atol=2e-3)
    assert data["v"].max() > -65.0


@pytest.mark.parametrize("cls", MODELS)
def test_adaptation_makes_intervals_grow(cls):
    values = {"a": [4.0, 0.0], "b": [0.0805, 0.0], "i_offset": 1.0}
    spikes = alone(cls(), ["spike"], 400.0, size=2, dt=DT, **values)["spike"]
    adapting, tonic = (np.diff(spikes[rank]) for rank in (0, 1))
    assert np.all(np.diff(adapting) >= 0)
    assert adapting[-1] > 2 * adapting[0]
    assert np.ptp(tonic) <= 1
    assert len(tonic) > len(adapting)


@pytest.mark.parametrize("cls", MODELS)
def test_a_high_reset_makes_bursts(cls):
    # the bursting neuron of the paper: tau_w = 20 ms, b = 0.5 nA, reset 5 mV above the threshold
    values = {"v_reset": -45.4, "tau_w": 20.0, "b": 0.5, "i_offset": 0.8}
    spikes = alone(cls(**values), ["spike"], 400.0, dt=DT)["spike"][0]
    intervals = np.diff(spikes) * DT
    assert len(intervals) > 8
    short, long = intervals[::2], intervals[1::2]  # two spikes, a pause, two spikes, ...
    assert short.max() < 3.0
    assert long.min() > 40.0

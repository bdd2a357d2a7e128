"""The four IF models of PyNN: analytic rates, potentials after one spike, NumPy integration."""

import numpy as np
import pytest
from model_runs import after_one_spike, alone

import annarchy_lab as ann

MODELS = [ann.IF_curr_exp, ann.IF_cond_exp, ann.IF_curr_alpha, ann.IF_cond_alpha]
TAU, CM, TAU_E, TAU_I = 20.0, 1.0, 5.0, 5.0


def stepped(n_steps, dt, *, is_alpha, reversal, exc, inh, tau_e=3.0, tau_i=8.0):
    """One neuron without threshold after a spike of both targets; (v, g_exc, alpha_exc)."""
    v, g, alpha = -65.0, np.array([exc, inh]), np.zeros(2)
    taus = np.array([tau_e, tau_i])
    peak = np.exp((taus - dt / 2) / taus)
    rows = []
    for _ in range(n_steps):
        drive = alpha if is_alpha else g
        if reversal is None:
            slope, rest = -CM / TAU, CM / TAU * -65.0 + drive[0] - drive[1]
        else:
            slope = -CM / TAU - drive.sum()
            rest = CM / TAU * -65.0 + drive @ np.array(reversal)
        v_new = -rest / slope + (v + rest / slope) * np.exp(dt * slope / CM)
        alpha_new = peak * g + (alpha - peak * g) * np.exp(-dt / taus)
        g, alpha, v = g * np.exp(-dt / taus), alpha_new, v_new
        rows.append((v, g[0], alpha[0]))
    return np.array(rows).T


@pytest.mark.proves(
    "models-2-if-curr-exp",
    "models-2-if-cond-exp",
    "models-2-if-curr-alpha",
    "models-2-if-cond-alpha",
    "models-2-if-block",
)
@pytest.mark.parametrize("cls", MODELS)
def test_after_one_spike_it_is_an_independent_integration(cls):
    is_alpha, is_cond = "alpha" in cls.__name__, "cond" in cls.__name__
    weights = {"exc": 0.02, "inh": 0.01} if is_cond else {"exc": 0.5, "inh": 0.2}
    model = cls(tau_syn_E=3.0, tau_syn_I=8.0)
    names = ["v", "g_inh"] + ["alpha_exc"] * is_alpha
    data, _ = after_one_spike(model, names, 60.0, weights, dt=0.5)
    v, _, alpha = stepped(
        len(data["v"]),
        0.5,
        is_alpha=is_alpha,
        reversal=(0.0, -70.0) if is_cond else None,
        exc=weights["exc"],
        inh=weights["inh"],
    )
    np.testing.assert_allclose(data["v"], v, rtol=1e-12)
    if is_alpha:
        np.testing.assert_allclose(data["alpha_exc"], alpha, rtol=1e-11, atol=1e-15)


@pytest.mark.proves("models-2-if-common", "models-2-refractory", "models-2-local")
@pytest.mark.parametrize("cls", MODELS)
def test_rates_are_those_of_theory(cls):
    # The exponential method is exact for a constant current: the interval is that of theory, up
    # to the end of its step, plus the refractory period.
    current = np.array([0.7, 0.8, 1.0, 2.0, 5.0])
    refractory = np.array([0.0, 1.0, 2.0, 0.0, 5.0])
    dt = 0.1
    run = alone(
        cls(), ["spike", "v"], 400.0, size=5, dt=dt, i_offset=current, tau_refrac=refractory
    )
    assert run["spike"][0] == []  # below the rheobase, 15 mV / 20 MOhm = 0.75 nA
    assert run["v"].max() <= -50.0
    for rank in range(1, 5):
        push = TAU / CM * current[rank]
        climb = TAU * np.log(push / (push - 15.0))
        steps = np.floor(climb / dt) + 1 + round(refractory[rank] / dt)
        assert set(np.diff(run["spike"][rank])) == {steps}


@pytest.mark.proves("models-2-if-common")
@pytest.mark.parametrize("cls", MODELS)
def test_where_it_begins_and_returns(cls):
    run = alone(cls(v_reset=-60.0, i_offset=10.0), ["v", "spike"], 5.0, dt=1.0)
    first = run["spike"][0][0]
    assert run["v"][first, 0] == -60.0
    assert ann.Network().create(1, cls(v_reset=-60.0)).v.tolist() == [-60.0]


def test_the_potential_after_a_spike_is_the_difference_of_two_exponentials():
    data, t = after_one_spike(ann.IF_curr_exp(), ["v"], 60.0, {"exc": 0.1}, dt=0.01)
    t = t + 0.01
    ideal = 0.1 / CM / (1 / TAU_E - 1 / TAU) * (np.exp(-t / TAU) - np.exp(-t / TAU_E))
    assert np.abs(data["v"] + 65.0 - ideal).max() < 2e-3 * ideal.max()
    peak_ms = np.log(TAU / TAU_E) / (1 / TAU_E - 1 / TAU)
    assert t[data["v"].argmax()] == pytest.approx(peak_ms, abs=0.02)


@pytest.mark.proves("models-2-alpha-peak")
@pytest.mark.parametrize("cls", [ann.IF_curr_alpha, ann.IF_cond_alpha])
@pytest.mark.parametrize("dt", [0.01, 0.1])
def test_alpha_functions_peak_at_the_weight(cls, dt):
    model = cls(tau_syn_E=4.0, tau_syn_I=7.0)
    names = ["alpha_exc", "alpha_inh"]
    data, t = after_one_spike(model, names, 40.0, {"exc": 0.02, "inh": 0.03}, dt)
    for name, weight, tau in (("alpha_exc", 0.02, 4.0), ("alpha_inh", 0.03, 7.0)):
        assert data[name].max() == pytest.approx(weight, rel=dt / 50.0)
        assert t[data[name].argmax()] + dt == pytest.approx(tau, abs=dt)
        shape = weight * (t + dt) / tau * np.exp(1.0 - (t + dt) / tau)
        np.testing.assert_allclose(data[name], shape, rtol=0, atol=0.02 * dt * weight)

"""Schwalger, Deger and Gerstner (2017): rates against the survival of the escape process."""

import numpy as np
import pytest
from model_runs import after_one_spike, alone

import annarchy_lab as ann

DT = 0.5


def mean_interval(current, n_refractory=0, n_steps=8000):
    """Mean number of steps between spikes without adaptation, from the hazard of each step."""
    u, survival, expected = -65.0, 1.0, 0.0
    for _ in range(n_steps):
        u += DT / 10.0 * (-u - 65.0 + 10.0 / 250.0 * current)
        expected += survival
        survival *= 1.0 - min(1.0, 10.0 * np.exp((u + 50.0) / 5.0) * DT / 1000.0)
    return expected + n_refractory


@pytest.mark.proves("models-2-gif-curr", "models-2-gif-refractory")
@pytest.mark.parametrize(("current", "n_refractory"), [(375.0, 0), (600.0, 0), (600.0, 8)])
def test_rates_are_those_of_theory(current, n_refractory):
    model = ann.GIF_curr(J_v=0.0, I_ext=current, refractory_period=n_refractory * DT)
    spikes = alone(model, ["spike"], 3000.0, size=400, dt=DT)["spike"]
    intervals = np.concatenate([np.diff(steps) for steps in spikes.values()])
    # the longest intervals do not fit into the run: a bias far below the error of the mean
    error = intervals.std() / np.sqrt(len(intervals))
    assert abs(intervals.mean() - mean_interval(current, n_refractory)) < 5.0 * error
    assert intervals.min() > n_refractory


@pytest.mark.proves("models-2-gif-curr", "models-2-gif-current")
@pytest.mark.parametrize("cls", [ann.GIF_curr, ann.GIF_curr_exp])
def test_the_variables(cls):
    run = alone(cls(c=5.0, current=""), ["u", "v", "R", "Lambda", "p", "spike"], 400.0, dt=DT)
    u, v, rate, p = (run[name][:, 0] for name in ("u", "v", "Lambda", "p"))
    assert np.all(run["R"] == 10.0 / 250.0)
    steps = np.array(run["spike"][0])
    quiet = np.setdiff1d(np.arange(len(u)), steps)
    np.testing.assert_allclose(rate[quiet], 5.0 * np.exp((u - v)[quiet] / 5.0), rtol=1e-12)
    assert np.array_equal(np.flatnonzero(p < rate), steps)
    assert np.all(u[steps] == -65.0)
    # the threshold rises by J_v / tau_v and decays with tau_v
    before = v[steps - 1] - DT / 1000.0 * (v[steps - 1] + 50.0)
    np.testing.assert_allclose(v[steps], before + 1.0, rtol=1e-12)
    assert p.min() > 0.0
    assert p.max() < 1000.0 / DT


@pytest.mark.proves("models-2-gif-curr")
def test_all_parameters_are_one_number_and_take_effect_at_once():
    pop = ann.Network(dt=DT).create(3, ann.GIF_curr)
    assert all(isinstance(pop.get(name), float) for name in pop.parameters)
    pop.network.compile(silent=True)
    pop.tau_m = 20.0
    pop.network.step()
    assert pop.R == 20.0 / 250.0
    with pytest.raises(ann.ANNarchyException):
        pop.tau_m = [1.0, 2.0, 3.0]


@pytest.mark.proves("models-2-gif-curr-exp", "models-2-gif-current")
def test_currents_decay_by_euler_and_are_seen_before():
    model = ann.GIF_curr_exp(tau_g_exc=4.0, tau_g_inh=8.0, c=0.0, I_ext=0.0)
    data, _ = after_one_spike(model, ["u", "g_exc", "g_inh"], 30.0, {"exc": 90.0, "inh": 30.0}, DT)
    # what is recorded of conductances is what the step saw
    steps = np.arange(len(data["u"]))
    np.testing.assert_allclose(data["g_exc"], 90.0 * (1.0 - DT / 4.0) ** steps, rtol=1e-12)
    np.testing.assert_allclose(data["g_inh"], 30.0 * (1.0 - DT / 8.0) ** steps, rtol=1e-12)
    u = -65.0
    for step in steps:
        u += DT / 10.0 * (-u - 65.0 + 0.04 * (data["g_exc"][step] - data["g_inh"][step]))
        assert data["u"][step] == pytest.approx(u, abs=1e-10)


@pytest.mark.proves("models-2-gif-curr")
def test_synapses_of_gif_curr_are_instantaneous():
    data, _ = after_one_spike(ann.GIF_curr(c=0.0, I_ext=0.0), ["g_exc"], 4.0, {"exc": 90.0}, DT)
    assert data["g_exc"].tolist() == [90.0] + [0.0] * 6

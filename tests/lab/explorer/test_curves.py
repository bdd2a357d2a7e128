"""f-I curves and scans: one run of many neurons, against formulas and against single ones."""

import numpy as np
import pytest

from annarchy_lab import ANNarchyException, IF_curr_exp, Izhikevich, LeakyIntegrator, Neuron, Normal
from annarchy_lab.lab import Waveform, explore

LIF = Neuron(
    parameters="tau = 20.0\nR = 10.0\nI = 0.0",
    equations="tau*dv/dt = -v + R*I",
    spike="v > 15.0",
    reset="v = 0.0",
    refractory=2.0,
    name="LIF",
)


def test_a_leaky_neuron_fires_as_the_formula_says():
    levels = np.array([1.0, 1.49, 1.6, 2.0, 3.0, 5.0])
    found = explore(LIF, dt=0.01).f_i_curve(levels)
    drive = 10.0 * levels
    with np.errstate(all="ignore"):
        rate = 1000.0 / (2.0 + 20.0 * np.log(drive / (drive - 15.0)))
    expected = np.where(drive > 15.0, rate, 0.0)
    assert found.result == pytest.approx(expected, rel=0.01)
    assert (found.label, found.unit, found.names) == ("firing rate", "Hz", ("I",))


def test_refractoriness_is_a_parameter():
    explorer = explore(LIF, dt=0.01)
    explorer.set(refractory=10.0)
    (rate,) = explorer.f_i_curve([3.0]).result
    assert rate == pytest.approx(1000.0 / (10.0 + 20.0 * np.log(2.0)), rel=0.01)


def test_neurons_of_a_scan_do_what_one_does():
    explorer = explore(Izhikevich())
    found = explorer.scan("d", [2.0, 8.0], "latency", level=10.0, transient=0.0)
    for d, latency in zip((2.0, 8.0), found.result, strict=True):
        explorer.set(d=d)
        spikes = explorer.trace(Waveform("step", level=10.0, start_ms=0.0)).spikes_ms
        assert latency == pytest.approx(spikes[0] - explorer.dt)


def test_two_parameters_make_a_map():
    found = explore(LIF).scan(
        "I", [1.0, 2.0, 3.0], second="tau", second_values=[10.0, 20.0], duration=300.0
    )
    assert found.result.shape == (3, 2)
    assert (found.result[0] == 0.0).all()
    assert (found.result[1:, 0] > found.result[1:, 1]).all()


def test_a_rate_is_measured_in_its_steady_state():
    explorer = explore(LeakyIntegrator(tau=10.0, B=0.3))
    found = explorer.f_i_curve([-1.0, 0.0, 2.0])
    assert found.result == pytest.approx([0.0, 0.0, 2.0], abs=1e-9)
    driven = explore(LeakyIntegrator(tau=10.0, B=0.3), "sum(exc)").f_i_curve([0.0, 1.0])
    assert driven.result == pytest.approx([0.3, 1.3])


def test_intervals_that_vary_have_a_coefficient():
    noisy = Neuron(
        parameters="I = 20.0\nsigma = 20.0",
        equations="10.0*dv/dt = I - v + sigma*Normal(0.0, 1.0)",
        spike="v > 15.0",
        reset="v = 0.0",
    )
    found = explore(noisy).scan("sigma", [0.0, 60.0], "cv", duration=3000.0, level=20.0)
    assert found.result[0] == pytest.approx(0.0, abs=1e-6)
    assert found.result[1] > 0.1


def test_a_conductance_that_decays_can_be_held():
    explorer = explore(IF_curr_exp(), "g_exc")
    assert "its own equation is left out" in " ".join(explorer.notes)
    trace = explorer.trace(Waveform("pulse", level=0.2, start_ms=10.0, stop_ms=150.0))
    assert trace.values["v"][1500] == pytest.approx(-65.0 + 0.2 * 20.0, abs=0.01)


def test_a_whole_population_is_one_neuron():
    model = Neuron(
        parameters="I = 1.0 : population", equations="m = mean(r)\n10.0*dr/dt = I - m - r", name="M"
    )
    explorer = explore(model)
    assert explorer.f_i_curve([1.0, 4.0]).result == pytest.approx([0.5, 2.0], rel=1e-3)
    assert any("this one neuron" in note for note in explorer.notes)


def test_what_is_wrong_is_said():
    explorer = explore(Izhikevich())
    with pytest.raises(ANNarchyException, match="driven through 'nonsense'"):
        explore(Izhikevich(), "nonsense")
    with pytest.raises(ANNarchyException, match="no measure 'speed'"):
        explorer.scan("a", measure="speed")
    with pytest.raises(ANNarchyException, match="no measure 'rate'"):
        explore(LeakyIntegrator()).scan("B", measure="rate")
    with pytest.raises(ANNarchyException, match="1 to 10000 neurons"):
        explorer.scan("a", np.ones(200), second="b", second_values=np.ones(100))
    with pytest.raises(ANNarchyException, match="does not fit into a run"):
        explorer.f_i_curve(duration=100.0)
    with pytest.raises(ANNarchyException, match="no parameter 'q'"):
        explorer.set(q=1.0)
    with pytest.raises(ANNarchyException, match="needs a finite number"):
        explorer.set(a=float("nan"))
    with pytest.raises(ANNarchyException, match="the states are v, u"):
        explorer.nullclines("v", "I")
    shared = Neuron(
        parameters="p = 0.5 : population\nI = 0.0", equations="dr/dt = I - r + Binomial(10, p)"
    )
    with pytest.raises(ANNarchyException, match="argument of a random distribution"):
        explore(shared).scan("p", [0.1, 0.2])
    plain = Neuron(parameters="I = 1.0", equations="r = 2.0*I")
    with pytest.raises(ANNarchyException, match="no differential equation"):
        explore(plain).nullclines()
    assert explore(plain).f_i_curve([1.0, 2.0]).result == pytest.approx([2.0, 4.0])
    with pytest.raises(ANNarchyException, match="only neurons can be explored"):
        explore(Normal(0.0, 1.0))

"""What an explorer takes over, leaves alone and gives back."""

import numpy as np
import pytest

from annarchy_lab import ANNarchyException, Izhikevich, Network, Neuron
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.lab import Waveform, explore
from annarchy_lab.lab.explorer.driving import drivable


def test_a_trace_is_that_of_a_network():
    model = Neuron(
        parameters="I = 4.0",
        equations="10.0*dv/dt = 5.0*I - v : init=1.0\n30.0*dw/dt = v - w",
        spike="v > 12.0",
        reset="v = 0.0\nw += 2.0",
        refractory=3.0,
    )
    net = Network(dt=0.1)
    pop = net.create(1, model)
    monitor = net.monitor(pop, ["v", "w", "spike"])
    net.compile(silent=True)
    net.simulate(80.0)
    trace = explore(model).trace(np.full(800, 4.0))
    assert (trace.values["v"][1:] == monitor.get("v")[:, 0]).all()
    assert (trace.values["w"][1:] == monitor.get("w")[:, 0]).all()
    assert trace.values["v"][0] == 1.0
    spikes = monitor.get("spike")[0]
    assert trace.spikes_ms == pytest.approx(0.1 * (1 + np.asarray(spikes)))


def test_nobody_sees_its_network():
    before, number = set(WORKSPACE.networks), WORKSPACE.last_id
    explorer = explore(Izhikevich())
    explorer.trace()
    explorer.f_i_curve()
    assert (set(WORKSPACE.networks), WORKSPACE.last_id) == (before, number)


def test_derivatives_are_those_of_the_text():
    explorer = explore(Izhikevich())
    v = np.linspace(-80.0, 0.0, 7)
    found = explorer.derivatives({"v": v, "u": -10.0, "i_offset": 3.0})
    assert found["v"] == pytest.approx(0.04 * v**2 + 5.0 * v + 140.0 + 10.0 + 3.0)
    assert found["u"] == pytest.approx(0.02 * (0.2 * v + 10.0))


def test_assignments_come_before_what_reads_them():
    model = Neuron(
        parameters="I = 2.0",
        equations="dv/dt = a - v\na = b + I\nb = 3.0\nlast = v + 0.5*last\nr = v",
    )
    explorer = explore(model)
    assert explorer.derivatives({"v": 1.0, "I": 2.0})["v"] == pytest.approx(4.0)
    assert any("last keeps the value" in note for note in explorer.notes)


def test_noise_is_at_its_mean_in_the_plane():
    model = Neuron(
        parameters="s = 1.0 : population\nI = 0.0",
        equations="dv/dt = I - v + Uniform(0.0, s) + Exponential(s)\nr = v",
    )
    explorer = explore(model)
    assert explorer.derivatives({"v": 0.0, "I": 0.0})["v"] == pytest.approx(1.5)
    assert any("Noise" in note for note in explorer.notes)


@pytest.mark.parametrize(
    ("model", "first"),
    [
        (Izhikevich(), "i_offset"),
        (Neuron("tau = 10.0", "tau*dr/dt = sum(exc) - r"), "sum(exc)"),
        (Neuron("tau = 10.0", "tau*dv/dt = g_inh + g_exc - v", spike="v > 1.0"), "g_exc"),
        (Neuron("tau = 10.0\nI_ext = 0.0", "tau*dr/dt = sum(exc) + I_ext - r"), "I_ext"),
        (Neuron("tau = 10.0", "tau*dr/dt = 1.0 - r"), "tau"),
    ],
)
def test_what_is_driven_is_chosen_sensibly(model, first):
    assert drivable(model.declaration)[0] == first


def test_tuned_values_go_back_into_the_text():
    explorer = explore(Izhikevich())
    explorer.set(a=0.1, d=2.0)
    assert explorer.parameters["a"] == 0.1
    assert explorer.tuned().declaration.attribute("a").initial == 0.1
    assert "a=" in explorer.to_python()
    namespace: dict = {}
    import annarchy_lab as ann

    exec("import annarchy_lab as ann\n" + explorer.to_python(), namespace)
    made = next(x for x in namespace.values() if isinstance(x, ann.Neuron))
    assert made.declaration.attribute("d").initial == 2.0
    explorer.reset()
    assert explorer.parameters == explorer.initial


def test_a_live_neuron_lends_its_parameters_and_takes_them_back():
    net = Network(dt=0.5)
    pop = net.create(20, Izhikevich())
    net.compile(silent=True)
    pop[15].a = 0.05
    explorer = explore(pop[15])
    assert (explorer.parameters["a"], explorer.dt) == (0.05, 0.5)
    assert pop.neuron_type.explore(live=pop[3]).parameters["a"] == 0.02
    explorer.set(d=2.5)
    explorer.apply()
    assert (pop.d == 2.5).all()
    assert pop[15].a == 0.05
    with pytest.raises(ANNarchyException, match="has neurons of"):
        Neuron("tau = 1.0", "tau*dr/dt = -r").explore(live=pop[1])
    with pytest.raises(ANNarchyException, match="no network to write to"):
        explore(Izhikevich()).apply()


def test_waveforms():
    n, dt = 200, 0.5
    step = Waveform("step", level=2.0, start_ms=10.0).sampled(n, dt)
    assert (step[:20] == 0.0).all()
    assert (step[20:] == 2.0).all()
    pulse = Waveform("pulse", level=2.0, base=1.0, start_ms=10.0, stop_ms=20.0).sampled(n, dt)
    assert (np.flatnonzero(pulse == 2.0) == np.arange(20, 40)).all()
    ramp = Waveform("ramp", level=2.0, start_ms=0.0, stop_ms=50.0).sampled(n, dt)
    assert ramp[[0, 50, 150]] == pytest.approx([0.0, 1.0, 2.0])
    sine = Waveform("sine", level=2.0, start_ms=0.0, period_ms=20.0).sampled(n, dt)
    assert (sine.min(), sine.max()) == pytest.approx((0.0, 2.0))
    drawn = Waveform("drawn", points=(0.0, 1.0, 0.0)).sampled(201, dt)
    assert drawn[[0, 100, 200]] == pytest.approx([0.0, 1.0, 0.0])
    noise = Waveform("noise", level=3.0, start_ms=0.0).sampled(20_000, dt)
    assert noise.mean() == pytest.approx(3.0, abs=0.2)
    assert (noise == Waveform("noise", level=3.0, start_ms=0.0).sampled(20_000, dt)).all()
    for wrong in ({"shape": "square"}, {"level": float("inf")}, {"period_ms": 0.0}):
        with pytest.raises(ANNarchyException):
            Waveform(**wrong)

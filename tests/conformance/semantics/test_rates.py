"""Mean firing rates of spiking neurons: what is counted, when, and what reads them."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Write

REGULAR = Neuron(
    "period = 3.0\nseen = 0.0",
    "n = n + 1.0\nlast = r",
    spike="n >= period",
    reset="n = 0.0",
    name="Regular",
)
ACTIVE = Neuron(equations="v = r", spike="True", reset="", name="Active")


def regular(sketch, window, period=3.0, size=1, **options):
    net = sketch(**options)
    net.population("pop", size, REGULAR, period=period)
    simulator = net.load()
    if window:
        simulator.set_rate_window("pop", window)
    return simulator


def expected(window, n_steps, dt=1.0, period=3, since=0):
    """Spikes of (k - window, k] in Hz; the neuron spikes in steps period - 1, 2 period - 1 ..."""
    spikes = [k % period == period - 1 and k >= since for k in range(n_steps)]
    counts = [sum(spikes[max(0, k - window + 1) : k + 1]) for k in range(n_steps)]
    return [count * (1000.0 / (window * dt)) for count in counts]


@pytest.mark.parametrize("window", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("dt", [1.0, 0.1])
@pytest.mark.proves("9.8-window")
def test_a_rate_counts_the_spikes_of_its_window(sketch, trace, window, dt):
    simulator = regular(sketch, window, dt_ms=dt)
    found = trace(simulator, 30, "pop.r", "pop.last")
    assert found["pop.r"].tolist() == expected(window, 30, dt)
    # equations see the rate of the step before
    assert found["pop.last"].tolist() == [0.0, *expected(window, 29, dt)]


@pytest.mark.proves("9.8-off")
def test_nobody_counts_without_being_asked(sketch, trace):
    assert not trace(regular(sketch, 0), 20, "pop.r")["pop.r"].any()
    net = sketch()
    net.population("pop", 1, Neuron(equations="r = t"))
    with pytest.raises(Exception, match="does not spike"):
        net.load().set_rate_window("pop", 10)


def test_float32_rates_are_one_product(sketch):
    simulator = regular(sketch, 30, dtype="float32", dt_ms=0.1)
    simulator.run(30)
    rate = np.float32(10) * np.float32(1000.0 / (30 * 0.1))
    assert simulator.read("pop", "r").tolist() == [rate]
    assert simulator.read("pop", "r").dtype == np.float32


def test_counting_begins_when_it_is_asked_for(sketch, trace):
    simulator = regular(sketch, 0)
    simulator.run(10)
    assert simulator.set_rate_window("pop", 9) == 10
    assert trace(simulator, 20, "pop.r")["pop.r"].tolist() == expected(9, 30, since=10)[10:]


def test_windows_may_change_while_running(sketch, trace):
    simulator = regular(sketch, 9)
    simulator.run(30)
    simulator.set_rate_window("pop", 3)
    assert trace(simulator, 10, "pop.r")["pop.r"].tolist() == expected(3, 40)[30:]
    simulator.set_rate_window("pop", 12)  # what has left the shorter one does not come back
    assert trace(simulator, 20, "pop.r")["pop.r"].tolist() == expected(12, 60, since=37)[40:]
    simulator.set_rate_window("pop", 0)
    assert simulator.read("pop", "r") == [0.0]
    assert not trace(simulator, 10, "pop.r")["pop.r"].any()


def test_a_reset_begins_anew_and_keeps_the_window(sketch, trace):
    simulator = regular(sketch, 9)
    simulator.run(31)
    simulator.reset(["pop"], reseed=True)
    assert simulator.read("pop", "r") == [0.0]
    assert trace(simulator, 20, "pop.r")["pop.r"].tolist() == expected(9, 20)
    simulator.reset([], reseed=False)
    assert simulator.read("pop", "r") == expected(9, 20)[-1:]
    simulator.run(1)  # n has gone on: 2 + 1 reaches the period
    assert simulator.read("pop", "r") == [1000.0 / 9]


def test_a_window_counts_executed_steps(sketch):
    simulator = regular(sketch, 9)
    simulator.run(20)
    simulator.step = 500
    simulator.run(1)
    assert simulator.read("pop", "r") == expected(9, 21)[-1:]


def test_what_is_written_lasts_until_the_next_step(sketch, trace):
    simulator = regular(sketch, 9)
    simulator.run(10)
    simulator.write([Write("pop", "r", np.array(5.0))])
    found = trace(simulator, 1, "pop.last", "pop.r")
    assert found["pop.last"].tolist() == [5.0]
    assert found["pop.r"].tolist() == expected(9, 11)[-1:]


@pytest.mark.proves("9.8-usable")
def test_synapses_read_the_rate_of_their_step(sketch, trace):
    net = sketch()
    net.population("pre", 1, REGULAR)
    net.population("post", 1, ACTIVE)
    synapse = Synapse(equations="a = pre.r\nb = post.r", pre_spike="c = pre.r")
    net.projection("pre", "post", synapse, delay_steps=3)
    simulator = net.load()
    simulator.set_rate_window("pre", 6)
    simulator.set_rate_window("post", 4)
    found = trace(simulator, 20, "proj.a", "proj.b", "proj.c", "pre.r")
    rates = expected(6, 20)
    assert found["proj.a"].tolist() == [0.0, 0.0, *rates[:18]]  # equations: lag d - 1
    assert found["proj.b"].tolist() == [min(k + 1, 4) * 250.0 for k in range(20)]
    # the spike of step 2 arrives at 5 and sees the rate of 2
    assert found["proj.c"].tolist()[4:12] == [0.0, *[rates[2]] * 3, *[rates[5]] * 3, rates[8]]


@pytest.mark.parametrize(("n_threads", "n_parts"), [(1, 7), (2, 4), (3, 3)])
def test_threads_change_nothing(sketch, n_threads, n_parts):
    rates = []
    for layout in ((1, 1), (n_threads, n_parts)):
        options = dict(zip(("n_threads", "n_parts"), layout, strict=True))
        simulator = regular(sketch, 20, np.linspace(1.0, 15.0, 100), 100, **options)
        for n in (1, 7, 40):
            simulator.run(n)
        rates.append(simulator.read("pop", "r"))
    assert rates[0].tolist() == rates[1].tolist()
    assert len(set(rates[0].tolist())) > 5

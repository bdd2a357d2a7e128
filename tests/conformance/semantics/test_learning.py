"""How often synapses learn: period and offset of their equations, and what time means in them."""

import numpy as np
import pytest

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Synapse

CLOCK = Neuron(equations="r = t")
SUM = Neuron(equations="r = sum(exc)")
SYNAPSE = Synapse(
    parameters="tau = 10.0 : projection",
    equations="""
        n = n + 1 : projection, int
        d = d + dt : postsynaptic
        seen = t
        tau * dx/dt = 1 - x : exponential
    """,
)


@pytest.fixture(params=[1, 4], ids=lambda n: f"{n} parts")
def net(sketch, request):
    made = sketch(n_parts=request.param, dt_ms=0.5)
    made.population("pre", 2, CLOCK)
    made.population("post", 3, SUM)
    made.projection("pre", "post", SYNAPSE)
    return made


def test_equations_run_where_step_less_offset_is_a_multiple_of_the_period(net, trace):
    simulator = net.load()
    assert simulator.set_learning("proj", 3, 1) == 0
    found = trace(simulator, 9, "proj.seen", "proj.n")
    np.testing.assert_array_equal(found["proj.seen"][:, 0], [0, 0.5, 0.5, 0.5, 2, 2, 2, 3.5, 3.5])
    np.testing.assert_array_equal(found["proj.n"].ravel(), [0, 1, 1, 1, 2, 2, 2, 3, 3])


def test_dt_is_the_period_and_t_is_the_time(net):
    simulator = net.load()
    simulator.set_learning("proj", 4, 0)
    simulator.run(5)
    assert simulator.read("proj", "seen")[0] == 2.0
    np.testing.assert_array_equal(simulator.read("proj", "d"), [4.0, 4.0, 4.0])
    np.testing.assert_allclose(simulator.read("proj", "x"), 1 - np.exp(-4.0 / 10.0), rtol=1e-14)


def test_a_period_counts_the_settable_step(net):
    simulator = net.load()
    simulator.set_learning("proj", 3, 0)
    simulator.step = 7
    simulator.run(3)
    assert simulator.read("proj", "seen")[0] == 4.5
    assert simulator.read("proj", "n") == 1


def test_events_and_transmission_do_not_wait_for_the_period(sketch):
    net = sketch()
    net.population("pre", 1, Neuron(equations="v = t", spike="modulo(t, 2) == 0"))
    net.population("post", 1, Neuron(equations="v = g_exc", spike="v > 100"))
    synapse = Synapse(equations="slow += 1", pre_spike="g_target += w\nevents += 1\nstep_ms = dt")
    net.projection("pre", "post", synapse)
    simulator = net.load()
    simulator.set_learning("proj", 5, 0)
    simulator.run(10)
    found = {name: simulator.read("proj", name)[0] for name in ("slow", "events", "step_ms")}
    assert found == {"slow": 2.0, "events": 5.0, "step_ms": 1.0}


def test_period_and_offset_change_at_an_edge(net):
    simulator = net.load()
    simulator.set_learning("proj", 100, 50)
    simulator.run(3)
    assert simulator.read("proj", "n") == 0
    assert simulator.set_learning("proj", 1, 0) == 3
    simulator.run(3)
    assert simulator.read("proj", "n") == 3


def test_chunks_change_nothing(net):
    whole, cut = net.load(), net.load()
    for simulator in (whole, cut):
        simulator.set_learning("proj", 3, 2)
    whole.run(20)
    for n_steps in (1, 1, 7, 11):
        cut.run(n_steps)
    for name in ("n", "d", "seen", "x"):
        np.testing.assert_array_equal(whole.read("proj", name), cut.read("proj", name))


def test_impossible_periods_are_refused(net):
    simulator = net.load()
    with pytest.raises(ANNarchyException, match="one step at least, not 0"):
        simulator.set_learning("proj", 0, 0)
    with pytest.raises(ANNarchyException, match="'pre' is no projection"):
        simulator.set_learning("pre", 2, 0)


def test_spikes_are_compared_by_their_steps(sketch):
    net = sketch()
    for name, step in (("pre", 2), ("post", 4)):
        spikes = Neuron(equations="v = t", spike=f"t == {step}.0", reset="", name=name)
        net.population(name, 1, spikes)
    orders = {"after": ">", "same": "==", "before": "<"}
    equations = [f"{x} = if t_post {op} t_pre: 1.0 else: 0.0" for x, op in orders.items()]
    net.projection("pre", "post", Synapse(equations="\n".join(equations), pre_spike="a = w"))
    simulator = net.load()
    seen = []
    for n_steps in (2, 2, 2):
        simulator.run(n_steps)
        seen.append([float(simulator.read("proj", x)[0]) for x in orders])
    assert seen == [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def test_times_of_spikes_do_not_stretch_with_the_period(sketch):
    net = sketch(dt_ms=0.5)
    net.population("pop", 1, Neuron(equations="v = t", spike="t == 1", reset=""))
    synapse = Synapse(equations="seen = t - t_post\nlast = t_pre", pre_spike="g_target += w")
    net.projection("pop", "pop", synapse)
    simulator = net.load()
    simulator.set_learning("proj", 4, 0)
    simulator.run(9)
    assert simulator.read("proj", "seen") == [3.0]
    assert simulator.read("proj", "last") == [1.0]

"""The traces of the language's step semantics, step by step."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import sorted_edges
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder

CLOCK = Neuron(equations="r = t")
SUM = Neuron(equations="r = sum(exc)")


def at(step: int, n: int = 12) -> list[float]:
    """1 in one step, else 0."""
    return [float(k == step) for k in range(n)]


def spiker(*steps: int) -> Neuron:
    """A neuron that spikes in the given steps."""
    condition = " or ".join(f"t == {step}.0" for step in steps)
    return Neuron(equations="v = t", spike=condition, reset="")


LISTENER = Neuron(equations="v = g_exc", spike="False", reset="")


@pytest.mark.proves("3-t")
def test_time_is_seen_before_the_step(sketch, trace):
    net = sketch(dt_ms=0.5)
    net.population("pop", 1, CLOCK)
    np.testing.assert_array_equal(trace(net.load(), 4, "pop.r")["pop.r"], [0, 0.5, 1, 1.5])


@pytest.mark.proves("8.1-rates")
@pytest.mark.parametrize(("delay", "expected"), [(1, [0, 0, 1, 2, 3, 4]), (3, [0, 0, 0, 0, 1, 2])])
def test_rates_arrive_after_the_delay(sketch, trace, delay, expected):
    net = sketch()
    net.population("pre", 1, CLOCK)
    net.population("post", 1, SUM)
    net.projection("pre", "post", delay_steps=delay)
    np.testing.assert_array_equal(trace(net.load(), 6, "post.r")["post.r"], expected)


@pytest.mark.proves("8.1-queue-start")
def test_delayed_rates_begin_with_the_initial_value(sketch, trace):
    net = sketch()
    net.population("pre", 1, CLOCK, r=7.0)
    net.population("post", 1, SUM)
    net.projection("pre", "post", delay_steps=3)
    np.testing.assert_array_equal(trace(net.load(), 5, "post.r")["post.r"], [7, 7, 7, 0, 1])


@pytest.mark.proves("8.1-pre-in-equations", "8.1-post-undelayed")
@pytest.mark.parametrize(("delay", "expected"), [(1, [0, 1, 2, 3, 4]), (3, [0, 0, 0, 1, 2])])
def test_learning_sees_the_delayed_pre_and_the_present_post(sketch, trace, delay, expected):
    net = sketch()
    net.population("pre", 1, CLOCK)
    net.population("post", 1, SUM)
    synapse = Synapse(equations="c = pre.r\nd = post.r")
    net.projection("pre", "post", synapse, delay_steps=delay)
    found = trace(net.load(), 5, "proj.c", "proj.d", "post.r")
    np.testing.assert_array_equal(found["proj.c"], expected)
    np.testing.assert_array_equal(found["proj.d"], found["post.r"])


@pytest.mark.proves("9.1-next-step", "13-spike-delay")
def test_spikes_arrive_after_the_delay(sketch, trace):
    net = sketch(dt_ms=0.5)
    net.population("pre", 1, Neuron(equations="v = t", spike="t == 1.0", reset=""))
    net.population("post", 1, LISTENER)
    synapse = Synapse(equations="x = t_pre", pre_spike="g_target += w")
    net.projection("pre", "post", synapse, weights=0.25, delay_steps=4)
    found = trace(net.load(), 9, "post.g_exc", "proj.x")
    np.testing.assert_array_equal(found["post.g_exc"], np.multiply(0.25, at(6, 9)))
    assert found["proj.x"][2] == 1.0
    assert found["proj.x"][1] == -5000.0 + 0.5 - 0.5


@pytest.mark.proves("2.4-semiglobal-instances")
def test_semiglobal_equations_run_once_per_dendrite(sketch, trace):
    net = sketch()
    net.population("pre", 2, CLOCK)
    net.population("post", 3, Neuron(equations="r = 10*t"))
    edges = sorted_edges(2, 3, [0, 1, 0], [0, 0, 2], 1.0)
    synapse = Synapse(equations="sg = post.r + t : postsynaptic")
    net.projection("pre", "post", synapse, edges=edges)
    sg = trace(net.load(), 3, "proj.sg")["proj.sg"]
    np.testing.assert_array_equal(sg, [[0, 0, 0], [11, 0, 11], [22, 0, 22]])


@pytest.mark.proves("9.3-frozen-steps")
def test_refractory_neurons_are_frozen(sketch, trace):
    net = sketch()
    neuron = Neuron(equations="dv/dt = 1.0", spike="v >= 3.0", reset="v = 0.0", refractory=3.0)
    net.population("pop", 1, neuron)
    v = trace(net.load(), 9, "pop.v")["pop.v"]
    np.testing.assert_array_equal(v, [1, 2, 0, 0, 0, 0, 1, 2, 0])


@pytest.mark.proves("9.3-g-continues")
def test_conductances_decay_while_refractory(sketch, trace):
    net = sketch()
    text = "v = v + 1\ndg_exc/dt = -0.5*g_exc"
    neuron = Neuron(equations=text, spike="v >= 2.0", reset="v = 0.0", refractory=2.9)
    net.population("pop", 1, neuron, g_exc=1.0)
    found = trace(net.load(), 5, "pop.v", "pop.g_exc")
    np.testing.assert_array_equal(found["pop.v"], [1, 0, 0, 0, 1])
    np.testing.assert_array_equal(found["pop.g_exc"], [1, 0.5, 0.25, 0.125, 0.0625])


@pytest.mark.proves("9.3-truncated", "9.3-name")
def test_refractoriness_lasts_whole_steps_only(sketch):
    net = sketch()
    neuron = Neuron("ref = 2.7", "v = v + 1", spike="v >= 1.0", reset="v = 0.0", refractory="ref")
    net.population("pop", 2, neuron, ref=np.array([2.7, 0.0]))
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "pop"))
    simulator.run(7)
    found = simulator.collect(number)
    assert found.steps[found.data == 0].tolist() == [0, 3, 6]
    assert found.steps[found.data == 1].tolist() == list(range(7))


@pytest.mark.proves("4.2-instantaneous")
def test_instantaneous_conductance_is_seen_in_one_step(sketch, trace):
    net = sketch()
    net.population("pre", 1, spiker(2))
    net.population("post", 1, LISTENER)
    net.projection("pre", "post", weights=0.5)
    simulator = net.load()
    found = trace(simulator, 6, "post.g_exc", "post.v")
    np.testing.assert_array_equal(found["post.g_exc"], [0, 0, 0, 0.5, 0, 0])
    np.testing.assert_array_equal(found["post.v"], [0, 0, 0, 0.5, 0, 0])
    assert simulator.read("post", "g_exc")[0] == 0.0


@pytest.mark.proves("8-targets-recorded-early")
def test_recorded_conductance_stands_before_the_decay(sketch, trace):
    net = sketch()
    net.population("pre", 1, spiker(0))
    text = "dg_exc/dt = -0.5*g_exc\nv = g_exc"
    net.population("post", 1, Neuron(equations=text, spike="False", reset=""))
    net.projection("pre", "post")
    found = trace(net.load(), 4, "post.g_exc", "post.v")
    np.testing.assert_array_equal(found["post.g_exc"], [0, 1, 0.5, 0.25])
    np.testing.assert_array_equal(found["post.v"], [0, 0.5, 0.25, 0.125])


@pytest.mark.proves("3-t-last-in-reset")
def test_reset_statements_see_the_previous_spike(sketch, trace):
    net = sketch()
    neuron = Neuron(
        equations="v = t\nlast = t_last\nx = x", spike="t == 2.0 or t == 5.0", reset="x = t_last"
    )
    net.population("pop", 1, neuron)
    found = trace(net.load(), 7, "pop.x", "pop.last")
    never = -10000.0
    np.testing.assert_array_equal(found["pop.x"], [0, 0, never, never, never, 2, 2])
    np.testing.assert_array_equal(found["pop.last"], [never, never, never, 2, 2, 2, 5])


@pytest.mark.proves("9.2-pop-spike")
def test_spikes_of_the_last_step(sketch):
    net = sketch()
    net.population(
        "pop",
        4,
        Neuron("which = 0", "v = t", spike="v == which", reset=""),
        which=np.array([1, 2, 1, 9.0]),
    )
    simulator = net.load()
    assert simulator.spikes("pop").tolist() == []
    simulator.run(2)
    assert simulator.spikes("pop").tolist() == [0, 2]
    assert simulator.spikes("pop").dtype == np.int32
    simulator.run(2)
    assert simulator.spikes("pop").tolist() == []


@pytest.mark.proves("7-block-old-values")
def test_blocks_of_odes_use_the_values_at_their_entry(sketch, trace):
    net = sketch()
    together = Neuron(equations="r = 0\nda/dt = b\ndb/dt = a")
    apart = Neuron(equations="r = 0\nda/dt = b\nz = 0\ndb/dt = a")
    net.population("together", 1, together, a=1.0, b=2.0)
    net.population("apart", 1, apart, a=1.0, b=2.0)
    found = trace(net.load(), 1, "together.b", "apart.b")
    assert found["together.b"] == 3.0
    assert found["apart.b"] == 5.0


def test_a_swap_needs_both_old_values(sketch):
    net = sketch()
    net.population("pop", 2, Neuron(equations="r = 0\nda/dt = b - a\ndb/dt = a - b"), a=1.0, b=2.0)
    simulator = net.load()
    simulator.run(1)
    assert simulator.read("pop", "a").tolist() == [2.0, 2.0]
    assert simulator.read("pop", "b").tolist() == [1.0, 1.0]


@pytest.mark.proves("7-block-assigned-in-order")
def test_bounds_follow_each_store(sketch, trace):
    net = sketch()
    net.population("pop", 1, Neuron("top = 2.5", "r = t - 1 : min=0.0, max=top"))
    np.testing.assert_array_equal(trace(net.load(), 6, "pop.r")["pop.r"], [0, 0, 1, 2, 2.5, 2.5])


@pytest.mark.proves("7-global-first")
def test_global_variables_come_first(sketch, trace):
    net = sketch()
    net.population("pop", 2, Neuron(equations="r = s\ns = t : population"))
    found = trace(net.load(), 3, "pop.r", "pop.s")
    np.testing.assert_array_equal(found["pop.r"], [[0, 0], [1, 1], [2, 2]])
    np.testing.assert_array_equal(found["pop.s"], [0, 1, 2])


@pytest.mark.proves("4.3-neuron-sees-previous")
def test_operations_are_those_of_the_previous_step_for_neurons(sketch, trace):
    net = sketch()
    net.population("pop", 2, Neuron(equations="v = v + 1\nr = mean(v)"), v=np.array([10.0, 20.0]))
    np.testing.assert_array_equal(
        trace(net.load(), 3, "pop.r")["pop.r"], [[0, 0], [16, 16], [17, 17]]
    )


@pytest.mark.proves("4.3-synapse-sees-current")
def test_operations_are_those_of_this_step_for_synapses(sketch, trace):
    net = sketch()
    net.population("pre", 2, CLOCK)
    net.population("post", 1, SUM)
    synapse = Synapse(equations="x = max(pre.r)", psp="max(pre.r)")
    net.projection("pre", "post", synapse)
    found = trace(net.load(), 4, "proj.x", "post.r")
    np.testing.assert_array_equal(found["proj.x"][:, 0], [0, 1, 2, 3])
    np.testing.assert_array_equal(found["post.r"], [0, 0, 2, 4])


def test_flags(sketch):
    net = sketch()
    net.population("pre", 1, CLOCK)
    net.population("post", 1, SUM)
    net.projection("pre", "post", Synapse(equations="w = w + 1\nx = x + 1"))
    simulator = net.load()
    simulator.run(1)
    simulator.set_flag("proj", "plasticity", False)
    simulator.run(1)
    assert (simulator.read("proj", "w"), simulator.read("proj", "x")) == ([2.0], [2.0])
    simulator.set_flag("proj", "update", False)
    simulator.run(1)
    assert simulator.read("proj", "x") == [2.0]
    assert simulator.read("post", "r") == [2.0]
    simulator.set_flag("proj", "transmission", False)
    simulator.run(1)
    assert simulator.read("post", "r") == [0.0]


@pytest.mark.proves("4.1-sum-of-projections")
def test_sums_of_several_projections_add_up(sketch, trace):
    net = sketch()
    net.population("pre", 1, CLOCK)
    net.population("post", 1, Neuron(equations="r = sum(exc) - sum(inh)\nall = sum()"))
    net.projection("pre", "post", name="a", weights=2.0)
    net.projection("pre", "post", name="b", weights=3.0)
    net.projection("pre", "post", name="c", weights=1.0, targets=("exc", "inh"))
    found = trace(net.load(), 3, "post.r", "post.all", "post.sum(exc)")
    np.testing.assert_array_equal(found["post.r"], [0, 0, 5])
    np.testing.assert_array_equal(found["post.all"], [0, 0, 7])
    np.testing.assert_array_equal(found["post.sum(exc)"], [0, 0, 6])


def test_a_projection_may_have_no_edges(sketch, trace):
    net = sketch()
    net.population("pre", 2, CLOCK)
    net.population("post", 2, SUM)
    synapse = Synapse(equations="s = t : postsynaptic\nw = w + 1", psp="exp(w)*pre.r")
    net.projection("pre", "post", synapse, edges=sorted_edges(2, 2, [], [], 1.0))
    simulator = net.load()
    simulator.run(3)
    assert simulator.read("post", "r").tolist() == [0.0, 0.0]
    assert simulator.read("proj", "w").shape == (0,)
    assert simulator.read("proj", "s").tolist() == [0.0, 0.0]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_an_integer_has_one_zero(sketch, dtype):
    text = "n = clip(x, -3.0, 3.0) : int\nr = clip(n, -3.0, 3.0)\ns = n"
    neuron = Neuron("x = 0.0", text, name="Integers")
    net = sketch(dtype=dtype)
    given = np.linspace(-1.5, 1.5, 61)
    net.population("pop", 61, neuron, x=given)
    simulator = net.load()
    simulator.run(1)
    for name in "rs":
        values = simulator.read("pop", name)
        assert values.tolist() == np.trunc(given.astype(dtype)).tolist()
        assert not np.signbit(values[values == 0]).any()

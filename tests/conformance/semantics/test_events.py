"""Events of spikes: their order, event-driven variables, what they may write."""

import math

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import sorted_edges
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Write

LISTENER = Neuron(equations="v = g_exc\nn = n", spike="False", reset="")


def spiker(*steps: float, size: int = 1) -> Neuron:
    """A neuron that spikes in the given steps."""
    condition = " or ".join(f"t == {float(step)}" for step in steps)
    return Neuron(equations="v = t\nn = n", spike=condition, reset="", name=f"Spiker{size}")


def pair(sketch, synapse, pre_steps, post_steps=(), **options):
    """One synapse between neurons that spike when told."""
    net = sketch()
    net.population("pre", 1, spiker(*pre_steps))
    net.population("post", 1, spiker(*post_steps) if post_steps else LISTENER)
    net.projection("pre", "post", synapse, **options)
    return net.load()


@pytest.mark.proves("9.4-targets-next")
def test_conductances_receive_the_old_weight(sketch, trace):
    synapse = Synapse(pre_spike="w += 1\ng_target += w")
    found = trace(pair(sketch, synapse, [0, 1]), 4, "post.g_exc", "proj.w")
    np.testing.assert_array_equal(found["post.g_exc"], [0, 1, 2, 0])
    np.testing.assert_array_equal(found["proj.w"], [1, 2, 3, 3])


@pytest.mark.parametrize("learning", [{"equations": "x = 1"}, {"post_spike": "x += 1"}])
def test_each_synapse_that_learns_adds_its_own_weight(sketch, learning):
    net = sketch()
    net.population("pre", 2, spiker(0))
    net.population("post", 2, LISTENER)
    weights = np.array([1.0, 2.0, 4.0, 8.0])
    net.projection("pre", "post", Synapse(pre_spike="g_target += w", **learning), weights=weights)
    simulator = net.load()
    simulator.run(2)
    np.testing.assert_array_equal(simulator.read("post", "v"), [3.0, 12.0])


def test_increments_are_added_one_by_one_in_the_order_of_pre_ranks(sketch):
    big = 2.0**60
    for order, expected in (([big, -big, 1.0], 1.0), ([big, 1.0, -big], 0.0)):
        net = sketch()
        net.population("pre", 3, spiker(0))
        net.population("post", 1, LISTENER)
        net.projection("pre", "post", weights=np.array(order))
        simulator = net.load()
        simulator.run(2)
        assert simulator.read("post", "v") == [expected]


@pytest.mark.proves("4.2-psp-every-step")
def test_continuous_psp_is_summed_alone_and_added_once(sketch):
    big = 2.0**60
    net = sketch()
    text = "v = g_exc\nx = 0\ng_exc = g_exc"
    net.population("post", 1, Neuron(equations=text, spike="False", reset=""))
    net.population("pre", 3, Neuron(equations="v = v", spike="False", reset=""), v=1.0)
    psp = Synapse(psp="w * pre.v")
    net.projection("pre", "post", psp, weights=np.array([1.0, 1.0, -1.0]))
    simulator = net.load()
    simulator.write([Write("post", "g_exc", np.array(-big))])
    simulator.run(1)
    assert simulator.read("post", "g_exc") == [-big + 1.0]


@pytest.mark.proves("9.4-w-with-plasticity")
def test_a_weight_stays_where_the_projection_is_not_plastic(sketch):
    synapse = Synapse(pre_spike="g_target += w\nw += 1\nx += 1")
    simulator = pair(sketch, synapse, [0, 1])
    simulator.set_flag("proj", "plasticity", False)
    simulator.run(4)
    assert simulator.read("proj", "w") == [1.0]
    assert simulator.read("proj", "x") == [2.0]


@pytest.mark.proves("9.5-transmission-off")
def test_without_transmission_nothing_happens(sketch):
    synapse = Synapse(equations="y = t", pre_spike="x += 1", post_spike="z += 1")
    simulator = pair(sketch, synapse, [0, 1, 2], [0, 1, 2])
    simulator.set_flag("proj", "transmission", False)
    simulator.run(2)
    simulator.set_flag("proj", "transmission", True)
    simulator.run(1)
    assert simulator.read("proj", "x") == [1.0]  # the spike of step 1; that of step 0 is lost
    assert simulator.read("proj", "z") == [1.0]
    assert simulator.read("proj", "y") == [2.0]


def test_without_update_only_the_equations_stop(sketch):
    synapse = Synapse(equations="y = t", pre_spike="x += 1", post_spike="z += 1")
    simulator = pair(sketch, synapse, [0, 1], [0, 1])
    simulator.set_flag("proj", "update", False)
    simulator.run(4)
    assert [simulator.read("proj", name)[0] for name in "xyz"] == [2.0, 0.0, 2.0]


def test_every_target_gets_the_increment(sketch):
    net = sketch()
    net.population("pre", 1, spiker(0))
    text = "a = g_ampa\nb = g_nmda"
    net.population("post", 1, Neuron(equations=text, spike="False", reset=""), g_nmda=10.0)
    synapse = Synapse(pre_spike="g_target += 2*w + g_target")
    net.projection("pre", "post", synapse, targets=("ampa", "nmda"))
    simulator = net.load()
    simulator.write(
        [Write("post", "g_ampa", np.array(1.0)), Write("post", "g_nmda", np.array(5.0))]
    )
    simulator.run(1)
    simulator.write(
        [Write("post", "g_ampa", np.array(1.0)), Write("post", "g_nmda", np.array(5.0))]
    )
    simulator.run(1)
    assert simulator.read("post", "a") == [4.0]
    assert simulator.read("post", "b") == [12.0]


@pytest.mark.parametrize(
    ("events", "end"),
    [
        ({"pre_spike": "pre.n = 2*pre.n + 1"}, "pre"),
        ({"post_spike": "post.n = 2*post.n + 1"}, "post"),
    ],
)
def test_a_shared_end_is_written_edge_by_edge(sketch, events, end):
    net = sketch()
    net.population("pre", 3, spiker(0))
    net.population("post", 3, spiker(0))
    net.projection("pre", "post", Synapse(**events))
    simulator = net.load()
    simulator.run(2)
    assert simulator.read(end, "n").tolist() == [7.0, 7.0, 7.0]


def test_the_far_end_is_written_spike_by_spike(sketch):
    net = sketch()
    net.population("pre", 3, spiker(0))
    net.population("post", 2, LISTENER)
    synapse = Synapse(pre_spike="post.n = 2*post.n + w")
    net.projection("pre", "post", synapse, weights=np.array([1.0, 2, 3, 4, 5, 6]))
    simulator = net.load()
    simulator.run(2)
    assert simulator.read("post", "n").tolist() == [11.0, 32.0]


def test_an_event_that_meets_itself_runs_edge_by_edge(sketch):
    net = sketch()
    net.population(
        "pop",
        3,
        Neuron("who = 0", "n = n\nv = t", spike="t == 0.0 and who == 0"),
        who=np.arange(3.0),
    )
    net.projection("pop", "pop", Synapse(pre_spike="post.n = pre.n + 1"))
    simulator = net.load()
    simulator.run(2)
    assert simulator.read("pop", "n").tolist() == [1.0, 2.0, 2.0]


def test_events_of_a_dendrite_follow_pre_ranks_and_see_semiglobal_values_change(sketch):
    net = sketch()
    net.population("pre", 3, spiker(0))
    net.population("post", 2, spiker(0))
    synapse = Synapse(equations="s = s : postsynaptic", post_spike="s = 2*s + w\nx = s")
    net.projection("pre", "post", synapse, weights=np.array([1.0, 2, 3, 4, 5, 6]))
    simulator = net.load()
    simulator.run(1)
    assert simulator.read("proj", "x").tolist() == [1, 4, 11, 4, 13, 32]


def test_post_events_come_after_the_equations_of_the_step(sketch):
    synapse = Synapse(equations="x = 10", pre_spike="y = x", post_spike="x += 1")
    simulator = pair(sketch, synapse, [0], [0])
    simulator.run(2)
    assert simulator.read("proj", "y") == [11.0]


@pytest.mark.parametrize(
    ("post_step", "delay", "expected"), [(3, 1, 0.0), (3, 4, 0.0), (2, 4, 1.0), (4, 4, 1.0)]
)
def test_unless_post_compares_emissions(sketch, post_step, delay, expected):
    synapse = Synapse(pre_spike="x += 1 : unless_post")
    simulator = pair(sketch, synapse, [3], [post_step], delay_steps=delay)
    simulator.run(10)
    assert simulator.read("proj", "x") == [expected]


# ---- event-driven variables

RELAXING = "dx/dt = (1.0 - x)/10.0 : init=0.5, event-driven"


def decay(n_steps: int, tau: float = 10.0) -> float:
    return math.exp(-n_steps / tau)


def test_the_first_event_finds_the_steady_state(sketch):
    synapse = Synapse(equations=RELAXING, pre_spike="y = x\nx += 1")
    simulator = pair(sketch, synapse, [0])
    assert simulator.read("proj", "x") == [0.5]
    simulator.run(2)
    assert simulator.read("proj", "y") == pytest.approx([1.0], abs=1e-15)
    assert simulator.read("proj", "x") == pytest.approx([2.0], abs=1e-15)


STDP = {
    "equations": "dx/dt = -x/10.0 : event-driven\ndy/dt = -y/10.0 : event-driven",
    "pre_spike": "x += 1\na = y",
    "post_spike": "y += 1\nb = x",
}


def test_written_variables_lose_no_step_in_trains(sketch):
    simulator = pair(sketch, Synapse(**STDP), [0, 5], delay_steps=3)
    simulator.run(9)
    assert simulator.read("proj", "x") == pytest.approx([1 + decay(5)], rel=1e-15)


def test_post_events_read_the_present(sketch):
    simulator = pair(sketch, Synapse(**STDP), [0], [7])
    simulator.run(8)  # arrival at 1, post spike at 7
    assert simulator.read("proj", "b") == pytest.approx([decay(6)], rel=1e-15)


@pytest.mark.parametrize("delay", [1, 3])
def test_pre_events_read_the_step_before(sketch, delay):
    simulator = pair(sketch, Synapse(**STDP), [6], [2], delay_steps=delay)
    simulator.run(12)  # post spike at 2, arrival at 6 + delay
    assert simulator.read("proj", "a") == pytest.approx([decay(6 + delay - 1 - 2)], rel=1e-15)


def test_elapsed_time_is_never_negative(sketch):
    simulator = pair(sketch, Synapse(**STDP), [3], [3], delay_steps=1)
    simulator.run(5)  # y was brought to step 3 and is read as of step 3
    assert simulator.read("proj", "a") == [1.0]


def test_a_clock_moves_even_where_the_statement_is_skipped(sketch):
    synapse = Synapse(
        equations="dw/dt = -w/10.0 : event-driven", pre_spike="g_target += w\nw += 1", name="Fading"
    )
    simulator = pair(sketch, synapse, [0, 5])
    simulator.write([Write("proj", "w", np.array(8.0))])
    simulator.set_flag("proj", "plasticity", False)
    simulator.run(7)
    assert simulator.read("proj", "w") == pytest.approx([8.0 * decay(7)], rel=1e-14)


def test_writing_sets_the_clock(sketch):
    simulator = pair(sketch, Synapse(**STDP), [0, 5])
    simulator.run(4)  # the last executed step is 3
    simulator.write([Write("proj", "x", np.array([4.0]), np.array([0]))])
    simulator.run(3)  # arrival at 6
    assert simulator.read("proj", "x") == pytest.approx([4.0 * decay(3) + 1.0], rel=1e-15)


def test_a_time_constant_holds_from_its_change_on(sketch):
    synapse = Synapse(
        parameters="tau = 10.0",
        equations="tau * dx/dt = -x : event-driven",
        pre_spike="x += 1",
        name="Slowing",
    )
    simulator = pair(sketch, synapse, [0, 2, 5])
    simulator.run(4)  # arrivals at 1 and 3
    simulator.write([Write("proj", "tau", np.array(20.0))])
    simulator.run(3)  # arrival at 6
    expected = (1.0 + decay(2)) * decay(3, 20.0) + 1.0
    assert simulator.read("proj", "x") == pytest.approx([expected], rel=1e-15)


def test_ages_of_any_length(sketch):
    synapse = Synapse(equations="dx/dt = -x/5000.0 : event-driven", pre_spike="x += 1")
    simulator = pair(sketch, synapse, [0, 4095, 8192])
    simulator.run(8194)
    expected = (1.0 + decay(4095, 5000.0)) * decay(4097, 5000.0) + 1.0
    assert simulator.read("proj", "x") == pytest.approx([expected], rel=1e-14)


def test_delayed_events_see_the_pre_synaptic_past(sketch):
    net = sketch()
    net.population("pre", 1, spiker(2))
    net.population("post", 1, spiker(9))
    synapse = Synapse(equations="e = pre.v", pre_spike="x = pre.v", post_spike="y = pre.v")
    net.projection("pre", "post", synapse, delay_steps=4)
    simulator = net.load()
    simulator.run(10)
    assert simulator.read("proj", "x") == [2.0]  # as it was emitted
    assert simulator.read("proj", "y") == simulator.read("proj", "e") == [6.0]


def test_what_an_event_writes_it_reads_without_delay(sketch):
    net = sketch()
    net.population("pre", 1, spiker(0, 1, 2))
    net.population("post", 1, LISTENER)
    net.projection("pre", "post", Synapse(pre_spike="pre.n += 1"), delay_steps=3)
    simulator = net.load()
    simulator.run(8)
    assert simulator.read("pre", "n") == [3.0]


def test_only_existing_edges_receive(sketch):
    net = sketch()
    net.population("pre", 3, spiker(0))
    net.population("post", 3, LISTENER)
    edges = sorted_edges(3, 3, [0, 2, 2], [2, 0, 2], np.array([1.0, 2.0, 4.0]))
    net.projection("pre", "post", edges=edges)
    simulator = net.load()
    simulator.run(2)
    assert simulator.read("post", "v").tolist() == [2.0, 0.0, 5.0]


def test_events_may_count_in_a_global_variable_of_the_post_neurons(sketch):
    net = sketch(n_threads=2, n_parts=4)
    counting = Neuron(
        equations="v = v + 1.0\nn = n + 0.0 : population", spike="v > 2.0", reset="v = 0.0"
    )
    net.population("pre", 40, counting)
    net.population("post", 40, counting)
    net.projection("pre", "post", Synapse(pre_spike="g_target += w\npost.n += 1.0"))
    simulator = net.load()
    simulator.run(100)
    assert simulator.read("post", "n") == 40 * 40 * 33

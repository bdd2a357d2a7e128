"""Synapses that come and go: by rule, in their order in the step, and by hand."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import sorted_edges
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import Exponential
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.parts import Creating, Parameter
from annarchy_lab.runtime import _bridge
from annarchy_lab.runtime.backend import NewEdges, Recorder, Write
from annarchy_lab.runtime.streams import stream_of

CLOCK = Neuron(equations="r = t + 0*sum(exc)", name="Clock")
LISTENER = Neuron(equations="v = g_exc", spike="False", reset="", name="Listener")


def spiker(*steps: float) -> Neuron:
    condition = " or ".join(f"t == {float(step)}" for step in steps)
    return Neuron(equations="v = t", spike=condition, reset="", name="Spiker")


def some(n_pre, n_post, *pairs, weights=1.0, **options):
    """Edges from (pre, post) pairs."""
    pre, post = (np.array(ranks, np.int64) for ranks in zip(*pairs, strict=True))
    return sorted_edges(n_pre, n_post, pre, post, weights, **options)


def net_of(sketch, synapse, n=2, *pairs, neuron=CLOCK, weights=1.0, **options):
    """One recurrent population whose synapses follow rules."""
    net = sketch()
    net.population("pop", n, neuron)
    net.projection("pop", "pop", synapse, edges=some(n, n, *pairs, weights=weights), **options)
    return net.load()


def pairs(simulator):
    """The edges now as (pre, post), in dendrite order."""
    edges = simulator.edges("proj")
    return list(zip(edges.pre_ranks.tolist(), edges.post_ranks.tolist(), strict=True))


def history(simulator, n_steps):
    found = []
    for _ in range(n_steps):
        simulator.run(1)
        found.append(pairs(simulator))
    return found


def every(n, n_post=None):
    return [(pre, post) for post in range(n if n_post is None else n_post) for pre in range(n)]


# ---- by rule


@pytest.mark.proves("11-period")
def test_a_rule_acts_in_the_next_step_then_in_every_period(sketch):
    synapse = Synapse(pruning="t >= 0 : proba=1", creating="t >= 0 : w=0.5", equations="x = t")
    simulator = net_of(sketch, synapse, 2, (0, 0), (0, 1))
    simulator.run(2)
    assert pairs(simulator) == [(0, 0), (0, 1)]
    simulator.set_rewiring("proj", "creating", 3, 2)
    simulator.set_rewiring("proj", "pruning", 3, 3)
    counts = [len(found) for found in history(simulator, 6)]
    assert counts == [4, 0, 0, 4, 0, 0]
    simulator.set_rewiring("proj", "creating", 0, 0)
    assert [len(found) for found in history(simulator, 4)] == [0, 0, 0, 0]
    assert simulator.n_rewirings("proj") == 4


def test_rules_wait_until_they_are_started(sketch):
    simulator = net_of(sketch, Synapse(pruning="True", creating="True"), 2, (0, 0), (0, 1))
    assert history(simulator, 2) == [[(0, 0), (0, 1)]] * 2


@pytest.mark.proves("8-creating-then-pruning")
def test_creating_comes_before_pruning(sketch):
    synapse = Synapse(equations="age = age + 1 : int", creating="True", pruning="age == 0")
    simulator = net_of(sketch, synapse, 2, (0, 0), (1, 1))
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.set_rewiring("proj", "pruning", 1, 0)
    assert history(simulator, 2) == [[(0, 0), (1, 1)]] * 2
    assert simulator.n_rewirings("proj") == 4


@pytest.mark.proves("11-candidates")
def test_only_neurons_with_a_dendrite_get_synapses_even_from_themselves(sketch):
    simulator = net_of(sketch, Synapse(creating="True"), 3, (2, 0), (1, 2))
    simulator.set_rewiring("proj", "creating", 1, 0)
    assert history(simulator, 1) == [[(pre, post) for post in (0, 2) for pre in range(3)]]


def test_a_dendrite_that_was_emptied_gets_synapses_again(sketch):
    synapse = Synapse(pruning="post.r < 1", creating="post.r == 2")
    simulator = net_of(sketch, synapse, 2, (1, 0), (0, 1))
    for rule in ("creating", "pruning"):
        simulator.set_rewiring("proj", rule, 1, 0)
    assert history(simulator, 3) == [[], [], every(2)]


def test_synapses_come_from_the_neurons_that_are_connected(sketch):
    ranks = np.array([1, 3], np.int32)
    simulator = net_of(sketch, Synapse(creating="True"), 4, (3, 2), pre_candidates=ranks)
    simulator.set_rewiring("proj", "creating", 1, 0)
    assert history(simulator, 1) == [[(1, 2), (3, 2)]]


def test_conditions_read_both_ends_after_the_update(sketch):
    neuron = Neuron(parameters="x = 0", equations="r = t + x")
    net = sketch()
    net.population("pop", 3, neuron, x=np.array([0.0, 1.0, 2.0]))
    edges = some(3, 3, (0, 0), (0, 1), (0, 2))
    synapse = Synapse(creating="pre.r * post.r > 3", pruning="pre.r > post.r")
    net.projection("pop", "pop", synapse, edges=edges)
    simulator = net.load()
    simulator.set_rewiring("proj", "creating", 1, 0)
    start = [(0, 0), (0, 1), (0, 2)]
    assert history(simulator, 1) == [sorted([*start, (2, 2)], key=lambda pair: pair[::-1])]
    simulator.set_rewiring("proj", "pruning", 1, 0)
    found = history(simulator, 1)[0]
    assert found == [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2)]


@pytest.mark.proves("11-new-variables", "11-existing-untouched")
def test_values_of_old_and_new_synapses(sketch, trace):
    synapse = Synapse(
        parameters="k = 2.0\nlimit = 1.0 : projection",
        equations="age = age + 1 : int, init=5\nx = x + k : init=k\ny = age : init=7",
        creating="t == limit : w=0.25",
    )
    simulator = net_of(sketch, synapse, 2, (1, 0), (0, 1), weights=np.array([3.0, 4.0]), x=2.0)
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(2)
    assert pairs(simulator) == every(2)
    read = {name: simulator.read("proj", name).tolist() for name in ("w", "age", "x", "y", "k")}
    assert read == {
        "w": [0.25, 3.0, 4.0, 0.25],
        "age": [5, 7, 7, 5],
        "x": [2.0, 6.0, 6.0, 2.0],
        "y": [7.0, 7.0, 7.0, 7.0],
        "k": [2.0] * 4,
    }
    simulator.run(1)
    assert simulator.read("proj", "age").tolist() == [6, 8, 8, 6]
    assert simulator.read("proj", "x").tolist() == [4.0, 8.0, 8.0, 4.0]


def test_a_parameter_set_for_all_synapses_is_set_for_later_ones(sketch):
    synapse = Synapse(parameters="k = 2.0", equations="x = k : init=1", creating="t == 1 : w=0")
    simulator = net_of(sketch, synapse, 2, (1, 0), (0, 1))
    simulator.write([Write("proj", "k", np.array(5.0)), Write("proj", "x", np.array(9.0))])
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    simulator.write([Write("proj", "k", np.array([3.0]), np.array([0]))])
    simulator.run(1)
    assert simulator.read("proj", "k").tolist() == [5.0, 3.0, 5.0, 5.0]
    assert simulator.read("proj", "x").tolist() == [1.0, 3.0, 5.0, 1.0]


def test_later_synapses_start_as_declared_where_the_first_ones_differ(sketch):
    synapse = Synapse(parameters="k = 2.0", equations="x = k : init=k", creating="True")
    given = {"k": np.array([8.0, 9.0]), "x": np.array([8.0, 9.0])}
    simulator = net_of(sketch, synapse, 2, (1, 0), (0, 1), **given)
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    assert simulator.read("proj", "x").tolist() == [2.0, 8.0, 9.0, 2.0]


def _uniforms(stream, elements, step, seed=1):
    return _bridge.uniform_at(np.float64, seed, stream, np.asarray(elements, np.int64), 0, step)


@pytest.mark.proves("11-pruning", "11-creating")
def test_chances_are_drawn_by_pair_and_by_edge(sketch):
    n = 20
    synapse = Synapse(creating="True : proba=0.3", pruning="True : proba=0.4")
    simulator = net_of(sketch, synapse, n, *((0, post) for post in range(n)))
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    drawn = _uniforms(stream_of("proj", "creating", "proba", 0), np.arange(n * n), 0)
    expected = [
        (pre, post)
        for post in range(n)
        for pre in range(n)
        if not pre or drawn[post * n + pre] < 0.3
    ]
    assert pairs(simulator) == expected
    simulator.set_rewiring("proj", "creating", 0, 0)
    simulator.set_rewiring("proj", "pruning", 1, 0)
    for step in (1, 2):  # the second time, edges have other numbers
        simulator.run(1)
        drawn = _uniforms(stream_of("proj", "pruning", "proba", 0), np.arange(len(expected)), step)
        expected = [pair for pair, u in zip(expected, drawn, strict=True) if not u < 0.4]
        assert pairs(simulator) == expected


def test_an_impossible_rule_does_nothing(sketch):
    synapse = Synapse(creating="True : proba=0.0", pruning="True : proba=0.0")
    simulator = net_of(sketch, synapse, 3, (0, 0), (0, 1), (0, 2))
    for rule in ("creating", "pruning"):
        simulator.set_rewiring("proj", rule, 1, 0)
    simulator.run(3)
    assert simulator.n_rewirings("proj") == 0


@pytest.mark.proves("11-w-distribution", "2.2-creating-object")
def test_drawn_weights_and_initial_values(sketch):
    n = 6
    synapse = Synapse(
        parameters="k = Uniform(5.0, 6.0)",
        equations="x = x : init=Uniform(2.0, 3.0)",
        creating=Creating("True", w=Exponential(2.0)),
    )
    start = [(0, post) for post in range(n)]
    given = {"k": np.full(n, 5.5), "x": np.full(n, 2.5)}
    simulator = net_of(sketch, synapse, n, *start, weights=np.full(n, 9.0), **given)
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    is_new = np.array([pre > 0 for pre, _ in pairs(simulator)])
    elements = [post * n + pre for pre, post in pairs(simulator) if pre]
    u = {name: _uniforms(stream_of("proj", "creating", name, 0), elements, 0) for name in "wkx"}
    for name, scale, base in (("w", None, 0.0), ("k", 1.0, 5.0), ("x", 1.0, 2.0)):
        values = simulator.read("proj", name)
        assert len(set(values[~is_new])) == 1
        drawn = -2.0 * np.log(u[name]) if scale is None else base + scale * u[name]
        np.testing.assert_allclose(values[is_new], drawn, rtol=1e-14)


def test_a_condition_may_draw(sketch):
    n = 5
    synapse = Synapse(creating="Uniform(0.0, 1.0) < 0.5", pruning="Uniform(0.0, 1.0) < 0.5")
    simulator = net_of(sketch, synapse, n, *((0, post) for post in range(n)))
    for rule in ("creating", "pruning"):
        simulator.set_rewiring("proj", rule, 1, 0)
    simulator.run(1)
    drawn = _uniforms(stream_of("proj", "creating", "", 0), np.arange(n * n), 0)
    present = [(p, q) for q in range(n) for p in range(n) if not p or drawn[q * n + p] < 0.5]
    drawn = _uniforms(stream_of("proj", "pruning", "", 0), np.arange(len(present)), 0)
    assert pairs(simulator) == [x for x, u in zip(present, drawn, strict=True) if not u < 0.5]


@pytest.mark.parametrize("delay_steps", [1, 3])
def test_the_pre_synaptic_end_is_seen_as_learning_sees_it(sketch, delay_steps):
    synapse = Synapse(creating="pre.r == 4", pruning="pre.r == 6")
    simulator = net_of(sketch, synapse, 2, (0, 0), (0, 1), delay_steps=delay_steps)
    for rule in ("creating", "pruning"):
        simulator.set_rewiring("proj", rule, 1, 0)
    counts = [len(found) for found in history(simulator, 10)]
    lag = delay_steps - 1
    assert counts == ([2] * (4 + lag) + [4, 4] + [0] * 9)[:10]


def test_global_operations_and_sums_in_conditions(sketch):
    synapse = Synapse(creating="mean(pre.r) > 2 and post.sum(exc) >= 0")
    simulator = net_of(sketch, synapse, 2, (0, 0), (0, 1))
    simulator.set_rewiring("proj", "creating", 1, 0)
    assert [len(found) for found in history(simulator, 5)] == [2, 2, 2, 4, 4]


def test_a_bare_parameter_of_creating_is_global(sketch):
    synapse = Synapse(parameters={"limit": Parameter(3.0)}, creating="t >= limit")
    simulator = net_of(sketch, synapse, 2, (0, 0), (0, 1))
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.write([Write("proj", "limit", np.array(1.0))])
    assert [len(found) for found in history(simulator, 3)] == [2, 4, 4]
    assert simulator.read("proj", "limit").shape == ()


# ---- what other parts of the step make of it


def test_sums_follow_the_synapses(sketch, trace):
    net = sketch()
    net.population("pre", 3, Neuron(equations="r = 1"))
    net.population("post", 2, Neuron(equations="r = sum(exc)"))
    synapse = Synapse(creating="t == 1 : w=2.0", pruning="t == 3")
    net.projection("pre", "post", synapse, edges=some(3, 2, (0, 0), (1, 1), weights=0.5))
    simulator = net.load()
    for rule in ("creating", "pruning"):
        simulator.set_rewiring("proj", rule, 1, 0)
    found = trace(simulator, 6, "post.r")["post.r"]
    assert found[:, 0].tolist() == [0.0, 0.5, 4.5, 4.5, 0.0, 0.0]


@pytest.mark.parametrize("operation", ["max", "min", "mean"])
def test_an_empty_dendrite_gives_nothing(sketch, trace, operation):
    net = sketch()
    net.population("pre", 2, Neuron(equations="r = -1"))
    net.population("post", 2, Neuron(equations="r = sum(exc)"))
    synapse = Synapse(operation=operation, pruning="post.r < 0", psp="w*pre.r")
    net.projection("pre", "post", synapse, edges=some(2, 2, (0, 0), (1, 0), (1, 1)))
    simulator = net.load()
    simulator.set_rewiring("proj", "pruning", 1, 0)
    found = trace(simulator, 4, "post.r")["post.r"]
    assert found[:, 0].tolist() == [0.0, -1.0, 0.0, 0.0]


def test_variables_of_an_empty_dendrite_go_on(sketch):
    synapse = Synapse(equations="s = s + 1 : postsynaptic", pruning="t == 1")
    simulator = net_of(sketch, synapse, 3, (0, 0), (0, 2))
    simulator.set_rewiring("proj", "pruning", 1, 0)
    simulator.run(4)
    assert pairs(simulator) == []
    assert simulator.read("proj", "s").tolist() == [4.0, 0.0, 4.0]
    assert simulator.read("proj", "w").shape == (0,)


def spiking(sketch, synapse, edges, pre_steps=(0,), post=LISTENER, n=2, **options):
    net = sketch()
    net.population("pre", n, spiker(*pre_steps))
    net.population("post", 2, post)
    net.projection("pre", "post", synapse, edges=edges, **options)
    return net.load()


EVENTS = {"plain": {}, "event": {"pre_spike": "g_target += 2*w\nw += 1"}}


@pytest.mark.proves("11-spiking")
@pytest.mark.parametrize("events", EVENTS.values(), ids=EVENTS)
@pytest.mark.parametrize("delay_steps", [1, 4])
def test_spikes_act_on_the_synapses_there_are_when_they_arrive(sketch, trace, events, delay_steps):
    rules = {"creating": "t == 1 : w=0.5", "pruning": "t == 6"}
    edges = some(2, 2, (0, 0), (1, 1), weights=np.array([1.0, 4.0]))
    factor = 2.0 if events else 1.0
    simulator = spiking(sketch, Synapse(**rules, **events), edges, (0, 5), delay_steps=delay_steps)
    for rule in ("creating", "pruning"):
        simulator.set_rewiring("proj", rule, 1, 0)
    found = trace(simulator, 12, "post.v")["post.v"]
    expected = np.zeros((12, 2))
    expected[delay_steps] = [1.0, 4.0] if delay_steps == 1 else [1.5, 4.5]
    if delay_steps == 1:  # the second spike is there before the synapses are gone
        gained = 1.0 if events else 0.0
        expected[6] = [1.5 + gained, 4.5 + gained]
    np.testing.assert_array_equal(found, factor * expected)


def test_post_events_reach_the_synapses_there_are(sketch):
    post = spiker(0, 2)
    synapse = Synapse(pre_spike="g_target += w", post_spike="n += 1", creating="t == 0 : w=1")
    simulator = spiking(sketch, synapse, some(2, 2, (0, 0), (1, 1)), (9,), post)
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(3)
    assert simulator.read("proj", "n").tolist() == [2.0, 1.0, 1.0, 2.0]


def test_event_driven_variables_of_new_synapses_begin_now(sketch):
    synapse = Synapse(
        equations="dx/dt = (1 - x) / 10.0 : event-driven, init=0.5",
        pre_spike="g_target += w\ny = x\nx += 0",
        creating="t == 3 : w=1",
    )
    simulator = spiking(sketch, synapse, some(2, 2, (0, 0), (1, 1)), (5,))
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(7)
    y = simulator.read("proj", "y")
    np.testing.assert_allclose(y[[0, 3]], 1.0)
    np.testing.assert_allclose(y[[1, 2]], 1.0 - 0.5 * np.exp(-0.3), rtol=1e-12)


def test_pruning_sees_event_driven_variables_as_they_are_now(sketch):
    synapse = Synapse(
        parameters="tau = 10.0 : projection",
        equations="dx/dt = -x/tau : event-driven",
        pre_spike="g_target += w\nx = 1.0",
        pruning="x < 0.5 and x > 0",
    )
    simulator = spiking(sketch, synapse, some(2, 2, (0, 0), (1, 1)), (0,))
    simulator.set_rewiring("proj", "pruning", 1, 0)
    # x = exp(-(k - 1)/10) at step k: below one half from step 8 on
    assert [len(found) for found in history(simulator, 9)] == [2] * 8 + [0]


def test_t_pre_and_t_post_in_conditions(sketch):
    synapse = Synapse(pre_spike="g_target += w", pruning="t - t_pre == 2")
    simulator = spiking(sketch, synapse, some(2, 2, (0, 0), (1, 1)), (1,))
    simulator.set_rewiring("proj", "pruning", 1, 0)
    assert [len(found) for found in history(simulator, 5)] == [2, 2, 2, 0, 0]


# ---- by hand


def by_hand(sketch, **options):
    synapse = Synapse(equations="x = x + 1 : init=4")
    return net_of(sketch, synapse, 3, (1, 0), (0, 2), may_rewire=True, **options)


def new(pre, post, **values):
    return NewEdges(np.array(pre), np.array(post), values)


def test_create_and_prune_by_hand(sketch):
    simulator = by_hand(sketch, weights=np.array([5.0, 6.0]))
    simulator.run(1)
    assert simulator.rewire("proj", new([2, 0], [0, 0], w=np.array([0.2, 0.1]))) == 1
    assert pairs(simulator) == [(0, 0), (1, 0), (2, 0), (0, 2)]
    assert simulator.read("proj", "w").tolist() == [0.1, 5.0, 0.2, 6.0]
    assert simulator.read("proj", "x").tolist() == [4.0, 5.0, 4.0, 5.0]
    simulator.rewire("proj", pruned=(np.array([1, 0]), np.array([0, 2])))
    assert pairs(simulator) == [(0, 0), (2, 0)]
    simulator.rewire("proj", new([1], [2], w=7.0), (np.array([2]), np.array([0])))
    assert pairs(simulator) == [(0, 0), (1, 2)]
    simulator.run(1)
    assert simulator.read("proj", "x").tolist() == [5.0, 5.0]
    assert simulator.n_rewirings("proj") == 4


def test_edges_made_by_hand_begin_with_the_clock_of_the_last_step(sketch):
    synapse = Synapse(
        equations="dx/dt = (1 - x) / 10.0 : event-driven, init=0.5",
        pre_spike="g_target += w\ny = x\nx += 0",
    )
    edges = some(2, 2, (0, 0), (1, 1))
    simulator = spiking(sketch, synapse, edges, (5,), may_rewire=True)
    simulator.run(4)
    simulator.rewire("proj", new([1], [0], w=1.0))
    simulator.run(3)
    np.testing.assert_allclose(simulator.read("proj", "y")[1], 1.0 - 0.5 * np.exp(-0.3))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"created": new([1], [0])}, "from 1 to 0 can be created.*it exists"),
        ({"created": new([0, 0], [0, 0])}, "from 0 to 0 can be created.*given twice"),
        ({"created": new([0], [1])}, "from 0 to 1 .*no dendrite"),
        ({"created": new([3], [0])}, "from 3 to 0 .*not one of the projection's"),
        ({"created": new([-1], [0])}, "from -1 to 0 .*not one of the projection's"),
        ({"created": new([0], [0], v=1.0)}, "'v' is no value of a synapse"),
        ({"created": new([0], [0], w=np.zeros(2))}, "takes 1 value or shape"),
        ({"pruned": (np.array([0]), np.array([0]))}, "no synapse from 0 to 0"),
        ({"pruned": (np.array([-1]), np.array([1]))}, "no synapse from -1 to 1"),
        ({"pruned": (np.array([0]), np.array([9]))}, "no synapse from 0 to 9"),
    ],
)
def test_what_cannot_be_done_by_hand(sketch, change, message):
    simulator = by_hand(sketch)
    with pytest.raises(ANNarchyException, match=message):
        simulator.rewire("proj", **change)
    assert pairs(simulator) == [(1, 0), (0, 2)]


def test_refused_without_structural_plasticity(sketch):
    simulator = net_of(sketch, Synapse(), 2, (0, 0))
    with pytest.raises(ANNarchyException, match="without structural plasticity"):
        simulator.rewire("proj", new([1], [0]))
    with pytest.raises(ANNarchyException, match="no rule 'creating'"):
        simulator.set_rewiring("proj", "creating", 1, 0)
    pruned = net_of(sketch, Synapse(pruning="w < 0"), 2, (0, 0))
    with pytest.raises(ANNarchyException, match="no rule 'creating'"):
        pruned.set_rewiring("proj", "creating", 1, 0)
    with pytest.raises(ANNarchyException, match="one step at least"):
        pruned.set_rewiring("proj", "pruning", -2, 0)


def test_writes_and_reads_speak_of_the_edges_now(sketch):
    simulator = by_hand(sketch)
    simulator.rewire("proj", new([0], [0], w=2.0))
    simulator.write([Write("proj", "w", np.array([8.0, 9.0]), np.array([0, 2]))])
    assert simulator.read("proj", "w").tolist() == [8.0, 1.0, 9.0]
    simulator.write([Write("proj", "x", np.array([1.0, 2.0, 3.0]))])
    assert simulator.read("proj", "x").tolist() == [1.0, 2.0, 3.0]
    with pytest.raises(ANNarchyException, match="no element 3"):
        simulator.write([Write("proj", "w", np.array(1.0), np.array([3]))])
    with pytest.raises(ANNarchyException, match=r"shape \(3,\)"):
        simulator.write([Write("proj", "w", np.zeros(2))])


def test_a_reset_keeps_the_synapses(sketch):
    synapse = Synapse(
        parameters="k = 2.0",
        equations="x = x + k : init=1\ns = s + 1 : postsynaptic, init=3",
        creating="t == 1 : w=0.5",
    )
    simulator = net_of(sketch, synapse, 2, (1, 0), (0, 1), k=np.array([8.0, 9.0]))
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    simulator.reset(["proj"], reseed=True)
    assert simulator.read("proj", "k").tolist() == [8.0, 9.0]
    simulator.run(3)
    simulator.reset(["proj"], reseed=True)
    assert pairs(simulator) == every(2)
    assert simulator.read("proj", "w").tolist() == [0.5, 1.0, 1.0, 0.5]
    assert simulator.read("proj", "k").tolist() == [2.0] * 4
    assert simulator.read("proj", "x").tolist() == [1.0] * 4
    assert simulator.read("proj", "s").tolist() == [3.0] * 2


# ---- recording


def test_recorded_rows_have_the_length_of_their_step(sketch):
    synapse = Synapse(equations="x = t", creating="t == 1 : w=0.5", pruning="t == 3")
    simulator = net_of(sketch, synapse, 2, (1, 0), (0, 1))
    for rule in ("creating", "pruning"):
        simulator.set_rewiring("proj", rule, 1, 0)
    whole = simulator.add_recorder(Recorder("rows", "proj", "w"))
    one = Recorder("rows", "proj", "x", dendrites=np.array([1]), period_steps=2)
    one = simulator.add_recorder(one)
    latest = Recorder("rows", "proj", "w", policy="latest", capacity=2)
    latest = simulator.add_recorder(latest)
    simulator.run(5)
    found = simulator.collect(whole)
    assert found.steps.tolist() == [0, 1, 2, 3, 4]
    rows = [row.tolist() for row in found.data]
    assert rows == [[1.0, 1.0], [0.5, 1.0, 1.0, 0.5], [0.5, 1.0, 1.0, 0.5], [], []]
    row_ptrs = [row.tolist() for row in found.row_ptrs]
    assert row_ptrs == [[0, 1, 2], [0, 2, 4], [0, 2, 4], [0, 0, 0], [0, 0, 0]]
    found = simulator.collect(one, keep=True)
    assert [row.tolist() for row in found.data] == [[0.0], [2.0, 0.0 + 2.0], []]
    assert [row.tolist() for row in found.row_ptrs] == [[0, 1], [0, 2], [0, 0]]
    assert simulator.collect(one).steps.tolist() == [0, 2, 4]
    assert simulator.collect(one).steps.tolist() == []
    found = simulator.collect(latest)
    assert (found.steps.tolist(), found.n_dropped) == ([3, 4], 3)
    assert [row.tolist() for row in found.data] == [[], []]


def test_positions_of_synapses_cannot_be_recorded(sketch):
    simulator = by_hand(sketch)
    with pytest.raises(ANNarchyException, match="record dendrites"):
        simulator.add_recorder(Recorder("rows", "proj", "w", indices=np.array([0])))
    with pytest.raises(ANNarchyException, match="no element 3"):
        simulator.add_recorder(Recorder("rows", "proj", "w", dendrites=np.array([3])))
    with pytest.raises(ANNarchyException, match="no attribute 'v'"):
        simulator.add_recorder(Recorder("rows", "proj", "v"))


def test_the_schedule_names_the_rules(sketch):
    simulator = net_of(sketch, Synapse(creating="True", pruning="True"), 2, (0, 0))
    assert "creating" not in simulator.explain()
    simulator.set_rewiring("proj", "creating", 3, 0)
    simulator.set_rewiring("proj", "pruning", 1, 0)
    text = simulator.explain()
    assert text.index("proj: creating, every 3 steps") < text.index("proj: pruning")


def test_a_uniform_weight_becomes_one_per_synapse(sketch):
    simulator = net_of(sketch, Synapse(creating="True : w=Uniform(0.0, 1.0)"), 2, (0, 0))
    assert simulator.read("proj", "w").shape == (1,)
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    assert 0 < simulator.read("proj", "w")[1] < 1

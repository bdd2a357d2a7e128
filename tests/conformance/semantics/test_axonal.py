"""Axonal spikes: when neurons emit them, what follows, what synapses do about them."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder

# v: 1, 2, 3 ... until the spike at `top`; an axonal spike wherever v is at least `low`
NEURON = Neuron(
    "top = 5.0\nlow = 3.0",
    "v = v + 1.0\nn = n\nlast = last",
    spike="v >= top",
    reset="v = 0.0",
    axon_spike="v >= low",
    axon_reset="n += 1.0\nlast = t_last",
    name="Axonal",
)


def recorded(simulator, attribute="axon_spike", kind="spikes", **options):
    return simulator.add_recorder(Recorder(kind, "pop", attribute, **options))


def pairs(simulator, number):
    found = simulator.collect(number)
    return list(zip(found.steps.tolist(), found.data.tolist(), strict=True))


def one(sketch, neuron=NEURON, size=1, **values):
    net = sketch()
    net.population("pop", size, neuron, **values)
    return net.load()


@pytest.mark.proves("9.7-event", "9.7-axon-reset", "9.7-not-in-spikes", "9.7-recording")
def test_an_axonal_spike_in_every_step_while_true_and_without_a_spike(sketch, trace):
    simulator = one(sketch)
    axonal, neural = recorded(simulator), recorded(simulator, "")
    found = trace(simulator, 12, "pop.v", "pop.n", "pop.last")
    assert found["pop.v"].tolist() == [1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2]
    assert pairs(simulator, neural) == [(4, 0), (9, 0)]
    assert pairs(simulator, axonal) == [(2, 0), (3, 0), (7, 0), (8, 0)]
    assert found["pop.n"].tolist() == [0, 0, 1, 2, 2, 2, 2, 3, 4, 4, 4, 4]
    # an axonal spike is no spike: t_last is that of the spike before
    assert found["pop.last"][[3, 7]].tolist() == [-10000.0, 4.0]
    assert simulator.spikes("pop").tolist() == []


def test_several_neurons_and_kinds_of_recorders(sketch):
    simulator = one(sketch, size=3, top=np.array([9.0, 3.0, 5.0]), low=np.array([2.0, 2.0, 5.0]))
    everything, some = recorded(simulator), recorded(simulator, indices=np.array([1, 2]))
    counts = recorded(simulator, kind="counts")
    latest = recorded(simulator, policy="latest", capacity=2)
    simulator.run(6)
    assert pairs(simulator, everything) == [(1, 0), (1, 1), (2, 0), (3, 0), (4, 0), (4, 1), (5, 0)]
    assert pairs(simulator, some) == [(1, 1), (4, 1)]
    assert simulator.collect(counts).data.tolist() == [0, 2, 1, 1, 2, 1]
    assert pairs(simulator, latest) == [(4, 1), (5, 0)]


@pytest.mark.proves("9.7-refractory")
def test_refractory_neurons_are_not_tested(sketch):
    neuron = Neuron(
        equations="v = v + 1.0\nn = n",
        spike="v >= 3.0",
        reset="v = 0.0",
        axon_spike="v <= 1.0",
        axon_reset="n += 1.0",
        refractory=2.0,
    )
    simulator = one(sketch, neuron)
    axonal = recorded(simulator)
    simulator.run(11)
    # v = 1 at 0; a spike at 2; frozen at 3 and 4; v = 1 at 5; a spike at 7 ...
    assert pairs(simulator, axonal) == [(0, 0), (5, 0), (10, 0)]
    assert simulator.read("pop", "n") == [3.0]


def test_axonal_spikes_start_no_refractoriness_and_count_in_no_rate(sketch):
    neuron = Neuron(
        equations="v = v + 1.0", spike="v >= 6.0", axon_spike="v >= 2.0", refractory=9.0
    )
    simulator = one(sketch, neuron)
    simulator.set_rate_window("pop", 4)
    simulator.run(5)
    assert simulator.read("pop", "v") == [5.0]
    assert simulator.read("pop", "r") == [0.0]
    simulator.run(1)
    assert simulator.read("pop", "r") == [250.0]


def test_both_conditions_may_draw(sketch):
    neuron = Neuron(
        equations="n = n\nm = m",
        spike="Uniform(0.0, 1.0) < 0.2",
        reset="m += Uniform(0.0, 1.0)",
        axon_spike="Uniform(0.0, 1.0) < 0.5",
        axon_reset="n += Uniform(0.0, 1.0)",
    )
    found = []
    for layout in ((1, 1), (1, 3), (2, 2)):
        net = sketch(n_threads=layout[0], n_parts=layout[1])
        net.population("pop", 700, neuron)
        simulator = net.load()
        neural, axonal = recorded(simulator, ""), recorded(simulator)
        simulator.run(10)
        spikes, others = set(pairs(simulator, neural)), set(pairs(simulator, axonal))
        assert not spikes & others
        assert 0.19 < len(spikes) / 7000 < 0.21
        assert 0.38 < len(others) / 7000 < 0.42  # half of the rest
        values = [simulator.read("pop", name).tolist() for name in ("m", "n")]
        found.append((spikes, others, values))
    assert found[0] == found[1] == found[2]


def test_disabling_and_resetting_leave_no_axonal_spike(sketch):
    simulator = one(sketch)
    axonal = recorded(simulator)
    simulator.run(3)
    simulator.set_flag("pop", "enabled", False)
    simulator.run(3)
    simulator.set_flag("pop", "enabled", True)
    simulator.run(1)
    assert pairs(simulator, axonal) == [(2, 0), (6, 0)]
    simulator.reset(["pop"], reseed=True)
    simulator.run(3)
    assert pairs(simulator, axonal)[-1] == (2, 0)


def test_what_has_no_axonal_spikes_cannot_record_them(sketch):
    simulator = one(sketch, Neuron(equations="v = v + 1.0", spike="v >= 5.0"))
    with pytest.raises(Exception, match="no axonal spikes"):
        recorded(simulator)


# ---- resets that change what all neurons share


@pytest.mark.parametrize("layout", [(1, 1), (1, 4), (3, 3)])
@pytest.mark.proves("9.2-order")
def test_resets_of_a_shared_variable_run_neuron_by_neuron(sketch, layout):
    neuron = Neuron(
        "top = 3.0",
        "v = v + 1.0\nm = m : population\nseen = seen",
        spike="v >= top",
        reset="m = 2.0 * m + v\nseen = m\nv = 0.0",
        axon_spike="v >= 2.0",
        axon_reset="m = m + 0.5",
        refractory="m",
        name="Sharing",
    )
    net = sketch(n_threads=layout[0], n_parts=layout[1])
    net.population("pop", 6, neuron, top=np.array([3.0, 4.0, 3.0, 9.0, 3.0, 4.0]))
    simulator = net.load()
    simulator.run(2)
    assert simulator.read("pop", "m") == 3.0  # six axonal spikes
    simulator.run(1)
    # spikes first, by rank: 2 * 3 + 3 = 9, 21, 45; then three axonal spikes
    assert simulator.read("pop", "m") == 46.5
    assert simulator.read("pop", "seen").tolist() == [9.0, 0.0, 21.0, 0.0, 45.0, 0.0]
    left = simulator.read("pop", "refractory left").tolist()
    assert left == [9, 0, 21, 0, 45, 0]


# ---- synapses

# an axonal spike where k is in `axonal`, a spike where it is in `neural`
LISTENER = Neuron(equations="v = g_exc\nn = n", spike="False", reset="", name="Listener")


def emitter(neural=(), axonal=()):
    """A neuron that emits spikes and axonal spikes in the given steps."""

    def condition(steps):
        return " or ".join(f"t == {float(step)}" for step in steps) or "False"

    return Neuron(
        equations="x = t\nn = n",
        spike=condition(neural),
        axon_spike=condition(axonal),
        name="Emitter",
    )


def pair(sketch, synapse, neural=(), axonal=(), post=LISTENER, **options):
    net = sketch()
    net.population("pre", 1, emitter(neural, axonal))
    net.population("post", 1, post)
    net.projection("pre", "post", synapse, **options)
    return net.load()


@pytest.mark.parametrize("delay", [1, 3])
@pytest.mark.proves("9.7-pre-axon-spike")
def test_an_axonal_spike_arrives_like_a_spike(sketch, trace, delay):
    synapse = Synapse(pre_spike="g_target += w", pre_axon_spike="g_target += 10.0 * w")
    simulator = pair(sketch, synapse, [1], [0, 2, 3], delay_steps=delay)
    found = trace(simulator, 9, "post.g_exc")["post.g_exc"]
    expected = np.zeros(12)
    expected[delay : delay + 4] = [10.0, 1.0, 10.0, 10.0]
    assert found.tolist() == expected[:9].tolist()


def test_the_plain_forms_go_through_the_core(sketch, trace):
    plain = Synapse(pre_axon_spike="g_target += w")  # and of spikes by default
    simulator = pair(sketch, plain, [0], [2], weights=3.0)
    assert trace(simulator, 5, "post.g_exc")["post.g_exc"].tolist() == [0, 3, 0, 3, 0]
    assert "add w" in simulator.explain()
    silent = Synapse(pre_spike="w += 0.0", pre_axon_spike="g_target += w")
    simulator = pair(sketch, silent, [0], [2], weights=3.0)
    assert trace(simulator, 5, "post.g_exc")["post.g_exc"].tolist() == [0, 0, 0, 3, 0]
    mixed = Synapse(pre_axon_spike="g_target += w\nw += 1.0")
    simulator = pair(sketch, mixed, [0, 4], [2], weights=3.0)
    assert trace(simulator, 6, "post.g_exc")["post.g_exc"].tolist() == [0, 3, 0, 3, 0, 4]


@pytest.mark.parametrize("storage", ["dense", "csr"])
@pytest.mark.parametrize("text", ["g_target += w", "g_target += w\nx += 1.0"])
def test_any_storage_and_several_targets(sketch, storage, text):
    weights = np.arange(1.0, 13.0)
    net = sketch()
    low = np.array([1.0, 5.0, 0.0])
    axonal = Neuron("low = 0.0", "v = 1.0", spike="False", axon_spike="v > low", name="Axons")
    net.population("pre", 3, axonal, low=low)
    text_of_post = "a = g_ampa\nb = g_nmda"
    net.population("post", 4, Neuron(equations=text_of_post, spike="False"))
    synapse = Synapse(pre_axon_spike=text)
    options = {"targets": ("ampa", "nmda"), "weights": weights, "storage": storage}
    net.projection("pre", "post", synapse, **options)
    simulator = net.load()
    simulator.run(3)
    expected = weights.reshape(4, 3)[:, 2].tolist()
    assert simulator.read("post", "a").tolist() == expected
    assert simulator.read("post", "b").tolist() == expected


def test_conductances_come_first_then_statements_in_order(sketch, trace):
    synapse = Synapse(
        pre_axon_spike="w += 1.0\ng_target += w\nx = 2.0 * w\npost.n += x\npre.n += 1"
    )
    simulator = pair(sketch, synapse, [], [0, 1])
    found = trace(simulator, 4, "post.g_exc", "proj.w", "proj.x", "post.n", "pre.n")
    assert found["post.g_exc"].tolist() == [0, 1, 2, 0]
    assert found["proj.w"].tolist() == [1, 2, 3, 3]
    assert found["proj.x"].tolist() == [0, 4, 6, 6]
    assert found["post.n"].tolist() == [0, 4, 10, 10]
    assert found["pre.n"].tolist() == [0, 1, 2, 2]


def test_a_weight_needs_plasticity(sketch):
    simulator = pair(sketch, Synapse(pre_axon_spike="w += 1.0\nx += 1.0"), [], [0, 1])
    simulator.set_flag("proj", "plasticity", False)
    simulator.run(4)
    assert (simulator.read("proj", "w"), simulator.read("proj", "x")) == ([1.0], [2.0])


@pytest.mark.proves("9.7-axon-transmission")
@pytest.mark.parametrize("text", ["g_target += w", "g_target += w\nx += 1.0"])
def test_axonal_transmission_has_a_switch_of_its_own(sketch, trace, text):
    simulator = pair(sketch, Synapse(pre_axon_spike=text), [1, 4, 7], [0, 2, 3, 5, 6, 8])
    simulator.set_flag("proj", "axon_transmission", False)
    found = trace(simulator, 4, "post.g_exc")["post.g_exc"].tolist()
    simulator.set_flag("proj", "axon_transmission", True)
    found += trace(simulator, 2, "post.g_exc")["post.g_exc"].tolist()
    simulator.set_flag("proj", "transmission", False)
    found += trace(simulator, 2, "post.g_exc")["post.g_exc"].tolist()
    simulator.set_flag("proj", "transmission", True)
    found += trace(simulator, 2, "post.g_exc")["post.g_exc"].tolist()
    # the axonal spike of step 3 arrives at 4, when it is on again
    assert found == [0, 0, 1, 0, 1, 1, 0, 0, 1, 1]


def test_axonal_events_come_after_the_others(sketch):
    net = sketch()
    both = Neuron(
        "kind = 0.0",
        "v = t",
        spike="t == 0.0 and kind > 0.0",
        axon_spike="t == 0.0",
        name="Both",
    )
    net.population("pre", 4, both, kind=np.array([0.0, 1.0, 0.0, 1.0]))
    net.population("post", 1, LISTENER)
    synapse = Synapse(
        pre_spike="post.n = 10.0 * post.n + w", pre_axon_spike="post.n = 10.0 * post.n + w"
    )
    net.projection("pre", "post", synapse, weights=np.arange(1.0, 5.0))
    simulator = net.load()
    simulator.run(2)
    assert simulator.read("post", "n") == [2413.0]


def test_psp_is_added_after_both(sketch):
    net = sketch()
    net.population("pre", 2, emitter([0], [1]), x=1.0)
    post = Neuron(equations="v = g_exc\ng_exc = g_exc", spike="False", name="Keeper")
    net.population("post", 1, post)
    big = 2.0**60
    synapse = Synapse(psp="1.0", pre_axon_spike="g_target += w")
    net.projection("pre", "post", synapse, weights=np.array([big, -big]))
    simulator = net.load()
    simulator.run(3)  # 2 + 2, which drown in the first weight; the second cancels it; then 2
    assert simulator.read("post", "v") == [2.0]


def decay(n_steps):
    return np.exp(-n_steps / 10.0)


def test_event_driven_variables(sketch):
    synapse = Synapse(
        equations="dx/dt = -x/10.0 : event-driven\ndy/dt = -y/10.0 : event-driven",
        pre_spike="y += 1.0",
        pre_axon_spike="x += 1.0\na = y",
    )
    simulator = pair(sketch, synapse, [2], [0, 6, 11], delay_steps=3)
    simulator.run(10)  # axonal at 3 and 9, neural at 5
    assert simulator.read("proj", "x") == pytest.approx([1.0 + decay(6)], rel=1e-15)
    # what it only reads, it reads as of the step before
    assert simulator.read("proj", "a") == pytest.approx([decay(8 - 5)], rel=1e-15)


def test_spike_times_and_coincidences_are_those_of_spikes(sketch):
    synapse = Synapse(pre_axon_spike="a = t_pre\nn += 1.0 : unless_post")
    post = emitter([4])
    simulator = pair(sketch, synapse, [1], [3, 4, 5], post=post, delay_steps=2)
    simulator.run(6)
    assert simulator.read("proj", "a") == [1.0]
    assert simulator.read("proj", "n") == [1.0]
    simulator.run(1)  # emitted at 4, as the spike of post was
    assert simulator.read("proj", "n") == [1.0]
    simulator.run(1)
    assert simulator.read("proj", "n") == [2.0]


def test_delayed_axonal_events_see_the_pre_synaptic_past(sketch):
    synapse = Synapse(pre_axon_spike="a = pre.x\nb = b + post.v")
    simulator = pair(sketch, synapse, [], [2], delay_steps=4)
    simulator.run(7)
    assert simulator.read("proj", "a") == [2.0]


@pytest.mark.parametrize("text", ["g_target += w", "g_target += w\nx += pre.x"])
def test_every_synapse_may_have_its_delay_and_change_it(sketch, text):
    net = sketch()
    net.population("pre", 1, emitter([1], [0, 4]))
    net.population("post", 3, Neuron(equations="s = s + g_exc * (t + 1.0)", spike="False"))
    synapse = Synapse(pre_axon_spike=text)
    delays = np.array([1, 3, 5], np.int32)
    net.projection("pre", "post", synapse, weights=np.ones(3), delay_steps=delays)
    simulator = net.load()
    simulator.run(1)
    simulator.set_delay("proj", np.array([2, 2, 6], np.int32))
    simulator.run(11)
    # emitted at 0 (old delays), at 1 and 4 (new ones): steps of arrival plus one
    assert simulator.read("post", "s").tolist() == [2 + 4 + 7, 4 + 4 + 7, 6 + 8 + 11]


def test_synapses_of_neurons_without_axonal_spikes_wait_in_vain(sketch):
    net = sketch()
    net.population("pre", 1, Neuron(equations="v = t", spike="t == 0.0", name="Plain"))
    net.population("post", 1, LISTENER)
    net.projection("pre", "post", Synapse(pre_axon_spike="w += 1.0"))
    simulator = net.load()
    simulator.run(3)
    assert simulator.read("proj", "w") == [1.0]


def test_what_is_under_way_is_lost_when_the_neurons_rest(sketch, trace):
    synapse = Synapse(pre_axon_spike="g_target += w")
    simulator = pair(sketch, synapse, [], [0, 1, 6], delay_steps=3)
    simulator.run(2)
    simulator.clear("pre")
    found = trace(simulator, 8, "post.g_exc")["post.g_exc"]
    assert np.flatnonzero(found).tolist() == [7]  # step 9: the spike of step 6


@pytest.mark.parametrize(("n_threads", "n_parts"), [(1, 5), (2, 4), (3, 3)])
@pytest.mark.parametrize("writes_pre", [False, True])
def test_threads_change_nothing(sketch, n_threads, n_parts, writes_pre):
    noisy = Neuron(
        equations="v = 0.8 * v + Uniform(0.0, 1.0) + 0.1 * g_exc\ng_exc = 0.5 * g_exc\nn = n",
        spike="v > 3.5",
        reset="v = 0.0",
        axon_spike="v > 3.0",
        axon_reset="v -= 0.5",
        refractory=1.0,
        name="Noisy",
    )
    text = "w = 0.9 * w + 0.01 * x\ng_target += 0.3 * w\nx += 1.0"
    text += "\npre.n += post.v" if writes_pre else ""
    synapse = Synapse(
        equations="dx/dt = -x/5.0 : event-driven", pre_spike="g_target += w", pre_axon_spike=text
    )
    found = []
    for layout in ((1, 1), (n_threads, n_parts)):
        net = sketch(n_threads=layout[0], n_parts=layout[1], dt_ms=0.5)
        net.population("pop", 40, noisy)
        net.projection("pop", "pop", synapse, weights=0.05, delay_steps=2)
        simulator = net.load()
        for n in (1, 9, 40):
            simulator.run(n)
        names = [("pop", "v"), ("pop", "g_exc"), ("pop", "n"), ("proj", "w"), ("proj", "x")]
        found.append([simulator.read(*name).tolist() for name in names])
    assert found[0] == found[1]
    assert any(found[0][3])

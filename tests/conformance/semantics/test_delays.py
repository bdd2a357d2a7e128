"""What a delay makes a synapse see late, and when spikes arrive."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import EdgeList, sorted_edges
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Write

SENDER = Neuron(
    parameters="gain = 1.0 : population", equations="clock = t : population\nr = t + 100.0"
)
COUNTER = Neuron(equations="r = t")
RECEIVER = Neuron(equations="r = sum(exc)")
LISTENER = Neuron(equations="v = g_exc\nn = n", spike="False", reset="")


def spiker(*steps: float) -> Neuron:
    """A neuron that spikes in the given steps."""
    condition = " or ".join(f"t == {float(step)}" for step in steps)
    return Neuron(equations="v = t\nn = n", spike=condition, reset="", name="Spiker")


def scripted(script: list[list[int]]) -> tuple[Neuron, dict[str, object]]:
    """Neurons that spike in up to three steps, each in its own."""
    names = ("a", "b", "c")
    neuron = Neuron(
        parameters="a = -1.0\nb = -1.0\nc = -1.0",
        equations="v = t\nn = n",
        spike="t == a or t == b or t == c",
        reset="",
        name="Scripted",
    )
    padded = [[*steps, *[-1] * (3 - len(steps))] for steps in script]
    return neuron, dict(zip(names, np.array(padded, float).T, strict=True))


def steps(*delays: int) -> np.ndarray:
    return np.array(delays, np.int32)


def fan_out(n_post: int, weights: float | np.ndarray = 1.0) -> EdgeList:
    return sorted_edges(1, n_post, np.zeros(n_post, int), np.arange(n_post), weights)


def fan_in(n_pre: int, weights: float | np.ndarray = 1.0) -> EdgeList:
    return sorted_edges(n_pre, 1, np.arange(n_pre), np.zeros(n_pre, int), weights)


@pytest.mark.proves("8.1-rates")
def test_global_attributes_come_as_late_as_local_ones(sketch, trace):
    net = sketch()
    net.population("pre", 2, SENDER)
    net.population("post", 1, RECEIVER)
    both = Synapse(psp="w * (pre.r + 1000.0 * pre.clock)")
    net.projection("pre", "post", both, weights=1.0, delay_steps=3)
    seen = trace(net.load(), 6, "post.r")["post.r"]
    assert seen.tolist() == [2 * (100.0 + (1001.0 * (k - 3))) if k >= 3 else 0.0 for k in range(6)]


@pytest.mark.proves("8.1-pre-in-equations")
def test_equations_see_one_step_less(sketch, trace):
    net = sketch()
    net.population("pre", 1, SENDER)
    net.population("post", 1, RECEIVER)
    net.projection(
        "pre", "post", Synapse(equations="c = pre.clock\nd = pre.r"), weights=1.0, delay_steps=3
    )
    seen = trace(net.load(), 6, "proj.c", "proj.d")
    assert np.ravel(seen["proj.c"]).tolist() == [0, 0, 0, 1, 2, 3]
    assert np.ravel(seen["proj.d"]).tolist() == [0, 0, 100, 101, 102, 103]


class TestOneDelayPerSynapse:
    @pytest.mark.proves("8.1-per-synapse")
    @pytest.mark.parametrize("psp", [None, "w * pre.r + 0.0 * post.r"])
    def test_rates_arrive_by_their_own_delay(self, sketch, trace, psp):
        net = sketch()
        net.population("pre", 1, COUNTER)
        net.population("post", 3, RECEIVER)
        net.projection(
            "pre", "post", Synapse(psp=psp), edges=fan_out(3), delay_steps=steps(1, 3, 4)
        )
        seen = trace(net.load(), 8, "post.r")["post.r"]
        for post, delay in enumerate((1, 3, 4)):
            assert seen[:, post].tolist() == [max(0, k - delay) for k in range(8)]

    def test_equations_see_one_step_less(self, sketch, trace):
        net = sketch()
        net.population("pre", 1, SENDER)
        net.population("post", 3, RECEIVER)
        synapse = Synapse(equations="c = pre.clock\nd = pre.r\ne = post.r")
        net.projection("pre", "post", synapse, edges=fan_out(3), delay_steps=steps(1, 3, 4))
        seen = trace(net.load(), 7, "proj.c", "proj.d", "post.r", "proj.e")
        for edge, delay in enumerate((1, 3, 4)):
            steps_seen = [k - (delay - 1) for k in range(7)]
            assert seen["proj.c"][:, edge].tolist() == [max(0, k) for k in steps_seen]
            assert seen["proj.d"][:, edge].tolist() == [
                100 + k if k >= 0 else 0 for k in steps_seen
            ]
        assert seen["proj.e"].tolist() == seen["post.r"].tolist()

    def test_a_write_between_two_steps_is_seen_as_with_one_delay_for_all(self, sketch):
        net = sketch()
        net.population("pre", 1, Neuron(parameters="r = 1.0"))
        net.population("post", 2, RECEIVER)
        net.projection("pre", "post", edges=fan_out(2), delay_steps=steps(1, 2))
        for delay in (1, 2):
            net.population(f"post{delay}", 1, RECEIVER)
            net.projection("pre", f"post{delay}", name=f"with {delay}", delay_steps=delay)
        simulator = net.load()
        for value in (2.0, 5.0, 3.0, 7.0):
            simulator.write([Write("pre", "r", np.array(value))])
            simulator.run(1)
            alone = [simulator.read(f"post{delay}", "r").item() for delay in (1, 2)]
            assert simulator.read("post", "r").tolist() == alone

    @pytest.mark.proves("8.1-per-synapse", "9.1-next-step")
    @pytest.mark.parametrize("pre_spike", [None, "g_target += w\nn_spikes += 1.0"])
    def test_spikes_arrive_by_their_own_delay(self, sketch, trace, pre_spike):
        net = sketch()
        net.population("pre", 1, spiker(2, 3))
        net.population("post", 3, LISTENER)
        edges = fan_out(3, np.array([1.0, 2.0, 4.0]))
        synapse = Synapse() if pre_spike is None else Synapse(pre_spike=pre_spike)
        net.projection("pre", "post", synapse, edges=edges, delay_steps=steps(4, 1, 4))
        seen = trace(net.load(), 9, "post.g_exc")["post.g_exc"]
        assert seen[:, 0].tolist() == [0, 0, 0, 0, 0, 0, 1, 1, 0]
        assert seen[:, 1].tolist() == [0, 0, 0, 2, 2, 0, 0, 0, 0]
        assert seen[:, 2].tolist() == [0, 0, 0, 0, 0, 0, 4, 4, 0]

    @pytest.mark.parametrize("pre_spike", [None, "g_target += w\nn_spikes += 1.0"])
    def test_what_was_emitted_first_is_added_first(self, sketch, pre_spike):
        big = 2.0**60  # big - big + 1 is 1, and 1 - big + big is 0
        weights = np.array([1.0, -big, big])
        neuron, values = scripted([[2], [1], [0]])
        net = sketch()
        net.population("pre", 3, neuron, **values)
        net.population("post", 1, LISTENER)
        synapse = Synapse() if pre_spike is None else Synapse(pre_spike=pre_spike)
        late = steps(1, 2, 3)
        net.projection("pre", "post", synapse, edges=fan_in(3, weights), delay_steps=late)
        simulator = net.load()
        simulator.run(4)
        assert simulator.read("post", "v") == [1.0]

    @pytest.mark.proves("8.1-per-synapse")
    def test_as_several_projections_with_one_delay_each(self, sketch):
        rng = np.random.default_rng(4)
        mask, late = rng.random((9, 12)) < 0.5, rng.integers(1, 6, (9, 12))
        weights = rng.integers(1, 64, (9, 12)) / 32  # sums in any order are exact
        script = [list(rng.choice(9, 3, replace=False)) for _ in range(12)]
        neuron, values = scripted(script)
        results = []
        for delays in ([None], range(1, 6)):
            net = sketch()
            net.population("pre", 12, neuron, **values)
            net.population("post", 9, Neuron(equations="v = v + g_exc\nn = n", spike="False"))
            for delay in delays:
                posts, pres = np.nonzero(mask if delay is None else mask & (late == delay))
                edges = sorted_edges(12, 9, pres, posts, weights[posts, pres])
                each = late[posts, pres].astype(np.int32) if delay is None else delay
                net.projection("pre", "post", name=f"p{delay}", edges=edges, delay_steps=each)
            simulator = net.load()
            simulator.run(16)
            results.append(simulator.read("post", "v"))
        assert results[0].tolist() == results[1].tolist()
        assert results[0].min() > 0

    @pytest.mark.proves("9.6-delay")
    def test_unless_post_compares_with_the_emission(self, sketch):
        neuron, values = scripted([[3], [1], [4]])  # posts: with the emission, before, at arrival
        net = sketch()
        net.population("pre", 1, spiker(3))
        net.population("post", 3, neuron, **values)
        synapse = Synapse(pre_spike="n_seen += 1.0 : unless_post\nn_all += 1.0")
        net.projection("pre", "post", synapse, edges=fan_out(3), delay_steps=steps(1, 2, 3))
        simulator = net.load()
        simulator.run(7)
        assert simulator.read("proj", "n_all").tolist() == [1, 1, 1]
        assert simulator.read("proj", "n_seen").tolist() == [0, 1, 1]

    @pytest.mark.parametrize("late", [2, steps(2, 2, 2), steps(1, 2, 4)])
    def test_an_arriving_spike_shows_its_neuron_as_it_was_when_it_spiked(self, sketch, late):
        net = sketch()
        net.population("pre", 1, spiker(2, 3))
        net.population("post", 3, LISTENER)
        synapse = Synapse(pre_spike="seen = 10.0 * seen + pre.v")
        net.projection("pre", "post", synapse, edges=fan_out(3), delay_steps=late)
        simulator = net.load()
        simulator.run(9)
        assert simulator.read("proj", "seen").tolist() == [23.0] * 3

    def test_an_emitted_spike_sees_the_past_of_each_neuron(self, sketch):
        net = sketch()
        net.population("pre", 3, Neuron(equations="v = t", spike="False"))
        net.population("post", 1, spiker(5))
        synapse = Synapse(post_spike="seen = pre.v\nwhen = t_post")
        net.projection("pre", "post", synapse, edges=fan_in(3), delay_steps=steps(1, 3, 9))
        simulator = net.load()
        simulator.run(6)
        assert simulator.read("proj", "seen").tolist() == [5.0, 3.0, 0.0]
        assert simulator.read("proj", "when").tolist() == [5.0] * 3

    def test_what_an_event_writes_it_reads_as_it_is(self, sketch):
        net = sketch()
        net.population("pre", 1, spiker(1))
        net.population("post", 3, LISTENER)
        synapse = Synapse(pre_spike="pre.n += 1.0 + pre.n")
        net.projection("pre", "post", synapse, edges=fan_out(3), delay_steps=steps(3, 1, 3))
        simulator = net.load()
        simulator.run(5)
        assert simulator.read("pre", "n").tolist() == [7.0]

    def test_event_driven_variables_know_nothing_of_delays(self, sketch):
        text = Synapse(
            parameters="tau = 8.0 : projection",
            equations="tau * dx/dt = -x : event-driven",
            pre_spike="x += 1.0",
            post_spike="seen = x",
        )
        net = sketch()
        net.population("pre", 1, spiker(0))
        net.population("post", 3, spiker(6))
        net.projection("pre", "post", text, edges=fan_out(3), delay_steps=steps(1, 3, 6))
        simulator = net.load()
        simulator.run(7)
        expected = np.exp(-np.array([5.0, 3.0, 0.0]) / 8.0)  # since the arrival
        np.testing.assert_allclose(simulator.read("proj", "seen"), expected, rtol=1e-12)


def on_the_way(sketch, **options):
    """A neuron that spikes in every step up to the ninth, and a listener."""
    net = sketch()
    net.population("pre", 1, Neuron(equations="v = t", spike="t < 10.0"))
    net.population("post", 1, Neuron(equations="v = g_exc", spike="False"))
    net.projection("pre", "post", **options)
    return net.load()


def heard(simulator, n_steps: int) -> list[float]:
    found = []
    for _ in range(n_steps):
        simulator.run(1)
        found.append(simulator.read("post", "v").item())
    return found


class TestChanges:
    @pytest.mark.proves("8.1-changed-spikes")
    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [  # steps 0 to 3 are emitted with the first delay, 4 to 9 with the second
            (2, 4, [0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0]),
            (4, 2, [0, 0, 0, 0, 1, 1, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0]),
            (1, 6, [0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]),
        ],
    )
    @pytest.mark.parametrize("pre_spike", [None, "g_target += w\nn_spikes += 1.0"])
    def test_spikes_arrive_when_they_would_have(self, sketch, first, second, expected, pre_spike):
        synapse = Synapse() if pre_spike is None else Synapse(pre_spike=pre_spike)
        simulator = on_the_way(sketch, synapse=synapse, delay_steps=first)
        found = heard(simulator, 4)
        assert simulator.set_delay("proj", second) == 4
        assert found + heard(simulator, 12) == expected

    def test_several_changes_while_spikes_are_under_way(self, sketch):
        arrivals = np.zeros(20)
        simulator = on_the_way(sketch, delay_steps=5)
        found = []
        for step, delay in enumerate([5, 1, 7, 7, 2, 2, 9, 1, 1, 3]):
            simulator.set_delay("proj", 30)  # nothing is emitted with it
            simulator.set_delay("proj", delay)
            found += heard(simulator, 1)
            arrivals[step + delay] += 1
        assert found + heard(simulator, 10) == arrivals.tolist()

    @pytest.mark.proves("8.1-changed")
    def test_rates_skip_what_lies_between(self, sketch, trace):
        net = sketch()
        net.population("pre", 1, COUNTER)
        net.population("post", 1, RECEIVER)
        net.projection("pre", "post", Synapse(equations="c = pre.r"), delay_steps=4)
        simulator = net.load()
        first = trace(simulator, 7, "post.r", "proj.c")
        simulator.set_delay("proj", 2)
        second = trace(simulator, 3, "post.r", "proj.c")
        simulator.set_delay("proj", 3)
        third = trace(simulator, 3, "post.r", "proj.c")
        assert first["post.r"].tolist() == [0, 0, 0, 0, 0, 1, 2]
        assert second["post.r"].tolist() == [5, 6, 7]
        assert third["post.r"].tolist() == [7, 8, 9]
        assert second["proj.c"].tolist() == [6, 7, 8]
        assert third["proj.c"].tolist() == [8, 9, 10]

    def test_before_what_is_remembered_it_was_always_so(self, sketch, trace):
        net = sketch()
        net.population("pre", 1, COUNTER)
        net.population("post", 1, RECEIVER)
        net.projection("pre", "post", delay_steps=2)
        simulator = net.load()
        simulator.run(7)  # the values of steps 5 and 6 are remembered
        simulator.set_delay("proj", 5)
        assert trace(simulator, 6, "post.r")["post.r"].tolist() == [5, 5, 5, 5, 6, 7]

    def test_a_delay_that_becomes_more_than_one_step(self, sketch, trace):
        net = sketch()
        net.population("pre", 1, COUNTER)
        net.population("post", 1, RECEIVER)
        net.projection("pre", "post", delay_steps=1)
        simulator = net.load()
        simulator.run(7)
        simulator.set_delay("proj", 3)
        assert trace(simulator, 5, "post.r")["post.r"].tolist() == [6, 6, 6, 7, 8]

    @pytest.mark.parametrize("pre_spike", [None, "g_target += w\nn_spikes += 1.0"])
    @pytest.mark.parametrize("first", [4, steps(4, 2, 1)])
    def test_from_synapse_to_synapse(self, sketch, first, pre_spike):
        net = sketch()
        net.population("pre", 1, Neuron(equations="v = t", spike="t < 10.0"))
        net.population("post", 3, Neuron(equations="v = g_exc", spike="False"))
        synapse = Synapse() if pre_spike is None else Synapse(pre_spike=pre_spike)
        edges = fan_out(3, np.array([1.0, 8.0, 64.0]))
        net.projection("pre", "post", synapse, edges=edges, delay_steps=first)
        simulator = net.load()
        found, arrivals = [], np.zeros((20, 3))
        for step in range(15):
            for at, late in ((3, steps(2, 6, 3)), (5, steps(7, 1, 1)), (8, steps(1, 2, 9))):
                if step == at:
                    simulator.set_delay("proj", late)
                    first = late
            simulator.run(1)
            found.append(simulator.read("post", "v"))
            if step < 10:
                arrivals[step + first, np.arange(3)] += edges.weights
        assert np.array(found).tolist() == arrivals[:15].tolist()
        assert simulator.read("proj", "w").tolist() == [1.0, 8.0, 64.0]

    def test_values_and_clocks_stay(self, sketch):
        neuron, values = scripted([[0, 5, 11], [2, 8, 9], [3, 4, 10]])
        results = []
        for change in (False, True):
            net = sketch()
            net.population("pre", 3, neuron, **values)
            net.population("post", 3, LISTENER)
            synapse = Synapse(
                parameters="tau = 8.0 : projection\nfactor = 1.0",
                equations="tau * dx/dt = -x : event-driven",
                pre_spike="x += factor\nw += 0.1 * x",
            )
            weights = np.arange(9.0)
            late = np.arange(1, 10, dtype=np.int32)
            net.projection("pre", "post", synapse, weights=weights, delay_steps=late)
            simulator = net.load()
            simulator.write([Write("proj", "factor", np.arange(9.0))])
            simulator.run(12)
            if change:
                before = [simulator.read("proj", name) for name in ("w", "x", "factor")]
                simulator.set_delay("proj", late[::-1].copy())
                after = [simulator.read("proj", name) for name in ("w", "x", "factor")]
                assert [a.tolist() for a in after] == [b.tolist() for b in before]
            simulator.run(20)  # nothing spikes any more, the rest arrives
            results.append(simulator.read("proj", "w").tolist())
        assert results[0] == results[1]

    def test_a_reset_forgets_the_spikes_and_keeps_the_delay(self, sketch):
        simulator = on_the_way(sketch, delay_steps=6)
        simulator.run(4)
        simulator.set_delay("proj", 2)
        simulator.run(1)
        simulator.reset(["pre", "post", "proj"], reseed=True)
        assert heard(simulator, 14) == [0, 0] + [1] * 10 + [0, 0]

    def test_a_projection_that_is_off_keeps_its_times(self, sketch):
        simulator = on_the_way(sketch, delay_steps=3)
        simulator.set_flag("proj", "transmission", False)
        found = heard(simulator, 5)
        simulator.set_delay("proj", 5)
        found += heard(simulator, 1)
        simulator.set_flag("proj", "transmission", True)
        assert found + heard(simulator, 9) == [0] * 6 + [1] * 2 + [0] * 2 + [1] * 5

    @pytest.mark.parametrize(
        ("late", "message"),
        [(0, "one step at least, not 0"), (steps(1, 2), "takes 1 delay or 3, not 2")],
    )
    def test_refusals(self, sketch, late, message):
        net = sketch()
        net.population("pre", 1, COUNTER)
        net.population("post", 3, RECEIVER)
        net.projection("pre", "post", edges=fan_out(3), delay_steps=steps(1, 2, 3))
        simulator = net.load()
        with pytest.raises(ANNarchyException, match=message):
            simulator.set_delay("proj", late)
        with pytest.raises(ANNarchyException, match="no projection"):
            simulator.set_delay("post", 1)

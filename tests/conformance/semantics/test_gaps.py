"""Spikes at random whose gaps are drawn: which draws, at which rates, what the past has to say."""

import numpy as np
import pytest
from networks import at_random

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime import _bridge
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.streams import stream_of

COUNTER = Neuron(equations="v = v + g_exc", spike="False", name="Counter")


def logarithm(function, x):
    return float(_bridge.map_unary(function, np.array([x]))[0])


def by_hand(rates, n_steps, dt=1.0, seed=1, name="pop", first_step=0):
    """Who spikes in each step, candidate by candidate, as docs/exactness.md tells it."""
    stream = stream_of(name, "input", "rates", 0)
    p = np.minimum(np.asarray(rates) * dt / 1000.0, 1.0)
    steps = []
    for step in range(first_step, first_step + n_steps):
        spikes = []
        for block in range(-(-len(p) // 1024)):
            own = p[1024 * block : 1024 * (block + 1)]
            p_max = max([0.0, *own[own > 0.0]])
            position, j = -1, 0
            while p_max > 0.0:
                u, v = _bridge.uniform_draws(seed, stream, block, 2 * j, 2, step)
                gap = logarithm("log", u) / logarithm("log1p", -p_max)
                position += 1 + min(1024, int(gap))
                j += 1
                if position >= own.size:
                    break
                if v < own[position] / p_max:
                    spikes.append(1024 * block + position)
        steps.append(spikes)
    return steps


def spikes_of(simulator, n_steps, name="pop"):
    number = simulator.add_recorder(Recorder("spikes", name))
    first = simulator.step
    simulator.run(n_steps)
    found = simulator.collect(number)
    return [found.data[found.steps == first + k].tolist() for k in range(n_steps)]


@pytest.mark.parametrize("dt", [1.0, 0.1])
def test_draws_are_those_that_the_text_names(sketch, dt):
    rng = np.random.default_rng(0)
    for n, rates in (
        (300, np.full(300, 40.0)),
        (2500, rng.uniform(0.0, 100.0, 2500)),
        (1500, rng.choice([-1.0, 0.0, np.nan, 500.0, 2e4], 1500)),
        (1030, np.r_[np.zeros(1024), np.full(6, 300.0)]),
    ):
        net = sketch(dt_ms=dt)
        net.population("pop", n, at_random(), rates=rates)
        assert spikes_of(net.load(), 30) == by_hand(rates, 30, dt), n


def test_in_float32_only_the_rates_are_rounded(sketch):
    rates = np.random.default_rng(0).uniform(0.0, 100.0, 1500)
    net = sketch(dtype=np.dtype(np.float32))
    net.population("pop", 1500, at_random(), rates=rates)
    assert spikes_of(net.load(), 40) == by_hand(rates.astype(np.float32).astype(float), 40)


@pytest.mark.parametrize("tiny", [1e-300, 5e-324, 1e-5])
def test_the_smallest_rates_and_one_neuron(sketch, tiny):
    net = sketch()
    net.population("pop", 1, at_random(), rates=tiny)
    assert spikes_of(net.load(), 50) == [[]] * 50
    net = sketch()
    net.population("pop", 1, at_random(), rates=300.0)
    assert spikes_of(net.load(), 50) == by_hand([300.0], 50)


def test_at_1000_over_dt_everybody_spikes_and_slower_ones_keep_their_rate(sketch):
    rates = np.r_[np.full(600, 5000.0), np.full(600, 500.0), np.full(600, np.inf)]
    net = sketch()
    net.population("pop", 1800, at_random(), rates=rates)
    counts = np.bincount(np.concatenate(spikes_of(net.load(), 100)), minlength=1800)
    assert set(counts[:600]) == set(counts[1200:]) == {100}
    # 50 expected, each a binomial; the mean of 600 of them
    assert counts[600:1200].mean() == pytest.approx(50.0, abs=4 * 5.0 / np.sqrt(600))


def test_no_rate_no_spike(sketch):
    rates = np.r_[np.full(1024, np.nan), np.full(1024, -10.0), np.zeros(10)]
    net = sketch()
    net.population("pop", rates.size, at_random(), rates=rates)
    assert spikes_of(net.load(), 20) == [[]] * 20


def test_rates_may_change_between_any_two_steps(sketch):
    rates = np.full(1100, 30.0)
    net = sketch()
    net.population("pop", 1100, at_random(), rates=30.0)
    simulator = net.load()
    assert spikes_of(simulator, 10) == by_hand(rates, 10)
    simulator.write([Write("pop", "rates", np.array(80.0))])
    rates[:] = 80.0
    assert spikes_of(simulator, 10) == by_hand(rates, 10, first_step=10)
    some = np.array([3, 500, 1099])
    simulator.write([Write("pop", "rates", np.array([900.0, 0.0, 2000.0]), some)])
    rates[some] = (900.0, 0.0, 2000.0)
    assert spikes_of(simulator, 10) == by_hand(rates, 10, first_step=20)
    simulator.reset(["pop"], reseed=True)
    assert spikes_of(simulator, 10) == by_hand(np.full(1100, 30.0), 10)
    simulator.reset([], reseed=False)
    assert spikes_of(simulator, 10) == by_hand(np.full(1100, 30.0), 10, first_step=10)


def test_events_may_change_rates(sketch):
    """At either end: the next step draws with what the last one has left."""
    net = sketch()
    net.population("pop", 50, at_random(), rates=1000.0)
    net.population("post", 50, at_random(), rates=1000.0)
    synapse = Synapse(pre_spike="pre.rates = 0.0\npost.rates = 0.0")
    net.projection("pop", "post", synapse, delay_steps=2)
    simulator = net.load()
    number = simulator.add_recorder(Recorder("spikes", "post"))
    assert [len(ranks) for ranks in spikes_of(simulator, 5)] == [50, 50, 0, 0, 0]
    assert np.bincount(simulator.collect(number).steps).tolist() == [50, 50]
    assert simulator.read("post", "rates").tolist() == [0.0] * 50


@pytest.mark.parametrize("dt", [1.0, 0.5])
def test_refractory_candidates_are_dropped_after_their_draws(sketch, dt):
    rates = np.random.default_rng(2).choice([0.0, 50.0, 300.0], 1300)
    net = sketch(dt_ms=dt)
    net.population("pop", 1300, at_random(2.0), rates=rates)
    free_from, n_steps = np.zeros(1300, int), int(2.0 / dt)
    found = spikes_of(net.load(), 100)
    for step, candidates in enumerate(by_hand(rates, 100, dt)):
        expected = [rank for rank in candidates if free_from[rank] <= step]
        free_from[expected] = step + n_steps + 1
        assert found[step] == expected


def test_a_refractory_period_may_be_any_expression(sketch):
    net = sketch()
    net.population("pop", 3, at_random("rates / 500.0"), rates=np.array([1000.0, 1500.0, 2500.0]))
    spikes = spikes_of(net.load(), 12)
    steps = [[k for k, ranks in enumerate(spikes) if rank in ranks] for rank in range(3)]
    assert steps == [[0, 3, 6, 9], [0, 4, 8], [0, 6]]


def test_spikes_arrive_have_times_and_are_counted(sketch, trace):
    net = sketch()
    net.population("pop", 1200, at_random(), rates=20.0, stop="t > 5.0 and spiked")
    net.population("post", 1, COUNTER)
    synapse = Synapse(equations="seen = t_pre", pre_spike="g_target += w")
    net.projection("pop", "post", synapse, delay_steps=3)
    simulator = net.load()
    simulator.set_rate_window("pop", 10)
    expected = by_hand(np.full(1200, 20.0), 40)
    found = trace(simulator, 40, "post.v", "proj.seen", "pop.r")
    arrived = np.cumsum([len(spikes) for spikes in expected])
    assert found["post.v"].tolist() == [0.0] * 3 + arrived[:-3].tolist()
    last = [max(k for k, s in enumerate(expected) if r in s) for r in expected[37]]
    assert found["proj.seen"][-1, expected[37]].tolist() == last
    counts = np.bincount(np.concatenate(expected[-10:]), minlength=1200)
    assert found["pop.r"][-1].tolist() == (100.0 * counts).tolist()
    assert simulator.spikes("pop").tolist() == expected[39]
    assert simulator.run_until(10, ["pop"], needs_all=False) == 1


def test_a_population_that_rests_draws_nothing_and_goes_on_with_the_step(sketch):
    net = sketch()
    net.population("pop", 1200, at_random(), rates=20.0)
    simulator = net.load()
    expected = by_hand(np.full(1200, 20.0), 20)
    assert spikes_of(simulator, 5) == expected[:5]
    simulator.set_flag("pop", "enabled", False)
    assert spikes_of(simulator, 5) == [[]] * 5
    simulator.set_flag("pop", "enabled", True)
    assert spikes_of(simulator, 5) == expected[10:15]
    simulator.clear("pop")
    assert simulator.spikes("pop").tolist() == []
    assert spikes_of(simulator, 5) == expected[15:]


def test_a_new_seed_gives_other_spikes_and_names_keep_them(sketch):
    net = sketch()
    net.population("one", 500, at_random(), rates=50.0)
    net.population("pop", 500, at_random(), rates=50.0)
    simulator = net.load()
    rates = np.full(500, 50.0)
    assert spikes_of(simulator, 5) == by_hand(rates, 5)
    simulator.reseed(7)
    assert spikes_of(simulator, 5, "one") == by_hand(rates, 5, seed=7, name="one")


@pytest.mark.parametrize("looking", ["explain", "ir"])
def test_the_schedule_and_the_model_tell_of_it(sketch, looking):
    net = sketch()
    net.population("pop", 5, at_random(), rates=50.0)
    simulator = net.load()
    if looking == "explain":
        assert "pop: spikes at random" in simulator.explain()
    elif simulator.backend == "cpu":
        assert "spikes at random:\n  rates" in simulator.ir("pop")
        assert simulator.timings.n_compiled == 0

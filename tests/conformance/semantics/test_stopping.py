"""Stop conditions: what they see, when they are tested, which populations they ask."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder

COUNTER = Neuron("top = 3.0\nlow = 0.0 : population", "n = n + 1.0 + low\nr = n", name="Counter")
RATE = Neuron(equations="r = t + sum(exc)", name="Clock")
SPIKER = Neuron("start = 0.0", "v = v + 1.0 : init=0.0", spike="v >= start", reset="v = -1.0")


def stopping(sketch, condition, neuron=COUNTER, size=3, **values):
    net = sketch()
    net.population("pop", size, neuron, stop=condition, **values)
    return net.load()


def until(simulator, n_steps=20, populations=("pop",), needs_all=True):
    return simulator.run_until(n_steps, populations, needs_all=needs_all)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("n >= top", 4),  # any neuron: the one with top = 4
        ("n >= top : any", 4),
        ("n >= top : all", 9),
        ("n >= 3 and low == 0.0", 3),
        ("t >= 5.0", 6),  # t is the time of the step that has just been computed
        ("mean(n) > 4.5", 5),
        ("low > 1.0", 20),
    ],
)
@pytest.mark.proves("9.9-any", "9.9-all", "9.9-names", "8-stop-after-step")
def test_a_run_ends_after_the_step_in_which_the_condition_holds(sketch, condition, expected):
    simulator = stopping(sketch, condition, top=np.array([9.0, 4.0, 6.0]))
    number = simulator.add_recorder(Recorder("rows", "pop", "n"))
    assert until(simulator) == expected
    assert simulator.step == expected
    assert simulator.collect(number).data[:, 0].tolist() == list(range(1, expected + 1))


@pytest.mark.proves("9.9-names", "3-spiked")
def test_conditions_know_who_has_spiked(sketch):
    start = np.array([4.0, 2.0])
    simulator = stopping(sketch, "spiked", SPIKER, 2, start=start)
    assert until(simulator) == 2
    assert simulator.spikes("pop").tolist() == [1]
    assert until(simulator) == 2  # rank 0 in step 3
    assert simulator.spikes("pop").tolist() == [0]


@pytest.mark.proves("9.9-names")
def test_all_neurons_must_have_spiked_in_one_step(sketch):
    simulator = stopping(sketch, "spiked and t_last == t : all", SPIKER, 2, start=[4.0, 2.0])
    # -1 after a spike: periods of 5 and 3 steps, from steps 3 and 1 on
    assert until(simulator, 100) == 14
    assert simulator.spikes("pop").tolist() == [0, 1]


def test_what_the_last_phases_of_a_step_write_is_seen(sketch):
    net = sketch()
    net.population("pop", 1, SPIKER, stop="v > 90.0", start=2.0)
    net.projection("pop", "pop", Synapse(post_spike="post.v = 100.0"))
    simulator = net.load()
    assert until(simulator) == 2


def test_a_condition_that_holds_already_ends_a_run_after_one_step(sketch):
    simulator = stopping(sketch, "n > 2.0")
    assert until(simulator) == 3
    assert until(simulator) == 1
    assert until(simulator, 0) == 0
    assert simulator.run(5) == 5  # a plain run waits for nothing
    assert simulator.step == 9


@pytest.mark.parametrize(
    ("populations", "needs_all", "expected"),
    [
        (["a"], True, 3),
        (["b"], True, 5),
        (["a", "b"], True, 10),  # both in one step
        (["a", "b"], False, 3),
        (["free"], True, 20),
        (["free"], False, 20),
        (["a", "free"], True, 20),
        (["free", "a"], False, 3),
    ],
)
def test_populations_are_asked_together(sketch, populations, needs_all, expected):
    net = sketch()
    net.population("a", 2, COUNTER, stop="n == 3 or n == 10")
    net.population("b", 2, COUNTER, stop="n == 5 or n == 10")
    net.population("free", 2, COUNTER)
    assert until(net.load(), 20, populations, needs_all) == expected


def test_rates_and_inputs_can_be_waited_for(sketch):
    net = sketch()
    net.population("pop", 2, RATE, stop="sum(exc) >= 12.0 : all")
    net.projection("pop", "pop")
    simulator = net.load()
    # r(k) = k + 2 r(k-1): 0, 1, 4, 11, 26; the sums are twice those of the step before
    assert until(simulator) == 5
    assert simulator.read("pop", "r").tolist() == [26.0, 26.0]


def test_random_conditions_are_those_of_the_step(sketch):
    conditions = ("Uniform(0.0, 1.0) > 0.97", "Uniform(0.0, 1.0) > 0.3 : all")
    conditions += ("Gamma(2.0, dt) > 7.0", "Binomial(10, 0.5) + DiscreteUniform(0, 9) > 7 : all")
    found = [until(stopping(sketch, condition), 1000) for condition in conditions]
    assert found == [until(stopping(sketch, condition), 1000) for condition in conditions]
    assert all(1 < n < 100 for n in found)


def test_what_is_no_population_cannot_be_asked(sketch):
    simulator = stopping(sketch, "n > 2.0")
    with pytest.raises(Exception, match="nobody"):
        until(simulator, 20, ["nobody"])


@pytest.mark.parametrize(("n_threads", "n_parts"), [(1, 1), (1, 5), (2, 4), (3, 3)])
@pytest.mark.parametrize("chunk", [1, 3, 50])
def test_threads_and_chunks_change_nothing(sketch, n_threads, n_parts, chunk):
    net = sketch(n_threads=n_threads, n_parts=n_parts)
    top = np.linspace(40.0, 11.0, 37)
    net.population("pop", 37, COUNTER, stop="n >= top", top=top)
    simulator = net.load()
    done = sum(until(simulator, chunk) for _ in range(0, 11, chunk))
    assert done == simulator.step == 11

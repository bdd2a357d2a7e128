"""Waiting for stop conditions."""

import numpy as np
import pytest

import annarchy_lab as ann

CLIMBER = ann.Neuron("top = 4.0 : population", "r += 1.0", name="Climber")


def error(text):
    return pytest.raises(ann.ANNarchyException, match=text)


@pytest.fixture(params=["reference", "cpu"])
def net(request):
    made = ann.Network(dt=0.5, seed=3)
    made.config(backend=request.param)
    return made


@pytest.mark.proves("1-stop-condition", "9.9-any", "api-8-until", "api-8-until-ms")
def test_the_simulated_time_is_in_ms(net, capsys):
    pop = net.create(2, CLIMBER, stop_condition="r >= top")
    assert pop.stop_condition == "r >= top"
    net.compile(silent=True)
    assert net.simulate_until(100.0, pop) == 2.0  # 4 steps of 0.5 ms
    assert net.time == 2.0
    pop.top = 10.0
    assert net.simulate_until(2.2, pop) == 2.5  # up to whole steps
    assert net.simulate_until(max_duration=100.0, population=pop, measure_time=True) == 0.5
    assert "Simulating 0.0005 seconds of the network" in capsys.readouterr().out
    assert pop.r.tolist() == [10.0, 10.0]


@pytest.mark.proves("api-8-until-several", "api-8-until-no-condition")
def test_several_populations(net):
    low = net.create(2, CLIMBER, "r == 4 or r == 12")
    high = net.create(2, CLIMBER, "r == 8 or r == 12 : all")
    free = net.create(2, CLIMBER)
    assert (high.stop_condition, free.stop_condition) == ("r == 8 or r == 12 : all", None)
    net.compile(silent=True)
    assert net.simulate_until(10.0, [low, high], operator="or") == 2.0
    assert net.simulate_until(10.0, populations=(low, high)) == 4.0
    assert net.simulate_until(10.0, [free, low], "and") == 10.0
    assert net.simulate_until(5.0, free, "or") == 5.0


@pytest.mark.proves("api-8-until-no-callbacks")
def test_callbacks_are_not_called(net):
    calls = []
    pop = net.create(1, CLIMBER, "r >= 4")
    ann.every(network=net, period=0.5)(calls.append)
    net.compile(silent=True)
    net.simulate_until(10.0, pop)
    assert calls == []
    net.simulate(1.0)
    assert calls == [0, 1]


def test_constants_and_spikes(net):
    net.constant("limit", 3.0)
    spiker = ann.Neuron(equations="v += 1.0", spike="v >= 5.0", reset="v = 0.0")
    patient = net.create(3, spiker, "spiked and v < limit")
    climber = net.create(1, CLIMBER, "r > limit")
    net.compile(silent=True)
    assert net.simulate_until(10.0, climber) == 2.0
    assert net.simulate_until(10.0, patient) == 0.5
    assert patient.spike.tolist() == [0, 1, 2]


def test_a_copied_population_keeps_its_condition(net):
    original = net.create(2, CLIMBER, "r >= top : all")
    assert net.create(original).stop_condition == "r >= top : all"


def test_what_cannot_be_waited_for(net):
    pop = net.create(2, CLIMBER, "r >= top")
    with error("compile"):
        net.simulate_until(1.0, pop)
    net.compile(silent=True)
    with error("'and' or 'or', not 'xor'"):
        net.simulate_until(1.0, pop, "xor")
    with error("name the populations"):
        net.simulate_until(1.0)
    with error("name the populations"):
        net.simulate_until(1.0, pop, populations=pop)
    with error("name one population"):
        net.simulate_until(1.0, [])
    with error("no population of this network"):
        net.simulate_until(1.0, ["pop0"])
    with error("no population of this network"):
        net.simulate_until(1.0, pop[0])
    with error("no population of this network"):
        net.simulate_until(1.0, ann.Population(2, CLIMBER))
    assert net.current_step == 0


def test_the_old_style(fake):
    pop = ann.Population(2, CLIMBER, stop_condition="r >= top")
    ann.compile(silent=True)
    assert ann.simulate_until(100.0, pop, operator="or") == 7.0
    assert ann.magic_network().simulator.until == (["pop0"], False)
    assert ann.simulate_until(3.0, populations=[pop]) == 3.0


def test_a_live_run_ends_in_nothing_but_its_own_steps(net):
    """Only `simulate_until` waits; what it waited for is forgotten when it returns."""
    pop = net.create(2, CLIMBER, "r >= top")
    net.compile(silent=True)
    net.simulate_until(10.0, pop)
    net.start(10.0, speed=None).wait(10.0)
    assert net.current_step == 24
    assert np.array_equal(pop.r, [24.0, 24.0])


@pytest.mark.parametrize(("operator", "end"), [("and", 4.0), ("or", 2.0)])
def test_a_live_run_waits_as_well(net, operator, end):
    calls = []
    low = net.create(2, CLIMBER, "r == 4 or r == 8")
    high = net.create(2, CLIMBER, "r == 8 : all")
    net.compile(silent=True)
    ann.every(network=net, period=0.5)(calls.append)
    run = net.start(100.0, speed=None, until=[low, high], operator=operator)
    run.wait(20.0)
    assert (run.state, run.has_met, net.time) == ("finished", True, end)
    assert "finished because stop conditions hold" in repr(run)
    assert len(calls) == round(end / 0.5)
    net.simulate(10.0)  # nothing waits any more
    assert net.time == end + 10.0
    assert run.has_met
    run = net.start(3.0, speed=None, until=low)
    run.wait(20.0)
    assert (run.state, run.has_met, net.time) == ("finished", False, end + 13.0)
    net.reset()
    assert net.simulate_until(10.0, high) == 4.0


def test_a_live_run_that_waits_can_be_paused_stopped_and_has_no_end(net):
    pop = net.create(2, CLIMBER, "r >= top")
    other = net.create(1, CLIMBER, name="other")
    net.compile(silent=True)
    pop.top = 1e9
    run = net.start(speed=None, until=pop)
    with error("waits for the stop condition"):
        net.replace(pop, ann.Neuron("top = 4.0 : population", "r += 2.0", name="Climber"))
    net.replace(other, ann.Neuron("top = 4.0 : population", "r += 2.0", name="Climber"))
    run.pause()
    pop.top = float(pop.r[0]) + 5.0
    run.step(3)
    assert (run.state, run.has_met) == ("paused", False)
    run.step(3)
    assert (run.state, run.has_met) == ("finished", True)
    assert pop.r[0] == pop.top
    net.replace(pop, ann.Neuron("top = 4.0 : population", "r += 2.0", name="Climber"))
    net.simulate(5.0)
    assert pop.r[0] == pop.top + 20.0
    run = net.start(speed=None, until=[pop, other])  # which has none
    run.stop()
    assert (run.state, run.has_met) == ("stopped", False)
    with error("no population of this network"):
        net.start(until="pop")
    with error("operator is"):
        net.start(until=pop, operator="xor")

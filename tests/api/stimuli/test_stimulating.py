"""Pulses, noise and spikes by hand: for exact steps, without residue, undone, redone, refused."""

import threading

import numpy as np
import pytest

from annarchy_lab import ANNarchyException, Checkpoint, Network, Neuron, TimedArray, every
from annarchy_lab.diagnostics import StateError

CELL = Neuron(
    parameters="I = 0.25 \n k = 2.0 : population \n on = True : bool \n n = 3 : int",
    equations="drive = I \n dx/dt = k * I \n v += g_exc",
    spike="False",
    name="Cell",
)
RATE = Neuron("B = 0.0", "r = B + sum(exc)", name="Rate")


@pytest.fixture(params=["reference", "cpu"])
def net(request):
    made = Network(dt=0.5, seed=3)
    made.pop = made.create(6, CELL, name="cells")
    made.rate = made.create((2, 2), RATE, name="rates")
    made.connect(made.rate, made.rate, "exc").from_matrix(np.zeros((4, 4)))
    made.connect(made.pop, made.pop, "exc").one_to_one(0.0)
    made.compile(silent=True, backend=request.param)
    return made


def drive(net, n_steps, rank=0):
    """What a neuron got in each of the next steps."""
    found = []
    for _ in range(n_steps):
        net.step()
        found.append(net.pop[rank].drive - 0.25)
    return found


def test_a_pulse_acts_in_exact_steps(net):
    pulse = net.pulse(net.pop[1:3], 2.0, duration=1.5, delay=1.0)
    assert (pulse.population, pulse.attribute, pulse.n_neurons) == ("cells", "I", 2)
    assert drive(net, 7, rank=1) == [0, 0, 2, 2, 2, 0, 0]
    assert pulse.is_over
    assert net.pop.I.tolist() == [0.25] * 6
    assert net.pop.drive.tolist() == [0.25] * 6


def test_each_neuron_has_its_amplitude_in_the_order_of_the_view(net):
    net.pulse(net.pop[[4, 0]], [1.0, 2.0], duration=0.5)
    net.step()
    assert (net.pop.drive - 0.25).tolist() == [2, 0, 0, 0, 1, 0]


def test_one_that_comes_back_ends_after_its_times_or_by_hand(net):
    net.pulse(net.pop, 1.0, duration=0.5, period=1.5, times=2)
    assert drive(net, 8) == [1, 0, 0, 1, 0, 0, 0, 0]
    endless = net.pulse(net.pop, 1.0, duration=0.5, period=1.0)
    assert drive(net, 5) == [1, 0, 1, 0, 1]
    endless.end()
    endless.end()
    assert drive(net, 3) == [0, 0, 0]


def test_who_sets_the_parameter_meanwhile_keeps_what_was_set(net):
    net.pulse(net.pop[0], 1.0, duration=1.5)
    net.step()
    net.pop.I = 10.25
    assert net.pop.I.tolist() == [10.25] * 6
    assert drive(net, 3) == [11, 11, 10]


def test_noise_is_drawn_from_the_seed_and_the_number(net):
    first = net.copy()
    first.compile(silent=True, backend="reference")
    for each in (net, first):
        each.pulse(each.get_population("cells"), 0.0, duration=2.0, noise=1.0)
    own, other = ([], [])
    for _ in range(5):
        for each, found in ((net, own), (first, other)):
            each.step()
            found.append(each.get_population("cells").drive - 0.25)
    assert np.array_equal(own, other)
    assert np.unique(np.array(own)[:4]).size == 24
    assert not np.array(own)[4].any()


def test_a_rate_coded_input_is_named_as_its_target(net):
    assert net.pulse(net.rate[0, 1], 0.5, duration=0.5, attribute="exc").attribute == "sum(exc)"
    net.step()
    assert net.rate.r.tolist() == [[0, 0.5], [0, 0]]


def test_spikes_by_hand_are_recorded(net):
    monitor = net.monitor(net.pop, "spike")
    net.fire(net.pop[[3, 1]], delay=0.5, period=1.0, times=2)
    for _ in range(5):
        net.step()
    spikes = monitor.get("spike")
    assert {rank: list(steps) for rank, steps in spikes.items() if len(steps)} == {
        1: [1, 3],
        3: [1, 3],
    }


REFUSED = {
    "one value for all neurons": lambda n: n.pulse(n.pop, attribute="k"),
    "it is bool": lambda n: n.pulse(n.pop, attribute="on"),
    "it is int": lambda n: n.pulse(n.pop, attribute="n"),
    "computes it anew": lambda n: n.pulse(n.pop, attribute="drive"),
    "no 'J' to stimulate": lambda n: n.pulse(n.pop, attribute="J"),
    "at least one step": lambda n: n.pulse(n.pop, duration=0.1),
    "delay of a stimulus is not negative": lambda n: n.pulse(n.pop, delay=-1.0),
    "number of ms": lambda n: n.pulse(n.pop, duration="long"),
    "before it has ended": lambda n: n.pulse(n.pop, duration=5.0, period=2.0),
    "has a period": lambda n: n.pulse(n.pop, times=3),
    "once at least": lambda n: n.pulse(n.pop, period=20.0, times=0),
    "1 number or 6": lambda n: n.pulse(n.pop, [1.0, 2.0]),
    "amplitude is a number": lambda n: n.pulse(n.pop, "strong"),
    "amplitude is finite": lambda n: n.pulse(n.pop, float("nan")),
    "standard deviation": lambda n: n.pulse(n.pop, noise=-1.0),
    "goes to a population": lambda n: n.pulse("cells"),
    "rate-coded": lambda n: n.fire(n.rate),
    "another network": lambda n: n.pulse(Network().create(1, CELL)),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_makes_no_sense_is_explained(net, message):
    with pytest.raises(ANNarchyException, match=message):
        REFUSED[message](net)
    assert net.simulator.stimuli("cells") == ()


def test_before_compiling_there_is_nothing_to_stimulate():
    net = Network()
    pop = net.create(1, CELL)
    with pytest.raises(StateError, match="compile"):
        net.pulse(pop)


def test_what_a_timetable_sets_is_not_stimulated():
    net = Network(dt=1.0, seed=1)
    played = net.create(TimedArray(rates=np.ones((2, 3))))
    bare = net.create(2, Neuron(equations="r = t", name="Bare"))
    net.compile(silent=True)
    with pytest.raises(ANNarchyException, match="timetable sets it"):
        net.pulse(played, attribute="r")
    with pytest.raises(ANNarchyException, match="nothing that a stimulus could be added to"):
        net.pulse(bare)


def test_a_reset_and_a_rewind_and_a_checkpoint_know_it(net, tmp_path):
    net.keyframes()
    net.simulate(1.0)
    net.pulse(net.pop, 1.0, duration=4.0, noise=0.5)
    net.simulate(2.0)
    there, state = net.checkpoint(), net.pop.x.copy()
    there.save(tmp_path / "there.npz")
    net.simulate(3.0)
    end = net.pop.x.copy()
    net.restore(Checkpoint.load(tmp_path / "there.npz"))
    assert np.array_equal(net.pop.x, state)
    net.simulate(3.0)
    assert np.array_equal(net.pop.x, end)
    net.reset()
    assert net.simulator.stimuli("cells") == ()
    net.keyframes()
    net.pulse(net.pop, 1.0, duration=4.0)
    net.simulate(6.0)
    net.rewind(2.0)
    there = net.pop.x.copy()
    net.simulate(4.0)
    net.rewind(2.0)
    assert np.array_equal(net.pop.x, there)
    assert len(net.simulator.stimuli("cells")) == 1


def test_the_announcement_does_it_again(net):
    told = []
    net._on_write.append(lambda *what: told.append(what))
    net.simulate(1.0)
    net.pulse(net.pop[2:], 3.0, duration=2.0, noise=0.1)
    net.fire(net.pop[0], period=1.0).end()
    net.simulate(5.0)
    assert [(step, kind) for step, _, _, kind, _, _ in told] == [
        (2, "stimulate"),
        (2, "stimulate"),
        (2, "calm"),
    ]
    again = net.copy()
    again.compile(silent=True, backend="reference")
    for step, name, attribute, kind, value, _ in told:
        again.simulate((step - again.current_step) * 0.5)
        again.apply(name, attribute, kind, value)
    again.simulate(5.0)
    assert np.array_equal(again.get_population("cells").x, net.pop.x)


def test_undo_ends_it_and_redo_gives_it_again(net):
    run = net.start(speed=None)
    run.pause()
    net.pop.I = 1.0
    net.pulse(net.pop, 1.0, duration=1000.0)
    net.pulse(net.pop, 1.0, duration=0.5)
    run.step(2)  # the second pulse is over
    assert net.undo()
    run.step(1)
    assert net.pop.drive[0] == 1.0
    assert net.redo()
    run.step(1)
    assert net.pop.drive[0] == 2.0
    assert net.undo()
    assert net.undo()
    run.step(1)
    assert net.pop.drive[0] == 0.25
    run.stop()


def test_it_may_be_given_by_a_callback_and_by_other_threads(net):
    @every(2.0, network=net)
    def again(_n):
        net.pulse(net.pop[0], 1.0, duration=0.5)

    net.simulate(5.0)
    run = net.start(speed=None)
    threads = [
        threading.Thread(target=lambda: [net.pulse(net.pop[1], 1.0, 0.5) for _ in range(20)])
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.stop()
    net.simulate(10.0, callbacks=False)
    assert net.simulator.stimuli("cells") == ()
    assert net.pop.drive.tolist() == net.pop.I.tolist() == [0.25] * 6

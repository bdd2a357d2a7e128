"""Inputs in both styles: announced by themselves, or handed to ``create``; live, and journaled."""

import time

import numpy as np
import pytest

import annarchy_lab as ann

INPUTS = {
    "InputArray": lambda **o: ann.InputArray(3, **o),
    "TimedArray": lambda **o: ann.TimedArray([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], **o),
    "TimedPoissonPopulation": lambda **o: ann.TimedPoissonPopulation(3, [900.0, 90.0], 5.0, **o),
    "SpikeSourceArray": lambda **o: ann.SpikeSourceArray([[1.0], [], [2.0, 3.0]], **o),
    "HomogeneousCorrelatedSpikeTrains": lambda **o: ann.HomogeneousCorrelatedSpikeTrains(
        3, 300.0, 0.1, 10.0, **o
    ),
}


@pytest.fixture(params=INPUTS)
def make(request):
    return INPUTS[request.param]


@pytest.mark.proves("api-11-both-styles")
def test_create_takes_a_description_and_leaves_no_trace(make, net):
    pop = net.create(make(name="Input"))
    other = ann.Network()
    same = other.create(population=make(name="Input"))  # as a cell that is run again
    assert (pop.name, pop.network, type(pop)) == ("Input", net, type(same))
    assert pop.geometry == same.geometry == (3,)
    assert ann.populations() == []
    for each in (net, other):
        each.compile(silent=True)
        each.simulate(10.0)


@pytest.mark.proves("api-11-both-styles")
def test_one_description_for_several_networks(make):
    described = make()
    networks = [ann.Network(seed=1), ann.Network(seed=1)]
    copies = [each.create(described) for each in networks]
    assert copies[0] is not copies[1]
    for each in networks:
        each.compile(silent=True)
        each.simulate(10.0)
    names = copies[0].attributes
    assert [str(copies[0].get(name)) for name in names] == [
        str(copies[1].get(name)) for name in names
    ]


@pytest.mark.proves("api-11-both-styles")
def test_the_style_of_48(make):
    pop = make()
    assert ann.populations() == [pop]
    what = "spike" if pop.is_spiking else "r"
    m = ann.Monitor(pop, what)
    ann.compile(silent=True)
    ann.simulate(10.0)
    assert len(m.get(what)) == (3 if pop.is_spiking else 10)


def test_what_is_connected_or_recorded_stays(net):
    recorded, pre, post = ann.InputArray(1), ann.InputArray(1), ann.InputArray(1)
    rate = ann.Population(1, ann.Neuron(equations="r = sum(exc)"))
    ann.Projection(pre, rate, "exc").one_to_one(1.0)
    ann.Monitor(recorded, "r")
    for each in (recorded, pre, post):
        net.create(each)
    assert ann.populations() == [recorded, pre, rate]
    ann.compile(silent=True)
    ann.simulate(1.0)


def test_a_named_population_keeps_its_name_elsewhere_only(net):
    pop = net.create(ann.InputArray(1, name="a"))
    assert net.create(pop, name="b").name == "b"
    assert net.create(ann.InputArray(1)).name == "pop2"
    with pytest.raises(ann.ANNarchyException, match="the name 'a' is taken"):
        net.create(ann.InputArray(1, name="a"))


def test_a_refused_update_of_a_live_network(net):
    pop = net.create(ann.TimedArray([[1.0]]))
    run = net.start(speed=None)
    with pytest.raises(ann.ANNarchyException, match="one row at least"):
        pop.update([])
    run.stop()


@pytest.mark.proves("api-11-live")
def test_changes_enter_a_running_network_and_are_announced(net):
    timed = net.create(ann.TimedArray([[1.0], [2.0]], name="timed"))
    source = net.create(ann.SpikeSourceArray([[5.0]], name="source"))
    trains = net.create(ann.HomogeneousCorrelatedSpikeTrains(2, 20.0, 0.1, 5.0, name="trains"))
    m, n = net.monitor(timed, "r"), net.monitor(source, "spike")
    net.compile(silent=True)
    told = []
    net._on_write.append(lambda *change: told.append(change))
    run = net.start(speed=None)
    while net.current_step < 2:
        time.sleep(0.001)
    timed.update([[5.0], [6.0], [7.0]], schedule=2.0)
    run.pause()  # or a thousand steps might pass between the two
    source.clear()
    source.spike_times = [[1000.0, 3.0]]
    run.resume()
    trains.update(rates=10.0, tau=4.0)
    run.stop()
    net.simulate(1100.0)
    steps = [step for step, *_ in told]
    assert steps == sorted(steps)
    assert [change[1:4] for change in told] == [
        ("timed", "", "timetable"),
        ("timed", "restart", "control"),
        ("source", "clear", "control"),
        ("source", "restart", "control"),
        ("source", "", "timetable"),
        ("trains", "tau", "set"),
        ("trains", "", "timetable"),
        ("trains", "restart", "control"),
    ]
    assert steps[0] == steps[1]
    assert steps[2] == steps[3]
    assert steps[5] == steps[6] == steps[7]
    r = m.get("r")[:, 0]
    assert r[steps[0] - 1 : steps[0] + 6].tolist() == [2, 5, 5, 6, 6, 7, 7]
    spikes = n.get("spike")[0]
    assert spikes[-1] == steps[3] + 1000
    assert (trains.rates, trains.tau) == (10.0, 4.0)


@pytest.mark.proves("api-11-live")
@pytest.mark.parametrize("is_live", [False, True])
def test_callbacks_may_change_them(net, is_live):
    timed = net.create(ann.TimedArray([[0.0]]))
    source = net.create(ann.SpikeSourceArray([[]]))
    m, s = net.monitor(timed, "r"), net.monitor(source, "spike")

    @ann.every(network=net, period=4.0, offset=2.0)
    def change(n):
        timed.update([[1.0 + n], [-1.0]], schedule=2.0)
        source.clear()
        source.spike_times = [[1.0]]

    net.compile(silent=True)
    if is_live:
        net.start(9.0, speed=None).wait()
    else:
        net.simulate(9.0)
    assert m.get("r")[:, 0].tolist() == [0, 0, 1, 1, -1, -1, 2, 2, -1]
    assert s.get("spike") == {0: [3, 7]}


@pytest.mark.proves("api-11-live")
def test_what_was_announced_does_the_same_once_more(backend):
    def build():
        net = ann.Network(seed=5)
        net.config(backend=backend)
        net.create(ann.TimedArray(np.ones((2, 2, 2)), name="timed"))
        net.create(ann.TimedPoissonPopulation(2, [500.0], 0.0, name="poisson"))
        net.create(ann.SpikeSourceArray([[5.0], []], name="source"))
        net.create(ann.HomogeneousCorrelatedSpikeTrains(2, 200.0, 0.1, 5.0, name="trains"))
        monitors = [net.monitor(net.get_population("timed"), "r")]
        monitors += [
            net.monitor(net.get_population(n), "spike") for n in ("poisson", "source", "trains")
        ]
        net.compile(silent=True)
        return net, monitors

    def data(monitors):
        return repr([monitor.get() for monitor in monitors])

    net, monitors = build()
    told = []
    net._on_write.append(lambda *change: told.append(change))
    net.simulate(7.0)
    net.get_population("timed").update(np.arange(12.0).reshape(3, 2, 2), [0.0, 2.0, 9.0], 10.0)
    net.get_population("trains").update(rates=[100.0, 900.0], tau=3.0, schedule=4.0)
    net.simulate(3.0)
    net.get_population("poisson").update([[100.0, 900.0]])
    net.get_population("source").reset()
    net.get_population("source").spike_times = [[3.0, 1.0], [3.0]]
    net.simulate(30.0)
    again, same = build()
    for step, name, attribute, kind, value, _ in told:
        again.simulate(step - again.current_step)
        again.apply(name, attribute, kind, value)
    again.simulate(40 - again.current_step)
    assert data(same) == data(monitors)
    assert again.get_population("timed").schedule == [0.0, 2.0, 9.0]
    assert again.get_population("timed").rates.shape == (3, 2, 2)
    assert again.get_population("source").spike_times == [[1.0, 3.0], [3.0]]
    assert again.get_population("poisson").rates.tolist() == [[100.0, 900.0]]
    trains = again.get_population("trains")
    assert trains.rates == pytest.approx([100.0, 900.0], rel=1e-12)
    assert trains.corr == pytest.approx([0.1, 0.1], rel=1e-9)
    assert trains.tau == 3.0

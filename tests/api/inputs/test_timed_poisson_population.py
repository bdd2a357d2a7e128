"""Poisson spikes whose rates follow a schedule."""

import numpy as np
import pytest

import annarchy_lab as ann


def error(text):
    return pytest.raises(ann.ANNarchyException, match=text)


@pytest.mark.proves("api-11-timed-poisson", "models-4-proba")
def test_rates_of_each_row(net):
    pop = net.create(ann.TimedPoissonPopulation(500, [10.0, 100.0, 0.0], [100.0, 600.0, 1100.0]))
    m = net.monitor(pop, "spike")
    net.compile(silent=True)
    net.simulate(1200.0)
    steps = np.concatenate([np.asarray(times) for times in m.get("spike").values()])
    counts = np.histogram(steps, [0, 100, 600, 1100, 1200])[0]
    assert (counts[0], counts[3]) == (0, 0)
    # 500 neurons for 0.5 s: 2500 and 25000 expected, 5 standard deviations of a Poisson count
    for count, expected in ((counts[1], 2500), (counts[2], 25000)):
        assert abs(count - expected) < 5 * np.sqrt(expected)


@pytest.mark.proves("models-4-proba", "api-11-timed-poisson")
def test_a_spike_is_a_draw_below_the_rate(net):
    rates = [[[500.0, 0.0], [20.0, 2000.0]], [[0.0, 900.0], [1000.0, -5.0]]]
    pop = net.create(ann.TimedPoissonPopulation((2, 2), rates, [0.0, 20.0], 40.0))
    m = net.monitor(pop, ["p", "proba", "spike"])
    net.compile(silent=True)
    net.simulate(100.0)
    data = m.get()
    row = np.arange(100) % 40 // 20
    assert np.array_equal(data["proba"], np.array(rates)[row])
    assert data["p"].min() > 0.0
    assert data["p"].max() < 1000.0
    expected = (data["p"] < data["proba"]).reshape(100, 4)
    spikes = [np.flatnonzero(expected[:, rank]).tolist() for rank in range(4)]
    assert list(data["spike"].values()) == spikes
    assert np.array_equal(pop.rates, rates)


@pytest.mark.proves("api-11-timed-poisson-update")
def test_update_and_properties(net):
    pop = net.create(ann.TimedPoissonPopulation(2, [1.0, 2.0], 10.0, 20.0))
    m = net.monitor(pop, "proba")
    pop.schedule = 2.0
    pop.period = 4.0
    net.compile(silent=True)
    net.simulate(5.0)
    pop.update([[3.0, 4.0]])
    net.simulate(1.0)
    pop.rates = [5.0, 6.0]
    net.simulate(2.0)
    assert (pop.schedule, pop.period, pop.rates.tolist()) == ([0.0, 2.0], 4.0, [5.0, 6.0])
    assert m.get("proba")[:, 0].tolist() == [1, 1, 2, 2, 1, 3, 5, 6]
    with error("proba of pop0 follows its schedule"):
        pop.proba = 3.0


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("one row at least", []),
        ("one row at least", 10.0),
        (r"shape \(3,\), the population \(2,\)", [[1.0, 2.0, 3.0]]),
        ("NaN and infinity", [float("nan")]),
        ("consists of numbers", ["x"]),
        ("has 2 onsets, but there is 1 row", [1.0]),
    ],
)
@pytest.mark.proves("api-11-timed-checked")
def test_tables_are_checked(text, rates):
    with error(text):
        ann.TimedPoissonPopulation(2, rates, [0.0, 1.0])
    with error("every dimension must be at least 1"):
        ann.TimedPoissonPopulation(0, [1.0], 0.0)


def test_noise_follows_the_name_and_the_seed(backend):
    def spikes(seed, name):
        net = ann.Network(seed=seed)
        net.config(backend=backend)
        pop = net.create(ann.TimedPoissonPopulation(20, [200.0], 0.0, name=name))
        m = net.monitor(pop, "spike")
        net.compile(silent=True)
        net.simulate(30.0)
        return m.get("spike")

    assert spikes(1, "a") == spikes(1, "a")
    assert spikes(1, "a") != spikes(2, "a")
    assert spikes(1, "a") != spikes(1, "b")

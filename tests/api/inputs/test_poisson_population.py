"""Poisson populations: rates in every form, statistics, what they refuse."""

import numpy as np
import pytest

import annarchy_lab as ann

LISTENER = ann.Neuron(equations="v += g_exc", spike="False", name="Listener")
SOURCE = ann.Neuron("r = 0.0", name="Source")


@pytest.fixture
def net(backend):
    made = ann.Network(dt=0.5, seed=3)
    made.config(backend=backend)
    return made


def poisson(net, *args, **options):
    return ann.PoissonPopulation(*args, **options, network=net)


def counts(net, pop, duration):
    monitor = net.monitor(pop, "spike")
    net.compile(silent=True)
    net.simulate(duration)
    return np.array([len(times) for times in monitor.get("spike").values()])


@pytest.mark.proves("api-11-poisson-number")
def test_a_number_is_the_rate_of_all(net):
    pop = poisson(net, 1000, rates=20.0)
    assert (pop.rates, pop.attributes[:2]) == (20.0, ["rates", "r"])
    spikes = counts(net, pop, 2000.0)
    # 40 expected, a binomial of 4000 trials
    assert spikes.mean() == pytest.approx(40.0, abs=4 * np.sqrt(39.6 / 1000))
    assert spikes.var() == pytest.approx(39.6, rel=0.2)


@pytest.mark.proves("api-11-poisson-draw")
def test_a_step_spikes_exactly_where_the_draw_is_below_the_rate(net):
    pop = poisson(net, 500, rates="700.0")
    monitor = net.monitor(pop, ["p", "spike"])
    net.compile(silent=True)
    net.simulate(20.0)
    data = monitor.get()
    spiked = np.zeros_like(data["p"], bool)
    for rank, steps in data["spike"].items():
        spiked[steps, rank] = True
    assert np.array_equal(spiked, data["p"] < 700.0)
    assert data["p"].max() < 2000.0


@pytest.mark.refuses("api-11-poisson-no-draw")
def test_at_rates_that_are_numbers_there_is_no_draw_to_record(net):
    pop = poisson(net, 5, rates=700.0)
    with pytest.raises(ann.ANNarchyException, match="the gaps between spikes are drawn"):
        net.monitor(pop, ["p", "spike"])
    for part in (pop, pop[1:3]):
        with pytest.raises(AttributeError, match="the gaps between spikes are drawn"):
            part.p  # noqa: B018
    with pytest.raises(AttributeError, match="Did you mean 'rates'"):
        pop.ratse  # noqa: B018
    net.monitor(poisson(net, 5, rates="700.0"), "p")


@pytest.mark.proves("api-11-poisson-number")
def test_intervals_are_those_of_a_poisson_process_and_neighbours_know_nothing_of_each_other(net):
    n, n_steps, p = 1100, 4000, 0.02
    pop = poisson(net, n, rates=40.0)
    monitor = net.monitor(pop, "spike")
    net.compile(silent=True)
    net.simulate(0.5 * n_steps)
    trains = np.zeros((n, n_steps), bool)
    for rank, steps in monitor.get("spike").items():
        trains[rank, steps] = True
    intervals = np.concatenate([np.diff(np.flatnonzero(train)) for train in trains])
    # A geometric distribution: its CV is sqrt(1 - p) = 0.99; 87000 intervals err by 0.5 %.
    assert intervals.std() / intervals.mean() == pytest.approx(np.sqrt(1.0 - p), abs=0.015)
    assert intervals.mean() == pytest.approx(1.0 / p, rel=0.03)  # long ones are cut at the end
    assert (intervals == 1).mean() == pytest.approx(p, abs=0.002)
    # Pairs at a distance of some ranks or steps, over the end of the block of 1024, too: each mean
    # is of 4.4 million products of p * p = 0.0004 and errs by 1e-5.
    for ranks, steps in ((1, 0), (2, 0), (512, 0), (0, 1), (0, 2), (1, 1)):
        pairs = trains[ranks:, steps:] & trains[: n - ranks, : n_steps - steps]
        assert pairs.mean() == pytest.approx(p * p, abs=5e-5), (ranks, steps)
    both = (trains[1023] & trains[1024]).sum()
    assert both <= 10  # 1.6 expected
    # All neurons are alike, and so are all steps: binomial counts.
    assert trains.sum(1).var() == pytest.approx(n_steps * p * (1 - p), rel=0.2)
    assert trains.sum(0).var() == pytest.approx(n * p * (1 - p), rel=0.12)


@pytest.mark.proves("api-11-poisson-array")
def test_each_neuron_keeps_its_rate_beside_faster_ones(net):
    rates = np.random.default_rng(0).permutation(np.repeat([1.0, 10.0, 100.0, 900.0], 275))
    spikes = counts(net, poisson(net, 1100, rates=rates), 2000.0)
    for hz in (1.0, 10.0, 100.0, 900.0):
        mean, spread = 2.0 * hz, np.sqrt(2.0 * hz * (1.0 - hz / 2000.0))
        assert spikes[rates == hz].mean() == pytest.approx(mean, abs=4 * spread / np.sqrt(275)), hz
        assert spikes[rates == hz].std() == pytest.approx(spread, rel=0.2), hz


@pytest.mark.proves("api-11-poisson-array")
@pytest.mark.parametrize("flat", [False, True])
def test_rates_of_the_shape_of_the_geometry(net, flat):
    rates = np.array([[0.0, 100.0, 400.0], [50.0, 0.0, 0.0]])
    pop = poisson(net, (2, 3), rates=rates.ravel().tolist() if flat else rates)
    assert np.array_equal(pop.rates, rates)
    spikes = counts(net, pop, 4000.0).reshape(2, 3)
    assert np.array_equal(spikes > 0, rates > 0)
    assert spikes == pytest.approx(4 * rates, rel=0.15)


@pytest.mark.proves("api-11-poisson-array")
def test_rates_of_another_shape_are_refused_and_leave_nothing_behind(net):
    for rates in ([1.0, 2.0], np.ones((3, 2, 2)), "a", [[1.0], "b"], {}):
        with pytest.raises(ann.ANNarchyException, match=r"rates|a"):
            poisson(net, (2, 3), rates=rates)
    assert net.get_populations() == []


def test_rates_may_be_drawn(net):
    pop = poisson(net, 50, rates=ann.Uniform(10.0, 20.0))
    assert pop.rates.shape == (50,)
    assert 10.0 < pop.rates.min() < pop.rates.max() < 20.0


@pytest.mark.proves("api-11-poisson-set")
def test_numbers_may_be_set_before_and_after_compile_and_are_restored(net):
    pop = poisson(net, (2, 2), rates=5.0)
    pop.rates = 0.0
    monitor = net.monitor(pop, "spike")
    net.compile(silent=True)
    net.simulate(10.0)
    pop.rates = [[2000.0, 0.0], [0.0, 2000.0]]
    net.simulate(2.0)
    pop[1].rates = 2000.0
    net.simulate(1.0)
    assert {r: len(s) for r, s in monitor.get("spike").items()} == {0: 6, 1: 2, 2: 0, 3: 6}
    net.reset()
    assert np.all(pop.rates == 0.0)


@pytest.mark.proves("api-11-poisson-negative")
def test_negative_rates_and_nan_never_spike(net):
    pop = poisson(net, 3, rates=[-5000.0, 0.0, np.nan])
    assert counts(net, pop, 500.0).tolist() == [0, 0, 0]


@pytest.mark.proves("api-11-poisson-equation", "1-poisson-rates")
def test_an_equation_of_the_time(net):
    pop = poisson(net, 200, rates="if t < 20.0 : 2000.0 else : 0.0")
    monitor = net.monitor(pop, ["rates", "spike"])
    net.compile(silent=True)
    net.simulate(40.0)
    data = monitor.get()
    assert data["rates"].tolist() == 40 * [200 * [2000.0]] + 40 * [200 * [0.0]]
    assert all(steps == list(range(40)) for steps in data["spike"].values())


@pytest.mark.proves("api-11-poisson-equation", "1-poisson-rates")
@pytest.mark.parametrize(
    "parameters",
    [{"top": ann.Parameter(40.0), "freq": 2.0}, "top = 40.0\nfreq = 2.0 : population"],
)
def test_an_equation_has_parameters_of_its_own(net, parameters):
    text = "top * (1.0 + sin(2.0 * pi * freq * t / 1000.0))"
    pop = poisson(net, 2, rates=text, parameters=parameters)
    net.compile(silent=True)
    assert pop.freq == 2.0
    net.simulate(100.5)
    expected = 40.0 * (1.0 + np.sin(2.0 * np.pi * 2.0 * 0.1))
    assert pop.rates == pytest.approx([expected, expected])
    pop.top = [0.0, 80.0]
    net.step()
    assert pop.rates[0] == 0.0 < expected < pop.rates[1]


@pytest.mark.refuses("api-11-poisson-set-equation")
def test_rates_that_are_computed_cannot_be_set(net):
    pop = poisson(net, 3, rates="10.0 * t")
    hybrid = poisson(net, 3, target="exc")
    for each, how in (
        (pop, "an equation"),
        (pop[0:2], "an equation"),
        (hybrid, "the sum of 'exc'"),
    ):
        with pytest.raises(ann.ANNarchyException, match=how):
            each.rates = 5.0
    net.compile(silent=True)
    net.simulate(2.0)
    pop.reset()
    net.step()
    assert np.all(pop.rates == 20.0)


@pytest.mark.proves("api-11-poisson-target")
def test_a_target_takes_weighted_sums_of_each_step(net):
    source = net.create(2, SOURCE)
    pop = poisson(net, 3, target="exc")
    weights = np.array([[1.0, 2.0], [0.0, 10.0], [-1.0, 0.0]])
    net.connect(source, pop, "exc").from_matrix(weights)
    monitor = net.monitor(pop, ["rates", "spike"])
    net.compile(silent=True)
    source.r = [100.0, 300.0]
    net.simulate(1.0)
    assert pop.sum("exc").tolist() == pop.rates.tolist() == [700.0, 3000.0, -100.0]
    source.r = 0.0
    net.simulate(1.0)
    data = monitor.get()
    assert data["rates"].tolist() == 2 * [[700.0, 3000.0, -100.0]] + 2 * [[0.0, 0.0, 0.0]]
    assert data["spike"][1] == [0, 1]
    assert data["spike"][2] == []


@pytest.mark.proves("api-11-poisson-target")
def test_several_projections_with_a_target_add_up_and_synapses_may_have_a_psp(net):
    source = net.create(2, SOURCE)
    pop = poisson(net, 1, target="exc")
    net.connect(source, pop, "exc").all_to_all(1.0)
    squared = ann.Synapse(psp="w * pre.r * pre.r", name="Squared")
    net.connect(source, pop, "exc", squared).all_to_all(0.5)
    net.compile(silent=True)
    source.r = [3.0, 4.0]
    net.step()
    assert pop.rates.tolist() == [7.0 + 12.5]


@pytest.mark.proves("api-11-kinds")
def test_a_target_takes_no_spikes_and_other_targets_take_no_rates(net):
    source, other = net.create(1, SOURCE), poisson(net, 1, rates=1.0)
    pop = poisson(net, 1, target="exc")
    with pytest.raises(ann.ANNarchyException, match="takes rates"):
        net.connect(other, pop, "exc")
    with pytest.raises(ann.ANNarchyException, match="CurrentInjection"):
        net.connect(source, pop, "inh")
    with pytest.raises(ann.ANNarchyException, match="PoissonPopulation with that target"):
        net.connect(source, other, "exc")
    assert net.get_projections() == []


@pytest.mark.proves("api-11-poisson-choice")
def test_rates_or_a_target_and_not_both(net):
    for options, words in (
        ({}, "needs rates"),
        ({"rates": " "}, "needs rates"),
        ({"rates": 1.0, "target": "exc"}, "not both"),
        ({"target": "a b"}, "a target is a name"),
        ({"rates": 1.0, "parameters": {"a": 1.0}}, "belong to an equation"),
    ):
        with pytest.raises(ann.ANNarchyException, match=words):
            poisson(net, 3, **options)
    with pytest.raises(ann.ModelError) as error:
        poisson(net, 3, rates="nothing_known + 1")
    assert "nothing_known + 1\n" in str(error.value)  # the user's own words are pointed at
    with pytest.raises(ann.ModelError):
        poisson(net, 3, rates="1.0\nextra = 2.0")
    assert net.get_populations() == []


@pytest.mark.proves("api-11-poisson-refractory")
def test_refractory_neurons_never_spike(net):
    pop = poisson(net, 2, rates=5000.0, refractory=2.0)
    monitor = net.monitor(pop, "spike")
    net.compile(silent=True)
    net.simulate(6.0)
    assert monitor.get("spike") == {0: [0, 5, 10], 1: [0, 5, 10]}
    pop.refractory = [0.0, 10.0]
    net.simulate(6.0)
    assert {r: len(s) for r, s in monitor.get("spike").items()} == {0: 9, 1: 1}


@pytest.mark.proves("api-11-poisson-styles")
def test_both_styles_make_the_same_spikes():
    ann.setup(dt=0.5, seed=3)
    ann.PoissonPopulation(30, rates=50.0, name="noise")
    ann.compile(silent=True)
    monitor = ann.Monitor(ann.get_population("noise"), "spike")
    ann.simulate(100.0)
    old = monitor.get("spike")
    ann.clear()
    net = ann.Network(dt=0.5, seed=3)
    pop = net.create(ann.PoissonPopulation(30, rates=50.0, name="noise"), name="noise")
    assert isinstance(pop, ann.PoissonPopulation)
    monitor = net.monitor(pop, "spike")
    net.compile(silent=True)
    net.simulate(100.0)
    assert monitor.get("spike") == old


@pytest.mark.proves("api-11-poisson-styles")
def test_a_copy_has_all_of_the_original_and_the_original_is_gone(net):
    source = net.create(1, SOURCE)
    hybrid = net.create(ann.PoissonPopulation((2, 2), target="exc", refractory=1.0))
    fixed = net.create(ann.PoissonPopulation((2, 2), rates=[[0, 1], [2, 3]]))
    moving = net.create(ann.PoissonPopulation(2, rates="a * t", parameters={"a": 3.0}))
    net.connect(source, hybrid, "exc").all_to_all(2.0)
    assert ann.populations() == []
    assert (hybrid.geometry, hybrid.refractory) == ((2, 2), 1.0)
    assert fixed.rates.tolist() == [[0, 1], [2, 3]]
    with pytest.raises(ann.ANNarchyException, match="an equation"):
        moving.rates = 1.0
    net.compile(silent=True)
    source.r = 4.0
    net.simulate(1.0)
    assert hybrid.rates.tolist() == [[8.0, 8.0], [8.0, 8.0]]
    assert moving.rates.tolist() == [1.5, 1.5]


@pytest.mark.proves("api-11-poisson-ordinary")
def test_it_drives_neurons_as_any_population_does(net):
    pop = poisson(net, 4, rates=[0.0, 2000.0, 0.0, 2000.0])
    post = net.create(2, LISTENER)
    net.connect(pop[1:3], post, "exc").one_to_one(weights=2.0)
    net.compile(silent=True)
    net.simulate(5.0)
    assert post.v.tolist() == [18.0, 0.0]
    pop.disable()
    net.simulate(5.0)
    assert post.v.tolist() == [18.0, 0.0]


def test_a_target_that_nothing_feeds_is_pointed_out(net, capsys):
    poisson(net, 1, target="exc", name="noise")
    net.compile(silent=True)
    assert capsys.readouterr().out == (
        "WARNING: sum(exc) of noise is 0: no projection feeds that target.\n"
    )

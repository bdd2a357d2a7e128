import numpy as np
import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture
def pop(net, rate, fake):
    return net.create((2, 3), rate, name="P")


@pytest.fixture
def cells(net, spiking, fake):
    return net.create(5, spiking, name="S")


def run(net, duration):
    if not net.compiled:
        net.compile(silent=True)
    net.simulate(duration)


@pytest.mark.proves(
    "api-7-shape-population",
    "api-7-shape-view",
    "api-7-shape-global",
    "api-7-reshape-5",
    "api-7-get-dict",
    "api-7-get-one",
    "api-7-force-dict",
)
def test_shapes(net, pop):
    m = net.monitor(pop, ["v", "m"])
    part = net.monitor(pop[:2], "v")
    run(net, 2.0)
    data = m.get()
    assert data["v"].shape == (4, 2, 3)
    assert data["v"][:, 0, 0].tolist() == [2, 3, 4, 5]
    assert data["m"].shape == (4,)
    assert part.get("v").shape == (4, 2)
    run(net, 1.0)
    assert m.get("v", reshape=False).shape == (2, 6)
    assert list(m.get("v", force_dict=True)) == ["v"]


@pytest.mark.proves("api-7-reshape-4.8", "api-7-get-between")
def test_the_old_style_is_flat(rate, fake):
    pop = ann.Population((2, 3), rate)
    m = ann.Monitor(pop, "v")
    ann.compile()
    ann.simulate(2.0)
    assert m.get("v", keep=True).shape == (2, 6)
    assert m.get("v", reshape=True).shape == (2, 2, 3)


@pytest.mark.proves("api-7-get-empties", "api-7-getitem", "api-7-get-nothing")
def test_get_empties_unless_told_to_keep(net, pop):
    m = net.monitor(pop, "v")
    run(net, 1.0)
    assert len(m.get("v", keep=True)) == 2
    assert len(m["v"]) == 2
    assert m["v"].shape == (0, 2, 3)


@pytest.mark.proves("api-7-before-and-after", "api-7-name")
def test_before_and_after_compiling(net, pop):
    early = net.monitor(pop, "v")
    net.compile(silent=True)
    late = net.monitor(pop, "v")
    run(net, 1.0)
    assert np.array_equal(early["v"], late["v"])
    assert [m.name for m in net.get_monitors()] == ["monitor0", "monitor1"]
    assert net.get_monitor("monitor1") is late


@pytest.mark.proves("api-7-period", "api-7-offset", "api-7-phase")
def test_period_and_offset_are_in_ms(net, pop):
    m = net.monitor(pop[:1], "v", period=2.0)
    shifted = net.monitor(pop[:1], "v", period=2.0, period_offset=0.5)
    run(net, 5.0)
    assert m["v"].ravel().tolist() == [2, 6, 10]
    assert shifted["v"].ravel().tolist() == [3, 7, 11]
    with error("must be below period"):
        net.monitor(pop, "v", period=2.0, period_offset=2.0)


@pytest.mark.proves("api-7-new-period")
def test_a_new_period_keeps_what_was_recorded(net, pop):
    m = net.monitor(pop[:1], "v")
    run(net, 1.0)
    m.period = 1.0
    run(net, 2.0)
    assert m["v"].ravel().tolist() == [2, 3, 4, 6]
    assert m.times()["v"] == {"start": [0, 2], "stop": [2, 6]}


@pytest.mark.proves("api-7-start-false", "api-7-pause-resume", "api-7-start-adds")
def test_start_later_pause_and_resume(net, pop):
    m = net.monitor(pop[:1], "v", start=False)
    run(net, 1.0)
    m.start()
    run(net, 1.0)
    m.pause()
    run(net, 1.0)
    m.resume()
    run(net, 0.5)
    assert m["v"].ravel().tolist() == [4, 5, 8]
    m.start("r")
    run(net, 0.5)
    assert m.variables == ["v", "r"]
    assert len(m.get("r")) == 1


@pytest.mark.proves("api-7-stop", "api-7-reset")
def test_stop_and_reset(net, pop):
    m = net.monitor(pop, "v")
    run(net, 1.0)
    m.reset()
    assert len(m["v"]) == 0
    m.stop()
    with error("does not record 'v'"):
        m.get("v")
    assert net.get_monitors() == []
    assert not net.simulator._recorders


@pytest.mark.proves("api-7-times", "api-7-times-continue")
def test_times(net, pop):
    m = net.monitor(pop, "v")
    run(net, 1.0)
    assert m.times() == {"v": {"start": [0], "stop": [2]}}
    m.get()
    run(net, 1.5)
    assert m.times("v") == {"v": {"start": [0], "stop": [2]}}
    m.get()
    assert m.times() == {"v": {"start": [2], "stop": [5]}}


@pytest.mark.proves("api-7-shape-spike", "api-7-spike")
def test_spikes(net, cells):
    m = net.monitor(cells, ["spike"])
    part = net.monitor(cells[[3, 1]], "spike")
    run(net, 3.0)
    spikes = m.get("spike")
    assert spikes == {
        0: [],
        1: [0, 1, 2, 3, 4, 5],
        2: [0, 2, 4],
        3: [0, 3],
        4: [0, 4],
    }
    assert part.get("spike") == {3: [0, 3], 1: [0, 1, 2, 3, 4, 5]}


@pytest.mark.proves("api-7.2-own-step", "api-7.2-given", "api-7.2-whole-dict")
def test_analysis_uses_the_step_and_window_of_the_monitor(net, cells):
    m = net.monitor(cells, ["spike", "v"])
    run(net, 3.0)
    m.get()
    run(net, 2.0)
    data = m.get()
    times, ranks = m.raster_plot(data["spike"])
    assert times.tolist() == [3.0, 3.5, 4.0, 4.5, 3.0, 4.0, 3.0, 4.5, 4.0]
    assert ranks.tolist() == [1, 1, 1, 1, 2, 2, 3, 3, 4]
    assert m.mean_fr(data) == pytest.approx(9 / 5 / 0.002)
    assert m.population_rate(data).tolist() == pytest.approx([1200, 400, 1200, 800])
    assert m.smoothed_rate(data).shape == (5, 4)
    assert m.histogram(data).tolist() == [3, 1, 3, 2]
    assert m.inter_spike_interval(data, ranks=[3]) == [1.5]
    assert m.coefficient_of_variation(data, ranks=[1]) == [0.0]


@pytest.mark.proves("api-7.2-omitted", "api-7.2-not-recorded")
def test_analysis_without_spikes_asks_for_them(net, cells):
    m = net.monitor(cells, "spike")
    run(net, 3.0)
    assert m.mean_fr() == pytest.approx(13 / 5 / 0.003)
    assert m.histogram().sum() == 0
    silent = net.monitor(cells, "v")
    with error("does not record 'spike'"):
        silent.raster_plot()


@pytest.mark.proves(
    "api-7-objects",
    "api-7-projection-warning",
    "api-7-shape-projection",
    "api-7-shape-ragged",
    "api-7-shape-projection-global",
    "api-7-shape-dendrite",
)
def test_projections(net, rate, fake, capsys):
    a, b = net.create(2, rate), net.create(3, rate)
    synapse = ann.Synapse("k = 1.0 : projection", "x = pre.r")
    full = net.connect(a, b, "exc", synapse).all_to_all(1.0)
    ragged = net.connect(a, b, "exc", synapse).from_matrix([[1, None], [None, None], [2, 3]])
    m = net.monitor(full, ["x", "k"])
    assert "at every step" in capsys.readouterr().out
    uneven = net.monitor(ragged, "x", period=1.0)
    assert capsys.readouterr().out == ""
    one = net.monitor(ragged.dendrite(2), "x", period=1.0)
    net.compile(silent=True)
    full.x = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    ragged.x = [[1.0], [2.0, 3.0]]
    net.simulate(1.0)
    data = m.get()
    assert data["x"].tolist() == [[[0, 1], [2, 3], [4, 5]]] * 2
    assert data["k"].tolist() == [1.0, 1.0]
    assert uneven["x"].tolist() == [[[1.0], [2.0, 3.0]]]
    assert one["x"].tolist() == [[2.0, 3.0]]


@pytest.mark.proves("api-7-sum-target", "api-7-g-target")
def test_targets_are_recordable(net, rate, spiking, fake):
    a, cells = net.create(2, rate), net.create(2, spiking)
    net.connect(a, a, "inh").all_to_all(1.0)
    net.connect(cells, cells, "ampa").all_to_all(1.0)
    net.monitor(a, "sum(inh)")
    net.monitor(cells, "g_ampa")
    with error(r"no variable 'sum\(inj\)' to record. Did you mean 'sum\(inh\)'"):
        net.monitor(a, "sum(inj)")


@pytest.mark.proves("api-7-unknown", "api-7-other-network", "api-7-not-recordable")
def test_bad_monitors(net, pop, cells):
    with error("P has no variable 'vv' to record. Did you mean 'v'"):
        net.monitor(pop, ["v", "vv"])
    with error("P has no spikes to record"):
        net.monitor(pop, "spike")
    with error("a monitor records a population"):
        ann.Monitor(3, "v")
    with error("another network"):
        ann.Network().monitor(pop, "v")
    with error("variables are names of attributes, not 3"):
        net.monitor(pop, 3)
    with error("variables are names of attributes"):
        net.monitor(pop, ["v", 3])
    m = net.monitor(pop, "v")
    with pytest.raises(ann.StateError, match="not compiled"):
        m.get("v")
    with error("the name 'P' is taken"):
        net.monitor(pop, "v", name="P")
    assert len(net.get_monitors()) == 1


@pytest.mark.refuses("api-7-bad-period", "api-7-bad-offset", "api-7-not-recorded")
def test_bad_times_and_names_change_nothing(net, pop):
    m = net.monitor(pop[:1], ["v", "r"], period=1.0)
    for period in (0.1, 0.0, -1.0):
        with error(rf"a period of a monitor lasts one step \(0.5 ms\) at least, not {period}"):
            net.monitor(pop, "v", period=period)
    for period in (float("nan"), float("inf"), "1 ms"):
        with error("a period of a monitor is a number of ms, not"):
            m.period = period
    with error("period_offset is a number of ms, not nan"):
        net.monitor(pop, "v", period=2.0, period_offset=float("nan"))
    for offset in (1.0, 3.0, -0.5):
        with error(rf"period_offset = {offset} ms must be below period = 1.0 ms"):
            m.period_offset = offset
    assert (m.period, m.period_offset) == (1.0, 0.0)
    assert net.get_monitors() == [m]
    run(net, 2.0)
    with error("P has no variable 'rr' to record. Did you mean 'r'"):
        m.start(["m", "rr"], period=2.0)
    with error("monitor0 does not record 'vv'. Did you mean 'v'"):
        m.get(["r", "vv"])
    with error("monitor0 does not record 'spike'"):
        m.times("spike")
    assert (m.variables, m.period) == (["v", "r"], 1.0)
    assert [len(data) for data in m.get().values()] == [2, 2]


def test_a_period_is_checked_against_the_step_there_is(net, pop):
    net.monitor(pop, "v", period=0.6)
    net.dt = 2.0
    with error("a period of a monitor lasts one step"):
        net.compile(silent=True)


@pytest.mark.proves("api-7-stop")
def test_a_stopped_monitor_says_so(net, pop):
    m = net.monitor(pop, "v")
    run(net, 1.0)
    m.stop()
    with pytest.raises(ann.StateError, match="monitor0 was stopped: make a new monitor"):
        m.start("v")
    with pytest.raises(ann.StateError, match="was stopped"):
        m.resume()


@pytest.mark.proves("api-7-net-reset")
def test_a_reset_of_the_network_empties_monitors_unless_told_otherwise(net, pop):
    m = net.monitor(pop[:1], "v", period=1.0)
    run(net, 1.5)
    net.reset()
    net.simulate(1.0)
    assert m.get("v").ravel().tolist() == [2]
    assert m.times("v") == {"v": {"start": [0], "stop": [2]}}
    net.simulate(1.0)
    net.reset(monitors=False)
    assert len(m.get("v")) == 1


@pytest.mark.proves("api-7-signature", "api-7-neuron", "api-7-properties", "api-7-variables")
def test_arguments_by_position_and_a_single_neuron(net, pop):
    m = ann.Monitor(pop.neuron(1, 2), ("v", "r", "v"), 2.0, 0.5, False, "mine")
    assert (m.name, m.period, m.period_offset, m.variables) == ("mine", 2.0, 0.5, ["v", "r"])
    assert net.get_monitor("mine") is m
    assert net.monitor(pop).variables == []
    run(net, 1.0)
    assert m.get("v").shape == (0, 1)


KINDS = ann.Synapse(
    "k = 1.0 : projection\np = 2.0", "x = t : postsynaptic\nw += 1.0\ny = t : projection"
)


@pytest.fixture(params=["cpu", "reference"])
def real(request):
    """A network that really runs."""
    made = ann.Network(dt=1.0, seed=2)
    made.config(backend=request.param, suppress_warnings=True)
    return made


@pytest.mark.proves(
    "api-7-shape-semiglobal",
    "api-7-shape-dendrite-semiglobal",
    "api-7-shape-projection-global",
    "api-7-shape-projection",
    "api-7-shape-ragged",
    "api-7-shape-sum",
    "api-7-parameters",
)
def test_shapes_of_a_network_that_runs(real):
    cell = ann.Neuron("b = 2.0\nc = 3.0 : population", "r = t + b\ns = sum(exc)")
    pre, post = real.create(2, cell), real.create((2, 2), cell)
    full = real.connect(pre, post, "exc", KINDS).all_to_all(0.5)
    ragged = real.connect(pre, post, "inh", KINDS)
    ragged.from_matrix([[1, None], [None, None], [2, 3], [None, 4]])
    of_full = real.monitor(full, ["w", "x", "k", "y", "p"], period=2.0)
    of_ragged = real.monitor(ragged, ["w", "x", "p"], period=2.0)
    of_dendrite = real.monitor(ragged.dendrite(2), ["w", "x", "k"])
    of_post = real.monitor(post, ["sum(exc)", "b", "c", "r"])
    real.compile(silent=True)
    empty = of_ragged.get()
    assert [empty[name].shape for name in ("w", "x")] == [(0, 3), (0, 3)]
    real.simulate(4.0)
    shapes = {name: data.shape for name, data in of_full.get(keep=True).items()}
    assert shapes == {"w": (2, 4, 2), "x": (2, 4), "k": (2,), "y": (2,), "p": (2, 4, 2)}
    assert of_full.get("p").tolist() == [[[2.0, 2.0]] * 4] * 2
    weights = of_ragged.get("w")
    assert (weights.shape, weights.dtype) == ((2, 3), object)
    assert weights.tolist() == [[[2.0], [3.0, 4.0], [5.0]], [[4.0], [5.0, 6.0], [7.0]]]
    assert type(weights[0, 1]) is list
    assert of_ragged.get("p")[1].tolist() == [[2.0], [2.0, 2.0], [2.0]]
    assert of_ragged.get("x").tolist() == [[0.0] * 3, [2.0] * 3]
    found = of_dendrite.get()
    assert found["w"].tolist() == [[3, 4], [4, 5], [5, 6], [6, 7]]
    assert (found["x"].tolist(), found["k"].shape) == ([0, 1, 2, 3], (4,))
    sums = of_post.get(keep=True)
    assert sums["sum(exc)"].shape == (4, 2, 2)
    assert sums["sum(exc)"][2, 1, 1] == 2 * 2.5 * 3.0  # weights and rates of the step before
    assert of_post.get("sum(exc)", reshape=False).shape == (4, 4)
    assert (sums["b"].shape, sums["b"][3].tolist()) == ((4, 2, 2), [[2.0, 2.0], [2.0, 2.0]])
    assert sums["c"].tolist() == [3.0] * 4


@pytest.mark.proves("api-7-rate", "api-7-g-target", "api-7-axon-spike", "api-7-shape-spike")
def test_spiking_populations(real):
    cell = ann.Neuron(
        "I = 1.0",
        "v += I + g_exc",
        spike="v >= 4.0",
        reset="v = 0.0",
        axon_spike="v == 2.0",
        axon_reset="v = v",
    )
    pop = real.create(3, cell)
    pop.I = [1.0, 2.0, 0.0]
    real.connect(pop[1], pop[2], "exc").one_to_one(0.25)
    pop.compute_firing_rate(8.0)
    m = real.monitor(pop, ["r", "g_exc", "spike", "axon_spike"])
    part = real.monitor(pop[[2, 0]], ["spike", "v"])
    real.compile(silent=True)
    real.simulate(8.0)
    data = m.get()
    assert data["spike"] == {0: [3, 7], 1: [1, 3, 5, 7], 2: []}
    assert data["axon_spike"].keys() == {0, 1, 2}
    assert data["axon_spike"][0] == [1, 5]
    assert data["g_exc"][:, 2].tolist() == [0, 0, 0.25, 0, 0.25, 0, 0.25, 0]
    assert data["r"][-1].tolist() == [250.0, 500.0, 0.0]
    assert list(part.get("spike")) == [2, 0]
    assert part.get("v")[:2].tolist() == [[0.0, 1.0], [0.0, 2.0]]


@pytest.mark.proves("api-7-phase", "api-7-start-period", "api-7-spikes-every-step")
def test_periods_count_from_the_start(real):
    pop = real.create(2, ann.Neuron(equations="v = t", spike="v >= 0.0"))
    m = real.monitor(pop, "v", period=4.0, period_offset=1.0, start=False)
    spikes = real.monitor(pop, "spike", period=4.0)
    real.compile(silent=True)
    real.simulate(3.0)
    m.start()
    real.simulate(10.0)
    assert m["v"][:, 0].tolist() == [4, 8, 12]
    assert spikes.get("spike")[1] == list(range(13))
    m.pause()
    real.simulate(5.0)
    m.resume()
    real.simulate(6.0)
    assert m["v"][:, 0].tolist() == [19, 23]
    m.period_offset = 0.0
    m.start(period=2.0)
    real.simulate(4.0)
    assert m["v"][:, 0].tolist() == [24, 26]
    assert (m.period, m.period_offset) == (2.0, 0.0)


@pytest.mark.proves("api-7-times-index", "api-7-times", "api-7-pause-resume")
def test_times_tell_where_the_data_begin(real):
    pop = real.create(2, ann.Neuron(equations="r = t"))
    m = real.monitor(pop, "r", start=False)
    real.compile(silent=True)
    assert m.times() == {"r": {"start": [], "stop": []}}
    real.simulate(6.0)
    m.resume()
    real.simulate(6.0)
    data = m.get("r")
    assert data[9 - m.times()["r"]["start"][0], 0] == 9.0
    real.simulate(1.0)
    m.pause()
    real.simulate(2.0)
    m.resume()
    real.simulate(3.0)
    assert m.get("r")[:, 0].tolist() == [12, 15, 16, 17]
    assert m.times("r") == {"r": {"start": [12, 15], "stop": [13, 18]}}


@pytest.mark.proves("api-7.2-own-step", "api-7.2-mean-fr-intervals", "api-7.2-window")
@pytest.mark.parametrize("dt", [0.1, 0.25, 2.0])
def test_analyses_know_step_start_and_pauses(real, dt):
    real.config(dt=dt)
    cell = ann.Neuron("n = 5.0", "v += 1.0", spike="v >= n", reset="v = 0.0")
    pop = real.create(2, cell)
    pop.n = [4.0, 10.0]
    m = real.monitor(pop, ["spike", "v"], start=False)
    real.compile(silent=True)
    real.simulate(30 * dt)
    m.start()
    real.simulate(20 * dt)
    first = m.get()
    real.simulate(40 * dt)
    m.pause()
    real.simulate(60 * dt)
    m.resume()
    real.simulate(20 * dt)
    spikes = m.get("spike")
    # steps 50 to 90 and 150 to 170, spikes at 4k - 1 and at 10k - 1
    assert spikes == {
        0: [*range(51, 90, 4), *range(151, 170, 4)],
        1: [*range(59, 90, 10), 159, 169],
    }
    times, _ = m.raster_plot(spikes)
    assert times[0] == pytest.approx(51 * dt)
    assert m.mean_fr(spikes) == pytest.approx((15 + 6) / 2 / (60 * dt) * 1000.0)
    rates = m.population_rate(spikes)
    assert rates.shape == (120,)
    assert np.flatnonzero(rates)[:4].tolist() == [1, 5, 9, 13]
    assert rates[9] == pytest.approx(2 / 2 / (dt / 1000.0))
    smoothed = m.smoothed_rate(spikes)
    assert smoothed.shape == (2, 120)
    assert smoothed[:, 0].tolist() == [0.0, 0.0]
    assert smoothed[0, 1:5] == pytest.approx([1000.0 / (4 * dt)] * 4)
    assert smoothed[1, 9:19] == pytest.approx([1000.0 / (10 * dt)] * 10)
    assert m.histogram(spikes, bins=10 * dt)[0] == 4
    assert first["spike"] == {0: [31, 35, 39, 43, 47], 1: [39, 49]}

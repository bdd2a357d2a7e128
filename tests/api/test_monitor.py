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


def test_the_old_style_is_flat(rate, fake):
    pop = ann.Population((2, 3), rate)
    m = ann.Monitor(pop, "v")
    ann.compile()
    ann.simulate(2.0)
    assert m.get("v", keep=True).shape == (2, 6)
    assert m.get("v", reshape=True).shape == (2, 2, 3)


def test_get_empties_unless_told_to_keep(net, pop):
    m = net.monitor(pop, "v")
    run(net, 1.0)
    assert len(m.get("v", keep=True)) == 2
    assert len(m["v"]) == 2
    assert m["v"].shape == (0, 2, 3)


def test_before_and_after_compiling(net, pop):
    early = net.monitor(pop, "v")
    net.compile(silent=True)
    late = net.monitor(pop, "v")
    run(net, 1.0)
    assert np.array_equal(early["v"], late["v"])
    assert [m.name for m in net.get_monitors()] == ["monitor0", "monitor1"]
    assert net.get_monitor("monitor1") is late


def test_period_and_offset_are_in_ms(net, pop):
    m = net.monitor(pop[:1], "v", period=2.0)
    shifted = net.monitor(pop[:1], "v", period=2.0, period_offset=0.5)
    run(net, 5.0)
    assert m["v"].ravel().tolist() == [2, 6, 10]
    assert shifted["v"].ravel().tolist() == [3, 7, 11]
    with error("must be below period"):
        net.monitor(pop, "v", period=2.0, period_offset=2.0)


def test_a_new_period_keeps_what_was_recorded(net, pop):
    m = net.monitor(pop[:1], "v")
    run(net, 1.0)
    m.period = 1.0
    run(net, 2.0)
    assert m["v"].ravel().tolist() == [2, 3, 4, 6]
    assert m.times()["v"] == {"start": [0, 2], "stop": [2, 6]}


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


def test_times(net, pop):
    m = net.monitor(pop, "v")
    run(net, 1.0)
    assert m.times() == {"v": {"start": [0], "stop": [2]}}
    m.get()
    run(net, 1.5)
    assert m.times("v") == {"v": {"start": [0], "stop": [2]}}
    m.get()
    assert m.times() == {"v": {"start": [2], "stop": [5]}}


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


def test_analysis_without_spikes_asks_for_them(net, cells):
    m = net.monitor(cells, "spike")
    run(net, 3.0)
    assert m.mean_fr() == pytest.approx(13 / 5 / 0.003)
    assert m.histogram().sum() == 0
    silent = net.monitor(cells, "v")
    with error("does not record 'spike'"):
        silent.raster_plot()


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


def test_targets_are_recordable(net, rate, spiking, fake):
    a, cells = net.create(2, rate), net.create(2, spiking)
    net.connect(a, a, "inh").all_to_all(1.0)
    net.connect(cells, cells, "ampa").all_to_all(1.0)
    net.monitor(a, "sum(inh)")
    net.monitor(cells, "g_ampa")
    with error(r"no variable 'sum\(inj\)' to record. Did you mean 'sum\(inh\)'"):
        net.monitor(a, "sum(inj)")


def test_bad_monitors(net, pop, cells):
    with error("P has no variable 'vv' to record. Did you mean 'v'"):
        net.monitor(pop, ["v", "vv"])
    with error("P has no spikes to record"):
        net.monitor(pop, "spike")
    with error("a monitor records a population"):
        ann.Monitor(3, "v")
    with error("another network"):
        ann.Network().monitor(pop, "v")
    m = net.monitor(pop, "v")
    with pytest.raises(ann.StateError, match="not compiled"):
        m.get("v")
    with error("the name 'P' is taken"):
        net.monitor(pop, "v", name="P")
    assert len(net.get_monitors()) == 1

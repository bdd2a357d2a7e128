"""What the views are told agrees with what a monitor has recorded, and with the schema."""

from types import SimpleNamespace

import jsonschema
import numpy as np
import pytest
from lab_networks import build_pulse, build_rates

from annarchy_lab.lab import messages
from annarchy_lab.lab.feeds.raster import RasterFeed
from annarchy_lab.lab.feeds.rate import RateFeed
from annarchy_lab.lab.feeds.trace import TraceFeed
from annarchy_lab.lab.schema import generate
from annarchy_lab.lab.views.shown import shown

DEFINITIONS = generate.load()


def check(name, message):
    jsonschema.validate(message, DEFINITIONS | {"$ref": f"#/$defs/{name}"})


@pytest.fixture
def net():
    return build_pulse()


@pytest.fixture
def groups(net):
    return shown(net.net, {"Exc": net.exc, "Inh": net.inh}, lambda _: None)


def numbers(buffer, dtype):
    return np.frombuffer(buffer, dtype)


def recorded(net, *names, steps=200):
    monitor = net.net.monitor(net.pop, list(names))
    net.net.simulate(steps * net.net.dt)
    return monitor


def test_spikes_are_those_of_a_monitor(net, groups):
    feed = RasterFeed(groups, "key", "title", 1.0)
    feed.open(net.net.simulator)
    monitor = recorded(net, "spike")
    feed.fetch()
    message, (times, rows) = feed.packet("snapshot", 1)
    check("RasterHello", feed.hello())
    check("SpikeFrame", message)
    steps, ranks = monitor.raster_plot()
    told = sorted(zip(numbers(times, "<f4"), numbers(rows, "<u4"), strict=True))
    assert len(told) > 50
    assert told == sorted(zip(steps, ranks, strict=True))
    assert (np.diff(numbers(times, "<f4")) >= 0).all()
    assert (message["t0_ms"], message["t_ms"]) == (0.0, 200.0)


def test_rows_follow_the_views(net):
    groups = shown(net.net, {"Inh": net.inh, "Exc": net.exc}, lambda _: None)
    feed = RasterFeed(groups, "key", "title", 1.0)
    feed.open(net.net.simulator)
    monitor = recorded(net, "spike")
    feed.fetch()
    _, (_, rows) = feed.packet("snapshot", 1)
    ranks = np.sort(monitor.raster_plot()[1])
    moved = np.where(ranks >= 80, ranks - 80, ranks + 20)
    assert np.sort(numbers(rows, "<u4")).tolist() == np.sort(moved).tolist()


def test_frames_continue_each_other(net, groups):
    feed = RasterFeed(groups, "key", "title", 1.0)
    feed.open(net.net.simulator)
    spans = []
    for seq, steps in enumerate((10, 7, 1, 33), 1):
        net.net.simulate(float(steps))
        feed.fetch()
        message, _ = feed.packet("frame", seq)
        spans.append((message["t0_ms"], message["t_ms"]))
    assert spans == [(0, 10), (10, 17), (17, 18), (18, 51)]
    assert feed.packet("frame", 9) is None


def test_spikes_that_arrive_too_fast_become_counts(net, groups, monkeypatch):
    clock = iter(range(100))
    looks = SimpleNamespace(monotonic=lambda: next(clock) / 10)  # of the raster only
    monkeypatch.setattr("annarchy_lab.lab.feeds.raster.time", looks)
    monkeypatch.setattr("annarchy_lab.lab.feeds.raster.MOST_PER_S", 2000)
    feed = RasterFeed(groups, "key", "title", 1.0)
    feed.open(net.net.simulator)

    def binned(step_ms, n):
        told = []
        for seq in range(n):
            net.net.simulate(step_ms)
            feed.fetch()
            message, _ = feed.packet("frame", seq + 1)
            told.append(message["binned"])
        return told

    assert not any(binned(20.0, 10))  # in real time: about a hundred spikes a second
    fast = binned(1000.0, 10)
    assert not fast[0]  # one volley changes nothing
    assert fast[-1]
    assert not binned(2.0, 40)[-1]


def test_many_spikes_become_counts(net, groups, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.feeds.raster.MOST_SPIKES", {"frame": 1, "snapshot": 1})
    monkeypatch.setattr("annarchy_lab.lab.feeds.raster.COLUMNS_PER_WINDOW", 1000)
    feed = RasterFeed(groups, "key", "title", 1.0)
    feed.open(net.net.simulator)
    monitor = recorded(net, "spike")
    feed.fetch()
    message, (cells,) = feed.packet("frame", 1)
    check("BinnedFrame", message)
    shape = (message["n_rows"], message["n_columns"])
    counts = numbers(cells, message["dtype"]).reshape(shape)
    steps, ranks = monitor.raster_plot()
    expected = np.zeros((100, 200), int)
    np.add.at(expected, (ranks, steps.astype(int)), 1)
    assert counts.tolist() == expected.tolist()


def test_the_look_does_not_flip_from_frame_to_frame(groups, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.feeds.raster.MOST_PER_S", 1e12)
    feed = RasterFeed(groups, "key", "title", 1.0)
    looks = []
    for in_window in (100_000, 130_000, 100_000, 70_000, 50_000, 100_000):
        feed._look_around(in_window // 25, 40, "frame")
        looks.append(feed._is_binned)
    assert looks == [False, True, True, True, False, False]


def test_a_long_past_is_cut_rather_than_counted(net, groups, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.feeds.raster.MOST_SPIKES", {"frame": 9, "snapshot": 300})
    feed = RasterFeed(groups, "key", "title", 1.0, window_ms=30.0)
    feed.open(net.net.simulator)
    monitor = recorded(net, "spike", steps=280)
    feed.fetch()
    message, (_, rows) = feed.packet("snapshot", 1)
    assert not message["binned"]
    assert 30.0 <= message["t_ms"] - message["t0_ms"] < 280.0
    steps = monitor.raster_plot()[0]
    assert len(rows) // 4 == (steps >= message["t0_ms"]).sum() <= 300


def test_rates_are_spikes_over_time(net, groups):
    feed = RateFeed(groups, "key", "title", 1.0, bin_ms=5.0)
    feed.open(net.net.simulator)
    monitor = recorded(net, "spike", steps=203)
    feed.fetch()
    message, lines = feed.packet("snapshot", 1)
    check("RateHello", feed.hello())
    check("RateFrame", message)
    steps, ranks = monitor.raster_plot()
    for line, low, high in zip(lines, (0, 80), (80, 100), strict=True):
        own = steps[(ranks >= low) & (ranks < high) & (steps < 200)]
        expected = np.histogram(own, 40, (0, 200))[0] / (high - low) / 0.005
        assert np.allclose(numbers(line, "<f4"), expected)
    assert message["t_ms"] == 200.0


def test_only_whole_bins_are_told(net, groups):
    feed = RateFeed(groups, "key", "title", 1.0, bin_ms=5.0)
    feed.open(net.net.simulator)
    told = []
    for seq in range(1, 9):
        net.net.simulate(3.0)
        feed.fetch()
        packet = feed.packet("frame", seq)
        if packet:
            told.append((packet[0]["t0_ms"], packet[0]["t_ms"]))
    assert told == [(0, 5), (5, 10), (10, 15), (15, 20)]


def test_a_tap_that_overflows_says_so(net, groups, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.feeds.rate.TAP_CAPACITY", {"counts": 50, "rows": 50})
    feed = RateFeed(groups, "key", "title", 1.0, bin_ms=5.0)
    feed.open(net.net.simulator)
    net.net.simulate(100.0)
    feed.fetch()
    message, lines = feed.packet("frame", 1)
    assert np.isnan(numbers(lines[0], "<f4")[:10]).all()
    assert np.isfinite(numbers(lines[0], "<f4")[10:]).all()
    assert message["dropped"] > 0


def test_a_rate_coded_population_has_its_mean():
    net, pop = build_rates()
    groups = shown(net, None, lambda _: None)
    feed = RateFeed(groups, "key", "title", 1.0, bin_ms=1.0)
    feed.open(net.simulator)
    net.simulate(20.0)
    feed.fetch()
    _, (line,) = feed.packet("snapshot", 1)
    assert feed.hello()["unit"] == ""
    assert numbers(line, "<f4")[-1] == pytest.approx(pop.r.mean())


def test_traces_are_the_values(net):
    series = [{"name": "neuron 3", "color_index": 0}, {"name": "neuron 90", "color_index": 1}]
    feed = TraceFeed("pop", "v", np.array([3, 90]), series, "key", "title", 1.0, "mV")
    feed.open(net.net.simulator)
    monitor = recorded(net, "v")
    feed.fetch()
    message, lines = feed.packet("snapshot", 1)
    check("TraceHello", feed.hello())
    check("TraceFrame", message)
    values = monitor.get("v")
    assert len(lines) == 2
    for line, rank in zip(lines, (3, 90), strict=True):
        assert numbers(line, "<f4").tolist() == values[:, rank].astype(np.float32).tolist()


def test_fine_steps_become_an_envelope():
    net = build_pulse(dt=0.1)
    series = [{"name": "neuron 3", "color_index": 0}]
    feed = TraceFeed("pop", "v", np.array([3]), series, "key", "title", 0.1)
    feed.open(net.net.simulator)
    monitor = net.net.monitor(net.pop, "v")
    net.net.simulate(20.0)
    feed.fetch()
    message, (line,) = feed.packet("snapshot", 1)
    assert message["envelope"]
    assert message["dt_ms"] == pytest.approx(1.0)
    spans = monitor.get("v")[:, 3].astype(np.float32).reshape(20, 10)
    pairs = numbers(line, "<f4").reshape(20, 2)
    assert pairs.tolist() == np.stack([spans.min(1), spans.max(1)], 1).tolist()


def test_a_reset_begins_anew(net, groups):
    feed = RasterFeed(groups, "key", "title", 1.0)
    feed.open(net.net.simulator)
    net.net.simulate(50.0)
    feed.fetch()
    feed.packet("frame", 1)
    net.net.reset()
    net.net.simulate(20.0)
    assert feed.fetch()
    message, _ = feed.packet("snapshot", 2)
    assert (message["t0_ms"], message["t_ms"]) == (0.0, 20.0)


def test_a_view_never_changes_the_network(net, groups):
    other = build_pulse()
    for feed in (RasterFeed(groups, "k", "t", 1.0), RateFeed(groups, "k", "t", 1.0)):
        feed.open(net.net.simulator)
    net.net.simulate(100.0)
    other.net.simulate(100.0)
    assert net.pop.v.tolist() == other.pop.v.tolist()


def test_the_protocol_is_that_of_the_schema():
    assert DEFINITIONS["x-protocol"] == messages.PROTOCOL


def test_a_frame_that_comes_late_is_as_fine_as_those_that_it_stands_for(net, groups, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("annarchy_lab.lab.feeds.feed.time.monotonic", lambda: clock[0])
    series = groups[0].series(np.arange(2))
    made = [
        RateFeed(groups, "key", "r", 1.0),
        TraceFeed("pop", "v", np.arange(2), series, "k", "v", 1.0),
    ]
    for feed in made:
        feed.open(net.net.simulator)
        feed.afford(20_000.0, 0.03)
    for clock[0], n_ms, is_fine in (
        (0.03, 30.0, True),
        (0.06, 1000.0, False),
        (2.06, 1000.0, True),
    ):
        net.net.simulate(n_ms)
        for feed in made:
            feed.fetch()
            message, _ = feed.packet("frame", 1)
            own_ms = message.get("bin_ms") or message["dt_ms"]
            assert (own_ms in (1.0, 5.0)) == is_fine


def test_no_frame_is_large_however_fast_time_flies(net, groups, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.feeds.raster.MOST_SPIKES", {"frame": 1, "snapshot": 1})
    series = groups[0].series(np.arange(2))
    trace = TraceFeed("pop", "v", np.arange(2), series, "key", "v", 1.0)
    raster = RasterFeed(groups, "key", "title", 1.0)
    for feed in (raster, trace):
        feed.open(net.net.simulator)
    monitor = recorded(net, "spike", steps=8000)
    for feed in (raster, trace):
        feed.fetch()
    n_spikes = len(monitor.raster_plot()[0])
    message, (cells,) = raster.packet("frame", 1)
    assert cells.nbytes <= raster.frame_bytes
    counts = numbers(cells, message["dtype"])
    assert counts.sum() == n_spikes
    first, lines = trace.packet("frame", 1)
    assert first["envelope"]
    assert sum(line.nbytes for line in lines) <= trace.frame_bytes
    net.net.simulate(50.0)
    trace.fetch()
    then, (line, _) = trace.packet("frame", 2)
    assert then["t0_ms"] == first["t_ms"]
    assert not then["envelope"]
    assert len(numbers(line, "<f4")) == then["t_ms"] - then["t0_ms"]

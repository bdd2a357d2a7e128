"""Sources for plots of one's own: what they hold, how much, and when."""

import numpy as np
import pytest
from bokeh.document import Document

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.dashboards.sources import Feeder, bokeh_source
from annarchy_lab.lab.views.states import activity_map, histogram, phase_plane
from annarchy_lab.lab.views.views import raster, rate, trace


class Page(Document):
    """A document whose callbacks are called by hand, as its server would."""

    def __init__(self):
        super().__init__()
        self.due = []

    def add_next_tick_callback(self, callback):
        self.due.append(callback)

    def turn(self):
        due, self.due = self.due, []
        for callback in due:
            callback()


class Source:
    """A feeder and its page."""

    def __init__(self, view, most_points=10_000):
        self.page = Page()
        self.feeder = Feeder(view, self.page, most_points)

    def look(self):
        """Read and hand over what is new, whether or not the page has taken what was before."""
        self.feeder.look()
        self.page.turn()
        return {name: np.asarray(column) for name, column in self.feeder.source.data.items()}

    def take(self):
        """Let the page say that it has taken all."""
        self.feeder._taken.data = dict(self.feeder._given.data)


@pytest.fixture
def source(pulse):
    made = []

    def make(view, **options):
        made.append(view)
        return Source(view, **options)

    yield make
    for view in made:
        view.close()


def test_spikes_come_once_each(source, pulse):
    monitor = pulse.net.monitor(pulse.pop, "spike")
    groups = {"Exc": pulse.exc, "Inh": pulse.inh}
    shown = source(raster(pulse.net, groups, window=1000.0))
    for duration in (40.0, 0.0, 33.0):
        pulse.net.simulate(duration)
        data = shown.look()
    times, ranks = monitor.raster_plot(monitor.get("spike"))
    assert sorted(zip(data["t"], data["neuron"], strict=True)) == sorted(
        zip(times, ranks, strict=True)
    )
    assert np.array_equal(data["group"], data["neuron"] >= pulse.exc.size)


def test_rates_and_traces_have_a_column_for_each_line(source, pulse):
    monitor = pulse.net.monitor(pulse.pop, "v")
    rates, traces = source(rate(pulse.net)), source(trace(pulse.net, neurons=[2, 5]))
    for _ in range(2):
        pulse.net.simulate(25.0)
        mean, values = rates.look(), traces.look()
    assert {*mean} == {"t", "pop"}
    assert np.array_equal(mean["t"], np.arange(0.0, 50.0, 5.0))
    recorded = monitor.get("v")
    for name, rank in (("neuron 2", 2), ("neuron 5", 5)):
        assert np.allclose(values[name], recorded[:, rank], rtol=1e-6)


def test_what_is_now_replaces_what_was(source, pulse):
    bars, image = source(histogram(pulse.net, bins=10)), source(activity_map(pulse.net, "v"))
    for _ in range(2):
        pulse.net.simulate(10.0)
        for each in (bars, image):
            each.feeder.feed._due_at = 0.0
        counts, picture = bars.look(), image.look()
    assert len(counts["count"]) == 10
    assert counts["count"].sum() <= pulse.pop.size
    assert picture["image"].shape == (1, 10, 10)


def test_it_is_bounded_and_counts_what_went(source, pulse):
    shown = source(trace(pulse.net), most_points=20)
    pulse.net.simulate(50.0)
    assert np.array_equal(shown.look()["t"], np.arange(30.0, 50.0))
    assert shown.feeder.dropped == 30
    pulse.net.simulate(5.0)
    assert np.array_equal(shown.look()["t"], np.arange(35.0, 55.0))


def test_a_page_that_takes_nothing_is_sent_nothing(source, pulse, eventually):
    shown = source(rate(pulse.net))
    pulse.net.simulate(20.0)
    shown.feeder.tick()
    eventually(lambda: shown.page.due)
    shown.page.turn()
    first = len(shown.feeder.source.data["t"])
    pulse.net.simulate(20.0)
    for _ in range(5):
        shown.feeder.tick()
    assert not shown.feeder._is_busy
    assert len(shown.feeder.source.data["t"]) == first
    shown.take()
    shown.feeder.tick()
    eventually(lambda: shown.page.due)
    shown.page.turn()
    assert len(shown.feeder.source.data["t"]) == 8


def test_a_reset_begins_anew(source, pulse):
    shown = source(trace(pulse.net))
    pulse.net.simulate(30.0)
    shown.look()
    pulse.net.reset()
    pulse.net.simulate(10.0)
    assert np.array_equal(shown.look()["t"], np.arange(10.0))


def test_what_makes_no_sense_is_explained(source, pulse):
    view = rate(pulse.net)
    with pytest.raises(ANNarchyException, match="belongs to a page"):
        bokeh_source(view)
    with pytest.raises(ANNarchyException, match="at most 10 updates"):
        bokeh_source(view, per_second=60.0)
    view.close()
    plane = phase_plane(pulse.net)
    with pytest.raises(ANNarchyException, match="no source for"):
        source(plane)

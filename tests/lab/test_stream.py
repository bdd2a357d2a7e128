import numpy as np
import pytest

from annarchy_lab.lab.feeds.feed import Feed
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.stream import Stream
from annarchy_lab.runtime.backend import Recorder, Recording


class Simulator:
    """As much of one as a tap needs."""

    def __init__(self):
        self.step = 0
        self.told = {}

    def add_recorder(self, recorder):
        self.told[len(self.told)] = self.step
        return len(self.told) - 1

    def collect(self, number):
        start, self.told[number] = self.told[number], self.step
        steps = np.arange(start, self.step)
        return Recording(steps, steps, ((start, self.step),))

    def remove_recorder(self, number):
        del self.told[number]


class StepFeed(Feed):
    """Tells the steps themselves."""

    def hello(self):
        return {"kind": "hello"}

    def _frame(self, start, stop, kind):
        if stop <= start:
            return None
        return {"start": start}, [self.taps[0].ring.between(start, stop).data], stop


class View:
    """A browser that may look away and lag behind."""

    def __init__(self):
        self.acked = 0
        self.visible = True
        self.told = []

    def tell(self, message, buffers=()):
        self.told.append(message["kind"])
        self.last = message
        self.data = [np.frombuffer(buffer, np.int64).tolist() for buffer in buffers]

    def take(self):
        told, self.told = self.told, []
        return told


@pytest.fixture
def parts():
    feed = StepFeed([Tap(Recorder("counts", "pop", policy="latest"), 1000)], 1.0, 100.0)
    view, simulator = View(), Simulator()
    feed.open(simulator)
    return Stream(feed, view), view, simulator


def run(stream, simulator, n_steps=10):
    simulator.step += n_steps
    stream.look(simulator)
    return stream.advance()


def test_a_view_gets_hello_then_a_snapshot_then_frames(parts):
    stream, view, simulator = parts
    simulator.step = 10
    stream.begin(simulator)
    assert view.take() == ["hello", "snapshot"]
    view.acked = 1
    assert run(stream, simulator)
    assert view.take() == ["frame"]
    assert view.data == [list(range(10, 20))]


def test_nothing_new_is_not_told(parts):
    stream, view, simulator = parts
    run(stream, simulator)
    view.take()
    assert not run(stream, simulator, 0)
    assert view.take() == []


def test_nobody_looks_nothing_is_told(parts):
    stream, view, simulator = parts
    view.visible = False
    assert not run(stream, simulator)
    assert view.take() == []


def test_two_frames_are_under_way_at_most_and_late_ones_are_merged(parts):
    stream, view, simulator = parts
    stream.begin(simulator)
    view.take()
    sent = [run(stream, simulator) for _ in range(6)]
    assert sent == [True, True, True, False, False, False]  # one may be painted already
    view.acked = 2
    assert run(stream, simulator)
    assert view.data == [list(range(30, 70))]


def test_a_view_that_returns_starts_anew_whatever_it_has_acknowledged(parts):
    stream, view, simulator = parts
    stream.begin(simulator)
    for _ in range(4):
        run(stream, simulator)  # the page was closed: no acknowledgement ever comes
    view.take()
    simulator.step += 10
    stream.begin(simulator)
    assert view.take() == ["hello", "snapshot"]
    assert view.data == [list(range(50))]
    assert run(stream, simulator)


def test_a_jump_of_time_starts_anew(parts):
    stream, view, simulator = parts
    stream.begin(simulator)
    run(stream, simulator)
    view.take()
    view.acked = 1
    simulator.step = 3
    simulator.told[0] = 0
    assert run(stream, simulator, 0)
    assert view.take() == ["hello", "snapshot"]
    assert view.data == [[0, 1, 2]]


def test_views_can_end_together(parts):
    stream, view, simulator = parts
    simulator.step = 10
    stream.look(simulator)
    assert stream.advance(until=7)
    assert view.data == [list(range(7))]
    assert stream.advance(until=9)
    assert view.data == [[7, 8]]


def test_what_was_shown_stays_when_there_is_no_simulator(parts):
    stream, view, _ = parts
    stream.begin(None)
    assert view.take() == ["hello"]


def test_a_view_that_was_cut_off_is_asked_and_begins_anew(parts, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("annarchy_lab.lab.stream.time.monotonic", lambda: clock[0])
    stream, view, simulator = parts
    stream.begin(simulator)
    for _ in range(6):
        run(stream, simulator)  # the line is cut: no answer ever comes
    view.take()
    for clock[0] in (1.0, 2.5, 3.0, 5.0):
        assert not run(stream, simulator)
    assert view.take() == ["looking?", "looking?"]
    stream.begin(simulator)  # it has answered
    assert view.take() == ["hello", "snapshot"]
    assert run(stream, simulator)

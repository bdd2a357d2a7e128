import pytest
from step_views import StepFeed, StepSimulator, StepView

from annarchy_lab.lab.pacing import Pacer, share_out
from annarchy_lab.lab.stream import Stream

FRAME_S = 0.03


class Page:
    """Views that a pacer tells, thirty times a second by its own clock."""

    def __init__(self, monkeypatch, **pages):
        self.now = 100.0
        monkeypatch.setattr("annarchy_lab.lab.pacing.time.monotonic", lambda: self.now)
        monkeypatch.setattr("annarchy_lab.lab.stream.time.monotonic", lambda: self.now)
        self.simulator = StepSimulator()
        self.views = {name: StepView(page) for name, page in pages.items()}
        self.streams = {name: Stream(StepFeed(), view) for name, view in self.views.items()}
        self.pacer = Pacer(bytes_per_s=80_000)

    def rounds(self, n, n_steps=10, answering=()):
        """Return how many frames each view has got, and how often it was asked."""
        told = dict.fromkeys(self.views, 0)
        asked = dict.fromkeys(self.views, 0)
        for _ in range(n):
            self.simulator.step += n_steps
            self.now += FRAME_S
            streams = [s for s in self.streams.values() if s.is_watched]
            self.pacer.advance(streams, self.simulator, FRAME_S)
            for name, view in self.views.items():
                told[name] += sum(kind in ("frame", "snapshot") for kind in view.take())
                asked[name] += view.asked > view.acked
                if name in answering:
                    view.answer()
        return told, asked


@pytest.fixture
def page(monkeypatch):
    made = Page(monkeypatch, raster="a", rate="a", trace="a")
    made.rounds(2, answering=made.views)  # taps are opened, then there are snapshots
    return made


def test_all_views_of_a_page_get_every_frame_and_one_answers_for_all_now_and_then(page):
    told, asked = page.rounds(34, answering=page.views)
    assert set(told.values()) == {34}
    assert 1 <= sum(asked.values()) <= 3
    ends = {view.last["t_ms"] for view in page.views.values()}
    assert len(ends) == 1


def test_a_page_that_does_not_answer_is_told_no_more(page):
    told, _ = page.rounds(9, answering=page.views)  # it is asked soon
    told, _ = page.rounds(33)
    assert max(told.values()) <= 12 + 3
    told, _ = page.rounds(300)  # each of its views might have been the one that is gone
    assert max(told.values()) <= 3 * 4
    told, _ = page.rounds(2, answering=page.views)
    told, _ = page.rounds(10, answering=page.views)
    assert set(told.values()) == {10}


def test_what_was_not_told_comes_in_one_frame(page):
    page.rounds(40)
    last = {name: view.last["t_ms"] for name, view in page.views.items()}
    for view in page.views.values():
        view.answer()
    page.rounds(1)
    assert page.views["rate"].last["start"] == last["rate"]


def test_a_page_that_takes_its_time_is_asked_as_often_as_it_answers(page):
    asked = 0
    for _ in range(10):
        asked += sum(page.rounds(6)[1].values()) > 0
        page.rounds(1, answering=page.views)
    assert asked >= 7


def test_a_lost_message_stops_neither_the_page_nor_for_ever_the_view(page):
    answering = ("rate", "trace")
    page.rounds(60, answering=answering)
    told, _ = page.rounds(60, answering=answering)
    assert told["rate"] == told["trace"] == 60
    assert told["raster"] == 0
    page.views["raster"].told.clear()
    told, _ = page.rounds(80, answering=answering)
    page.streams["raster"].begin(page.simulator)  # it was asked, and has answered
    told, _ = page.rounds(60, answering=page.views)
    assert told["raster"] >= 60


def test_a_page_that_lags_behind_does_not_hold_up_another(monkeypatch):
    page = Page(monkeypatch, here="a", there="b")
    told, _ = page.rounds(61, answering=("here",))
    assert told["here"] == 60
    assert told["there"] <= 4


def test_all_views_of_a_page_keep_to_one_bound_and_who_needs_more_has_what_is_left(page):
    few, many = page.streams["rate"], (page.streams["raster"], page.streams["trace"])
    few.feed._frame = lambda start, stop, kind: ({}, [], stop)
    for _ in range(3):
        before = {stream: stream.n_bytes for stream in page.streams.values()}
        page.rounds(100, n_steps=10_000, answering=page.views)
        used = {stream: (stream.n_bytes - before[stream]) / 3.0 for stream in before}
        assert sum(used.values()) <= 80_000
    assert all(used[stream] > 30_000 for stream in many)


def test_shares_are_what_is_wanted_or_as_much_as_anyone_gets():
    assert share_out([1.0, float("inf"), 3.0], 10.0) == [1.0, 6.0, 3.0]
    assert share_out([float("inf")] * 4, 10.0) == [2.5] * 4
    assert share_out([2.0, 1.0], 10.0) == [2.0, 1.0]
    assert share_out([], 10.0) == []

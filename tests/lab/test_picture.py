"""When the picture under a live view is drawn anew."""

import threading
import time

import pytest

from annarchy_lab import lab
from annarchy_lab.lab.widgets import picture

VIEW = "application/vnd.annarchy-lab.view+json"


class Display:
    """Stands for an output of a notebook."""

    def __init__(self):
        self.bundles = []

    def update(self, bundle, raw, metadata):
        del raw, metadata
        self.bundles.append(bundle)

    @property
    def n_pictures(self):
        return sum("image/png" in bundle for bundle in self.bundles)


@pytest.fixture
def watched(pulse, monkeypatch):
    """A raster that somebody looks at, and its output."""
    monkeypatch.setattr(picture, "REST_S", 0.02)
    monkeypatch.setattr(picture, "NEXT_S", 0.0)
    view, display = lab.raster(pulse.net), Display()
    view._picture._displays.append(display)
    view.visible = True
    yield view, display
    view.close()


def test_a_page_that_keeps_its_views_gets_a_picture_while_somebody_looks(
    pulse, watched, laboratory, eventually, monkeypatch
):
    monkeypatch.setattr(laboratory, "keeps_views", True)
    _, display = watched
    run = pulse.net.start(speed=1.0)
    eventually(lambda: display.n_pictures)  # one soon: the run may outlast the page
    time.sleep(0.3)
    assert display.n_pictures == 1
    run.stop()
    eventually(lambda: display.n_pictures == 2)
    time.sleep(0.3)
    assert display.n_pictures == 2


def test_views_are_served_while_a_picture_is_drawn(
    pulse, watched, laboratory, eventually, monkeypatch
):
    monkeypatch.setattr(laboratory, "keeps_views", True)
    view, display = watched
    bundle, is_begun, may_end = view._picture._bundle, threading.Event(), threading.Event()

    def slowly(**_how):
        is_begun.set()
        may_end.wait(20.0)
        return bundle()

    view._picture._bundle = slowly
    pulse.net.start(speed=1.0)
    assert is_begun.wait(20.0)
    assert view.session.ask(lambda: "served") == "served"
    assert display.n_pictures == 0
    may_end.set()
    eventually(lambda: display.n_pictures == 1)


def test_other_pages_get_one_when_nobody_looks(pulse, watched, eventually):
    view, display = watched
    pulse.net.start(100.0, speed=None).wait()
    time.sleep(0.4)
    assert display.n_pictures == 0
    view.visible = False
    eventually(lambda: display.n_pictures == 1)


def test_a_page_that_keeps_its_views_need_not_wait_for_a_picture(
    pulse, laboratory, eventually, monkeypatch
):
    display = Display()
    display.display = display.update
    monkeypatch.setattr("IPython.display.DisplayHandle", lambda: display)
    monkeypatch.setattr(laboratory, "keeps_views", True)
    for name in ("REST_S", "NEXT_S", "FIRST_S"):
        monkeypatch.setattr(picture, name, 0.01)
    pulse.net.simulate(10.0)
    view = lab.graph(pulse.net)
    view.visible = True
    view._ipython_display_()
    assert display.n_pictures == 0
    eventually(lambda: display.n_pictures == 1)
    view.close()


def test_what_has_not_changed_is_not_sent_again(watched):
    view, display = watched
    view._picture._update()
    view._picture._update()
    assert [bundle[VIEW] for bundle in display.bundles] == [{"what": "raster of spikes"}]

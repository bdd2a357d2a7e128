from annarchy_lab.lab.comms import pin
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.views import live, raster
from annarchy_lab.lab.widgets.base import STATIC, front_end


def test_front_ends_are_those_that_were_built():
    built = {path.stem for path in STATIC.glob("*.js")}
    assert {"raster", "rate", "trace", "transport", "controls"} <= built
    assert "http://" not in front_end("raster").replace("http://www.w3.org/", "")


def test_a_front_end_that_was_not_built_says_so():
    text = front_end("nonsense")
    assert "make install" in text
    assert text.count("{") == text.count("}")


def test_a_comm_that_cannot_be_pinned_is_left_alone():
    pin(None)
    pin(object())


def test_a_view_keeps_what_happens_from_its_first_moment(pulse, monkeypatch):
    monkeypatch.setattr(Session, "_ask", lambda *_: None)  # its thread is late
    view = raster(pulse.net)
    pulse.net.simulate(50.0)
    view.feed.fetch()
    assert view.feed.stop == 50
    view.close()


def test_what_is_shown_where_no_widget_runs(pulse, eventually):
    panel, view = live(pulse.net), raster(pulse.net)
    assert "image/png" not in panel.bundle()  # nothing to show yet
    pulse.net.start(200.0, speed=None).wait()
    for shown in (panel, view):
        eventually(lambda shown=shown: "image/png" in shown.bundle())
        bundle = shown.bundle()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert "run the cell again" in bundle["text/plain"]
    panel.close()
    view.close()

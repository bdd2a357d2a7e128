"""Live views served by a session, with a recording in place of the browser."""

import time

import pytest
from lab_networks import build_pulse, build_rates

from annarchy_lab import ANNarchyException
from annarchy_lab.lab.views.views import controls, live, raster, rate, trace, transport


class Browser:
    """Takes what widgets send and answers like a page; `delay_s` is how slow it paints."""

    def __init__(self, *widgets):
        self.messages = []
        for widget in widgets:
            self.open(widget)

    def open(self, widget):
        def send(message, buffers=()):
            self.messages.append((widget, message))
            if message.get("kind") in ("frame", "snapshot"):
                widget.acked = message["seq"]

        widget.send = send
        if hasattr(widget, "visible"):
            widget.visible = True
            widget._hear({"kind": "hello?"})

    def of(self, widget, *kinds):
        return [m for w, m in self.messages if w is widget and m["kind"] in kinds]


@pytest.fixture
def panel(pulse):
    made = live(pulse.net, {"Exc": pulse.exc, "Inh": pulse.inh}, neurons=3)
    yield made
    made.close()


def press(widget, command, **more):
    widget._hear({"kind": "command", "command": command, **more})


def test_frames_come_while_the_network_runs(pulse, panel, eventually):
    browser = Browser(*panel.plots)
    pulse.net.start()
    for plot in panel.plots:
        eventually(lambda plot=plot: len(browser.of(plot, "frame")) > 3)
        assert browser.of(plot, "hello", "snapshot", "frame")[0]["kind"] == "hello"
    (spikes, *_) = browser.of(panel.raster, "hello")
    assert [p["name"] for p in spikes["populations"]] == ["Exc", "Inh"]


def test_no_view_gets_ahead_of_another(pulse, panel, eventually):
    browser = Browser(*panel.plots)
    pulse.net.start()
    eventually(lambda: len(browser.of(panel.trace, "frame")) > 8)
    raster_ends, trace_ends = (
        {m["t_ms"] for m in browser.of(plot, "frame")} for plot in (panel.raster, panel.trace)
    )
    first = max(min(raster_ends), min(trace_ends))  # a view may begin a little later
    last = min(max(raster_ends), max(trace_ends))
    assert {t for t in raster_ends if first <= t <= last} == {
        t for t in trace_ends if first <= t <= last
    }


def test_none_while_nobody_looks(pulse, panel, eventually):
    browser = Browser()
    pulse.net.start()
    eventually(lambda: panel.transport.t_ms > 100)
    assert browser.messages == []


def test_none_while_it_stands_and_time_stands_with_it(pulse, panel, eventually):
    browser = Browser(*panel.plots)
    run = pulse.net.start()
    eventually(lambda: browser.of(panel.raster, "frame"))
    press(panel.transport, "pause")
    eventually(lambda: panel.transport.state == "paused")
    time.sleep(0.3)
    browser.messages.clear()
    t_ms = pulse.net.time
    time.sleep(0.3)
    assert (run.state, pulse.net.time, browser.messages) == ("paused", t_ms, [])
    press(panel.transport, "play")
    eventually(lambda: browser.of(panel.raster, "frame"))


def test_at_most_two_hundred_messages_a_second(pulse, eventually):
    views = [raster(pulse.net) for _ in range(12)]
    browser = Browser(*views)
    pulse.net.start()
    eventually(lambda: len(browser.messages) > 50)
    browser.messages.clear()
    time.sleep(1.0)
    assert 50 < len(browser.messages) < 200
    for view in views:
        view.close()


def test_a_view_that_appears_later_gets_the_past(pulse, panel, eventually):
    pulse.net.start()
    eventually(lambda: pulse.net.time > 150)
    browser = Browser(panel.raster)
    eventually(lambda: browser.of(panel.raster, "snapshot"))
    snapshot = browser.of(panel.raster, "snapshot")[0]
    assert (snapshot["t0_ms"], snapshot["dropped"]) == (0.0, 0)
    assert snapshot["t_ms"] > 150


def test_a_page_that_was_closed_and_comes_back(pulse, panel, eventually):
    pulse.net.start()
    panel.raster.visible = True  # and never acknowledges
    panel.raster._hear({"kind": "hello?"})
    time.sleep(0.2)
    browser = Browser(panel.raster)
    eventually(lambda: len(browser.of(panel.raster, "frame")) > 3)


def test_the_bar_tells_the_truth(pulse, panel, eventually):
    bar = panel.transport
    eventually(lambda: bar.state == "idle")
    press(bar, "play")
    eventually(lambda: bar.state == "running" and bar.t_ms > 0 and bar.real_time_factor > 0.5)
    press(bar, "pause")
    eventually(lambda: bar.state == "paused")
    before = pulse.net.current_step
    press(bar, "step")
    eventually(lambda: bar.t_ms == before + 1)
    press(bar, "chunk")
    eventually(lambda: bar.t_ms == before + 21)
    press(bar, "stop")
    eventually(lambda: bar.state == "stopped")
    press(bar, "reset")
    eventually(lambda: (bar.state, bar.t_ms) == ("idle", 0.0))
    press(bar, "step")
    eventually(lambda: (bar.state, bar.t_ms) == ("idle", 1.0))


def test_speed(pulse, panel, eventually):
    bar = panel.transport
    press(bar, "speed", value=0)
    press(bar, "play")
    eventually(lambda: bar.speed == 0.0 and bar.real_time_factor > 2.0)
    press(bar, "speed", value=0.5)
    eventually(lambda: bar.speed == 0.5 and 0.3 < bar.real_time_factor < 0.7)


def test_a_run_that_a_cell_starts_and_ends_is_shown(pulse, panel, eventually):
    run = pulse.net.start()
    eventually(lambda: panel.transport.state == "running")
    run.stop()
    eventually(lambda: panel.transport.state == "stopped")
    pulse.net.start(3.0, speed=None).wait()
    eventually(lambda: panel.transport.state == "finished")


def test_what_makes_no_sense_is_said(pulse, panel, eventually):
    press(panel.transport, "pause")
    eventually(lambda: "no live run" in panel.transport.message)
    time.sleep(0.4)
    assert "no live run" in panel.transport.message  # it stays until something else is done
    press(panel.transport, "play")
    eventually(lambda: panel.transport.message == "")


def test_commands_that_nobody_knows_do_nothing(pulse, panel, eventually):
    press(panel.transport, "explode")
    panel.transport._hear({"kind": "command", "command": ["play"]})
    panel.transport._on_message(None, "play", [])
    panel.controls._hear({"kind": "change", "id": "nobody", "value": 1.0, "seq": 1})
    panel.controls._hear({"kind": "change", "id": "Exc.noise", "value": "x", "seq": 1})
    time.sleep(0.2)
    assert (panel.transport.state, pulse.exc.noise[0]) == ("idle", 5.0)


def test_a_callback_that_fails_is_shown_and_play_goes_on(pulse, panel, eventually):
    from annarchy_lab import every

    @every(network=pulse.net, period=1e6, wait=20.0)
    def fail(n):
        raise ValueError("my mistake")

    press(panel.transport, "play")
    eventually(lambda: "my mistake" in panel.transport.message)
    pulse.net.clear_all_callbacks()
    press(panel.transport, "play")
    eventually(lambda: panel.transport.state == "running" and pulse.net.time > 40)


def test_a_cell_starts_again_after_a_failure(pulse, panel, eventually):
    from annarchy_lab import every

    @every(network=pulse.net, period=1e6, wait=20.0)
    def fail(n):
        raise ValueError("my mistake")

    run = pulse.net.start(speed=None)
    eventually(lambda: panel.transport.state == "failed")
    pulse.net.clear_all_callbacks()
    pulse.net.start(10.0, speed=None).wait()
    assert (run.state, pulse.net.time) == ("failed", 30.0)
    eventually(lambda: panel.transport.state == "finished")


def test_a_control_steers(pulse, panel, eventually):
    browser = Browser(panel.controls)
    pulse.net.start()
    panel.controls._hear(
        {"kind": "change", "id": "Exc.noise", "value": 9.0, "final": True, "seq": 4}
    )
    eventually(lambda: browser.of(panel.controls, "effective"))
    (answer,) = browser.of(panel.controls, "effective")
    assert (answer["value"], answer["seq"]) == (9.0, 4)
    assert (pulse.exc.noise == 9.0).all()
    eventually(lambda: value(panel.controls, "Exc.noise") == 9.0)


def value(panel, name):
    return next(control["value"] for control in panel.controls if control["id"] == name)


def test_controls_follow_a_cell(pulse, panel, eventually):
    browser = Browser(panel.controls)
    pulse.net.start()
    pulse.exc.noise = 8.0
    eventually(lambda: browser.of(panel.controls, "effective"))
    (told,) = browser.of(panel.controls, "effective")
    assert (told["id"], told["value"], "seq" in told) == ("Exc.noise", 8.0, False)
    assert value(panel.controls, "Exc.noise") == 8.0


def test_controls_follow_each_other_and_a_reset(pulse, panel, eventually):
    second = controls(pulse.net, {"Exc": pulse.exc})
    browser = Browser(panel.controls, second)
    second._hear({"kind": "change", "id": "exc.w", "value": 0.5, "final": True, "seq": 1})
    eventually(lambda: browser.of(panel.controls, "effective"))
    assert browser.of(panel.controls, "effective")[0]["value"] == 0.5
    pulse.exc_proj.w = 1.0
    eventually(lambda: value(panel.controls, "exc.w") == 1.0)
    pulse.exc.noise = 8.0
    eventually(lambda: value(second, "Exc.noise") == 8.0)
    pulse.net.reset()
    eventually(lambda: value(second, "Exc.noise") == 5.0)
    second.close()


def test_views_may_come_before_compiling(laboratory, eventually):
    parts = build_pulse(compiled=False)
    panel = live(parts.net, {"Exc": parts.exc, "Inh": parts.inh})
    browser = Browser(*panel.plots)
    press(panel.transport, "play")  # compiles
    eventually(lambda: len(browser.of(panel.raster, "frame")) > 1)
    panel.close()


def test_a_simulation_in_a_cell_is_shown_too(pulse, panel, eventually):
    browser = Browser(*panel.plots)
    pulse.net.simulate(100.0)
    eventually(lambda: browser.of(panel.raster, "snapshot", "frame"))
    eventually(lambda: panel.transport.t_ms == 100.0)
    eventually(lambda: panel.transport.state == "idle")


def test_a_rate_coded_network_has_rates_and_a_trace(laboratory, eventually):
    net, _ = build_rates()
    panel = live(net)
    assert panel.raster is None
    browser = Browser(*panel.plots)
    net.start()
    eventually(lambda: browser.of(panel.rate, "frame") and browser.of(panel.trace, "frame"))
    assert browser.of(panel.trace, "hello")[0]["label"] == "r"
    panel.close()
    with pytest.raises(ANNarchyException, match="rate-coded"):
        raster(net)


def test_what_is_not_there_cannot_be_shown(pulse):
    other = build_pulse()
    with pytest.raises(ANNarchyException, match="no population or view of this network"):
        raster(pulse.net, {"Exc": other.exc})
    with pytest.raises(ANNarchyException, match="'nonsense'"):
        trace(pulse.net, "nonsense")
    with pytest.raises(ANNarchyException, match="neurons 0 to 19"):
        trace(pulse.net, "v", pulse.inh, neurons=20)


def test_views_are_called_as_the_user_calls_them(pulse, laboratory, monkeypatch):
    monkeypatch.setattr(laboratory, "namespace", lambda: {"_": pulse.exc, "E": pulse.exc})
    view = rate(pulse.net, [pulse.exc, pulse.inh])
    assert [s["name"] for s in view.feed.hello()["series"]] == ["E", "pop[80:100]"]
    view.close()


def test_clearing_a_network_ends_its_views_quietly(pulse, panel, eventually):
    Browser(*panel.plots)
    pulse.net.start()
    eventually(lambda: panel.transport.state == "running")
    pulse.net.clear()
    time.sleep(0.3)


def test_the_bar_alone(pulse, eventually):
    bar = transport(pulse.net)
    press(bar, "play")
    eventually(lambda: bar.state == "running")
    bar.close()


def test_the_transport_bar_tells_where_the_time_goes(pulse, eventually):
    bar, view = transport(pulse.net), raster(pulse.net)
    view.visible = True
    run = pulse.net.start(speed=None)
    eventually(lambda: bar.load > 0.3 and bar.plotting > 0.0)
    assert 0.0 <= bar.serving < 0.7
    run.stop()
    eventually(lambda: bar.state == "stopped")
    assert (bar.load, bar.serving, bar.plotting) == (0.0, 0.0, 0.0)
    for each in (bar, view):
        each.close()

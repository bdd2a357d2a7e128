"""Pages for others: who may come in, what they may do, what they are told."""

import json

import numpy as np
import pytest

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.dashboards.dashboard import Dashboard
from annarchy_lab.lab.dashboards.relay import Relay
from annarchy_lab.lab.dashboards.serving import check_access, serve
from annarchy_lab.lab.serve import main
from annarchy_lab.lab.views.views import session_of


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.2", "::", "lab.example.org", ""])
def test_others_need_to_prove_who_they_are(address):
    with pytest.raises(ANNarchyException, match="password or OAuth"):
        check_access(address, None, None)
    assert check_access(address, "long enough", None)["basic_auth"] == "long enough"


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3"])
def test_this_computer_needs_not(address):
    assert check_access(address, None, None) == {}


def test_weak_or_half_authentication_is_refused():
    with pytest.raises(ANNarchyException, match="at least 8"):
        check_access("0.0.0.0", "short", None)
    with pytest.raises(ANNarchyException, match="oauth_secret"):
        check_access("0.0.0.0", None, {"oauth_provider": "github", "oauth_key": "x"})
    one, two = (check_access("::", "long enough", None) for _ in range(2))
    assert one["cookie_secret"] != two["cookie_secret"]


def test_serving_to_everybody_is_refused(pulse):
    with pytest.raises(ANNarchyException, match="password or OAuth"):
        serve(pulse.net, address="0.0.0.0")


def test_the_command_refuses_before_it_runs_anything(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("ANNARCHY_LAB_PASSWORD", raising=False)
    script = tmp_path / "app.py"
    script.write_text("raise SystemExit('it ran')")
    assert main([str(script), "--address", "0.0.0.0"]) == 1
    assert "password or OAuth" in capsys.readouterr().err
    assert main([str(tmp_path / "none.py")]) == 1
    assert "cannot read" in capsys.readouterr().err


class Visitor:
    """A dashboard behind a relay, as a page of a server has it."""

    def __init__(self, network, *, may_control):
        self.relay = Relay(may_control=may_control, wake=lambda: None)
        with self.relay.serving():
            self.dashboard = Dashboard(session_of(network), may_control=may_control)
        self.relay.hear({"id": "", "method": "ready"})
        self.models = {m["id"]: m["state"] for m in self.relay.take() if m["method"] == "open"}

    def say(self, widget, **message):
        self.relay.hear({"id": widget.model_id, **message})


@pytest.fixture
def visitor(pulse):
    made = []

    def visit(**rights):
        made.append(Visitor(pulse.net, **rights))
        return made[-1]

    yield visit
    for each in made:
        each.dashboard.close()


def test_a_page_gets_every_widget_with_its_front_end(visitor):
    page = visitor(may_control=False)
    wanted = {page.dashboard.widget.model_id}
    wanted |= {part.model_id for part in page.dashboard.parts.values()}
    assert wanted < {*page.models}
    frame = page.models[page.dashboard.widget.model_id]
    assert {"_esm", "arrangement", "parts"} <= {*frame}
    assert not frame["may_control"]
    json.dumps(page.models)


def test_who_watches_gets_frames_and_changes_nothing(visitor, pulse, eventually):
    page = visitor(may_control=False)
    raster = page.dashboard.parts["raster"]
    page.say(raster, method="update", state={"visible": True, "height": 9})
    assert raster.visible
    assert raster.height == 0
    page.say(raster, method="custom", content={"kind": "hello?"})
    pulse.net.simulate(50.0)
    told = []
    eventually(lambda: told.extend(page.relay.take()) or len(told) >= 2)
    assert told[0]["content"]["kind"] == "hello"
    controls = page.dashboard.parts["controls"]
    change = {"kind": "change", "id": "pop.a", "value": 0.5, "final": True, "seq": 1}
    page.say(controls, method="custom", content=change)
    page.say(page.dashboard.widget, method="custom", content={"kind": "usual"})
    page.say(
        page.dashboard._transport, method="custom", content={"kind": "command", "command": "play"}
    )
    pulse.net.simulate(5.0)
    assert np.all(pulse.pop.a < 0.2)
    assert pulse.net.live_run is None


def test_who_may_steer_does(visitor, pulse, eventually):
    page = visitor(may_control=True)
    controls = page.dashboard.parts["controls"]
    change = {"kind": "change", "id": "pop.c", "value": -60.0, "final": True, "seq": 1}
    page.say(controls, method="custom", content=change)
    eventually(lambda: np.all(pulse.pop.c == -60.0))


def test_two_visitors_watch_one_network(visitor, pulse, eventually):
    first, second = visitor(may_control=False), visitor(may_control=True)
    assert not {*first.models} & {*second.models}
    for page in (first, second):
        raster = page.dashboard.parts["raster"]
        page.say(raster, method="update", state={"visible": True})
        page.say(raster, method="custom", content={"kind": "hello?"})
    pulse.net.simulate(60.0)
    for page in (first, second):
        told = []
        eventually(
            lambda page=page, told=told: (
                told.extend(page.relay.take()) or any(m.get("buffers") for m in told)
            )
        )
    first.dashboard.close()
    eventually(lambda: len(second.dashboard.session._streams) == 3)


def test_a_page_that_is_gone_keeps_no_messages(visitor):
    page = visitor(may_control=False)
    for _ in range(3000):
        page.relay.tell("x", {"method": "update", "state": {}}, ())
    assert len(page.relay.take()) < 2001

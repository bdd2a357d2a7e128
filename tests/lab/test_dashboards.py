"""Dashboards: what the rules show, one per network, layouts that come and go."""

import json
import re
import subprocess
import sys

import pytest

import annarchy_lab as ann
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.dashboards.dashboard import open_dashboards
from annarchy_lab.lab.dashboards.kinds import KINDS
from annarchy_lab.lab.dashboards.layout import Layout


@pytest.fixture
def space(laboratory, monkeypatch):
    """The user's variables."""
    variables = {}
    monkeypatch.setattr(laboratory, "namespace", lambda: variables)
    yield variables
    for found in open_dashboards():
        found.close()


def learning(space):
    net = ann.Network(dt=1.0, seed=1)
    retina = net.create((4, 3), ann.Neuron(equations="r = 1.0"), name="retina")
    cells = net.create(5, ann.LeakyIntegrator, name="cells")
    light = net.connect(retina, cells, "exc", ann.Oja, name="light")
    light.all_to_all(0.1)
    net.connect(cells, cells, "inh", name="rivals").all_to_all(0.1)
    net.compile(silent=True)
    space |= {"net": net, "retina": retina}
    return net


def kinds(layout):
    return [tile["kind"] for tile in layout["tiles"]]


def overlaps(layout):
    cells = [
        (x, y)
        for tile in layout["tiles"]
        for x in range(tile["x"], tile["x"] + tile["w"])
        for y in range(tile["y"], tile["y"] + tile["h"])
    ]
    return len(cells) - len(set(cells))


def test_a_spiking_network_is_seen_along_time(pulse, space):
    made = pulse.net.dashboard()
    assert kinds(made.layout) == ["raster", "rate", "trace", "timeline", "controls"]
    assert made.problems == {}
    assert [group.name for group in made.parts["raster"].feed.groups] == ["pop"]
    assert overlaps(made.layout) == 0


def test_parts_that_the_user_has_named_are_told_apart(pulse, space):
    space |= {"Exc": pulse.exc, "Inh": pulse.inh, "again": pulse.inh}
    made = pulse.net.dashboard()
    assert [group.name for group in made.parts["raster"].feed.groups] == ["Exc", "Inh"]
    (line,) = made.parts["trace"].feed.series
    assert (made.parts["trace"].feed.title, line["color_index"]) == ("v of Exc", 0)


def test_some_parts_are_no_division(pulse, space):
    space |= {"Exc": pulse.exc, "some": pulse.pop[:90]}
    made = pulse.net.dashboard()
    assert [group.name for group in made.parts["raster"].feed.groups] == ["pop"]
    offered = next(kind for kind in made.widget.kinds if kind["kind"] == "raster")
    assert [subject["name"] for subject in offered["subjects"]] == ["pop", "Exc", "some"]


def test_a_network_that_learns_shows_its_weights(space):
    made = learning(space).dashboard()
    states = ["map", "fields", "histogram", "graph"]
    assert kinds(made.layout) == ["rate", "trace", *states, "timeline", "controls"]
    assert made.parts["fields-1"].feed.style.title == "receptive fields, w of light"
    assert made.problems == {}
    assert overlaps(made.layout) == 0


def test_every_kind_can_be_made(pulse, space):
    made = pulse.net.dashboard()
    tile = made.layout["tiles"][0]
    tiles = [
        tile | {"id": kind.name, "kind": kind.name, "y": 6 * k} for k, kind in enumerate(KINDS)
    ]
    made.layout = made.layout | {"tiles": tiles}
    assert made.problems == {}
    assert {*made.parts} == {kind.name for kind in KINDS}


def test_a_network_has_one_dashboard(pulse, space):
    made = pulse.net.dashboard()
    parts = dict(made.parts)
    assert ann.lab.dashboard(pulse.net) is made
    assert made.parts == parts
    assert len(pulse.net.dashboard(views={"some": pulse.exc}).parts["raster"].feed.groups) == 1
    streams = len(made.session._streams)
    pulse.net.dashboard(views={"other": pulse.inh})
    assert len(made.session._streams) <= 2 * streams  # those that go are dropped by the thread
    pulse.net.clear()
    assert made.is_closed


def test_widgets_that_go_let_go(pulse, space, eventually):
    made = pulse.net.dashboard()
    before = len(made.session._streams)
    for window in (500.0, 600.0, 700.0):
        made.layout = made.layout | {"window_ms": window}
    eventually(lambda: len(made.session._streams) == before)
    made.close()
    eventually(lambda: not made.session._streams)
    assert not made.session.on_change
    made.close()


def test_a_variable_with_another_network_closes_the_first_one(space):
    space["net"] = first = learning(space)
    made = first.dashboard()
    learning(space).dashboard()
    assert made.is_closed
    assert len(open_dashboards()) == 1


def test_layouts_go_around(pulse, space, tmp_path):
    made = pulse.net.dashboard()
    assert not made.is_own
    path = tmp_path / "mine.json"
    made.save(path)
    tiles = json.loads(path.read_text())["tiles"]
    tiles[0] |= {"w": 6, "of": ["pop"]}
    path.write_text(json.dumps(made.layout | {"tiles": tiles}))
    pulse.net.dashboard(layout=path)
    assert made.layout["tiles"] == tiles
    assert made.is_own
    assert Layout.read(made.layout).as_json() == made.layout
    with pytest.raises(ANNarchyException, match="cannot write"):
        made.save(tmp_path / "nowhere" / "x.json")


def test_a_layout_of_another_network_is_explained_and_kept(pulse, space):
    theirs = pulse.net.dashboard(views={"Exc": pulse.exc}).layout
    made = learning(space).dashboard(layout=theirs)
    assert "nothing that a raster of spikes can show" in made.problems["raster"]
    assert "no 'Exc'" in made.problems["trace"]
    assert {*made.parts} == {"rate", "timeline", "controls"}
    assert made.layout == theirs
    shown = {part["id"]: part for part in made.widget.parts}
    assert not shown["trace"]["model"]
    assert shown["trace"]["problem"]


def test_an_unknown_kind_or_variable_is_explained(pulse, space):
    made = pulse.net.dashboard()
    tiles = [*made.layout["tiles"]]
    tiles[0] = tiles[0] | {"kind": "hologram"}
    tiles[2] = tiles[2] | {"variables": ["<b>"]}
    made.layout = made.layout | {"tiles": tiles}
    assert "no kind of view called 'hologram'" in made.problems["raster"]
    assert "no variable '<b>'" in made.problems["trace"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": "other"}, "layout.format"),
        ({"version": 2}, "layout.version is 2, not 1"),
        ({"tiles": 3}, "layout.tiles is 3, which is no array"),
        ({"window_ms": float("nan")}, "layout.window_ms"),
        ({"tiles": [{}]}, "layout.tiles[0] has no id"),
        ({"tiles": [{"id": "../x"}]}, "layout.tiles[0]"),
    ],
)
def test_what_is_no_layout_is_explained(pulse, space, change, told):
    made = pulse.net.dashboard()
    with pytest.raises(ANNarchyException, match=re.escape(told)):
        made.layout = made.layout | change
    assert kinds(made.layout) == ["raster", "rate", "trace", "timeline", "controls"]


def test_files_that_hold_none_are_explained(pulse, space, tmp_path):
    path = tmp_path / "x.json"
    with pytest.raises(ANNarchyException, match="cannot read the layout"):
        pulse.net.dashboard(layout=path)
    path.write_text("{")
    with pytest.raises(ANNarchyException, match="is no JSON"):
        pulse.net.dashboard(layout=str(path))


def test_the_page_changes_the_layout(pulse, space, monkeypatch):
    made = pulse.net.dashboard()
    told = []
    monkeypatch.setattr(made.widget, "send", lambda message, *_: told.append(message))
    kept = made.layout | {"tiles": made.layout["tiles"][:2]}
    made.widget._hear({"kind": "layout", "layout": kept, "is_kept": True})
    assert made.layout == kept
    made.widget._hear({"kind": "layout", "layout": {}, "is_kept": False})
    assert made.layout == kept
    assert [message["kind"] for message in told] == ["refused"]
    other = kept | {"tiles": kept["tiles"][:1]}
    made.widget._hear({"kind": "layout", "layout": other, "is_kept": True})
    assert made.layout == kept  # somebody chose one here before
    made.widget._hear({"kind": "usual"})
    assert kinds(made.layout) == ["raster", "rate", "trace", "timeline", "controls"]


def test_it_leaves_a_picture(pulse, space, eventually):
    made = pulse.net.dashboard()
    pulse.net.start(100.0, speed=None).wait()
    eventually(lambda: "image/png" in made.bundle())
    assert "raster_time_ms" in made.data()


def test_a_network_without_populations_says_so(space):
    with pytest.raises(ANNarchyException, match="no populations"):
        ann.Network().dashboard()


def test_a_missing_package_is_named():
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "import annarchy_lab as ann\n"
        "try: ann.Network().dashboard()\n"
        "except ann.ANNarchyException as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "needs anywidget" in told.stdout

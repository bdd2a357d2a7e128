"""A phase plane is told what a monitor would have recorded of two variables, for a short while."""

import jsonschema
import numpy as np
import pytest
from lab_networks import build_rates

from annarchy_lab import ANNarchyException
from annarchy_lab.lab import phase_plane
from annarchy_lab.lab.schema import generate

DEFINITIONS = generate.load()


def check(name, message):
    jsonschema.validate(message, DEFINITIONS | {"$ref": f"#/$defs/{name}"})


def told(view, kind="frame"):
    view.feed.fetch()
    message, (points,) = view.feed.packet(kind, 1)
    check("PhaseFrame", message)
    return message, np.frombuffer(points, "<f4").reshape(len(view.feed.style.series), 2, -1)


def test_points_are_those_of_a_monitor(pulse):
    view = phase_plane(pulse.net, "v", "u", of=pulse.inh, neurons=[3, 1], trail=50.0)
    check("PhaseHello", view.feed.hello())
    monitor = pulse.net.monitor(pulse.pop, ["v", "u"])
    pulse.net.simulate(40.0)
    message, points = told(view)
    v, u = monitor.get("v"), monitor.get("u")
    for place, rank in enumerate((83, 81)):
        assert points[place, 0] == pytest.approx(v[:, rank], rel=1e-6)
        assert points[place, 1] == pytest.approx(u[:, rank], rel=1e-6)
    assert (message["t0_ms"], message["t_ms"], message["dropped"]) == (0.0, 40.0, 0)
    pulse.net.simulate(7.0)
    message, points = told(view)
    assert (message["t0_ms"], message["t_ms"], points.shape) == (40.0, 47.0, (2, 2, 7))
    view.close()


def test_nothing_older_than_the_trail_is_told(pulse):
    view = phase_plane(pulse.net, trail=20.0)
    pulse.net.simulate(300.0)
    message, points = told(view, "snapshot")
    assert (message["t_ms"], points.shape) == (300.0, (1, 2, 21))
    view.close()


def test_a_long_trail_is_thinned(pulse, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.feeds.phase.MOST_POINTS", 10)
    view = phase_plane(pulse.net, trail=100.0)
    monitor = pulse.net.monitor(pulse.pop, "v")
    pulse.net.simulate(55.0)
    message, points = told(view)
    assert message["dt_ms"] == view.feed.stride == 11
    assert points[0, 0] == pytest.approx(monitor.get("v")[::11, 0], rel=1e-6)
    view.close()


def test_what_follows_v_in_the_model_unless_told_otherwise(pulse):
    usual, swapped = phase_plane(pulse.net), phase_plane(pulse.net, y="v")
    assert (usual.feed.style.x_label, usual.feed.style.y_label) == ("v", "u")
    assert swapped.feed.style.y_label == "v"
    assert swapped.feed.style.x_label != "v"
    usual.close()
    swapped.close()


def test_one_variable_makes_no_plane(laboratory):
    net, _pop = build_rates()
    with pytest.raises(ANNarchyException, match="fewer than two"):
        phase_plane(net)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": "nonsense"}, "no variable"),
        ({"neurons": 100}, "neurons 0 to 99"),
        ({"trail": 0.0}, "above 0"),
        ({"trail": float("nan")}, "above 0"),
    ],
)
def test_what_cannot_be_shown_is_explained(pulse, arguments, message):
    with pytest.raises(ANNarchyException, match=message):
        phase_plane(pulse.net, **arguments)


def test_it_leaves_a_picture_behind(pulse, monkeypatch):
    view = phase_plane(pulse.net, "v", "u", neurons=[0, 1])
    assert view.still() is None
    pulse.net.simulate(100.0)
    view.feed.fetch()
    assert view.still().startswith(b"\x89PNG")
    monkeypatch.setattr("annarchy_lab.lab.views.still.find_spec", lambda _: None)
    assert view.still().startswith(b"\x89PNG")
    view.close()

"""The stimulus tool and its twin: what they give, the brush, what comes back, what is refused."""

import numpy as np
import pytest
from lab_networks import build_rates

from annarchy_lab import ANNarchyException
from annarchy_lab.lab import activity_map, live, raster, select, stimulate, stimulus

SETTINGS = {
    "target": "Exc",
    "attribute": "noise",
    "amplitude": 2.0,
    "duration_ms": 5.0,
    "noise": 0.0,
    "period_ms": 0.0,
}


@pytest.fixture
def told(pulse):
    noted = []
    pulse.net._on_write.append(lambda *what: noted.append(what))
    return noted


@pytest.fixture
def tool(pulse):
    made = stimulus(pulse.net, {"Exc": pulse.exc, "Inh": pulse.inh})
    yield made
    made.close()


def say(tool, kind, **message):
    tool._on_message(None, {"kind": kind, **message}, ())
    tool._session.ask(lambda: None)  # it is done in turn


def test_it_knows_what_can_be_stimulated(tool):
    exc, inh = tool.targets
    assert (exc["name"], exc["can_fire"], inh["size"]) == ("Exc", True, 20)
    assert exc["attributes"][:2] == ["g_exc", "g_inh"]
    assert "I" not in exc["attributes"]  # computed anew in each step
    at = exc["attributes"].index("noise")
    assert exc["amplitudes"][at] == 10.0  # half of its range


def test_the_live_view_has_it_put_away(pulse, told):
    panel = live(pulse.net, {"Exc": pulse.exc, "Inh": pulse.inh})
    assert (panel.stimulus.is_foldable, panel.stimulus.is_folded) == (True, True)
    say(panel.stimulus, "pulse", settings=SETTINGS)
    assert len(told) == 1
    panel.close()


def test_a_pulse_and_spikes_of_a_group(pulse, tool, told):
    say(tool, "pulse", settings=SETTINGS)
    assert tool.said == f"noise +2 for 5 ms: {pulse.exc.size} neurons"
    say(tool, "fire", settings=SETTINGS | {"target": "Inh"})
    assert tool.said == "spikes: 20 neurons"
    (_, name, attribute, kind, value, origin), fired = told
    assert (name, attribute, kind, origin) == (pulse.pop.name, "noise", "stimulate", "stimulus")
    assert value["n_steps"] == 5
    assert np.array_equal(value["ranks"], pulse.exc.ranks)
    assert fired[2:4] == ("", "stimulate")
    assert not tool.is_refused


def test_one_that_comes_back_is_listed_until_it_ends(pulse, tool, eventually):
    say(tool, "pulse", settings=SETTINGS | {"period_ms": 20.0})
    ((given),) = tool.given
    assert given["text"] == f"noise +2 for 5 ms, every 20 ms: {pulse.exc.size} neurons"
    say(tool, "end", number=given["number"])
    assert tool.given == []
    assert pulse.net.simulator.stimuli(pulse.pop.name) == ()
    say(tool, "pulse", settings=SETTINGS | {"period_ms": 20.0})
    pulse.net.start(speed=None)
    say(tool, "end", number=99)
    assert tool.given
    pulse.net.live_run.stop()
    pulse.net.reset()
    pulse.net.start(20.0, speed=None).wait()
    eventually(lambda: tool.given == [])


def test_the_selected_neuron(pulse, tool, told):
    say(tool, "pulse", settings=SETTINGS | {"target": ""})
    assert (tool.is_refused, tool.said) == (True, "no neuron is selected: click one in a view.")
    select(pulse.inh[3])
    tool._session.ask(lambda: None)  # views are told on the session's thread
    assert tool.selected
    say(tool, "pulse", settings=SETTINGS | {"target": ""})
    assert not tool.is_refused
    assert told[-1][4]["ranks"].tolist() == [pulse.inh.ranks[3]]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (SETTINGS | {"amplitude": "much"}, "amplitude of a stimulus is a number"),
        (SETTINGS | {"noise": float("nan")}, "noise of a stimulus is a number"),
        (SETTINGS | {"duration_ms": 0.0}, "at least one step"),
        (SETTINGS | {"period_ms": 2.0}, "before it has ended"),
        (SETTINGS | {"attribute": "I"}, "computes it anew"),
        (SETTINGS | {"target": "nobody"}, "no group 'nobody'"),
        (None, "is a number"),
    ],
)
def test_what_makes_no_sense_is_explained(tool, told, settings, reason):
    say(tool, "pulse", settings=settings)
    assert tool.is_refused
    assert reason in tool.said
    assert told == []


def test_a_brush_draws_on_rasters_and_maps(pulse, tool, told):
    view = raster(pulse.net, {"Exc": pulse.exc, "Inh": pulse.inh})
    say(view, "paint", items=[0, 1])
    assert told == []  # nobody draws
    say(tool, "draw", radius=12, settings=SETTINGS | {"period_ms": 50.0}, fires=False)
    assert tool.brush == view.brush == 12
    later = raster(pulse.net, {"Inh": pulse.inh})
    assert later.brush == 12
    last = pulse.exc.size
    say(view, "paint", items=[2, 0, last + 1, "x", -5, 10**9])
    (drawn,) = told
    expected = sorted([*pulse.exc.ranks[[0, 2]].tolist(), int(pulse.inh.ranks[1])])
    assert drawn[4]["ranks"].tolist() == expected
    assert drawn[4]["period_steps"] == 0  # what is drawn does not come back
    assert tool.said == "noise +2 for 5 ms: 3 neurons"
    say(tool, "draw", radius=12, settings=SETTINGS, fires=True)
    say(later, "paint", items=[4])
    assert told[-1][2:4] == ("", "stimulate")
    say(tool, "draw", radius=0)
    assert (tool.brush, view.brush) == (0, 0)
    for each in (view, later):
        each.close()


def test_drawing_on_a_map_of_rates(laboratory):
    net, _ = build_rates()
    tool, view = stimulus(net), activity_map(net)
    assert not tool.targets[0]["can_fire"]
    settings = SETTINGS | {"target": "rates", "attribute": "baseline"}
    say(tool, "draw", radius=9, settings=settings)
    say(view, "paint", items=[0, 3])
    assert net.simulator.stimuli("rates") == (1,)
    tool.close()
    assert view.brush == 0
    view.close()


def test_the_twin_gives_the_same(pulse, told):
    given = stimulate(pulse.exc[:3], 2.0, 5.0, "noise", noise=0.5, period=10.0)
    stimulate(pulse.inh)
    assert [what[3:] for what in told][1][2] == "stimulus"
    assert (given.n_neurons, given.is_over) == (3, False)
    given.end()
    assert given.is_over
    with pytest.raises(ANNarchyException, match="no 'J'"):
        stimulate(pulse.exc, 1.0, attribute="J")

"""The timeline: what was changed when, where one can go, and what views keep of other branches."""

import numpy as np
import pytest

from annarchy_lab import Scale
from annarchy_lab.lab.feeds.ring import Ring
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.views.travels import journal_table, timeline
from annarchy_lab.lab.views.views import rate, trace, transport
from annarchy_lab.runtime.backend import Recording


@pytest.fixture
def session(pulse):
    return LABORATORY.session(pulse.net)


def do(session, name, value=None, eventually=None):
    """Press a button, and wait until it is done."""
    answers = []
    session.command(name, value, answers.append)
    eventually(lambda: answers)
    return answers[0]


def recorded(view, variable=None):
    """All that a view keeps: steps and values of its first tap."""
    ring = view.feed.taps[0].ring
    part = ring.between(ring.start, ring.stop)
    return part.steps.tolist(), part.data.tobytes()


def test_every_change_is_a_mark(pulse, session):
    view = timeline(pulse.net)
    net = pulse.net
    run = net.start(speed=None)
    run.pause()
    for value in (1.1, 1.3, 1.5):
        net.write([(pulse.exc_proj, "w", Scale(value))], "control")
    run.step(10)
    pulse.exc_proj.transmission = False
    net.undo()
    pulse.pop[3].d = 2.0
    marks = [(mark.step, mark.text) for mark in session.marks.all()]
    step = marks[0][0]
    assert marks == [
        (step, "w of exc: × 1 → × 1.5"),
        (step + 10, "transmission of exc: on → off"),
        (step + 10, "undo · transmission of exc: on"),
        (step + 10, "d of pop [3]: 8 → 2"),
    ]
    net.rewind((step + 10) * net.dt)
    assert [mark.text for mark in session.marks.all()] == ["w of exc: × 1 → × 1.5"]
    net.reset()
    assert session.marks.all() == ()
    view.close()


def test_what_the_timeline_tells(pulse, session, eventually):
    view = timeline(pulse.net, window=500.0)
    net = pulse.net
    assert view.timeline["keyframes"] == []
    net.start(100.0, speed=None).wait()
    held = net.checkpoint()
    pulse.exc.noise = 7.0
    eventually(lambda: view.timeline["marks"] and view.timeline["t_ms"] == 100.0)
    told = view.timeline
    assert told["keyframes"][0] == 0.0
    assert told["checkpoints"] == [held.time]
    assert told["marks"] == [{"t_ms": 100.0, "text": "noise of pop [0:80]: 5 → 7"}]
    assert 0 < told["n_bytes"] < told["budget_bytes"]
    assert do(session, "branch", 40.0, eventually) == ""
    eventually(lambda: view.timeline["branches"])
    assert view.timeline["line"] == "branch 1"
    assert view.timeline["branches"] == [{"name": "main", "from_ms": 40.0, "until_ms": 100.0}]
    assert view.timeline["marks"] == []
    assert do(session, "switch", 0.0, eventually) == ""
    eventually(lambda: view.timeline["line"] == "main")
    assert net.time == 100.0
    assert [mark.text for mark in session.marks.all()] == ["noise of pop [0:80]: 5 → 7"]
    assert "this branch is gone" in do(session, "switch", 5.0, eventually)
    assert "lies in the future" in do(session, "rewind", 1e6, eventually)
    view.close()


def test_views_keep_the_past_and_what_was_left(pulse, session, eventually):
    traced, rated = trace(pulse.net, "v", neurons=[0, 1]), rate(pulse.net)
    net = pulse.net
    net.start(100.0, speed=None).wait()
    for view in (traced, rated):
        view.feed.fetch()
    before = recorded(traced)
    assert do(session, "branch", 40.0, eventually) == ""
    eventually(lambda: recorded(traced)[0] == list(range(40)))
    assert before[1].startswith(recorded(traced)[1])
    pulse.exc.noise = 12.0
    net.start(30.0, speed=None).wait()
    for view in (traced, rated):
        view.feed.fetch()
        ((head, buffers),) = view.feed.ghosts()
        assert (head["kind"], head["branch"], head["t0_ms"], head["t_ms"]) == (
            *("ghost", "main"),
            *(40.0, 100.0),
        )
        assert all(len(each) for each in buffers)
    assert recorded(traced)[0] == list(range(70))
    assert do(session, "switch", 0.0, eventually) == ""
    eventually(lambda: recorded(traced) == before)
    ((head, _),) = traced.feed.ghosts()
    assert (head["branch"], head["t0_ms"], head["t_ms"]) == ("branch 1", 40.0, 70.0)
    net.start(10.0, speed=None).wait()
    traced.feed.fetch()
    assert recorded(traced)[0] == list(range(110))
    net.reset()
    eventually(lambda: not list(traced.feed.ghosts()))
    for view in (traced, rated):
        view.close()


def test_an_endless_run_runs_on_from_there(pulse, session, eventually):
    net = pulse.net
    net.start(speed=None)
    eventually(lambda: net.time > 200.0)
    assert do(session, "rewind", 50.0, eventually) == ""
    assert net.live_run.state == "running"
    net.live_run.stop()
    net.start(30.0, speed=None).wait()
    assert do(session, "rewind", 40.0, eventually) == ""
    assert (net.live_run, net.time) == (None, 40.0)


def test_undo_and_redo_are_buttons(pulse, session, eventually):
    bar = transport(pulse.net)
    pulse.net.start(10.0, speed=None).wait()
    pulse.exc.noise = 9.0
    eventually(lambda: bar.undo == "noise of pop [0:80]: 9 → 5")
    assert do(session, "undo", None, eventually) == ""
    eventually(lambda: bar.redo == "noise of pop [0:80]: 5 → 9")
    assert bar.undo == ""
    assert do(session, "redo", None, eventually) == ""
    assert pulse.exc.noise.tolist() == [9.0] * 80
    bar.close()


def test_a_variable_that_is_not_finite_is_told_with_its_remedy(pulse, session, eventually):
    bar = transport(pulse.net)
    net = pulse.net
    run = net.start(speed=20.0)
    eventually(lambda: net.time > 300.0)
    pulse.pop[17].v = np.nan
    eventually(lambda: bar.state == "failed")
    assert bar.message.startswith("NaN in v of neuron 17 of pop at t = ")
    assert "rewind" not in bar.message
    assert bar.remedy_ms >= 280.0
    assert run.failure.places[0].attribute == "v"
    to_ms = bar.remedy_ms
    assert do(session, "rewind", to_ms, eventually) == ""
    assert net.time == to_ms
    assert np.isfinite(pulse.pop.v).all()
    eventually(lambda: (bar.state, bar.message, bar.remedy_ms) == ("idle", "", -1.0))
    assert do(session, "play", None, eventually) == ""
    eventually(lambda: bar.state == "running")
    net.live_run.stop()
    bar.close()


def test_the_journal_is_a_table_that_grows(pulse, eventually):
    table = journal_table(pulse.net)
    assert (table.rows, table.path) == ([], "")
    assert "begins with the first live run" in table._repr_html_()
    heard = []
    table.send = lambda message, _=None: heard.append(message)
    table._hear({"kind": "script?"})
    assert "first live run" in heard[0]["problem"]
    net = pulse.net
    net.start(20.0, speed=None).wait()
    pulse.exc.noise = 9.0
    net.start(20.0, speed=None).wait()
    net.rewind(10.0)
    eventually(lambda: table.n_rows == 2)
    undone, rewind = table.rows
    assert undone == {
        "t_ms": 20.0,
        "what": "pop.noise [0:80]",
        "change": "= 9",
        "by": "cell",
        "is_undone": True,
    }
    assert (rewind["what"], rewind["change"], rewind["is_undone"]) == (
        "rewind",
        "to step 10",
        False,
    )
    table._hear({"kind": "script?"})
    assert "def play(net" in heard[1]["text"]
    table.close()


def stretch(start, stop, intervals=None):
    steps = np.concatenate([np.arange(*each) for each in intervals or ((start, stop),)])
    return Recording(steps, steps * 1.0, tuple(intervals or ((start, stop),)))


def test_a_ring_puts_its_past_back():
    ring = Ring(1000)
    ring.add(stretch(0, 60))
    assert ring.add(stretch(0, 0, [(60, 80), (30, 45)]))
    assert (ring.start, ring.stop) == (30, 45)
    left = ring.left_since(40)
    assert left.between(0, 100).steps.tolist() == list(range(40, 80))
    ring.rejoin()
    assert ring.between(0, 100).steps.tolist() == list(range(45))
    assert not ring.add(stretch(45, 50))
    assert ring.add(stretch(0, 0, [(50, 52), (80, 82)]))
    ring.enter(40, left)
    assert ring.between(0, 100).steps.tolist() == list(range(82))


def test_a_ring_that_turns_back_twice_puts_all_of_its_past_back():
    ring = Ring(1000)
    ring.add(stretch(0, 60))
    assert ring.add(stretch(0, 0, [(60, 80), (30, 45), (40, 42)]))
    ring.rejoin()
    assert ring.between(0, 100).steps.tolist() == list(range(42))

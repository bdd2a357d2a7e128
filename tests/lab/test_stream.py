import pytest
from step_views import StepFeed, StepSimulator, StepView

from annarchy_lab.lab.stream import Stream


@pytest.fixture
def parts():
    feed, view, simulator = StepFeed(), StepView(), StepSimulator()
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


def test_three_frames_are_under_way_behind_a_question_and_late_ones_are_merged(parts):
    stream, view, simulator = parts
    stream.begin(simulator)
    view.take()
    sent = [run(stream, simulator) for _ in range(6)]
    assert sent == [True, True, True, True, False, False]  # a snapshot asks
    view.answer()
    assert run(stream, simulator)
    assert view.data == [list(range(40, 70))]


def test_frames_go_on_without_an_answer_unless_one_is_asked_for(parts):
    stream, view, simulator = parts
    run(stream, simulator)
    view.answer()
    assert all(run(stream, simulator) for _ in range(20))
    assert "answer" not in view.last
    simulator.step += 10
    stream.look(simulator)
    assert stream.advance(asks=True)
    assert view.last["answer"]
    assert not stream.has_answered
    assert [run(stream, simulator) for _ in range(4)] == [True, True, True, False]
    view.answer()
    assert stream.has_answered
    assert all(run(stream, simulator) for _ in range(20))


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

"""Where threads must meet, and where they need not."""

import pytest

from annarchy_lab.runtime.cpu.hazards import Phase, order_hazards


def phase(label, reads="", writes="", publishes="", *, is_serial=False):
    names = (frozenset(text.split()) for text in (reads, writes, publishes))
    return Phase({}, label, *names, is_serial)


def labels(*phases):
    return ["|" if p.entry == {"kind": "barrier"} else p.label for p in order_hazards(phases)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (phase("a", writes="x"), phase("b", reads="x")),
        (phase("a", reads="x"), phase("b", writes="x")),
        (phase("a", publishes="x"), phase("b", reads="x")),
    ],
    ids=["read after write", "write after read", "read after publishing"],
)
def test_threads_meet_between(first, second):
    assert labels(first, second) == ["a", "|", "b"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (phase("a", writes="x"), phase("b", writes="x")),
        (phase("a", reads="x"), phase("b", reads="x")),
        (phase("a", reads="x"), phase("b", publishes="x")),
        (phase("a", writes="x"), phase("b", reads="x", is_serial=True)),
    ],
    ids=["own writes", "reads", "another slot of a ring", "a serial phase"],
)
def test_threads_need_not_meet_between(first, second):
    assert labels(first, second) == ["a", "b"]


def test_one_meeting_serves_all_that_came_before():
    a, b = phase("a", writes="x y"), phase("b", reads="x")
    c, d = phase("c", reads="y"), phase("d", writes="y")
    assert labels(a, b, c, d) == ["a", "|", "b", "c", "|", "d"]


def test_a_serial_phase_is_a_meeting():
    middle = phase("m", is_serial=True)
    assert labels(phase("a", writes="x"), middle, phase("b", reads="x")) == ["a", "m", "b"]


def test_the_end_of_a_step_is_a_meeting():
    assert labels(phase("a", reads="x"), phase("b", publishes="x")) == ["a", "b"]

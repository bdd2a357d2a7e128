import numpy as np
import pytest

from annarchy_lab.lab.feeds.ring import Ring
from annarchy_lab.runtime.backend import Recording


def recording(start, stop, steps=None, n_dropped=0, intervals=None):
    steps = np.arange(start, stop) if steps is None else np.asarray(steps)
    return Recording(steps, steps * 10, intervals or ((start, stop),), n_dropped)


def test_stretches_join():
    ring = Ring(100)
    assert ring.is_empty
    for start in (0, 4, 8):
        assert not ring.add(recording(start, start + 4))
    part = ring.between(2, 10)
    assert (part.start, part.stop) == (2, 10)
    assert part.steps.tolist() == [2, 3, 4, 5, 6, 7, 8, 9]
    assert part.data.tolist() == [20, 30, 40, 50, 60, 70, 80, 90]


def test_the_oldest_goes():
    ring = Ring(6)
    for start in range(0, 40, 4):
        ring.add(recording(start, start + 4))
    assert ring.stop == 40
    assert 32 <= ring.start <= 34
    assert ring.between(0, 100).start == ring.start


def test_memory_is_bounded():
    ring = Ring(10_000, max_items=10)
    for start in range(0, 40, 4):
        ring.add(recording(start, start + 4))
    assert len(ring.between(0, 100).steps) <= 12


def test_a_long_stretch_without_events_is_known_to_be_empty():
    ring = Ring(100)
    ring.add(recording(0, 50, steps=[]))
    part = ring.between(0, 50)
    assert (part.start, part.stop, len(part.steps)) == (0, 50, 0)


def test_what_is_missing_is_counted_once():
    ring = Ring(100)
    ring.add(recording(0, 10, steps=[6, 7, 8, 9], n_dropped=6))
    ring.add(recording(10, 20))
    assert ring.between(0, 20).n_dropped == 6
    assert ring.between(5, 20).n_dropped == 0
    assert ring.between(10, 20).n_dropped == 0


@pytest.mark.parametrize(
    ("intervals", "steps", "kept"),
    [
        (((0, 3),), [0, 1, 2], [0, 1, 2]),  # time was set back between two looks
        (((10, 14), (0, 3)), [10, 11, 12, 13, 0, 1, 2], [0, 1, 2]),  # and while recording
        (((10, 12), (50, 52)), [10, 11, 50, 51], [50, 51]),
    ],
)
def test_after_a_jump_only_the_new_time_is_kept(intervals, steps, kept):
    ring = Ring(1000)
    ring.add(recording(0, 10))
    assert ring.add(recording(0, 0, steps=steps, intervals=intervals))
    assert ring.between(0, 1000).steps.tolist() == kept


def test_nothing_new_is_nothing_lost():
    ring = Ring(100)
    ring.add(recording(0, 10))
    assert not ring.add(recording(10, 10, steps=[]))
    assert not ring.add(Recording(np.empty(0, np.int64), np.empty(0), ()))
    assert ring.between(0, 100).stop == 10

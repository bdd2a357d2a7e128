"""Rows and spikes at given steps in the core: any parts and threads, and what it refuses."""

import numpy as np
import pytest
from native_modules import buffer_of

from annarchy_lab.runtime._bridge import Buffer

SIZE = 150
LAYOUTS = [(1, 1), (1, 7), (2, 4), (3, 3)]
ONSETS = np.array([2, 3, 6])


def play(net, *, dtype=np.float64, is_single=False, **changes):
    """A phase that plays three rows with a period of 9 steps, and its target."""
    population = net.engine.add_population(SIZE)
    rows = np.arange(3 * (1 if is_single else SIZE)) + 1.0
    target, values = buffer_of(np.full(SIZE, 7.0), dtype)
    phase = {
        "kind": "play",
        "start": buffer_of([0], np.int64)[0],
        "onsets": buffer_of(ONSETS, np.int64)[0],
        "n_rows": 3,
        "period_steps": 9,
        "rows": buffer_of(rows, dtype)[0],
        "single": is_single,
        "target": target,
        "itemsize": np.dtype(dtype).itemsize,
        "population": population,
    }
    return {**phase, **changes}, values, rows.reshape(3, -1)


def emit(net, **changes):
    """A phase that emits four spikes, and its population."""
    population = net.engine.add_population(
        SIZE, 2, Buffer(SIZE + 64), buffer_of(np.zeros(SIZE), np.int64)[0]
    )
    phase = {
        "kind": "emit",
        "start": buffer_of([0], np.int64)[0],
        "steps": buffer_of([1, 1, 1, 3], np.int64)[0],
        "ranks": buffer_of([0, 64, 149, 64], np.int32)[0],
        "n_spikes": 4,
        "population": population,
    }
    return {**phase, **changes}, population


@pytest.mark.parametrize("is_single", [False, True])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_are_played_by_parts(net, layout, dtype, is_single):
    net.engine.set_parallel(*layout)
    phase, values, rows = play(net, dtype=dtype, is_single=is_single)
    net.engine.install([phase])
    zeros = np.zeros(SIZE)
    for step in range(30):
        net.engine.run(1)
        due = [k for k in range(step + 1) if k % 9 in ONSETS]
        row = rows[list(ONSETS).index(due[-1] % 9)] if due else zeros
        assert np.array_equal(values, np.broadcast_to(row, SIZE)), step


@pytest.mark.parametrize("layout", LAYOUTS)
def test_spikes_are_emitted_by_parts(net, layout):
    net.engine.set_parallel(*layout)
    phase, population = emit(net)
    net.engine.install([phase])
    found = []
    for _ in range(5):
        net.engine.run(1)
        found.append(net.engine.spikes(population).tolist())
    assert found == [[], [0, 64, 149], [], [64], []]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("cannot be negative", {"n_rows": -1}),
        ("cannot be negative", {"period_steps": -1}),
        ("only real numbers", {"itemsize": 1}),
        ("one value takes one number per row", {"population": None}),
        ("start", {"start": None}),
        ("onsets", {"n_rows": 100}),
        ("rows", {"rows": Buffer(8)}),
        ("target", {"target": Buffer(8)}),
    ],
)
def test_tables_that_do_not_fit_are_refused(net, text, changes):
    with pytest.raises(ValueError, match=text):
        net.engine.install([play(net, **changes)[0]])


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("cannot be negative", {"n_spikes": -1}),
        ("start", {"start": None}),
        ("steps", {"steps": Buffer(8)}),
        ("ranks", {"ranks": Buffer(8)}),
        ("outside the population", {"ranks": buffer_of([0, 64, 150, 64], np.int32)[0]}),
        ("only by a spiking population", {"population": 0}),
    ],
)
def test_spikes_that_do_not_fit_are_refused(net, text, changes):
    net.engine.add_population(SIZE)
    with pytest.raises(ValueError, match=text):
        net.engine.install([emit(net, **changes)[0]])

"""Recorders: what they keep, what they drop, when they were on."""

import numpy as np
import pytest
from native_modules import buffer_of

from annarchy_lab.runtime._bridge import Buffer

LAYOUTS = [(1, 1), (1, 7), (2, 2), (2, 7), (3, 3)]
END = {"kind": "record", "stage": "end"}


@pytest.fixture
def growing(net):
    return grow(net, 50)


def grow(net, size):
    """A population whose value v is the number of executed steps plus its rank, times 100."""
    number = net.engine.add_population(size)
    (given, _), (derived, _) = buffer_of([0.0]), buffer_of([0.0])
    (total, _), (v, values) = buffer_of([0.0]), buffer_of(100.0 * np.arange(size))
    context = net.engine.add_context(net.modules["counting"], [given, derived, total, v], size)
    once = {"kind": "once", "context": context, "function": "update_global"}
    update = {"kind": "range", "context": context, "function": "update", "population": number}
    net.phases += [{"kind": "record", "stage": "targets"}, once, update, END]
    return number, v, values


def expected_rows(n_steps, size=50):
    v, seen, rows = 100.0 * np.arange(size), 0.0, []
    for step in range(n_steps):
        seen += step
        v = 0.5 * v + seen
        rows.append(v)
    return np.array(rows)


def rows_of(got, dtype=np.float64):
    return got["data"].view(dtype)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_hold_the_value_after_each_step(net, growing, layout):
    number, v, _ = growing
    net.engine.set_parallel(*layout)
    recorder = net.engine.add_recorder("rows", source=v, n_items=50, population=number)
    net.run(9)
    got = net.engine.collect(recorder)
    assert got["steps"].tolist() == list(range(9))
    assert rows_of(got).tobytes() == expected_rows(9).tobytes()
    assert (got["dropped"], got["intervals"]) == (0, [(0, 9)])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_long_rows_lie_anywhere_in_memory(net, layout):
    number, v, _ = grow(net, 1001)
    net.engine.set_parallel(*layout)
    recorder = net.engine.add_recorder("rows", source=v, n_items=1001, population=number)
    net.run(700)  # several segments, some of them large
    got = net.engine.collect(recorder)
    assert rows_of(got).tobytes() == expected_rows(700, 1001).tobytes()


def test_targets_are_recorded_before_the_update(net, growing):
    number, v, _ = growing
    early = net.engine.add_recorder(
        "rows", source=v, n_items=50, population=number, stage="targets"
    )
    net.run(4)
    got = rows_of(net.engine.collect(early))
    assert got[0].tolist() == (100.0 * np.arange(50)).tolist()
    assert got[1:].tobytes() == expected_rows(3).tobytes()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("is_local", [True, False])
def test_some_elements_in_any_order(net, growing, layout, is_local):
    number, v, _ = growing
    net.engine.set_parallel(*layout)
    indices = np.array([49, 0, 7, 7, 23], np.int32)
    recorder = net.engine.add_recorder(
        "rows", source=v, indices=indices, population=number if is_local else -1
    )
    net.run(5)
    assert rows_of(net.engine.collect(recorder)).tobytes() == expected_rows(5)[:, indices].tobytes()


@pytest.mark.parametrize(("itemsize", "dtype"), [(1, np.uint8), (4, np.int32), (8, np.int64)])
def test_items_of_every_size(net, itemsize, dtype):
    source = buffer_of([3, 5, 9], dtype)[0]
    whole = net.engine.add_recorder("rows", source=source, itemsize=itemsize, n_items=3)
    some = net.engine.add_recorder("rows", source=source, itemsize=itemsize, indices=[2, 0])
    net.run(2, END)
    assert rows_of(net.engine.collect(whole), dtype).tolist() == [[3, 5, 9]] * 2
    assert rows_of(net.engine.collect(some), dtype).tolist() == [[9, 3]] * 2


def test_a_period_counts_from_the_start_of_the_recorder(net, growing):
    number, v, _ = growing
    net.run(2)
    recorder = net.engine.add_recorder(
        "rows", source=v, n_items=50, population=number, period_steps=4, offset_steps=1
    )
    net.run(12)
    assert net.engine.collect(recorder)["steps"].tolist() == [3, 7, 11]
    net.engine.pause_recorder(recorder)
    net.run(1)
    net.engine.resume_recorder(recorder)
    net.run(8)
    assert net.engine.collect(recorder)["steps"].tolist() == [16, 20]


def test_intervals_say_when_it_was_on(net, growing):
    number, v, _ = growing
    recorder = net.engine.add_recorder(
        "rows", source=v, n_items=50, population=number, is_started=False
    )
    net.run(3)
    assert net.engine.collect(recorder)["intervals"] == []
    net.engine.resume_recorder(recorder)
    net.run(2)
    net.engine.pause_recorder(recorder)
    net.run(4)
    net.engine.resume_recorder(recorder)
    net.run(1)
    kept = net.engine.collect(recorder, keep=True)
    assert kept["intervals"] == [(3, 5), (9, 10)]
    assert kept["steps"].tolist() == [3, 4, 9]
    net.run(1)
    got = net.engine.collect(recorder)
    assert got["intervals"] == [(3, 5), (9, 11)]
    assert got["steps"].tolist() == [3, 4, 9, 10]
    net.engine.step = 100
    net.run(1)
    assert net.engine.collect(recorder)["intervals"] == [(11, 11), (100, 101)]


@pytest.mark.parametrize(("size", "is_wide"), [(50, False), (1000, True)])
def test_wide_rows_have_their_memory_before_the_run(net, size, is_wide):
    number, v, _ = grow(net, size)
    recorder = net.engine.add_recorder("rows", source=v, n_items=size, population=number)
    before = net.engine.n_bytes(recorder)
    net.run(1000)
    assert (net.engine.n_bytes(recorder) == before) == is_wide
    assert net.engine.collect(recorder)["steps"].tolist() == list(range(1000))


def test_keep_loses_nothing_over_many_segments(net, growing):
    number, v, _ = growing
    recorder = net.engine.add_recorder("rows", source=v, n_items=50, population=number)
    net.run(3000)
    assert net.engine.n_bytes(recorder) >= 3000 * 408
    kept = net.engine.collect(recorder, keep=True)
    net.run(10)
    got = net.engine.collect(recorder)
    assert got["steps"].tolist() == list(range(3010))
    assert got["data"][:3000].tobytes() == kept["data"].tobytes()
    assert rows_of(got)[:300].tobytes() == expected_rows(300).tobytes()
    assert net.engine.n_bytes(recorder) == 0


def test_latest_overwrites_and_counts_what_was_dropped(net, growing):
    number, v, _ = growing
    recorder = net.engine.add_recorder(
        "rows", source=v, n_items=50, population=number, policy="latest", capacity=4
    )
    net.run(3)
    assert net.engine.collect(recorder, keep=True)["steps"].tolist() == [0, 1, 2]
    net.run(8)
    kept = net.engine.collect(recorder, keep=True)
    assert (kept["steps"].tolist(), kept["dropped"]) == ([7, 8, 9, 10], 7)
    assert rows_of(kept).tobytes() == expected_rows(11)[7:].tobytes()
    net.run(1)
    got = net.engine.collect(recorder)
    assert (got["steps"].tolist(), got["dropped"]) == ([8, 9, 10, 11], 8)
    net.run(4)
    got = net.engine.collect(recorder)
    assert (got["steps"].tolist(), got["dropped"]) == ([12, 13, 14, 15], 0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_spikes_and_counts(net, layout):
    script = np.random.default_rng(1).random((30, 300)) < 0.1
    mask = (np.arange(300) % 3 == 0).astype(np.uint8)
    net.engine.set_parallel(*layout)
    number = net.scripted(script)
    every = net.engine.add_recorder("spikes", population=number)
    some = net.engine.add_recorder("spikes", population=number, mask=mask)
    counts = net.engine.add_recorder("counts", population=number)
    some_counts = net.engine.add_recorder("counts", population=number, mask=mask)
    net.run(30)
    for recorder, wanted in ((every, script), (some, script & (mask == 1))):
        got = net.engine.collect(recorder)
        steps, ranks = np.nonzero(wanted)
        assert got["steps"].tolist() == steps.tolist()
        assert got["ranks"].tolist() == ranks.tolist()
    for recorder, wanted in ((counts, script), (some_counts, script & (mask == 1))):
        got = net.engine.collect(recorder)
        assert got["steps"].tolist() == list(range(30))
        assert got["counts"].tolist() == wanted.sum(1).tolist()


@pytest.mark.parametrize("capacity", [1, 7, 100, 1000])
def test_the_latest_spikes(net, capacity):
    script = np.random.default_rng(2).random((40, 60)) < 0.2
    number = net.scripted(script)
    recorder = net.engine.add_recorder(
        "spikes", population=number, policy="latest", capacity=capacity
    )
    net.run(40)
    steps, ranks = (column[-capacity:] for column in np.nonzero(script))
    got = net.engine.collect(recorder)
    assert got["steps"].tolist() == steps.tolist()
    assert got["ranks"].tolist() == ranks.tolist()
    assert got["dropped"] == max(0, script.sum() - capacity)


@pytest.mark.parametrize("layout", [(1, 1), (2, 2)])
def test_collecting_while_running_loses_nothing(net, growing, layout):
    number, v, _ = growing
    net.engine.set_parallel(*layout)
    net.engine.install(net.phases)
    recorder = net.engine.add_recorder("rows", source=v, n_items=50, population=number)
    net.engine.start(speed=0)
    pieces = []
    while net.engine.step < 3000:
        kept = net.engine.collect(recorder, keep=True)
        pieces.append(net.engine.collect(recorder))
        n_kept = len(kept["steps"])
        assert pieces[-1]["data"][:n_kept].tobytes() == kept["data"].tobytes()
    net.engine.stop()
    pieces.append(net.engine.collect(recorder))
    n_steps = net.engine.step
    assert np.concatenate([p["steps"] for p in pieces]).tolist() == list(range(n_steps))
    rows = np.concatenate([p["data"] for p in pieces])
    assert rows.tobytes() == expected_rows(n_steps).tobytes()
    edges = [interval for piece in pieces for interval in piece["intervals"]]
    assert [stop for _, stop in edges[:-1]] == [start for start, _ in edges[1:]]


def test_recording_changes_nothing(net, growing):
    number, v, values = growing
    net.run(5)
    net.engine.add_recorder("rows", source=v, n_items=50, population=number)
    net.engine.add_recorder("rows", source=v, indices=[1], policy="latest", capacity=1)
    net.run(5)
    assert values.tobytes() == expected_rows(10)[-1].tobytes()


def test_a_removed_recorder_is_gone(net, growing):
    number, v, _ = growing
    recorder = net.engine.add_recorder("rows", source=v, n_items=50, population=number)
    net.run(1)
    net.engine.remove_recorder(recorder)
    net.run(1)
    for call in (net.engine.collect, net.engine.n_bytes, net.engine.remove_recorder):
        with pytest.raises(IndexError, match=f"no recorder {recorder}"):
            call(recorder)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"kind": "row"}, "row"),
        ({"source": Buffer(8)}, "400 are needed"),
        ({"source": None}, "missing"),
        ({"itemsize": 3}, "1, 4 or 8"),
        ({"n_items": 49}, "size of the population"),
        ({"indices": [50]}, "outside"),
        ({"indices": [-1]}, "outside"),
        ({"period_steps": 0}, "period"),
        ({"period_steps": 3, "offset_steps": 3}, "offset"),
        ({"policy": "some"}, "policy"),
        ({"policy": "latest"}, "capacity"),
        ({"stage": "begin"}, "stage"),
        ({"stage": "targets", "population": -1}, "amid a step"),
        ({"kind": "spikes"}, "spiking"),
        ({"kind": "counts", "mask": [1]}, "spiking"),
    ],
)
def test_what_cannot_be_recorded_is_refused(net, growing, change, text):
    number, v, _ = growing
    wanted = {"kind": "rows", "source": v, "n_items": 50, "population": number, **change}
    with pytest.raises(ValueError, match=text):
        net.engine.add_recorder(wanted.pop("kind"), **wanted)


def test_a_mask_has_one_value_per_neuron(net):
    number = net.scripted(np.ones((1, 4)))
    with pytest.raises(ValueError, match="one value per neuron"):
        net.engine.add_recorder("spikes", population=number, mask=[1, 0])

"""Recordings that go to disk, on networks that really run."""

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import zarr

import annarchy_lab as ann
from annarchy_lab.api.streaming import free_memory as memory
from annarchy_lab.api.streaming import store, streaming

CELL = ann.Neuron(
    parameters="tau = 10.0",
    equations="dv/dt = (4.0 * Uniform(0.0, 1.0) - v) / tau\nm = mean(v) : population",
    spike="v > 1.9",
    reset="v = 0.0",
)
PLASTIC = ann.Synapse("", "x = t : postsynaptic\ny = t : projection\nw += dt", pre_spike="y = y")


@pytest.fixture(params=["cpu", "reference"])
def backend(request):
    return request.param


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(streaming.tempfile, "tempdir", None)


def built(backend, **settings):
    """A network with monitors of every kind of shape."""
    net = ann.Network(dt=0.5, seed=3)
    net.config(backend=backend, suppress_warnings=True, **settings)
    pop = net.create((4, 5), CELL, name="P")
    full = net.connect(pop, pop[0, :], "exc", PLASTIC).all_to_all(1.0)
    ragged = net.connect(pop, pop, "exc", PLASTIC).from_matrix(
        [[1.0 if pre <= post and post < 6 else None for pre in range(20)] for post in range(20)]
    )
    monitors = [
        net.monitor(pop, ["v", "m", "spike", "tau"]),
        net.monitor(pop[3:9], ["spike", "v"], period=1.0, period_offset=0.5),
        net.monitor(full, ["w", "x", "y"], period=2.0),
        net.monitor(ragged, "w", period=2.0),
        net.monitor(ragged.dendrite(3), ["w", "x"], period=1.0),
    ]
    return net, monitors


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for name, data in expected.items():
        if isinstance(data, dict):
            assert found[name] == data
            continue
        assert (found[name].dtype, found[name].shape) == (data.dtype, data.shape), name
        assert found[name].tolist() == data.tolist(), name


def message_of(call, *arguments, **named):
    with pytest.raises(ann.ANNarchyException) as raised:
        call(*arguments, **named)
    return str(raised.value)


@pytest.mark.proves(
    "api-7-stream-limit", "api-7-stream-says-once", "api-7-stream-same", "api-7-stream-removed"
)
def test_what_exceeds_the_limit_goes_to_disk_and_comes_back(backend, capsys, tmp_path):
    (net, monitors), (small, streamed) = built(backend), built(backend, recording_memory=15_000)
    for one in (net, small):
        one.compile(silent=True)
        for duration in (30.0, 20.0):
            one.simulate(duration)
            monitors_of_one = one.get_monitors()
            monitors_of_one[1].pause()
            one.simulate(10.0)
            monitors_of_one[1].resume()
        assert sum(m.held_bytes for m in monitors_of_one) > 0
    assert sum(m.held_bytes for m in streamed) < 20_000 < sum(m.held_bytes for m in monitors)
    printed = capsys.readouterr().out
    assert printed.count("go to disk") == 1
    (folder,) = tmp_path.iterdir()
    assert f"than 15.0 kB go to disk, into {folder}, until" in printed
    for own, expected in zip(streamed, monitors, strict=True):
        assert own.times() == expected.times()
        assert_same(own.get(keep=True), expected.get(keep=True))
        assert_same(own.get(), expected.get())
        assert own.times() == expected.times()
        assert_same(own.get(reshape=False), expected.get(reshape=False))
    assert len(streamed[0].get("v")) == 0
    net.simulate(5.0)
    small.simulate(5.0)
    assert_same(streamed[0].get(), monitors[0].get())
    assert streamed[0].times()["v"] == {"start": [140], "stop": [150]}
    small.clear()
    assert not folder.exists()


def test_what_survives_get_is_forgotten_by_a_reset():
    net, (m, *_) = built("reference", recording_memory=10_000)
    net.compile(silent=True)
    net.simulate(30.0)
    first = m.get("v")
    net.simulate(20.0)
    net.reset()
    assert m.get("v").shape == (0, 4, 5)
    net.simulate(30.0)
    assert m.get("v", keep=True).tolist() == first.tolist()
    m.period = 2.0
    net.simulate(20.0)
    assert len(m.get("v")) == 60 + 10
    m.stop()
    assert not list(Path(net._streaming._temporary.name).glob(f"{m.name}/*"))


def test_synapses_that_come_and_go(backend):
    def run(**settings):
        net = ann.Network(seed=1)
        net.config(backend=backend, structural_plasticity=True, suppress_warnings=True, **settings)
        pop = net.create(6, ann.Neuron(equations="r = t"), name="P")
        proj = net.connect(pop, pop, "exc").all_to_all(1.0)
        monitors = [net.monitor(proj, "w"), net.monitor(proj.dendrite(2), "w")]
        net.compile(silent=True)
        net.simulate(10.0)
        proj.dendrite(2).prune_synapse(4)
        net.simulate(10.0)
        return net, [m.get("w") for m in monitors]

    _, expected = run()
    net, found = run(recording_memory=2000)
    assert net._streaming._temporary is not None
    for own, other in zip(found, expected, strict=True):
        assert own.tolist() == other.tolist()
    assert [len(row) for row in found[1][[0, -1]]] == [5, 4]


@pytest.mark.proves("api-7-stream-own-limit")
def test_a_monitor_may_have_a_limit_of_its_own(capsys):
    net = ann.Network(seed=1)
    net.config(backend="reference", suppress_warnings=True)
    pop = net.create(50, CELL)
    bounded, other = net.monitor(pop, "v", memory_limit=8000), net.monitor(pop, "v")
    net.compile(silent=True)
    net.simulate(100.0)
    assert bounded.held_bytes < 8500 < other.held_bytes
    assert np.array_equal(bounded["v"], other["v"])
    assert "than 8.0 kB go to disk" in capsys.readouterr().out
    assert "memory_limit is a number of bytes" in message_of(net.monitor, pop, memory_limit="2 GB")
    assert "recording_memory is a number" in message_of(ann.Network().config, recording_memory=-1)
    missing = message_of(ann.Network().config, recording_folder="/no/such/folder")
    assert "recording_folder must be a folder that exists" in missing


@pytest.mark.proves("api-7-stream-folder", "api-7-stream-load")
def test_a_named_folder_stays_and_holds_everything(tmp_path):
    folder = tmp_path / "run"
    net, _ = built("cpu")
    pop = net.get_population("P")
    ragged = net.get_projections()[1]
    m = net.monitor(pop, ["v", "spike", "m"], stream_to=folder, memory_limit=10_000)
    edges = net.monitor(ragged, ["w", "x"], period=10.0, stream_to=tmp_path / "edges")
    net.compile(silent=True)
    net.simulate(100.0)
    first = m.get()
    net.simulate(50.0)
    second = m.get()
    expected = edges.get(keep=True)
    net.clear()
    found = ann.Monitor.load(folder)
    assert found.keys() == {"v", "spike", "m"}
    assert found["v"].tolist() == [*first["v"].tolist(), *second["v"].tolist()]
    assert found["m"].shape == (300,)
    assert found["spike"] == {r: first["spike"][r] + second["spike"][r] for r in range(20)}
    assert_same(ann.Monitor.load(tmp_path / "edges"), expected)
    attributes = zarr.open_group(folder / "v", mode="r").attrs
    assert (attributes["dt_ms"], attributes["object"], attributes["n_rows"]) == (0.5, "P", 300)
    assert attributes["intervals"] == [[0, 200], [200, 300]]


def test_a_folder_is_never_overwritten(tmp_path):
    net = ann.Network(seed=1)
    pop = net.create(2, CELL)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "data").write_text("precious")
    assert "is taken: name a new" in message_of(net.monitor, pop, "v", stream_to=tmp_path / "mine")
    net.monitor(pop, "v", stream_to=tmp_path / "new", name="A")
    assert "is taken by A" in message_of(net.monitor, pop, "v", stream_to=tmp_path / "new")
    assert [m.name for m in net.get_monitors()] == ["A"]
    assert "nothing to read" in message_of(ann.Monitor.load, tmp_path / "nowhere")
    (tmp_path / "mine" / "v").mkdir()
    (tmp_path / "mine" / "v" / "zarr.json").write_text("{")
    assert "holds no recording" in message_of(ann.Monitor.load, tmp_path / "mine")


@pytest.mark.proves("api-7-stream-lazy")
def test_data_stay_on_disk_until_they_are_looked_at():
    net, (m, *_) = built("reference")
    net.compile(silent=True)
    net.simulate(100.0)
    group = m.on_disk("v")
    assert group["values"].shape == (200, 4, 5)
    assert group["steps"][:3].tolist() == [0, 1, 2]
    assert group["values"][7].tolist() == m.get("v", keep=True)[7].tolist()
    expected = m.get("v")
    assert np.array_equal(group["values"][:], expected)  # not removed: somebody looks at it
    net.simulate(5.0)
    assert np.array_equal(m.on_disk("v")["values"][200:], m.get("v"))
    m.stop()
    assert "recorded nothing of 'v' so far" in message_of(
        net.monitor(net.get_population("P"), "v").on_disk, "v"
    )


@pytest.mark.proves("api-7-stream-disk-full")
def test_a_full_disk_stops_the_run_and_loses_nothing(backend, monkeypatch):
    (net, monitors), (small, streamed) = built(backend), built(backend, recording_memory=15_000)
    for one in (net, small):
        one.compile(silent=True)
    written = store._write
    counts = {"left": 12}

    def write(array, place, values):
        counts["left"] -= 1
        if counts["left"] < 0:
            if counts["left"] % 2:  # amid a write
                written(array, place, values)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written(array, place, values)

    monkeypatch.setattr(store, "_write", write)
    text = message_of(small.simulate, 100.0)
    done = small.current_step
    assert 0 < done < 200
    assert "cannot write what it has recorded to" in text
    assert f"No space left on device. The run has stopped before step {done}, and nothing" in text
    assert "No space left" in message_of(small.simulate, 100.0)
    assert small.current_step in (done, done + 1)
    net.simulate(small.time)
    for own, expected in zip(streamed, monitors, strict=True):
        assert_same(own.get(keep=True), expected.get(keep=True))
    run = small.start(duration=20.0, speed=None)
    with pytest.raises(ann.ANNarchyException, match="No space left"):
        run.wait(30)
    assert run.state == "failed"
    assert small.current_step <= done + 2
    counts["left"] = 10**9  # somebody made room
    run.stop()
    small.simulate(20.0)
    net.simulate(small.time - net.time)
    for own, expected in zip(streamed, monitors, strict=True):
        assert_same(own.get(), expected.get())
        assert own.times() == expected.times()


def test_a_live_run_streams_while_others_read(backend):
    (net, (expected, *_)), (small, (m, *_)) = (
        built(backend),
        built(backend, recording_memory=20_000),
    )
    for one in (net, small):
        one.compile(silent=True)
    run = small.start(duration=100.0, speed=None)
    parts = []
    while run.is_active:
        parts.append(m.get("v"))
    assert run.wait(60)
    parts.append(m.get("v"))
    net.simulate(100.0)
    assert np.concatenate(parts).tolist() == expected.get("v").tolist()


PROGRAM = """
import os, signal
import annarchy_lab as ann
from annarchy_lab.api.streaming import streaming
streaming.FLUSH_S = {flush_s}
net = ann.Network(dt=0.5, seed=3)
net.config(backend="reference", suppress_warnings=True)
pop = net.create(10, ann.Neuron(equations="r = t"))
m = net.monitor(pop, "r", stream_to={folder!r}, memory_limit=4000)
net.compile(silent=True)
net.simulate(50.0)
{end}
"""


def ran(folder, end, flush_s=1e9):
    text = textwrap.dedent(PROGRAM).format(folder=str(folder), end=end, flush_s=flush_s)
    root = Path(ann.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", text],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.proves("api-7-stream-killed")
def test_a_killed_process_leaves_what_was_written(tmp_path):
    code, _ = ran(tmp_path / "killed", "os.kill(os.getpid(), signal.SIGKILL)")
    assert code < 0
    whole = ann.Monitor.load(tmp_path / "killed")["r"]
    assert 40 <= len(whole) < 100
    assert whole[:, 0].tolist() == [0.5 * step for step in range(len(whole))]
    ran(tmp_path / "often", "os.kill(os.getpid(), signal.SIGKILL)", flush_s=0.0)
    assert len(ann.Monitor.load(tmp_path / "often")["r"]) == 100  # written after each simulation
    # a write that was cut off: rows without their count are never read, not even as zeros
    group = zarr.open_group(tmp_path / "killed" / "r")
    group["values"].resize((len(whole) + 7, 10))
    group["steps"].resize((len(whole) + 7,))
    assert len(ann.Monitor.load(tmp_path / "killed")["r"]) == len(whole)


@pytest.mark.proves("api-7-stream-complete")
def test_the_end_of_a_process_completes_the_files(tmp_path):
    code, errors = ran(tmp_path / "ended", "")
    assert (code, errors) == (0, "")
    assert ann.Monitor.load(tmp_path / "ended")["r"].shape == (100, 10)


@pytest.mark.proves("api-7-memory-warning")
def test_a_simulation_that_would_fill_the_memory_is_foretold_once(capsys, monkeypatch):
    monkeypatch.setattr(streaming, "free_memory", lambda: 1_000_000_000)
    net = ann.Network(seed=1)
    net.config(backend="reference")
    pop = net.create(1000, ann.Neuron(equations="r = t"))
    m = net.monitor(pop, "r", period=10.0)
    net.compile(silent=True)
    assert m.bytes_per_step == 800.0
    monkeypatch.setattr(net.simulator, "run", lambda n_steps: n_steps)
    net.simulate(100_000.0)
    assert capsys.readouterr().out == ""  # 80 MB are less than a tenth
    net.simulate(200_000.0)
    printed = capsys.readouterr().out
    assert "WARNING: the monitors of network 1 are going to record about 160.0 MB" in printed
    assert "more than a tenth of the free memory (1.0 GB). A period" in printed
    net.simulate(200_000.0)
    assert capsys.readouterr().out == ""
    m.pause()
    assert m.bytes_per_step == 0.0


@pytest.mark.proves("api-7-stream-limit")
def test_the_limit_is_a_quarter_of_the_free_memory(monkeypatch):
    monkeypatch.setattr(streaming, "free_memory", lambda: 1_000_000)
    assert ann.Network()._streaming.limit == 250_000


def test_free_memory_knows_containers(monkeypatch, tmp_path):
    assert memory.free_memory() > 1 << 20
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    assert memory.free_memory() == 600_000
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.free_memory() > 1 << 20


def test_zarr_is_not_imported_without_need():
    text = "import sys, annarchy_lab; print(*[m for m in ('zarr', 'h5py') if m in sys.modules])"
    root = Path(ann.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", text]
    assert subprocess.check_output(command, env=environment, text=True).strip() == ""


def test_synapses_drawn_anew_do_not_mix_with_those_before(tmp_path, capsys):
    net = ann.Network(seed=1)
    net.config(backend="reference")
    pop = net.create(20, ann.Neuron(equations="r = t"))
    proj = net.connect(pop, pop, "exc").fixed_probability(0.5, 1.0)
    m = net.monitor(proj, "w", period=2.0)
    kept = net.monitor(proj, "w", period=2.0, stream_to=tmp_path / "w")
    net.compile(silent=True)
    net.simulate(4.0)
    kept.flush()
    net.reset(synapses=True, monitors=False, reseed_rng=False)
    net.simulate(4.0)
    assert "call get() before reset(synapses=True)" in message_of(m.get, "w")
    assert "make a new monitor with a new folder" in message_of(kept.flush)
    m.reset()
    net.simulate(4.0)
    assert m.get("w").shape == (2, 20)
    net.clear()
    assert "WARNING: " + str(tmp_path / "w" / "w") in capsys.readouterr().out

import json
import subprocess
import sys
import threading

import numpy as np
import pytest
from lab_networks import build_pulse
from source_tree import ROOT
from work import n_calls

from annarchy_lab import Checkpoint, Scale
from annarchy_lab.ir.fingerprint import network_fingerprint
from annarchy_lab.lab import replay
from annarchy_lab.lab.journals.arrays import load_array, store_array
from annarchy_lab.lab.journals.reading import read_records
from annarchy_lab.lab.views.views import journal


def lines(pulse):
    return list(read_records(journal(pulse.net).path))


def test_there_is_no_file_before_the_first_live_run(pulse, data_folder):
    pulse.exc.noise = 6.0
    pulse.net.simulate(10.0)
    assert journal(pulse.net).path is None
    assert not data_folder.exists()


def test_a_live_run_begins_the_file(pulse, data_folder):
    pulse.net.start(5.0, speed=None).wait()
    header, *rest = lines(pulse)
    assert journal(pulse.net).path.is_relative_to(data_folder)
    assert (header["kind"], header["schema"], header["seed"]) == ("header", 1, 7)
    assert header["dt_ms"] == 1.0
    assert header["fingerprint"].keys() == {"settings", "pop", "exc", "inh"}
    assert header["cannot_replay"] == ""
    assert [record for record in rest if record["kind"] == "set"] == []


def test_changes_stand_in_order_with_step_and_origin(pulse):
    pulse.exc.noise = 6.0  # before the run, yet part of the experiment
    pulse.net.simulate(10.0)
    pulse.net.start(20.0, speed=None).wait()
    pulse.pop.d = 7.0
    pulse.net.write([(pulse.exc_proj, "w", Scale(0.5))], origin="control")
    records = journal(pulse.net).records()
    assert [(r["step"], r["object"], r["attribute"], r["kind"], r["origin"]) for r in records] == [
        (0, "pop", "noise", "set_at", "cell"),
        (30, "pop", "d", "set", "cell"),
        (30, "exc", "w", "scale", "control"),
    ]
    assert records[0]["indices"] == {"start": 0, "stop": 80}
    assert [r["value"] for r in records] == [6.0, 7.0, 0.5]


def test_arrays_lie_beside_it_once(pulse):
    pulse.net.start(5.0, speed=None).wait()
    values = np.linspace(0.01, 0.1, 20)
    pulse.inh.a = values
    pulse.inh.a = values
    records = journal(pulse.net).records()
    names = {record["value"]["array"] for record in records}
    folder = journal(pulse.net).path.parent / "arrays"
    assert len(names) == 1
    assert len(list(folder.glob("*.npy"))) == 1
    assert load_array(folder, names.pop()).tolist() == values.tolist()


def test_numbers_that_json_has_not_are_kept(pulse):
    pulse.net.start(5.0, speed=None).wait()
    pulse.pop.d = np.inf
    text = journal(pulse.net).path.read_text()
    assert "Infinity" not in text
    assert journal(pulse.net).records()[0]["value"] == {"number": "inf"}


def test_a_change_from_a_callback_says_so(pulse):
    from annarchy_lab import every

    @every(network=pulse.net, period=10.0, wait=10.0)
    def kick(n):
        pulse.exc.noise = 5.0 + n

    pulse.net.start(35.0, speed=None).wait()
    records = journal(pulse.net).records()
    assert [(r["step"], r["value"], r["origin"]) for r in records] == [
        (10, 5.0, "callback"),
        (20, 6.0, "callback"),
        (30, 7.0, "callback"),
    ]


def test_time_goes_on_in_it(pulse, eventually):
    run = pulse.net.start()
    eventually(lambda: any(record["kind"] == "time" for record in lines(pulse)))
    run.stop()


def test_closing_ends_it(pulse, laboratory):
    pulse.net.start(5.0, speed=None).wait()
    path = journal(pulse.net).path
    laboratory.close()
    *_, last = read_records(path)
    assert last == {"kind": "end", "step": 5}


def test_a_killed_process_leaves_everything(data_folder):
    code = (
        "import os, signal; from lab_networks import build_pulse\n"
        "from annarchy_lab.lab.laboratory import LABORATORY\n"
        "LABORATORY.watch(); pulse = build_pulse()\n"
        "run = pulse.net.start(); pulse.exc.noise = 6.5\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**_environment(), "ANNARCHY_LAB_DATA_DIR": str(data_folder)},
        timeout=60,
        check=False,
    )
    assert done.returncode == -9
    (path,) = (data_folder / "journals").glob("*.jsonl")
    assert [r["value"] for r in read_records(path) if r["kind"] == "set_at"] == [6.5]


def _environment():
    import os

    return os.environ | {"PYTHONPATH": str(ROOT / "tests" / "support")}


def test_a_line_that_is_cut_short_is_left_out(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_text('{"kind":"header"}\n{"kind":"time","step":4}\n{"kind":"set","st')
    assert [record["kind"] for record in read_records(path)] == ["header", "time"]


def test_after_too_much_before_the_first_run_it_begins_with_a_checkpoint(pulse, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.journals.journaling.MOST_EARLY_RECORDS", 3)
    for value in range(5):
        pulse.pop.d = float(value)
    pulse.net.start(5.0, speed=None).wait()
    header = lines(pulse)[0]
    assert not header["cannot_replay"]
    path = journal(pulse.net).path
    assert (path.parent / "checkpoints" / header["checkpoint"]).exists()


def test_a_network_that_the_lab_met_late_cannot_be_replayed(laboratory):
    laboratory.close()
    parts = build_pulse()
    parts.net.start(5.0, speed=None).wait()
    laboratory.watch()
    assert "after" in journal(parts.net).cannot_replay


def test_the_network_runs_while_its_first_checkpoint_is_written(
    laboratory, monkeypatch, eventually
):
    laboratory.close()
    parts = build_pulse()
    parts.net.simulate(3.0)
    laboratory.watch()
    is_writing, may_go_on = threading.Event(), threading.Event()
    save = Checkpoint.save

    def slow_save(self, filename):
        is_writing.set()
        may_go_on.wait(20.0)
        save(self, filename)

    monkeypatch.setattr(Checkpoint, "save", slow_save)
    starting = threading.Thread(target=parts.net.start, kwargs={"speed": None})
    starting.start()
    assert is_writing.wait(20.0)
    step = parts.net.current_step
    eventually(lambda: parts.net.current_step > step)
    parts.exc.noise = 6.0
    may_go_on.set()
    starting.join()
    run = parts.net.live_run
    run.pause()
    parts.exc.noise = 5.0
    run.stop()
    header, *changes = lines(parts)
    state = (parts.net.current_step, parts.pop.v.tolist())
    assert (header["kind"], header["cannot_replay"]) == ("header", "")
    assert [each["value"] for each in changes if each["kind"] == "set_at"] == [6.0, 5.0]
    path = journal(parts.net).path
    laboratory.close()
    again = build_pulse()
    replay(path, again.net)
    assert (again.net.current_step, again.pop.v.tolist()) == state


def test_a_journal_can_be_read_as_a_table(pulse):
    assert "first live run" in journal(pulse.net)._repr_html_()
    pulse.net.start(5.0, speed=None).wait()
    pulse.exc.noise = 6.0
    pulse.net.write([(pulse.exc_proj, "w", Scale(0.5))])
    html = journal(pulse.net)._repr_html_()
    for piece in ("pop.noise [0:80]", "= 6", "× 0.5", "2 changes"):
        assert piece in html
    assert "2 changes" in repr(journal(pulse.net))


def test_fingerprints_tell_what_differs():
    one, same, other = build_pulse(), build_pulse(), build_pulse(compiled=False)
    other.inh_proj.w = 0.5
    other.net.compile(silent=True)
    first, again, changed = (network_fingerprint(parts.net.spec) for parts in (one, same, other))
    assert first == again
    assert {name for name in first if first[name] != changed[name]} == {"inh"}
    seeded = network_fingerprint(build_pulse(seed=8).net.spec)
    assert first["settings"] != seeded["settings"]


def test_fingerprints_are_the_same_in_every_process():
    code = (
        "from lab_networks import build_pulse\n"
        "from annarchy_lab.ir.fingerprint import network_fingerprint\n"
        "import json; print(json.dumps(network_fingerprint(build_pulse().net.spec)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**_environment(), "PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == network_fingerprint(build_pulse().net.spec)


def test_arrays_are_checked(tmp_path):
    from annarchy_lab import ANNarchyException

    named = store_array(tmp_path, np.arange(3.0))
    assert load_array(tmp_path, named["array"]).tolist() == [0.0, 1.0, 2.0]
    np.save(tmp_path / f"{named['array']}.npy", np.arange(4.0))
    with pytest.raises(ANNarchyException, match="changed"):
        load_array(tmp_path, named["array"])
    with pytest.raises(ANNarchyException, match="no name"):
        load_array(tmp_path, "../../etc/passwd")
    with pytest.raises(ANNarchyException, match="cannot be read"):
        load_array(tmp_path, "abc")


def test_an_array_that_holds_a_pickle_is_refused(tmp_path):
    from annarchy_lab import ANNarchyException

    np.save(tmp_path / "abc.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(ANNarchyException, match="cannot be read"):
        load_array(tmp_path, "abc")


def test_noting_takes_no_longer_the_more_is_noted(pulse):
    pulse.net.start(5.0, speed=None).wait()
    book = journal(pulse.net)
    each = [
        n_calls(lambda step=step: book.note(step, "pop", "noise", "set", 1.0, "callback"))
        for step in range(1000)
    ]
    assert max(each[900:]) <= max(each[:100]) < 1000

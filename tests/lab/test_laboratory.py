import gc
import json
import subprocess
import sys
import weakref
from pathlib import Path
from time import sleep

import pytest
from lab_networks import build_pulse
from source_tree import ROOT

from annarchy_lab.lab.laboratory import Laboratory
from annarchy_lab.lab.views.views import journal


def test_a_network_that_nobody_needs_goes_with_its_session(laboratory):
    parts = build_pulse()
    parts.net.start(5.0, speed=None).wait()
    ghost, path = weakref.ref(parts.net), journal(parts.net).path
    del parts
    for _ in range(50):
        gc.collect()
        if ghost() is None:
            break
        sleep(0.05)
    assert ghost() is None
    assert path.exists()


def test_the_current_network_is_the_one_that_runs_else_the_newest(laboratory, eventually):
    assert laboratory.current() is None
    one, two = build_pulse(), build_pulse()
    build_pulse(compiled=False)
    assert laboratory.current().network is two.net
    one.net.start()
    eventually(lambda: laboratory.current().network is one.net)
    one.net.live_run.stop()
    eventually(lambda: laboratory.current().network is two.net)


def test_a_network_that_was_cleared_has_a_new_session(laboratory):
    parts = build_pulse()
    before = laboratory.session(parts.net)
    parts.net.clear()
    after = laboratory.session(parts.net)
    assert before is not after
    assert before.is_closed


def test_networks_have_the_names_of_their_variables(laboratory, monkeypatch):
    parts = build_pulse()
    assert laboratory.title_of(parts.net) == f"network {parts.net.id}"
    monkeypatch.setattr(laboratory, "namespace", lambda: {"_1": parts.net, "pulse": parts.net})
    assert laboratory.title_of(parts.net) == "pulse"


def test_only_a_watched_process_makes_sessions():
    own = Laboratory()
    build_pulse()
    assert own.sessions() == []


LEAVING = """
import sys
sys.path[:0] = {paths!r}
from lab_networks import build_pulse
from annarchy_lab import lab
parts = build_pulse()
view = lab.raster(parts.net)
parts.net.start(speed=None)
parts.pop.noise = 3.0
print(lab.journal(parts.net).path)
{last}
"""


@pytest.mark.parametrize("last", ["", "1 / 0", "parts.net.live_run.stop(); del parts"])
def test_a_script_that_ends_leaves_whole_journals(last):
    program = LEAVING.format(paths=[str(ROOT), str(ROOT / "tests" / "support")], last=last)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Exception ignored" not in done.stderr
    lines = Path(done.stdout.strip()).read_text().splitlines()
    assert json.loads(lines[-1])["kind"] == "end"

"""Journals that are replayed elsewhere: what a new process does, how states are compared."""

import hashlib
import os
import subprocess
import sys

import numpy as np
from source_tree import ROOT


def digest(pulse):
    """Hash of the whole state: variables, parameters, weights."""
    parts = [pulse.pop.get(name) for name in ("v", "u", "I", "noise", "a", "d", "g_exc")]
    parts += [each.csr("w").data for each in (pulse.exc_proj, pulse.inh_proj)]
    joined = hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts))
    return f"{pulse.net.current_step} {joined.hexdigest()}"


def elsewhere(code):
    """What a new process prints."""
    paths = str(ROOT / "tests" / "support")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


REPLAY = """
from lab_networks import build_pulse
from lab_journals import digest
from annarchy_lab.lab import replay
pulse = build_pulse()
replay({path!r}, pulse.net)
print(digest(pulse))
"""
SCRIPT = """
from lab_networks import build_pulse
from lab_journals import digest
{script}
pulse = build_pulse()
play(pulse.net)
print(digest(pulse))
"""

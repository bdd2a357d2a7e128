"""The seed script runs as published, with nothing but its import changed."""

import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

import annarchy_lab as ann

SCRIPT = Path(__file__).with_name("izhikevich.py")


@pytest.fixture(autouse=True)
def _fresh():
    mpl.use("Agg")
    yield
    ann.clear()


def run(settings: str) -> dict:
    """Run the script after ``ann.setup(settings)`` and return its names."""
    text = SCRIPT.read_text(encoding="utf-8")
    names = {"__name__": "__main__"}
    exec(text.replace("ann.clear()\n", f"ann.clear()\nann.setup({settings})\n"), names)
    return names


def run_as_a_script(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script in a process of its own; it must end well and say what the original says."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        env={**os.environ, "MPLBACKEND": "Agg", **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0] == "Compiling ...  OK"
    assert lines[1].startswith("Simulating 1.0 seconds of the network took ")
    return done


def test_it_runs_as_a_script():
    assert run_as_a_script().stderr == ""


def test_without_a_compiler_it_runs_on_the_reference_backend_and_says_so(tmp_path):
    nothing = {"PATH": "", "CXX": "no-such-compiler", "ANNARCHY_LAB_CACHE_DIR": str(tmp_path)}
    notice, line = run_as_a_script(**nothing).stderr.splitlines()
    place, _, text = notice.partition(": UserWarning: ")
    assert (place.rpartition(":")[0], line) == (str(SCRIPT), "  ann.compile()")
    assert text == (
        "no C++ compiler was found (CXX, g++, clang++, c++): install one, for instance "
        "'apt install g++', or 'pip install ziglang'. The network runs on the reference backend, "
        "which is slow."
    )
    assert list(tmp_path.iterdir()) == []


def test_rates_shapes_and_bursts():
    rates_hz, bursts = [], []
    for seed in (1, 2, 3):
        names = run(f"seed={seed}")
        assert names["v"].shape == (1000, 1000)
        assert len(names["spikes"]) == 1000
        assert len(names["t"]) == len(names["n"]) == names["fr"].sum()
        rates_hz.append(len(names["t"]) / 1000)
        windows = np.convolve(names["fr"], np.ones(20), "valid")
        bursts.append(windows.max() / windows.mean())
    assert 8.0 < np.mean(rates_hz) < 9.5
    # in its fullest 20 ms the population fires several times as much as on average
    assert min(bursts) > 2.0


def test_one_seed_one_result_on_both_backends():
    compiled, reference = (run(f"seed=5, backend={name!r}") for name in ("cpu", "reference"))
    assert compiled["spikes"] == reference["spikes"]
    assert np.array_equal(compiled["v"], reference["v"])

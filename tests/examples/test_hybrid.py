"""The hybrid script runs as published in the 4.8 style, with nothing but its import changed."""

import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

import annarchy_lab as ann

SCRIPT = Path(__file__).with_name("hybrid.py")
WINDOW_S = 0.01


@pytest.fixture(autouse=True)
def _fresh():
    mpl.use("Agg")
    yield
    ann.clear()


def run(settings: str, duration: float = 250.0) -> dict:
    """Run the script after ``ann.setup(settings)`` with phases of `duration`; return its names."""
    text = SCRIPT.read_text(encoding="utf-8")
    text = text.replace("ann.setup(dt=0.1)", f"ann.setup(dt=0.1, {settings})")
    names = {"__name__": "__main__"}
    exec(text.replace("duration = 250.0", f"duration = {duration}"), names)
    return names


def test_it_runs_as_a_script():
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "Compiling ...  OK\n", "")


def test_the_decoded_rate_is_that_of_the_input_with_an_error_of_one_over_the_root():
    names = run("seed=1")
    decoded = names["data3"]["r"]
    assert decoded.shape == (10000, 1000)
    for k, rate in enumerate((0.0, 10.0, 50.0, 100.0)):
        settled = decoded[2500 * k + 150 : 2500 * (k + 1)]
        assert settled[:, -1].mean() == pytest.approx(rate, rel=0.03)
        if not rate:
            continue
        # A count of n * rate * window spikes deviates by sqrt(2 / pi) of its root on average.
        sizes = np.arange(10, 1001)
        expected = np.sqrt(2.0 / np.pi / (sizes * rate * WINDOW_S))
        errors = np.abs(settled[:, 9:] / rate - 1.0).mean(axis=0)
        assert np.exp(np.log(errors / expected).mean()) == pytest.approx(1.0, abs=0.3)
        slope = np.polyfit(np.log(sizes), np.log(errors), 1)[0]
        assert slope == pytest.approx(-0.5, abs=0.15)
    assert names["var_10"][-1] > names["var_50"][-1] > names["var_100"][-1]


def test_one_seed_one_result_on_both_backends():
    compiled, reference = (
        run(f"seed=5, backend={name!r}", duration=20.0) for name in ("cpu", "reference")
    )
    assert compiled["data2"]["spike"] == reference["data2"]["spike"]
    assert compiled["data3"]["r"].tobytes() == reference["data3"]["r"].tobytes()
    assert compiled["data3"]["r"].any()

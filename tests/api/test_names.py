import inspect
import subprocess
import sys
import timeit

import annarchy_lab as ann


def test_public_names_are_sorted_documented_and_exist():
    assert ann.__all__ == sorted(ann.__all__, key=lambda name: (not name.isupper(), name))
    for name in ann.__all__:
        assert inspect.getdoc(getattr(ann, name)), name


def test_importing_says_nothing():
    done = subprocess.run(
        [sys.executable, "-c", "import annarchy_lab"], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_a_simulate_call_costs_next_to_nothing(net, rate, fake):
    net.create(1, rate)
    net.compile(silent=True)
    net.simulator.run = lambda n_steps: n_steps
    best = min(timeit.repeat(lambda: net.simulate(0.5), number=2000, repeat=5)) / 2000
    assert best < 5e-6

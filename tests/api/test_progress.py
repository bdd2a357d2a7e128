"""Progress bars."""

import subprocess
import sys

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api.progress import in_pieces


@pytest.mark.proves("api-8-progress")
def test_a_bar_changes_no_result(capsys):
    found = []
    for progress in (False, True):
        net = ann.Network(dt=0.1, seed=3)
        pop = net.create(3, ann.Neuron(equations="r += Uniform(0.0, 1.0)"))
        calls = []
        net.compile(silent=True, backend="reference")
        net.simulate(20.0, progress=progress)
        ann.every(network=net, period=2.0)(calls.append)
        net.simulate(5.0, progress=progress)
        assert (calls, net.current_step) == ([0, 1, 2], 250)
        found.append(pop.r)
    np.testing.assert_array_equal(*found)
    shown = capsys.readouterr().err
    assert shown.count("100%") >= 2
    assert "20/20" in shown.replace("20.0", "20")


def test_pieces_are_few_and_complete(capsys):
    done = []
    in_pieces(lambda n: done.append(n) or n, 1_000_000, 0.1)
    assert sum(done) == 1_000_000
    assert len(done) < 20
    in_pieces(lambda n: done.append(n) or n, 0, 0.1)


def test_an_error_ends_the_bar(capsys):
    net = ann.Network()
    net.create(1, ann.Neuron(equations="r = 1.0"))
    net.compile(silent=True, backend="reference")

    @ann.every(network=net, period=1.0)
    def fail(n):
        if n == 2:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        net.simulate(5.0, progress=True)
    assert net.current_step == 2


def test_tqdm_is_loaded_with_the_first_bar():
    code = "import annarchy_lab, sys; print([m for m in ('tqdm', 'loky') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

"""Scripts in the styles of 4.8 and 5.0 run with no more than their import line changed.

They are written as the published notebooks are; both writings of one experiment must find the same
from one seed, bit for bit, and what their authors print.
"""

from pathlib import Path

import numpy as np
import pytest

import annarchy_lab as ann

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _fresh():
    yield
    ann.clear()


def run(name):
    """Run a script with a seed; return its names."""
    ann.clear()
    ann.setup(seed=1)
    path = HERE / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    names = {"__name__": "__main__"}
    text = text.replace("ann.clear()", "ann.clear(); ann.setup(seed=1)")
    exec(compile(text, path, "exec"), names)
    return names


def adex(found):
    assert found["v"].shape == (5500, 8)
    assert [len(found["spikes"][i]) for i in range(5)] == [42, 10, 10, 9, 30]
    assert max(max(steps, default=0) for steps in found["spikes"].values()) <= 5010
    assert all(found["v"][step, 0] == 0.0 for step in found["spikes"][0])


def bcm(found):
    shapes = [found[name].shape for name in ("r", "w", "theta")]
    assert shapes == [(1000, 1), (1000, 1, 2), (1000, 1)]
    assert found["w"].min() >= 0.0


def gap_junctions(found):
    assert found["data"].shape == (5000, 2)
    assert 0.0 <= found["data"].min() < 0.1 < 0.9 < found["data"].max() <= 1.0


def hodgkin_huxley(found):
    assert found["data"]["spike"] == {0: [10045]}
    before, after = found["data"]["V"][10044:10046, 0]
    assert before <= 30.0 < after


def synaptic_transmission(found):
    data = {name: values[:, 0] for name, values in found["data"].items()}
    assert np.flatnonzero(data["g_a"]).tolist() == [101]
    assert data["g_a"][101] == data["g_b"][101] == 1.0
    assert data["g_b"][201] == pytest.approx(np.exp(-1.0), rel=0.01)
    assert np.argmax(data["alpha_c"]) == pytest.approx(201, abs=3)
    assert data["alpha_c"].max() == pytest.approx(1.0, abs=0.01)


def stdp1(found):
    change = found["ds"]
    assert (change[:50] > 0).all()
    assert (change[50:] < 0).all()
    assert change[[49, 50]].tolist() == pytest.approx([0.02, -0.02])
    assert change[[29, 70]].tolist() == pytest.approx([0.02 * np.exp(-1), -0.02 * np.exp(-1)], 0.06)


def stp(found):
    assert 0.0 <= min(found["fr"]) < 2.0 < 10.0 < max(found["fr"]) < 60.0
    assert found["rates"].max() > 50  # of 400 neurons in 1 ms: a burst
    assert np.median(found["rates"]) < 5


def structural_plasticity(found):
    half = len(found["initial_weights"]) // 2
    blocks = np.zeros_like(found["initial_weights"], dtype=bool)
    blocks[:half, :half] = blocks[half:, half:] = True
    assert (found["initial_weights"][blocks] > 0).mean() == pytest.approx(0.1, abs=0.03)
    assert (found["inter_weights"][blocks] > 0).mean() > 0.7
    assert (found["inter_weights"][~blocks] > 0).mean() < 0.2
    if "inserted" in found:
        assert found["inserted"][3, 40] == 2.0
        assert found["removed"][3, 40] == 0.0


def reservoir(found):
    first, second = found["data1"], found["data2"]
    assert first.shape == (3000, 400)
    assert np.abs(first[-200:]).max() > 0.5
    assert np.abs(first[:100] - second[:100]).max() < 0.05
    assert np.abs(first[-200:] - second[-200:]).max() > 0.1


def weight_search(found):
    rates = [each["fr"] for each in found["trials"]]
    assert 18.0 < found["default"] < 25.0
    assert 25.0 < rates[1] < 36.0
    assert rates[2] < 0.6 * found["default"]
    assert found["best"] is found["trials"][1]
    if "status" in found["best"]:  # the network of 4.8 is taken back to its start each time
        assert rates[0] == rates[3] == found["default"]


def miconi(found):
    assert found["R"].shape == (2, 2)
    assert 0.1 < found["R"].min() <= found["R"].max() < 2.0
    w = found["w"]
    assert w.shape == (200, 200)
    assert w.std() * np.sqrt(200) == pytest.approx(1.5, rel=0.03)
    assert 0.0 < np.abs(found["delta_w"]).max() <= 0.0005


def pynn(found):
    assert 12_000 < len(found["t"]) < 18_000
    assert found["accumulated"] == [484, 901]
    assert found["cond_v"].max() == 20.0
    assert found["rate"][:2000].mean() > 20.0 > 1.0 > found["rate"][2500:].mean()
    assert found["g"].shape == (1000, 2)
    assert found["g"].max() < 1.0
    assert found["g"][-1, 0] < found["g"][-1, 1]


SAME = {
    adex: ("v", "spikes"),
    bcm: ("r", "w", "theta"),
    gap_junctions: ("data",),
    hodgkin_huxley: ("data",),
    synaptic_transmission: ("data",),
    stdp1: ("ds",),
    stp: ("rates", "fr"),
    structural_plasticity: (),
    reservoir: ("data1", "data2"),
    weight_search: ("default",),
    miconi: (),
    pynn: ("accumulated", "cond_v", "g", "driven", "t", "n"),
}


@pytest.mark.parametrize("check", SAME, ids=lambda check: check.__name__)
def test_both_writings_find_the_same(check):
    both = [run(f"{check.__name__}_{style}") for style in ("v4", "v5")]
    for found in both:
        check(found)
    for name in SAME[check]:
        np.testing.assert_equal(both[0][name], both[1][name])


def test_homeostasis_by_the_writing_of_4_8(capsys):
    found = run("ramp_v4")
    without, with_it = (
        float(line.rpartition(" ")[2]) for line in capsys.readouterr().out.splitlines()[2:4]
    )
    assert 50.0 < without < 58.0
    assert with_it == pytest.approx(35.2, abs=1.5)
    assert found["data3"].shape == found["data4"].shape == (100, 100)
    assert found["data3"][-1].max() <= 0.03


def test_from_rates_to_spikes_by_the_writing_of_5_0():
    found = run("hybrid_v5")
    decoded = found["data3"]["r"].reshape(4, 2500, 1000)[:, 200:]
    assert decoded[:, :, 999].mean(axis=1) == pytest.approx([0.0, 10.0, 50.0, 100.0], rel=0.05)
    errors = np.abs(decoded[1:] / np.array([10.0, 50.0, 100.0])[:, None, None] - 1).mean(axis=1)
    assert (np.diff(errors[:, [0, 99, 999]]) < 0).all()  # with the number of neurons
    assert (np.diff(errors[:, 999]) < 0).all()  # with the rate


def test_runs_side_by_side_by_the_writing_of_4_8():
    found = run("parallel_runs_v4")
    for results in (found["alone"], found["results"]):
        n_spikes = [len(ranks) for _, ranks in results]
        assert n_spikes[0] == 0 < 4_000 < n_spikes[1] < 10_000 < 20_000 < n_spikes[2]


def test_runs_side_by_side_by_the_writing_of_5_0(capsys):
    found = run("parallel_runs_v5")
    lasts = [times.max() for times, _ in found["results"]]
    assert lasts == pytest.approx([200.0, 400.0, 600.0], abs=20.0)
    last_line = capsys.readouterr().out.splitlines()[-1]
    assert "class that derives from Network" in last_line

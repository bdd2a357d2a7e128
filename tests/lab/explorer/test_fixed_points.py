"""Fixed points and their stability, against what can be worked out by hand."""

import numpy as np
import pytest

from annarchy_lab import EIF_cond_exp_isfa_ista, HH_cond_exp, IF_curr_exp, Izhikevich, Neuron
from annarchy_lab.lab import explore
from annarchy_lab.lab.explorer.fixed_points import kind_of

FITZHUGH = Neuron(
    parameters="a = 0.7\nb = 0.8\ntau = 12.5\nI = 0.0",
    equations="""
        dv/dt = v - v^3/3 - w + I : init=-1.2
        tau * dw/dt = v + a - b*w : init=-0.6
        r = v
    """,
    name="FitzHugh-Nagumo",
)


@pytest.mark.parametrize("current", [0.0, 2.0, 3.5])
def test_izhikevich_has_those_of_its_quadratic(current):
    b = 0.2
    roots = np.sort(np.roots([0.04, 5.0 - b, 140.0 + current]).real)
    found = explore(Izhikevich(b=b)).fixed_points(drive=current)
    assert [point.values["v"] for point in found] == pytest.approx(roots, abs=1e-7)
    assert [point.values["u"] for point in found] == pytest.approx(b * roots, abs=1e-7)
    for point in found:
        v = point.values["v"]
        jacobian = [[0.08 * v + 5.0, -1.0], [0.02 * b, -0.02]]
        by_hand = sorted(np.linalg.eigvals(jacobian), key=lambda x: (-x.real, x.imag))
        assert point.eigenvalues == pytest.approx(by_hand, abs=1e-9)
    assert found[1].kind == "saddle"
    assert found[0].is_stable is (current < 3.78)


def test_izhikevich_has_none_above_its_saddle_node():
    b, explorer = 0.2, explore(Izhikevich())
    edge = (5.0 - b) ** 2 / 0.16 - 140.0
    assert len(explorer.fixed_points(drive=edge - 0.01)) == 2
    assert not explorer.fixed_points(drive=edge + 0.01)


@pytest.mark.parametrize(
    ("current", "kind"),
    [
        (0.0, "stable focus"),
        (0.32, "stable focus"),
        (0.34, "unstable focus"),
        (1.0, "unstable node"),
    ],
)
def test_fitzhugh_nagumo_loses_stability_where_its_trace_vanishes(current, kind):
    found = explore(FITZHUGH).fixed_points(drive=current)
    (root,) = [
        x.real
        for x in np.roots([-1.0 / 3.0, 0.0, 1.0 - 1.0 / 0.8, current - 0.7 / 0.8])
        if abs(x.imag) < 1e-9
    ]
    (point,) = found
    assert point.values["v"] == pytest.approx(root, abs=1e-8)
    assert point.values["w"] == pytest.approx((root + 0.7) / 0.8, abs=1e-8)
    assert point.kind == kind


def test_a_leaky_neuron_rests_on_its_line():
    explorer = explore(IF_curr_exp(v_rest=-65.0, cm=1.0, tau_m=20.0))
    (rest,) = explorer.fixed_points("v", drive=0.2)
    assert rest.values["v"] == pytest.approx(-65.0 + 0.2 * 20.0)
    assert rest.eigenvalues == pytest.approx([-1.0 / 20.0])
    assert rest.kind == "stable node"
    assert not rest.is_beyond_threshold
    (beyond,) = explorer.fixed_points("v", limits=[(-80.0, 0.0)], drive=2.0)
    assert beyond.is_beyond_threshold  # it spikes before it gets there


def test_adex_has_its_rheobase_where_two_points_meet():
    """Touboul and Brette (2008): the saddle-node of the adaptive exponential neuron."""
    model = EIF_cond_exp_isfa_ista(a=0.0)
    p = explore(model).parameters
    leak = p["cm"] / p["tau_m"]
    edge = leak * (p["v_thresh"] - p["v_rest"] - p["delta_T"])
    explorer = explore(model)
    assert (
        len(explorer.fixed_points("v", "w", limits=((-80, -40), (-1, 1)), drive=edge * 0.99)) == 2
    )
    assert not explorer.fixed_points("v", "w", limits=((-80, -40), (-1, 1)), drive=edge * 1.01)
    explorer.set(b=0.0)
    assert explorer.rheobase() == pytest.approx(
        edge, rel=0.1
    )  # from above: 300 ms are not for ever


def test_hodgkin_and_huxley_rest_where_every_gate_does():
    explorer = explore(HH_cond_exp())
    point = explorer.fixed_points(drive=0.0)[0]
    assert point.is_stable
    v = point.values["v"] + 63.0
    rates = {
        "n": (0.16 * _linoid((15.0 - v) / 5.0), 0.5 * np.exp((10.0 - v) / 40.0)),
        "m": (1.28 * _linoid((13.0 - v) / 4.0), 1.4 * _linoid((v - 40.0) / 5.0)),
        "h": (0.128 * np.exp((17.0 - v) / 18.0), 4.0 / (1.0 + np.exp(10.0 - v))),
    }
    for gate, (opens, closes) in rates.items():
        assert point.values[gate] == pytest.approx(opens / (opens + closes), rel=1e-6)
    long = explorer.trace(np.zeros(40_000))
    assert long.values["v"][-1] == pytest.approx(point.values["v"], abs=1e-6)


@pytest.mark.parametrize(
    ("eigenvalues", "kind"),
    [
        ([-1.0, -2.0], "stable node"),
        ([2.0, 1.0], "unstable node"),
        ([-1.0 + 2.0j, -1.0 - 2.0j], "stable focus"),
        ([1.0 + 2.0j, 1.0 - 2.0j], "unstable focus"),
        ([1.0, -1.0], "saddle"),
        ([2.0j, -2.0j], "centre"),
        ([0.0, -1.0], "degenerate"),
        ([1.0 + 1.0j, 1.0 - 1.0j, -3.0], "saddle-focus"),
        ([-0.1, -3.0 + 1.0j, -3.0 - 1.0j], "stable node"),
    ],
)
def test_eigenvalues_name_a_fixed_point(eigenvalues, kind):
    assert kind_of(np.asarray(eigenvalues, complex)) == kind


def _linoid(z):
    return z / (np.exp(z) - 1.0)

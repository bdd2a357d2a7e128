"""Nullclines are zeros, all of them, each branch by itself."""

import numpy as np
import pytest

from annarchy_lab import Izhikevich, Neuron
from annarchy_lab.lab import explore


def test_points_lie_on_the_curves():
    v_line, u_line = explore(Izhikevich()).nullclines(drive=4.0)
    for branch in v_line.branches:
        v, u = branch.T
        assert u == pytest.approx(0.04 * v**2 + 5.0 * v + 140.0 + 4.0, abs=1e-7)
    (branch,) = u_line.branches
    assert branch[:, 1] == pytest.approx(0.2 * branch[:, 0], abs=1e-9)
    assert (v_line.state, u_line.state) == ("v", "u")


def test_branches_stay_apart():
    """x (y^2 - x^2 + 1) = 0: two hyperbolas and the line between them."""
    model = Neuron(
        equations="dx/dt = x*(y^2 - x^2 + 1.0)\ndy/dt = 0.3 - y\nr = x",
        parameters="I = 0.0",
        name="Three",
    )
    first, _ = explore(model).nullclines("x", "y", limits=((-3.0, 3.0), (-2.0, 2.0)))
    assert len(first.branches) == 3
    for branch in first.branches:
        x, y = branch.T
        assert np.abs(x * (y**2 - x**2 + 1.0)).max() < 1e-7
        assert np.abs(np.diff(branch, axis=0)).max() < 0.2  # nothing is joined across a gap
        side = np.sign(np.round(x, 6))
        assert (side == side[0]).all()


def test_a_closed_curve_is_closed():
    model = Neuron(equations="dx/dt = x^2 + y^2 - 1.0\ndy/dt = -y\nr = x", parameters="I = 0.0")
    circle, _ = explore(model).nullclines("x", "y", limits=((-2.0, 2.0), (-2.0, 2.0)))
    (branch,) = circle.branches
    assert np.hypot(*branch.T) == pytest.approx(1.0, abs=1e-9)
    assert branch[0] == pytest.approx(branch[-1])


def test_a_pole_and_a_jump_are_no_nullclines():
    model = Neuron(
        equations="dx/dt = 1.0/(x - 0.301)\ndy/dt = if y > 0.2: 1.0 else: -1.0\nr = x",
        parameters="I = 0.0",
    )
    lines = explore(model).nullclines("x", "y", limits=((-2.0, 2.0), (-2.0, 2.0)))
    assert [line.branches for line in lines] == [(), ()]

"""Every method that the registry knows converges with the order that it claims."""

import math

import numpy as np
import pytest

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec
from annarchy_lab.language.declare import Neuron
from annarchy_lab.numerics.registry import METHODS
from annarchy_lab.runtime.cpu.simulator import CpuSimulator

T_MS = 4.0
DECAY = 0.5


def end_state(method: str, between: str, dt: float) -> np.ndarray:
    """A damped oscillator, linear in each variable: every method can solve it."""
    neuron = Neuron(
        parameters=f"k = {DECAY}",
        equations=f"dr/dt = y - k*r : init=1.0, {method}\n{between}dy/dt = -r - k*y : {method}",
        name="Oscillator",
    )
    spec = NetworkSpec(dt, 0, (PopulationSpec("pop", 1, neuron.declaration),), ())
    sim = CpuSimulator(build_network(spec))
    sim.run(round(T_MS / dt))
    return np.array([sim.read("pop", "r")[0], sim.read("pop", "y")[0]])


@pytest.mark.parametrize("between", ["", "m = 0.0\n"], ids=["together", "separated"])
@pytest.mark.parametrize("name", METHODS)
def test_order_of_convergence(name, between):
    exact = math.exp(-DECAY * T_MS) * np.array([math.cos(T_MS), -math.sin(T_MS)])
    steps = np.array([1 / 32, 1 / 64, 1 / 128])
    errors = [float(np.abs(end_state(name, between, dt) - exact).max()) for dt in steps]
    slopes = np.diff(np.log(errors)) / np.diff(np.log(steps))
    assert np.all(np.abs(slopes - METHODS[name].order) < 0.15), slopes


@pytest.mark.proves(
    "6.2-explicit", "6.2-exponential", "6.2-semiimplicit", "6.2-midpoint", "6.2-rk4"
)
@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("exponential", 0.0951625820),
        ("semiimplicit", 1 / 11),
        ("explicit", 0.1),
    ],
)
def test_one_step_of_a_relaxation(method, expected):
    neuron = Neuron(parameters="tau = 10.0", equations=f"tau * dr/dt + r = 1.0 : {method}")
    spec = NetworkSpec(1.0, 0, (PopulationSpec("pop", 1, neuron.declaration),), ())
    sim = CpuSimulator(build_network(spec))
    sim.run(1)
    assert sim.read("pop", "r")[0] == pytest.approx(expected, abs=1e-10)

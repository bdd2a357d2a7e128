"""Our algebra of implicit systems against sympy's: the same roots, for published models."""

import numpy as np
import pytest
import sympy
from sketch import Sketch

from annarchy_lab.language.declare import Neuron

DT = 0.25
STARTS = np.array([[-0.6, 0.3, 0.1], [0.4, -0.2, 0.7], [0.9, 0.8, -0.5]])
"""Old values of x, y and z, one row per neuron."""

SYSTEMS = {
    "linear": ("y - x", "x - 2*y + 3*z", "0.5 - z + x"),
    "quadratic neuron": ("0.4*x**2 + x + 0.3 - y", "0.2*(0.5*x - y)", "-z"),
    "predator and prey": ("0.6*x - 0.8*x*y", "x*y - 0.5*y", "1 - z"),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_step_ends_at_the_root_that_sympy_finds(name):
    sides = SYSTEMS[name]
    net = Sketch(dt_ms=DT)
    equations = "\n".join(
        f"d{state}/dt = {side} : implicit" for state, side in zip("xyz", sides, strict=True)
    )
    values = dict(zip("xyz", STARTS.T.copy(), strict=True))
    net.population("pop", len(STARTS), Neuron(equations=f"{equations}\nr = x"), **values)
    simulator = net.load()
    simulator.run(1)
    found = np.stack([simulator.read("pop", state) for state in "xyz"], axis=1)
    expected = [nearest_root(sides, old) for old in STARTS]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def nearest_root(sides: tuple[str, ...], old: np.ndarray) -> np.ndarray:
    """Solve ``x' = x + dt * f(x')`` with sympy; of several roots, the one next to `old`."""
    symbols = sympy.symbols("x y z")
    system = [
        symbol - sympy.Rational(start) - sympy.Rational(DT) * sympy.sympify(side, rational=True)
        for symbol, start, side in zip(symbols, old, sides, strict=True)
    ]
    roots = sympy.solve(system, symbols, dict=True)
    points = [[complex(root[symbol]) for symbol in symbols] for root in roots]
    real = [np.real(point) for point in points if np.abs(np.imag(point)).max() < 1e-9]
    return min(real, key=lambda point: np.linalg.norm(point - old))

"""A misspelt method, and values where none belong."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "dr/dt = -r : exponentail\nv = 1.0 : rk4=2, unless_refractory=1, foo=3", name="Flag")

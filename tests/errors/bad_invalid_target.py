"""Left sides to which nothing can be assigned."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("tau = 10.0", "tau * v = 1.0\ndv/dt + du/dt = 0.0\ndr/dt += 1.0\ndt/dt = 1", name="Left")

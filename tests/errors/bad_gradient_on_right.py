"""A gradient where a value is needed."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "du/dt = -u\nr = du/dt", name="Slope")

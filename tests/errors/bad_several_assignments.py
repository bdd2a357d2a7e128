"""Two assignments in one definition, one of them meant as a comparison."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = v = 1.0\nx = if t = 3.0: 1.0 else: 2.0", name="Twice")

"""Second assignments: one meant as a comparison, one to name an argument."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = v = 1.0\nx = if t = 3.0: 1.0 else: 2.0\ny = Normal(mu=0.0, 1.0)", name="Twice")

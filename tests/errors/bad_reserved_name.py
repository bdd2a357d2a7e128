"""Names that every population has."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("size = 3.0", "t = 1.0\nclip = 2.0\nv = size\nr = v", spike="v > 1", name="Taken")

"""An expression of more levels than anybody reads."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = " + "(" * 100 + "1.0" + ")" * 100, name="Deep")

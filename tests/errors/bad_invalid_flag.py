"""Flags that are no flags, and a flag without its value."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = 1.0 : min=0.0, 3\nv = 1.0 : init\nx = 1.0 : max=", name="Flags")

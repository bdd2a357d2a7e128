"""A sum of something that is no target."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = sum(exc + inh)", name="Sum")

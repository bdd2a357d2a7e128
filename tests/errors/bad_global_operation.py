"""A mean of what the population does not have, or has only once."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("a = 1.0 : population", "x = 1.0\nr = mean(y) + mean(a)", name="Mean")

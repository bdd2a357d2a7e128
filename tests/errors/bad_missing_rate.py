"""A rate-coded neuron without a rate."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "v = sum(exc)", name="Silent")

"""A type of another language."""

from annarchy_lab.language.declare import Neuron, Parameter


def declare() -> None:
    Neuron({"tau": Parameter(10.0, type="double")}, "r = tau", name="Type")

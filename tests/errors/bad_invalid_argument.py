"""Python values where texts and numbers belong."""

from annarchy_lab.language.declare import Neuron, Variable


def declare() -> None:
    Neuron({"a": [1.0, 2.0]}, Variable("r = a; v = r"), spike=3, name="Types")  # type: ignore[arg-type]

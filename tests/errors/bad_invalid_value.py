"""Values that are no numbers yet."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "a = 2.0\nb = 2*a\nc = Uniform(1.0, 0.0)\nd = 1/0\ne = 1e999",
        "r = a + b + c + d : init=a+1",
        name="Values",
    )

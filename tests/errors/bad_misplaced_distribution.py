"""Draws where nothing can be drawn."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "",
        "r = f(1.0) : max=Uniform(0.0, 1.0)",
        functions="f(x) = x + Normal(0.0, 1.0)",
        name="Noise",
    )

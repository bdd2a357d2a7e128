"""Functions that use more than their arguments."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "tau = 10.0",
        "r = f(tau)",
        functions="""
        f(x) = x / tau + pre.r
        g(x) = f(x) + h(x)
        h(x) = g(x)
        """,
        name="Functions",
    )

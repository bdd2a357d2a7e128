"""One name for two things."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "tau = 10.0\ntau = 20.0",
        "tau = 3.0\nr = f(tau)\nr = tau",
        functions="f(x) = x\nf(x) = 2*x",
        name="Double",
    )

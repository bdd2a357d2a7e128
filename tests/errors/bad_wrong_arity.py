"""Calls with too few and too many arguments."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "",
        """
        v = clip(1.0, 0.0) + ite(t > 1, 2.0)
        x = Normal(0.0) + exp()
        r = f(v, x)
        """,
        functions="f(x) = x",
        name="Arity",
    )

"""A misspelt parameter, and names that nothing declares."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        """
        baseline = 1.0
        tau = TAU
        """,
        """
        tau*dv/dt + v = sum(exc)
        r = pos(v) + basline : init=start, max=exp
        """,
        name="Rate",
    )

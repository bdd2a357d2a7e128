"""A misspelt parameter, told once, and names that nothing declares."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        """
        baseline = 1.0
        """,
        """
        tau*dv/dt + v = sum(exc)
        r = pos(v) + basline : min=basline - 1.0, max=exp
        """,
        name="Rate",
    )

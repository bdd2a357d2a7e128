"""Conditionals without their words."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "",
        """
        v = 1.0
        r = if v > 0: v
        x = if v > 0 v else: 0.0
        y = 1.0 + if v > 0: v else: 0.0
        """,
        name="Branch",
    )

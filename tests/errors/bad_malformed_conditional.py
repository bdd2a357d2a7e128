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
        z = if v > 0: 1.0 elif v < -1: 2.0 else: 0.0
        n = if v > 0: v else: init
        m = v if v > 0 else 0.0
        """,
        name="Branch",
    )

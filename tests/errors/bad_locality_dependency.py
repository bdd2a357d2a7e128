"""Shared values that need what each element has for itself."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(
        "tau = 10.0",
        """
        x = pre.r
        mean_x = x / tau : projection
        trace = post.r - pre.r + t_pre : postsynaptic
        y = 0.0 : projection, max=tau, init=tau
        """,
        name="Shared",
    )

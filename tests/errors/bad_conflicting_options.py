"""Two answers to one question."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(
        "",
        "dx/dt = -x : rk4, midpoint",
        pre_spike="g_target += w; w += x : max=1.0",
        post_spike="w -= x : max=2.0",
        name="Two",
    )

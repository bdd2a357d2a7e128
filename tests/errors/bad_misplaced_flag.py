"""Flags where they have no effect."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(
        "tau = 10.0 : exponential",
        "x = tau : unless_refractory",
        pre_spike="g_target += w : max=1.0; post.n += 1 : init=2",
        post_spike="w += x : unless_post",
        name="Flags",
    )

"""Conductances that no spike delivers."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse("", "x = g_target", pre_spike="g_target += w", post_spike="g_target += w", name="Late")

"""Equations that cannot be integrated from event to event."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(
        "tau = 10.0",
        """
        tau*dx/dt = -x + pre.v : event-driven
        tau*dy/dt = -y + x : event-driven
        z = 1.0 : event-driven
        """,
        pre_spike="g_target += w; x += 1.0",
        name="Events",
    )

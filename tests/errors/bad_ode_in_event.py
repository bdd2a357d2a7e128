"""An ODE where no time passes."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse("", "", pre_spike="g_target += w\ndx/dt = -x", name="Event")

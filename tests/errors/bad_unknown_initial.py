"""Values that nothing gives, and one that comes too late."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron(
        "tau = TAU\nv_rest = -65.0",
        """
        tau*dv/dt + v = sum(exc) : init=v_res
        r = pos(v) : init=v
        """,
        name="Start",
    )

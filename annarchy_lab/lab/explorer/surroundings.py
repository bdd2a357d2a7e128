"""What a neuron by itself takes over from the world: step, constants, functions, methods.

In: the workspace, or a network.
Out: `Surroundings`.
Not here: populations and projections of that network.
"""

from collections.abc import Mapping
from dataclasses import field

from annarchy_lab.api.network import Network
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.context import Context
from annarchy_lab.language.declaration import UserFunction
from annarchy_lab.lightweight import dataclass

__all__ = ["Surroundings", "surroundings_of"]

DT_MS = 0.1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The world of a neuron that is alone.

    Attributes
    ----------
    dt_ms
        Step in ms.
    method
        Default numerical method.
    constants, functions
        What equations may name.
    backend
        What runs it; None for the first that works.
    """

    dt_ms: float
    method: str = "explicit"
    constants: Mapping[str, float] = field(default_factory=dict)
    functions: tuple[UserFunction, ...] = ()
    backend: str | None = None

    @property
    def context(self) -> Context:
        """The same, as models are built in it."""
        return Context(frozenset(self.constants), self.functions, self.method)


def surroundings_of(network: Network | None, dt: float | None) -> Surroundings:
    """Return the surroundings of a network, or those that every network shares.

    Parameters
    ----------
    network
        The network; None for what is shared.
    dt
        Step in ms.  Default: that of the network; without one 0.1.

    Raises
    ------
    ANNarchyException
        If the step is not above 0.
    """
    settings = WORKSPACE.config if network is None else network.settings
    known = WORKSPACE.constants if network is None else network.constants
    if dt is None and network is not None:
        dt = network.dt
    if dt is None:
        dt = DT_MS
    if not 0.0 < dt < float("inf"):
        raise ANNarchyException(f"the step dt is a time in ms above 0, not {dt}.")
    return Surroundings(
        float(dt),
        settings.method,
        {name: constant.value for name, constant in known.items()},
        tuple(WORKSPACE.functions.values()),
        settings.backend,
    )

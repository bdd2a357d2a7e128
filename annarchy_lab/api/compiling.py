"""From a described network to one that runs, and what can be seen of it then.

In: the objects of a network.
Out: `Compiling`, the part of a network that loads it, looks into it and frees it.
Not here: the description (`compile`), the stages of loading (`runtime.load`).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from annarchy_lab.api.compile import build_spec
from annarchy_lab.api.controls import CONTROLS
from annarchy_lab.api.messages import say, warn, warn_once
from annarchy_lab.api.targets import slips
from annarchy_lab.api.waiting import Waiting
from annarchy_lab.diagnostics import StateError
from annarchy_lab.ir.network import NetworkSpec

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.projection import Projection
    from annarchy_lab.runtime.backend import Simulator, Timings

__all__ = ["Compiling"]


class Compiling(Waiting):
    """Compiling a network, and looking inside."""

    def _begin_compiling(self) -> None:
        self._simulator: Simulator | None = None
        self._spec: NetworkSpec | None = None

    def compile(
        self,
        directory: str | Path = "annarchy",
        clean: bool = False,
        silent: bool = False,
        backend: str | None = None,
        **ignored: Any,  # noqa: ANN401 - what ANNarchy hands to a compiler
    ) -> None:
        """Make the network ready to run.

        Modules are compiled once per model and user, and taken from a cache afterwards: nothing is
        written to `directory`.

        Parameters
        ----------
        directory
            Accepted as in ANNarchy.
        clean
            Accepted as in ANNarchy.
        silent
            Whether to print nothing.
        backend
            ``cpu`` or ``reference``.  Default: that of the settings, else the first that works.
        **ignored
            Compilers, flags, sources: never handed to a compiler; they print a warning.

        Raises
        ------
        ModelError
            If equations of several objects do not fit.
        ANNarchyException
            If a projection is not connected.
        BackendError
            If the backend cannot do it.
        """
        with self._build_lock:
            if self._simulator is not None:
                warn(f"{self._called} is already compiled; nothing was done.")
                return
            if ignored:
                warn(f"compile options without effect here: {', '.join(ignored)}.")
            self._load(backend)
        if not silent:
            say(f"Compiling {self._called}... OK" if self.id else "Compiling ... OK")

    def _load(self, backend: str | None) -> None:
        from annarchy_lab.runtime.load import load  # heavy, and not needed to build a network

        spec = build_spec(cast("Network", self))
        simulator = load(spec, backend or self._config.backend)
        for notice in simulator.notices:
            warn(notice)
        for slip in slips(cast("Network", self)):
            warn_once(slip)
        for (projection, flag), value in self._flags.items():
            simulator.set_flag(projection, flag, value)
        for (name, control), values in self._controls.items():
            CONTROLS[control](simulator, name, values)
        for monitor in self._monitors.values():
            monitor.attach(simulator)
        self._spec, self._simulator = spec, simulator

    @property
    def compiled(self) -> bool:
        """Whether it is compiled."""
        return self._simulator is not None

    def clear(self) -> None:
        """Stop and free everything; the network is empty afterwards."""
        if self._run is not None:
            self._run.stop()
        simulator, self._simulator, self._spec = self._simulator, None, None
        if simulator is not None:
            simulator.close()
        self._begin_holdings()
        self._begin_writing()
        self._begin_driving()

    @property
    def spec(self) -> NetworkSpec:
        """The network as data, as it was compiled."""
        self._require_simulator()
        if self._spec is None:
            raise StateError("the network is not compiled yet: call compile() first.")
        return self._spec

    @property
    def simulator(self) -> "Simulator":
        """What runs the network; raises `StateError` before it is compiled."""
        return self._require_simulator()

    def explain(self) -> str:
        """Return what happens in one step, as text."""
        return self._require_simulator().explain()

    def ir(self, obj: "Population | Projection | str") -> str:
        """Return an object's model as the backend sees it: discrete time, types, loops."""
        name = obj if isinstance(obj, str) else obj.name
        return self._require_simulator().ir(self._object(name).name)

    def source(self, obj: "Population | Projection | str") -> str:
        """Return the generated source of an object's model."""
        name = obj if isinstance(obj, str) else obj.name
        return self._require_simulator().source(self._object(name).name)

    def timings(self) -> "Timings":
        """Return how long each stage of compiling took, and how often a compiler was called."""
        return self._require_simulator().timings

    @property
    def _called(self) -> str:
        return f"network {self.id}" if self.id else "the network"

"""From a described network to one that runs, and what can be seen of it then.

In: the objects of a network.
Out: `Compiling`, the part of a network that loads it, looks into it and frees it.
Not here: the description (`compile`), the stages of loading (`runtime.load`).
"""

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from annarchy_lab.api.compile import build_spec
from annarchy_lab.api.controls import CONTROLS
from annarchy_lab.api.messages import say, warn, warn_once
from annarchy_lab.api.slips import slips
from annarchy_lab.api.waiting import Waiting
from annarchy_lab.diagnostics import ANNarchyException, StateError
from annarchy_lab.ir.network import NetworkSpec

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.projection import Projection
    from annarchy_lab.api.time_report import TimeReport
    from annarchy_lab.runtime.backend import Simulator

__all__ = ["Compiling"]


class Compiling(Waiting):
    """Compiling a network, and looking inside."""

    def _begin_compiling(self) -> None:
        self._simulator: Simulator | None = None
        self._spec: NetworkSpec | None = None
        self._rewired: frozenset[str] = frozenset()  # projections whose synapses come and go
        self._backend: str | None = None
        self._directory = "annarchy"

    def compile(
        self,
        directory: str | Path = "annarchy",
        clean: bool = False,
        *,
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
            Accepted as in ANNarchy, and told by `directory`.
        clean
            Accepted as in ANNarchy: what is compiled is always that of the models as they are.
        silent
            Whether to print nothing.
        backend
            ``cpu`` or ``reference``.  Default: that of the settings, else the first that works.
        **ignored
            ANNarchy's ``compiler``, ``compiler_flags``, ``add_sources``, ``extra_libs``,
            ``cuda_config``, ``annarchy_json``, ``debug_build``, ``trace_calls`` and
            ``profile_enabled``: never handed to a compiler; they print a warning, once.

        Raises
        ------
        ModelError
            If equations of several objects do not fit.
        ANNarchyException
            If a projection is not connected.
        BackendError
            If the backend cannot do it.
        TypeError
            If there is no such option.
        """
        network = cast("Network", self)
        check_options(ignored, network)
        with self._build_lock:
            if self._simulator is not None:
                warn(f"{self._called} is already compiled; nothing was done.", network)
                return
            self._load(backend)
            self._directory, self._backend = str(directory), backend
        if not silent:
            say(f"Compiling {self._called if self.id else ''}...  OK")

    def compile_ahead(self) -> "threading.Thread | None":
        """Begin to compile in the background; `compile` then finds done what has not changed.

        Mistakes in the models are left for `compile` to tell.

        Returns
        -------
        threading.Thread or None
            What is at work; None where there is nothing to do: the network is compiled already,
            or not whole yet, or its backend compiles nothing.
        """
        network = cast("Network", self)
        if self._simulator is not None or (self._config.backend or "cpu") != "cpu":
            return None
        try:
            with self._build_lock:
                spec = build_spec(network)
        except ANNarchyException:
            return None
        ahead = threading.Thread(target=_compile_ahead, args=(spec,), name="annarchy-lab-ahead")
        ahead.start()
        return ahead

    def _load(self, backend: str | None) -> None:
        from annarchy_lab.runtime.load import load  # heavy, and not needed to build a network

        network = cast("Network", self)
        spec = build_spec(network)
        simulator = load(spec, backend or self._config.backend)
        for notice in simulator.notices:
            warn(notice, network)
        for slip in slips(network):
            warn_once(slip, network)
        for (projection, flag), value in self._flags.items():
            simulator.set_flag(projection, flag, value)
        for (name, control), values in self._controls.items():
            CONTROLS[control](simulator, name, values)
        if self._loaded_step:
            simulator.step = self._loaded_step
        for monitor in self._monitors.values():
            monitor.attach(simulator)
        self._rewired = frozenset(each.name for each in spec.projections if each.is_rewirable)
        self._spec, self._simulator = spec, simulator
        self._streaming.watch(simulator)

    @property
    def compiled(self) -> bool:
        """Whether it is compiled."""
        return self._simulator is not None

    @property
    def directory(self) -> str:
        """What was given as `directory`; nothing is written there."""
        return self._directory

    @property
    def instance(self) -> "Simulator | None":
        """What runs the network, None before it is compiled."""
        return self._simulator

    def clear(self) -> None:
        """Stop and free everything; the network is empty afterwards."""
        if self._run is not None:
            self._run.stop()
        self._streaming.close()
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

    def timings(self) -> "TimeReport":
        """Return where the time goes: of compiling by stage, of a step by phase and object.

        Steps are measured all the time, a few of them: it costs about one part in 300.

        Returns
        -------
        TimeReport
            Numbers; it shows itself as a table.

        Raises
        ------
        StateError
            If the network is not compiled.
        """
        from annarchy_lab.api.time_report import TimeReport

        simulator = self._require_simulator()
        compiling, dt_ms = simulator.timings, cast("Network", self).dt
        return TimeReport.of(compiling.seconds, compiling.n_compiled, simulator.step_times(), dt_ms)

    def memory_footprint(self, show_py_side: bool = True, show_cpp_side: bool = True) -> None:
        """Print how many bytes each population and projection takes.

        Parameters
        ----------
        show_py_side
            Whether to show what is kept in Python: values and synapses of the start.
        show_cpp_side
            Whether to show what the simulation itself uses, nothing before it is compiled.
        """
        from annarchy_lab.api.footprint import table

        network = cast("Network", self)
        say(table(network, show_python=show_py_side, show_core=show_cpp_side))

    @property
    def _called(self) -> str:
        return f"network {self.id}" if self.id else "the network"


def _compile_ahead(spec: NetworkSpec) -> None:
    from annarchy_lab.runtime.load import compile_ahead

    with suppress(ANNarchyException):  # told by whoever compiles
        compile_ahead(spec)


def check_options(options: dict[str, Any], network: "Network") -> None:
    """Say, once, which options of `Network.compile` have no effect.

    Raises
    ------
    TypeError
        If there is no such option.
    """
    for name in options:
        if name not in DEFAULTS:
            raise TypeError(f"compile() got an unexpected keyword argument {name!r}")
    idle = [name for name, value in options.items() if value != DEFAULTS[name]]
    if idle:
        warn_once(f"compile options without effect here: {', '.join(idle)}.", network)


DEFAULTS: Final[dict[str, Any]] = {
    "compiler": "default",
    "compiler_flags": "default",
    "add_sources": "",
    "extra_libs": "",
    "cuda_config": {"device": 0},
    "annarchy_json": "",
    "debug_build": False,
    "trace_calls": None,
    "profile_enabled": False,
}
"""Options that ANNarchy hands to a compiler, and what scripts write that do not mean it."""

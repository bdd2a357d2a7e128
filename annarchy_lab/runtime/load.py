"""The driver: from a network's specification to a simulator, stage by stage.

1. `ir.build.build_network`: declarations to level-1 models; mistakes are raised together.
2. The backend: ``cpu`` lowers, prints, compiles and loads modules; ``reference`` executes level 1
with NumPy.

In: `NetworkSpec` and the wish for a backend.
Out: a `Simulator`; or, ahead of it, compiled modules in the cache.
Not here: any of the stages.
"""

import sys
import warnings

from annarchy_lab.diagnostics import BackendError
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.runtime.backend import Simulator
from annarchy_lab.runtime.toolchain import find_toolchain, missing_reason

__all__ = ["compile_ahead", "load"]

_PACKAGE = "annarchy_lab."


def load(spec: NetworkSpec, backend: str | None = None) -> Simulator:
    """Return a simulator of `spec`.

    Parameters
    ----------
    backend
        ``cpu``, ``reference``, or None for ``cpu`` where a compiler exists and else ``reference``,
        with a notice.

    Raises
    ------
    ModelError
        With every mistake that only the whole network shows.
    BackendError
        If the backend does not exist or cannot run here.
    """
    model = build_network(spec)
    if backend is None and find_toolchain() is None:
        warnings.warn(
            f"{missing_reason()}. The network runs on the reference backend, which is slow.",
            stacklevel=_frames_of_ours(),
        )
        backend = "reference"
    match backend or "cpu":
        case "cpu":
            from annarchy_lab.runtime.cpu.simulator import CpuSimulator

            return CpuSimulator(model)
        case "reference":
            from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

            return ReferenceSimulator(model)
        case "cuda":
            raise BackendError("the backend 'cuda' is not built yet; use 'cpu'")
        case other:
            raise BackendError(f"there is no backend '{other}'; there are 'cpu' and 'reference'")


def compile_ahead(spec: NetworkSpec) -> int:
    """Compile the modules that `load` will need for the cpu, and return how many were missing.

    Raises
    ------
    ModelError
        As `load`.
    """
    if find_toolchain() is None:
        return 0
    from annarchy_lab.runtime.cpu.laying import lower_network
    from annarchy_lab.runtime.cpu.modules import compile_modules

    return compile_modules(lower_network(build_network(spec)).values())


def _frames_of_ours() -> int:
    """Return the level at which a warning names the user's line, not one of this package."""
    frame, n_frames = sys._getframe(1), 1
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).startswith(_PACKAGE):
        frame, n_frames = frame.f_back, n_frames + 1
    return n_frames

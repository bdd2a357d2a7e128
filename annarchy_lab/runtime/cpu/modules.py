"""Models to loaded modules: lower, print, compile what the cache does not have, load.

In: the models of a network and the storage of their edges.
Out: one `LoadedModule` per object; equal texts share one file and one loaded library.
Not here: buffers.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from annarchy_lab.codegen.cpu.module import print_module
from annarchy_lab.ir.kernel import Module as KernelModule
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime._bridge import Module
from annarchy_lab.runtime.backend import Timings
from annarchy_lab.runtime.build import build
from annarchy_lab.runtime.module_source import ModuleSource, assemble

__all__ = ["LoadedModule", "compile_modules", "load_modules"]


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModule:
    """A module ready to be called.

    Attributes
    ----------
    kernel
        What it was printed from.
    source
        Its text.
    module
        The loaded library; None where the model leaves nothing to a module.
    """

    kernel: KernelModule
    source: ModuleSource
    module: Module | None

    def has(self, function: str) -> bool:
        """Tell whether the module has a function of the ABI."""
        return any(f.name == function for f in self.kernel.functions)


def compile_modules(kernels: Iterable[KernelModule]) -> int:
    """Let the cache have what `load_modules` will ask for; return how many compilers ran."""
    sources = [assemble(print_module(kernel)) for kernel in kernels if kernel.functions]
    return build(sources).n_compiled


def load_modules(kernels: Mapping[str, KernelModule], timings: Timings) -> dict[str, LoadedModule]:
    """Return the loaded module of each object; compilers run side by side."""
    with timings.stage("print"):
        sources = {name: assemble(print_module(kernel)) for name, kernel in kernels.items()}
    wanted = [name for name, kernel in kernels.items() if kernel.functions]
    with timings.stage("compile"):
        built = build([sources[name] for name in wanted])
    timings.n_compiled += built.n_compiled
    with timings.stage("load"):
        loaded = {name: _open(str(path)) for name, path in zip(wanted, built.paths, strict=True)}
    return {
        name: LoadedModule(kernel, sources[name], loaded.get(name))
        for name, kernel in kernels.items()
    }


@cache
def _open(path: str) -> Module:
    """Open a library once per process; it stays, since runs and views may still refer to it."""
    return Module(path)

"""``annarchy-lab``: says whether everything is there, and clears the cache of compiled modules.

In: the words of the command line.
Out: lines on standard output; the exit status.
Not here: mending anything but the cache.

``annarchy-lab doctor`` exits with 0 if nothing is missing, else with 1.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import annarchy_lab
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.cache import default_cache
from annarchy_lab.runtime.toolchain import find_toolchain, missing_reason

__all__ = ["Finding", "examine", "main"]

LABEXTENSION: Final = "annarchy-lab"
PACKAGES: Final = ("numpy", "scipy", "sympy", "jupyterlab", "ipykernel", "ipywidgets", "anywidget")
FRONT_ENDS: Final = ("raster", "rate", "trace", "transport", "controls", "dashboard", "served")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing.

    Attributes
    ----------
    topic
        The thing.
    text
        What was found.
    remedy
        What to do; empty if nothing is missing.
    """

    topic: str
    text: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing is missing."""
        return not self.remedy

    def __str__(self) -> str:
        mark = "ok     " if self.is_well else "MISSING"
        lines = [f"{mark}  {self.topic:<13} {self.text}"]
        return "\n".join(lines if self.is_well else [*lines, f"{'':9}{'':<13} → {self.remedy}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    Parameters
    ----------
    arguments
        Words of the command line.  Default: those of this process.
    """
    given = _parser().parse_args(arguments)
    chosen: Callable[[], int] = given.run
    return chosen()


def examine() -> Iterator[Finding]:
    """Yield a finding for each thing that the lab needs."""
    yield Finding("package", f"annarchy_lab {annarchy_lab.__version__}, {_where()}")
    python = f"{platform.python_version()} ({platform.system()} {platform.machine()})"
    yield Finding("python", python)
    yield _core()
    yield _compiler()
    yield _cache()
    yield from _packages()
    yield _labextension()
    yield _front_ends()


# The commands


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("annarchy-lab", description="Looks after annarchy_lab.")
    parser.add_argument("--version", action="version", version=annarchy_lab.__version__)
    commands = parser.add_subparsers(required=True, metavar="command")
    doctor = commands.add_parser("doctor", help="say whether everything is there")
    doctor.set_defaults(run=_doctor)
    cache = commands.add_parser("cache", help="look after the compiled modules")
    actions = cache.add_subparsers(required=True, metavar="action")
    clear = actions.add_parser("clear", help="remove them all; they are made again when needed")
    clear.set_defaults(run=_clear_cache)
    return parser


def _doctor() -> int:
    findings = list(examine())
    for finding in findings:
        print(finding)
    missing = [finding for finding in findings if not finding.is_well]
    print(f"\n{len(missing)} missing" if missing else "\nall is well")
    return 1 if missing else 0


def _clear_cache() -> int:
    cache = default_cache()
    n_modules = cache.clear()
    print(f"removed {n_modules} modules from {cache.folder}")
    return 0


# What is examined


def _where() -> str:
    return str(Path(annarchy_lab.__file__).parent)


def _core() -> Finding:
    """Look for the native run loop and say what the CPU can do."""
    cpu = f"{os.cpu_count()} CPUs"
    try:
        from annarchy_lab.runtime import _bridge
    except ImportError as error:
        remedy = "install the package again (pip install annarchy-lab, or make install)"
        return Finding("core", f"not built: {error}; {cpu}", remedy)
    levels = ("baseline", "AVX2", "AVX-512")
    return Finding("core", f"native, {levels[_bridge.isa()]} kernels, {cpu}")


def _compiler() -> Finding:
    toolchain = find_toolchain()
    if toolchain is None:
        return Finding("compiler", "none: networks run on the slow reference", missing_reason())
    return Finding("compiler", f"{toolchain.version} ({' '.join(toolchain.command)})")


def _cache() -> Finding:
    cache = default_cache()
    n_modules, n_bytes = cache.size() if cache.folder.is_dir() else (0, 0)
    text = f"{cache.folder}: {n_modules} modules, {n_bytes / 1e6:.1f} MB"
    parent = next(path for path in (cache.folder, *cache.folder.parents) if path.exists())
    if os.access(parent, os.W_OK):
        return Finding("cache", text)
    return Finding("cache", text, "set ANNARCHY_LAB_CACHE_DIR to a folder that can be written")


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, version(name))
        except PackageNotFoundError:
            yield Finding(name, "not installed", f"pip install {name}")
    if find_spec("matplotlib") is None:
        yield Finding(
            "matplotlib", "not installed; optional: pictures in saved notebooks are plain"
        )


def _labextension() -> Finding:
    """Compare the installed labextension with this package."""
    found = _labextension_version()
    if found is None:
        remedy = f"pip install --force-reinstall annarchy-lab=={annarchy_lab.__version__}"
        return Finding("labextension", "not installed: no highlighting, no status bar", remedy)
    if found != annarchy_lab.__version__:
        remedy = f"install one version of both; the package has {annarchy_lab.__version__}"
        return Finding("labextension", found, remedy)
    return Finding("labextension", found)


def _labextension_version() -> str | None:
    if find_spec("jupyter_core") is None:
        return None
    import json

    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("labextensions"):
        path = Path(folder) / LABEXTENSION / "package.json"
        if path.is_file():
            return str(json.loads(path.read_text(encoding="utf-8")).get("version"))
    return None


def _front_ends() -> Finding:
    static = Path(__file__).parent / "static"
    missing = [name for name in FRONT_ENDS if not (static / f"{name}.js").is_file()]
    if missing:
        return Finding("live views", f"not built: {', '.join(missing)}", "make install")
    return Finding("live views", ", ".join(FRONT_ENDS))


if __name__ == "__main__":
    sys.exit(main())

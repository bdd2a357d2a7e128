"""Build hook of the wheel: compiles the native core and its one Cython bridge.

In: ``runtime/_bridge.pyx``, ``runtime/core/*.cpp`` and ``runtime/core/os/*.cpp``.
Out: one extension module beside ``_bridge.pyx``, for the architecture's baseline: which vector
instructions are used is decided when the core runs, so that one binary serves every processor.
Only sources newer than their objects are compiled, side by side; nothing changed costs nothing.
``python -m annarchy_lab._build_hook`` builds in place, without pip.
Not here: models of users, which ``runtime`` compiles; the labextension, which npm builds.
"""

import os
import shlex
import sys
import sysconfig
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path
from typing import Any

from Cython.Build import cythonize
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext

MODULE = "annarchy_lab.runtime._bridge"
RUNTIME = Path("annarchy_lab/runtime")
CORE = RUNTIME / "core"

# Exact arithmetic (docs/exactness.md) forbids contraction and -ffast-math, also from a user's
# CFLAGS; the other switches change no result and let the compiler vectorise.
EXACT = ("-fno-fast-math", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-fwrapv")
UNIX_FLAGS = ("-O3", "-g0", "-std=c++20", "-fvisibility=hidden", "-pthread", "-MMD", *EXACT)
MSVC_FLAGS = ("/O2", "/std:c++20", "/EHsc", "/fp:precise", "/utf-8")


class NativeBuild(build_ext):
    """``build_ext`` that compiles stale sources only, several at a time."""

    def build_extension(self, ext: Extension) -> None:
        """Compile what is older than what it was made from, then link if an object is newer."""
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            objects = list(pool.map(lambda source: self._object(ext, source), ext.sources))
        target = Path(self.get_ext_fullpath(ext.name))
        if _is_stale(target, objects):
            flags = [] if self.compiler.compiler_type == "msvc" else ["-pthread"]
            self.compiler.link_shared_object(
                [str(path) for path in objects],
                str(target),
                extra_postargs=flags,
                target_lang="c++",
            )

    def _object(self, ext: Extension, source: str) -> Path:
        """Return the object file of ``source``, compiled anew where it is stale."""
        compiler = self.compiler
        path = Path(compiler.object_filenames([source], output_dir=self.build_temp)[0])
        if _is_stale(path, [Path(__file__), Path(source), *_headers(path, ext.depends)]):
            compiler.compile(
                [source],
                output_dir=self.build_temp,
                include_dirs=[*ext.include_dirs, sysconfig.get_path("include")],
                extra_postargs=_flags(compiler.compiler_type, source),
            )
        return path


class NativeCore(BuildHookInterface[Any]):
    """Hatchling calls ``initialize`` before it packs a wheel, editable ones included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the extension in place and mark the wheel as built for this platform."""
        del version
        with chdir(self.root):
            build_in_place()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def build_in_place() -> None:
    """Build the extension beside its ``.pyx``; the working directory is the project's root."""
    # Distribution() with empty lists stops the discovery of every top-level folder as a package
    distribution = Distribution({"name": "annarchy-lab", "packages": [], "py_modules": []})
    distribution.ext_modules = cythonize(
        [_extension()], language_level=3, build_dir="build/cython", quiet=True
    )
    command = NativeBuild(distribution)
    command.build_lib = "."
    command.build_temp = f"build/native-{sys.implementation.cache_tag}-{sysconfig.get_platform()}"
    command.ensure_finalized()
    command.run()


def _extension() -> Extension:
    """Describe the one extension: the bridge and every C++ file of the core."""
    sources = [RUNTIME / "_bridge.pyx", *sorted(CORE.glob("*.cpp")), *sorted(CORE.glob("os/*.cpp"))]
    headers = [*sorted(CORE.rglob("*.h")), *sorted(CORE.rglob("*.hpp"))]
    return Extension(
        MODULE,
        [path.as_posix() for path in sources],
        include_dirs=[CORE.as_posix()],
        depends=[path.as_posix() for path in headers],
        language="c++",
    )


def _flags(compiler_type: str, source: str) -> list[str]:
    """Give the flags for one source: what Cython wrote is glue, compiled quickly and quietly."""
    if compiler_type == "msvc":
        return [*MSVC_FLAGS]
    is_glue = Path(source).stem == MODULE.rpartition(".")[2]
    return [*UNIX_FLAGS, *(("-O1", "-w") if is_glue else ("-Wall", "-Wextra"))]


def _headers(path: Path, every: Sequence[str]) -> list[Path]:
    """Give the headers of an object: those the compiler noted beside it (-MMD), else every one."""
    note = path.with_suffix(".d")
    if not note.exists():
        return [Path(name) for name in every]
    return [Path(name) for name in shlex.split(note.read_text().replace("\\\n", " "))[1:]]


def _is_stale(path: Path, made_from: Sequence[Path]) -> bool:
    """Say whether ``path`` must be made: it or a source is missing, or a source is newer."""
    if not all(source.exists() for source in (path, *made_from)):
        return True
    return path.stat().st_mtime < max(source.stat().st_mtime for source in made_from)


if __name__ == "__main__":
    with chdir(Path(__file__).parents[1]):
        build_in_place()

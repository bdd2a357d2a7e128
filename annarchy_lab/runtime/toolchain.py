"""Which compiler there is, and how it is called.

In: the environment (CXX, PATH).
Out: `Toolchain`, or None with `missing_reason` for people.
Not here: running it (`build`).
"""

import os
import platform
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from annarchy_lab.lightweight import dataclass

__all__ = ["Toolchain", "find_toolchain", "missing_reason"]

_FLAGS = (
    "-std=c++20",
    "-O2",
    "-fPIC",
    "-shared",
    "-fvisibility=hidden",
    "-fno-exceptions",
    "-fno-rtti",
    "-fno-asynchronous-unwind-tables",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fwrapv",
    "-Wall",
    "-Wextra",
)
_WIDE = ("-mprefer-vector-width=512",)
_GCC_FLAGS = ("-fvect-cost-model=dynamic", "-nostdlib")


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A compiler and its flags.

    Attributes
    ----------
    command
        Program and leading arguments.
    version
        First line of what it says of itself.
    flags
        Everything that decides about the binary, but for the files.
    """

    command: tuple[str, ...]
    version: str
    flags: tuple[str, ...]

    @property
    def identity(self) -> str:
        """What a cached binary depends on besides its source."""
        return "\0".join((*self.command, self.version, *self.flags, _cpu_model()))


@cache
def find_toolchain() -> Toolchain | None:
    """Return the compiler to use: CXX, g++, clang++ or c++, or one from the package ziglang."""
    for command in _candidates():
        version = _version(command)
        if version is not None:
            is_gcc = "clang" not in version and "zig" not in version
            flags = (*_FLAGS, *_arch_flags(), *(_GCC_FLAGS if is_gcc else ("-nostdlib",)))
            return Toolchain(command, version, flags)
    return None


def missing_reason() -> str:
    """Say what to install where `find_toolchain` finds nothing."""
    return (
        "no C++ compiler was found (CXX, g++, clang++, c++): install one, for instance "
        "'apt install g++', or 'pip install ziglang'"
    )


def _candidates() -> list[tuple[str, ...]]:
    wanted = os.environ.get("CXX", "").split()
    names = [wanted] if wanted else [["g++"], ["clang++"], ["c++"]]
    found = [(path, *rest) for first, *rest in names if (path := shutil.which(first)) is not None]
    zig = Path(sys.prefix) / "lib"
    if not wanted and any(zig.glob("python*/site-packages/ziglang")):
        found.append((sys.executable, "-m", "ziglang", "c++"))
    return found


def _version(command: tuple[str, ...]) -> str | None:
    try:
        done = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except OSError:
        return None
    return done.stdout.splitlines()[0] if done.returncode == 0 and done.stdout else None


def _arch_flags() -> tuple[str, ...]:
    """Return the flags for this CPU; ANNARCHY_LAB_ARCH forces a level, for comparing builds."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return ()
    level = os.environ.get("ANNARCHY_LAB_ARCH", "native")
    return (f"-march={level}", *(_WIDE if level == "native" and _is_wide(_cpu_model()) else ()))


def _is_wide(cpu: str) -> bool:
    """Tell whether vectors of 512 bits are worth having (decision 0044); compilers prefer 256."""
    return "GenuineIntel" in cpu and "avx512_vbmi2" in cpu


@cache
def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    named = ("vendor_id", "model name", "flags", "Features")
    return "\n".join(dict.fromkeys(line for line in lines if line.startswith(named)))

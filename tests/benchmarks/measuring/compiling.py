"""Compiles the programs that measure what a machine can do.

Out: the program, or None where there is no compiler.
"""

import shutil
import subprocess
from pathlib import Path

__all__ = ["compiled"]


def compiled(sources: list[Path], scratch: Path, *flags: str) -> Path | None:
    """Compile C++ for this processor; the program is named after the first source."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        return None
    scratch.mkdir(parents=True, exist_ok=True)
    program = scratch / sources[0].stem
    command = [compiler, "-O3", "-march=native", *flags, *map(str, sources), "-o", str(program)]
    subprocess.run(command, check=True)
    return program

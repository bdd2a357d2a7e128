"""How fast one core reads memory.

Out: GB/s, or None where there is no compiler.
"""

import shutil
import statistics
import subprocess
from pathlib import Path

__all__ = ["read_gb_per_s"]


def read_gb_per_s(scratch: Path, n_mb: int, n_runs: int = 3) -> float | None:
    """Return how fast some MB are read again and again: the median of a few runs."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        return None
    scratch.mkdir(parents=True, exist_ok=True)
    source, program = Path(__file__).with_name("bandwidth.cpp"), scratch / "bandwidth"
    command = [compiler, "-O3", "-march=native", str(source), "-o", str(program)]
    subprocess.run(command, check=True)
    found = [
        float(
            subprocess.run([program, str(n_mb)], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(n_runs)
    ]
    return statistics.median(found)

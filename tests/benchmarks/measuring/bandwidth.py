"""How fast one core reads memory.

Out: GB/s, or None where there is no compiler.
"""

import statistics
import subprocess
from pathlib import Path

from measuring.compiling import compiled

__all__ = ["read_gb_per_s"]


def read_gb_per_s(scratch: Path, n_mb: int, n_runs: int = 3) -> float | None:
    """Return how fast some MB are read again and again: the median of a few runs."""
    program = compiled([Path(__file__).with_name("bandwidth.cpp")], scratch)
    if program is None:
        return None
    found = [
        float(
            subprocess.run([program, str(n_mb)], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(n_runs)
    ]
    return statistics.median(found)

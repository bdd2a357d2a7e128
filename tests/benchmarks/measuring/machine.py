"""The machine on which it was measured.

Out: names and numbers, nothing that identifies it.
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

__all__ = ["machine"]


def machine() -> dict[str, str | int]:
    """Describe processor, memory, compiler and Python."""
    return {
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count() or 0,
        "memory": _memory(),
        "compiler": _compiler(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _line(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    found = [line.partition(":")[2].strip() for line in lines if line.startswith(name)]
    return found[0] if found else ""


def _memory() -> str:
    words = _line("/proc/meminfo", "MemTotal").split()
    return f"{int(words[0]) / 2**20:.0f} GiB" if words else ""


def _compiler() -> str:
    path = shutil.which("g++")
    if path is None:
        return ""
    done = subprocess.run([path, "-dumpfullversion"], capture_output=True, text=True, check=False)
    return f"g++ {done.stdout.strip()}"

"""How much memory this process may still take.

In: the system.  Out: bytes.
Not here: what is done about it (`streaming`).
"""

import os
from pathlib import Path

__all__ = ["free_memory", "readable_size"]

CGROUP = Path("/sys/fs/cgroup")
ASSUMED = 4 << 30


def free_memory() -> int:
    """Return the bytes that are free, within the limit of a container if there is one."""
    limit, used = _number(CGROUP / "memory.max"), _number(CGROUP / "memory.current")
    free = _free_of_system()
    return free if limit is None or used is None else max(0, min(free, limit - used))


def readable_size(n_bytes: float) -> str:
    """Return a number of bytes as people say it.

    Examples
    --------
    >>> readable_size(2.5e9), readable_size(1e6)
    ('2.5 GB', '1.0 MB')
    """
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n_bytes >= size:
            return f"{n_bytes / size:.1f} {unit}"
    return f"{n_bytes:.0f} bytes"


def _free_of_system() -> int:
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        fields = dict(line.split(":", 1) for line in lines)
        return int(fields["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):  # not Linux
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):
        return ASSUMED


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):  # no container, or "max"
        return None

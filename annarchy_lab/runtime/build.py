"""Translation units to loadable files, side by side, through the cache.

In: `ModuleSource` values.
Out: the path of each compiled module, and how many compilers ran.
Not here: loading.  What a compiler says never reaches the user as such: it is our fault, and said
to be.
"""

import hashlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from annarchy_lab.diagnostics import BackendError
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.cache import Cache, default_cache
from annarchy_lab.runtime.module_source import ABI_VERSION, ModuleSource
from annarchy_lab.runtime.toolchain import Toolchain, find_toolchain, missing_reason

__all__ = ["Built", "build"]

_LONG = 1000  # lines; an ordinary module has two hundred
_QUICKLY = ("-fno-tree-vectorize",)
"""For long texts, such as a dense implicit system of ten equations: vectors would cost minutes."""


@dataclass(frozen=True, slots=True)
class Built:
    """Compiled modules in the order of their sources.

    Attributes
    ----------
    n_compiled
        How many compilers had to run; the others came from the cache.
    """

    paths: tuple[Path, ...]
    n_compiled: int


def build(sources: Sequence[ModuleSource], cache: Cache | None = None) -> Built:
    """Compile `sources`, each once.

    Raises
    ------
    BackendError
        If there is no compiler, or if it refuses a text of ours.
    """
    toolchain = find_toolchain()
    if toolchain is None:
        raise BackendError(missing_reason())
    cache = cache or default_cache()
    keys = {source.fingerprint: _key(source, toolchain) for source in sources}
    paths = {name: cache.find(key) for name, key in keys.items()}
    missing = {s.fingerprint: s for s in sources if paths[s.fingerprint] is None}
    n_compiled = 0
    if missing:
        from concurrent.futures import ThreadPoolExecutor

        def make(source: ModuleSource) -> tuple[Path, bool]:
            key = keys[source.fingerprint]
            return cache.get(key, lambda path: _compile(source, toolchain, path))

        with ThreadPoolExecutor(max_workers=min(len(missing), os.cpu_count() or 1)) as pool:
            done = list(pool.map(make, missing.values()))
        paths |= {name: path for name, (path, _) in zip(missing, done, strict=True)}
        n_compiled = sum(was_made for _, was_made in done)
    found = tuple(path for source in sources if (path := paths[source.fingerprint]) is not None)
    return Built(found, n_compiled)


def _key(source: ModuleSource, toolchain: Toolchain) -> str:
    identity = f"{ABI_VERSION}\0{toolchain.identity}\0{source.text}"
    return hashlib.blake2b(identity.encode(), digest_size=20).hexdigest()


def _compile(source: ModuleSource, toolchain: Toolchain, path: Path) -> None:
    flags = (*toolchain.flags, *(_QUICKLY if source.text.count("\n") > _LONG else ()))
    command = [*toolchain.command, *flags, "-x", "c++", "-", "-o", str(path)]
    done = subprocess.run(command, input=source.text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        first = next((line for line in done.stderr.splitlines() if "error" in line), "")
        raise BackendError(
            "a generated module did not compile: a fault of annarchy_lab, not of the model. "
            f"Please report it with net.source() and this line: {first}"
        )

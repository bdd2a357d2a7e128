"""Compiled modules on disk, shared by all processes of one user.

In: a key and a way to make the file.
Out: the path of a file whose digest was checked.
Not here: what is in the files.

The folder belongs to the user alone (mode 0700); files are written aside and renamed, so that a
reader never sees half of one; each stands beside its digest; the oldest go when the folder grows
past its bound.  It may be deleted at any time.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from annarchy_lab.diagnostics import BackendError
from annarchy_lab.lightweight import dataclass

__all__ = ["Cache", "default_cache"]

_MAX_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of binaries by key.

    Parameters
    ----------
    folder
        Where they lie; made when first used.
    max_bytes
        Size above which the least recently used are removed.
    """

    folder: Path
    max_bytes: int = _MAX_BYTES

    def get(self, key: str, make: Callable[[Path], None]) -> tuple[Path, bool]:
        """Return the file of `key`, and whether it had to be made.

        Parameters
        ----------
        key
            Hexadecimal digest of everything the file depends on.
        make
            Writes the file to the path that it is given.
        """
        from filelock import FileLock  # a start that finds everything does without

        path = self._path(key)
        found = self.find(key)
        if found is not None:
            return found, False
        self._prepare_folder()
        with FileLock(self.folder / f"{key}.lock"):
            if self._is_sound(path):
                return path, False
            self._store(path, make)
        self._shrink()
        return path, True

    def find(self, key: str) -> Path | None:
        """Return the file of `key`; None where it has to be made."""
        path = self._path(key)
        if not self._is_sound(path):
            return None
        os.utime(path)
        return path

    def clear(self) -> int:
        """Remove everything and return how many modules there were."""
        modules = list(self.folder.glob("*.so")) if self.folder.is_dir() else []
        for suffix in ("*.so", "*.sum", "*.lock", "*.tmp"):
            for path in self.folder.glob(suffix):
                path.unlink(missing_ok=True)
        return len(modules)

    def size(self) -> tuple[int, int]:
        """Return how many modules there are, and their size in bytes."""
        sizes = [path.stat().st_size for path in self.folder.glob("*.so")]
        return len(sizes), sum(sizes)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.so"

    def _prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if hasattr(os, "getuid"):
            status = self.folder.stat()
            if status.st_uid != os.getuid():
                raise BackendError(
                    f"the cache folder {self.folder} belongs to another user; set "
                    "ANNARCHY_LAB_CACHE_DIR to a folder of your own"
                )
            if status.st_mode & 0o077:
                self.folder.chmod(0o700)

    def _store(self, path: Path, make: Callable[[Path], None]) -> None:
        aside = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            make(aside)
            path.with_suffix(".sum").write_text(_digest(aside))
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)

    def _is_sound(self, path: Path) -> bool:
        """Tell whether the file is ours and is what was once written."""
        try:
            status = path.stat()
            expected = path.with_suffix(".sum").read_text()
        except OSError:
            return False
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            return False
        return _digest(path) == expected

    def _shrink(self) -> None:
        with contextlib.suppress(OSError):
            files = sorted(self.folder.glob("*.so"), key=lambda path: path.stat().st_mtime)
            total = sum(path.stat().st_size for path in files)
            while total > self.max_bytes and files:
                oldest = files.pop(0)
                total -= oldest.stat().st_size
                for suffix in (".so", ".sum", ".lock"):
                    oldest.with_suffix(suffix).unlink(missing_ok=True)


def default_cache() -> Cache:
    """Return the user's cache; ANNARCHY_LAB_CACHE_DIR names another folder."""
    folder = os.environ.get("ANNARCHY_LAB_CACHE_DIR")
    if folder:
        return Cache(Path(folder))
    from platformdirs import user_cache_path

    return Cache(user_cache_path("annarchy_lab"))


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=32).hexdigest()

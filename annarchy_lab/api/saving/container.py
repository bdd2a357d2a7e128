"""The one kind of file that holds arrays: a NumPy archive with a header, whatever it is called.

In: a header (plain data) and arrays by name.
Out: a file, and both back from it.
Not here: what the header says (`states`, `connectivity`).

The file is a zip of ``.npy`` members, as `numpy.savez_compressed` makes it, so that ``numpy.load``
opens it; the member ``header`` is a text of JSON.  Nothing in it is ever unpickled.  Files are told
by their content, never by their names.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.saving.aside import written_aside
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

__all__ = ["VERSION", "Content", "Filename", "as_path", "read_content", "write_content", "written"]

Filename: TypeAlias = "str | PathLike[str]"
FORMAT: Final = "annarchy_lab"
VERSION: Final = 1
"""Of the files written now; see docs/file-versions.md before changing it."""
HEADER: Final = "header"
LEVEL: Final = 1
"""Of compression: ranks shrink to a tenth at any level, weights hardly at the slowest."""

_PICKLE = "Files with pickles can run code when they are read, so they never are."
_REMEDY = (
    "Load it where it was written, store the weights with numpy.save(proj.connectivity_matrix()), "
    "and give them to from_matrix()."
)


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a file says.

    Attributes
    ----------
    kind
        ``network``, ``population``, ``projection``, ``connectivity`` or ``checkpoint``.
    header
        Plain data.
    arrays
        Arrays by name; none of them holds objects.
    """

    kind: str
    header: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


def as_path(filename: Filename) -> Path:
    """Return a file's name as a path.

    Raises
    ------
    ANNarchyException
        If it is no name.
    """
    try:
        path = Path(fspath(filename))
    except TypeError:
        raise ANNarchyException(f"a file's name is a text, not {filename!r}.") from None
    if not path.name or "\0" in str(path):
        raise ANNarchyException(f"{str(filename)!r} is no name of a file.")
    return path


@contextmanager
def written(filename: Filename) -> Iterator[Any]:
    """Open a file for writing as `written_aside` does, and say what goes wrong.

    Raises
    ------
    ANNarchyException
        If it cannot be written; an older file is as it was then.
    """
    path = as_path(filename)
    try:
        with written_aside(path) as file:
            yield file
    except OSError as error:
        reason = error.strerror or str(error)
        raise ANNarchyException(f"{path} cannot be written: {reason}.") from error


def write_content(filename: Filename, content: Content) -> None:
    """Write a file.

    Parameters
    ----------
    filename
        Its name, taken as it is.

    Raises
    ------
    ANNarchyException
        As `written`.
    """
    import zipfile  # not worth a longer start of everything else

    head = {"format": FORMAT, "version": VERSION, "kind": content.kind, **content.header}
    text = np.array(json.dumps(head))
    with (
        written(filename) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive,
    ):
        for name, values in {HEADER: text, **content.arrays}.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asanyarray(values), allow_pickle=False)


def read_content(filename: Filename, *kinds: str) -> Content:
    """Read a file.

    Parameters
    ----------
    filename
        Its name; what it is shows its content.
    kinds
        Which kinds serve the caller.

    Raises
    ------
    ANNarchyException
        If it is missing, damaged, of another program, of a newer version or of another kind.
    """
    path = as_path(filename)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ANNarchyException(f"there is no file {path}.") from None
    except OSError as error:
        raise ANNarchyException(f"{path} cannot be read: {error.strerror}.") from error
    _check_magic(path, data[:16])
    try:
        arrays = _members(data)
        header = json.loads(str(arrays.pop(HEADER))) if HEADER in arrays else None
    except _damages() as error:
        if "allow_pickle" in str(error):
            raise ANNarchyException(f"{path} holds pickles. {_PICKLE} {_REMEDY}") from None
        raise ANNarchyException(
            f"{path} is damaged or was not written to its end: {error}."
        ) from error
    return _checked(path, header, arrays, kinds)


def _damages() -> tuple[type[Exception], ...]:
    """Return what reading a damaged file raises."""
    import zipfile
    import zlib

    return (
        *(EOFError, KeyError, MemoryError, NotImplementedError, OSError, OverflowError),
        *(RuntimeError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error),
    )


def _members(data: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def _check_magic(path: Path, start: bytes) -> None:
    if start.startswith(b"PK\x03\x04"):
        return
    if start.startswith(b"MATLAB"):
        raise ANNarchyException(f"{path} is a file for MATLAB: these can be saved, but not loaded.")
    if start.startswith((b"\x80", b"\x1f\x8b", b"(dp", b"ccopy_reg")):
        raise ANNarchyException(f"{path} looks like a pickle. {_PICKLE} {_REMEDY}")
    what = "is empty" if not start else "is no file that save() has written"
    raise ANNarchyException(f"{path} {what}.")


def _checked(
    path: Path, header: object, arrays: dict[str, NDArray[Any]], kinds: tuple[str, ...]
) -> Content:
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ANNarchyException(f"{path} is no file that save() has written.")
    version, kind = header.get("version"), header.get("kind")
    if not isinstance(version, int) or version > VERSION:
        raise ANNarchyException(
            f"{path} was written by a newer annarchy_lab (file version {version}, this one reads "
            f"up to {VERSION}): update annarchy_lab."
        )
    if kind not in kinds:
        raise ANNarchyException(
            f"{path} holds a {kind}, not a {' or '.join(kinds)}: it was written by "
            f"{_WRITERS.get(str(kind), 'something else')}."
        )
    return Content(kind, header, arrays)


_WRITERS = {
    "network": "net.save()",
    "population": "pop.save()",
    "projection": "proj.save()",
    "connectivity": "proj.save_connectivity()",
    "checkpoint": "net.checkpoint().save()",
}

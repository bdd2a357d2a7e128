"""Recordings in a file: NumPy's ``.npy`` and ``.npz``, or HDF5; never a pickle.

In: what `Monitor.get` returns, by name.  Out: a file, whole or not at all.
Not here: networks in files, which are no recordings.
"""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from annarchy_lab.api.exports.arrays import Arrays, flat_arrays
from annarchy_lab.api.exports.library import library
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["write_file"]


def write_file(path: Path, data: Mapping[str, Any]) -> None:
    """Write data under their names; a slash in a name makes a group.

    Raises
    ------
    ANNarchyException
        If the format is unknown or cannot hold this, h5py is missing, or the disk is full.
    """
    arrays: Arrays = {}
    for name, each in data.items():
        arrays |= flat_arrays(name, each)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ANNarchyException(
            f"recordings are saved as {', '.join(_WRITERS)}, not as {path.name!r}."
        )
    if path.suffix.lower() == ".npy" and len(arrays) != 1:
        raise ANNarchyException(
            f"{path.name}: a .npy file holds one array of numbers, not {', '.join(arrays)}: "
            "save one variable, or take .npz."
        )
    _replace(path, write, arrays)


def _replace(path: Path, write: Any, arrays: Arrays) -> None:  # noqa: ANN401 - a function
    """Write beside the file, then put the new one in its place."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(beside, arrays)
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise ANNarchyException(f"cannot write {path}: {reason}. Nothing was lost.") from error
    finally:
        beside.unlink(missing_ok=True)


def _write_npy(path: Path, arrays: Arrays) -> None:
    (array,) = arrays.values()
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)


def _write_npz(path: Path, arrays: Arrays) -> None:
    # np.savez takes names as keywords and has keywords of its own.
    with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, array, allow_pickle=False)


def _write_hdf5(path: Path, arrays: Arrays) -> None:
    with library("h5py").File(path, "w") as file:
        for name, array in arrays.items():
            file.create_dataset(name, data=array)


_WRITERS = {".npy": _write_npy, ".npz": _write_npz, ".h5": _write_hdf5, ".hdf5": _write_hdf5}

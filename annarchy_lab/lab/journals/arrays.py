"""Arrays on disk under the hash of their content, for journals.

In: arrays.
Out: a short description that fits into a line of JSON, and the arrays back from it.
Not here: what they mean.

Files are ``.npy`` without pickles, written aside and renamed, so that a reader never sees half of
one; equal arrays are stored once.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.saving.aside import written_aside
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["array_hash", "load_array", "store_array"]


def array_hash(values: NDArray[Any]) -> str:
    """Return the hash of type, shape and content."""
    head = json.dumps([values.dtype.str, values.shape])
    digest = hashlib.blake2b(head.encode(), digest_size=16)
    digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()


def store_array(folder: Path, values: NDArray[Any]) -> dict[str, Any]:
    """Store an array and return what to write in its place.

    Parameters
    ----------
    folder
        Where arrays lie; made if needed.
    values
        Numbers or bools.
    """
    name = array_hash(values)
    path = folder / f"{name}.npy"
    if not path.exists():
        with written_aside(path) as file:
            np.save(file, values, allow_pickle=False)
    return {"array": name, "dtype": values.dtype.str, "shape": list(values.shape)}


def load_array(folder: Path, name: str) -> NDArray[Any]:
    """Return the array of that hash.

    Raises
    ------
    ANNarchyException
        If it is missing, or is not what was stored.
    """
    if not name.isalnum():
        raise ANNarchyException(f"{name!r} is no name of an array.")
    try:
        values: NDArray[Any] = np.load(folder / f"{name}.npy", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise ANNarchyException(
            f"the array {name} of the journal cannot be read: {error}"
        ) from error
    if array_hash(values) != name:
        raise ANNarchyException(f"the array {name} of the journal was changed since.")
    return values

"""The numbers of a view as one file of arrays.

In: arrays by name, and what is to be known about them.
Out: NPZ; nothing in it needs a pickle.
"""

import io
import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

import annarchy_lab

__all__ = ["Arrays", "described", "npz"]

Arrays: TypeAlias = dict[str, NDArray[Any]]


def described(arrays: Mapping[str, Any], **about: object) -> Arrays:
    """Return arrays with one more, ``about``: JSON that says what they are.

    Parameters
    ----------
    arrays
        By name; sequences of texts become arrays of text.
    about
        Units and names.
    """
    made = {name: np.asarray(array) for name, array in arrays.items()}
    words = {"annarchy_lab": annarchy_lab.__version__} | about
    return made | {"about": np.array(json.dumps(words, ensure_ascii=False))}


def npz(arrays: Arrays) -> bytes:
    """Return arrays as the bytes of an ``.npz`` file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type] # names are not its options
    return file.getvalue()

"""Files for MATLAB: saved, never loaded.

In: `Content`.  Out: a ``.mat`` file with one struct per object.
Not here: files that can be loaded (`container`).
"""

import re
from typing import Any

import numpy as np

from annarchy_lab.api.saving.container import Content, Filename, written

__all__ = ["is_matlab", "write_matlab"]

LONGEST_NAME = 63


def is_matlab(filename: Filename) -> bool:
    """Tell whether a file's name asks for MATLAB's format."""
    return str(filename).lower().endswith(".mat")


def write_matlab(filename: Filename, content: Content) -> None:
    """Write a file for MATLAB: attributes and connectivity as fields of a struct per object.

    Ranks count from 0, as in Python.  Names that MATLAB does not take are changed.

    Raises
    ------
    ANNarchyException
        If it cannot be written.
    """
    from scipy.io import savemat  # heavy, and rarely needed

    plain = ("time_step", "dt_ms", "net_id")
    data: dict[str, Any] = {key: content.header[key] for key in plain}
    for key, values in content.arrays.items():
        *folders, name = map(_name, key.split("/"))
        place = data
        for folder in folders:
            place = place.setdefault(folder, {})
        place[name] = values.astype(np.uint8) if values.dtype == np.bool_ else values
    with written(filename) as file:
        savemat(file, data, do_compression=True, long_field_names=True, oned_as="column")


def _name(text: str) -> str:
    name = re.sub(r"\W", "_", text, flags=re.ASCII)[:LONGEST_NAME]
    return name if name[:1].isalpha() else f"n{name}"[:LONGEST_NAME]

"""Streamed recordings, read by another process than the one that wrote them.

In: a folder that a monitor streamed to.  Out: what its `get` would have returned.
Not here: reading back while it records (`track`).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.recorded import ragged_rows, ragged_rows_that_change, spike_dict
from annarchy_lab.api.streaming.store import read_group
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    import zarr

__all__ = ["read_folder"]


def read_folder(path: Path) -> dict[str, Any]:
    """Return everything that a monitor has streamed to a folder, by variable.

    Raises
    ------
    ANNarchyException
        If there is nothing of the kind.
    """
    groups = sorted(path.glob("*/zarr.json")) if path.is_dir() else []
    if not groups:
        raise ANNarchyException(f"no monitor has streamed to {path}: there is nothing to read.")
    return {found.parent.name: _shown(found.parent) for found in groups}


def _shown(path: Path) -> Any:  # noqa: ANN401 - an array, or a dict of spikes
    try:
        group, recording = read_group(path)
        if "ranks" in group:
            return spike_dict(recording, _array(group, "ranks"))
        if "dendrites" not in group:
            return recording.data
        dendrites = _array(group, "dendrites").astype(np.int32)
        if recording.data.dtype == object:
            return ragged_rows_that_change(recording, dendrites)
        return ragged_rows(recording.data, _array(group, "bounds"), dendrites)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise ANNarchyException(f"{path} holds no recording: {error}.") from error


def _array(group: "zarr.Group", name: str) -> NDArray[np.int64]:
    return np.asarray(group[name][:], np.int64)  # type: ignore[index] # an array

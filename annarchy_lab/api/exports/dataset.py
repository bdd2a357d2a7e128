"""Recordings as xarray data sets.

In: `Series` by name.  Out: a `Dataset` with times, ranks and units.
Not here: reading what was recorded.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.api.exports.library import library
from annarchy_lab.api.exports.series import Series

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["dataset"]

MS = {"units": "ms"}


def dataset(found: Mapping[str, Series], dt_ms: float) -> "xr.Dataset":
    """Return series as one data set.

    Series that were recorded at the same times share the dimension ``time``; another one has
    ``time_<name>``.

    Raises
    ------
    ANNarchyException
        If xarray is missing.
    """
    variables: dict[str, Any] = {}
    coordinates: dict[str, Any] = {}
    for name, series in found.items():
        if series.is_spikes:
            variables[f"{name}_time"] = (name, series.times_ms, MS)
            variables[f"{name}_rank"] = (name, series.values)
            continue
        time = _time_of(series, name, coordinates)
        dimensions, ranks = _dimensions(series)
        coordinates |= ranks
        variables[name] = ((time, *dimensions), series.values, {"object": series.object_name})
    made: xr.Dataset = library("xarray").Dataset(
        variables, coordinates, {"dt": dt_ms, "dt_units": "ms"}
    )
    return made


def _time_of(series: Series, name: str, coordinates: dict[str, Any]) -> str:
    """Return the dimension of time that fits, and add it if it is new."""
    for key in ("time", f"time_{name}"):
        if key not in coordinates:
            coordinates[key] = (key, series.times_ms, MS)
        if np.array_equal(coordinates[key][1], series.times_ms):
            return key
    raise AssertionError("the second key is new")


def _dimensions(series: Series) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the dimensions behind time, and what stands along them."""
    ranks, shape = series.ranks, series.values.shape[1:]
    if not shape:
        return (), {}
    if len(shape) == len(ranks) == 1:
        key = next(iter(ranks))
        return (key,), {key: (key, ranks[key])}
    if "rank" in ranks:
        axes = tuple(f"axis_{n}" for n in range(len(shape)))
        return axes, {"rank": (axes, ranks["rank"])}
    post, pre = ranks["post_rank"], ranks["pre_rank"]
    if len(shape) == 1:
        return ("synapse",), {"post_rank": ("synapse", post), "pre_rank": ("synapse", pre)}
    rows = ("post_rank", post[:, 0])
    if (pre == pre[:1]).all():
        return ("post_rank", "pre_rank"), {"post_rank": rows, "pre_rank": ("pre_rank", pre[0])}
    both = ("post_rank", "synapse")
    return both, {"post_rank": rows, "pre_rank": (both, pre)}

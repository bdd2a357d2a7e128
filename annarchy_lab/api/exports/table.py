"""Recordings as pandas tables.

In: a `Series`.  Out: a `DataFrame`, one row per time and one column per neuron or synapse.
Not here: reading what was recorded.
"""

from typing import TYPE_CHECKING

from annarchy_lab.api.exports.library import library
from annarchy_lab.api.exports.series import Series

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["table"]


def table(series: Series) -> "pd.DataFrame":
    """Return a series as a table.

    Raises
    ------
    ANNarchyException
        If pandas is missing.
    """
    pandas = library("pandas")
    if series.is_spikes:
        columns = {"time": series.times_ms, "rank": series.values}
        found: pd.DataFrame = pandas.DataFrame(columns)
    else:
        index = pandas.Index(series.times_ms, name="time")
        values = series.values.reshape(len(index), -1)
        found = pandas.DataFrame(values, index=index, columns=_columns(series))
    found.attrs.update({"object": series.object_name, "time_unit": "ms"})
    return found


def _columns(series: Series) -> "pd.Index | None":
    pandas = library("pandas")
    flat = {name: ranks.reshape(-1) for name, ranks in series.ranks.items()}
    if len(flat) > 1:
        both: pd.Index = pandas.MultiIndex.from_arrays(list(flat.values()), names=list(flat))
        return both
    for name, ranks in flat.items():
        only: pd.Index = pandas.Index(ranks, name=name)
        return only
    return None

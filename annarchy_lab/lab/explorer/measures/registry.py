"""All measures, by name."""

from typing import Final

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.explorer.measures.cv import CV
from annarchy_lab.lab.explorer.measures.latency import Latency
from annarchy_lab.lab.explorer.measures.mean import Mean
from annarchy_lab.lab.explorer.measures.measure import Measure
from annarchy_lab.lab.explorer.measures.rate import Rate

__all__ = ["MEASURES", "check_measure"]

MEASURES: Final[dict[str, Measure]] = {x.name: x for x in (Rate(), Latency(), Mean(), CV())}


def check_measure(name: str | None, *, is_spiking: bool) -> Measure:
    """Return a measure: as named, else the rate of spiking neurons, the mean of others.

    Raises
    ------
    ANNarchyException
        If there is none of that name, or these neurons have it not.
    """
    name = name or ("rate" if is_spiking else "mean")
    measure = MEASURES.get(name)
    usable = [x.name for x in MEASURES.values() if is_spiking or not x.needs_spikes]
    if measure is None or name not in usable:
        raise ANNarchyException(f"these neurons have no measure {name!r}: {', '.join(usable)}.")
    return measure

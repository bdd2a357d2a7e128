"""What backends share of stimuli: what is refused, what is forgotten, how they are captured.

In: `Stimulus` values.
Out: refusals; lists of those that still have something to do; numbers and arrays.
Not here: adding anything to anything.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.model import Attribute, Role
from annarchy_lab.ir.network import PopulationSpec
from annarchy_lab.ir.stimulus import SPIKES, Stimulus, described, stimulus_of
from annarchy_lab.ir.timetable import Playback
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.captured import Part
from annarchy_lab.runtime.refusals import check_elements

__all__ = [
    "check_stimulus",
    "is_put_back",
    "receives",
    "still_needed",
    "stimuli_of_part",
    "stimulus_arrays",
]

ROLES = (Role.PARAMETER, Role.VARIABLE, Role.CONDUCTANCE, Role.INPUT)
NUMBERS = ("id", "first", "n_steps", "period_steps", "n_times")


def check_stimulus(
    spec: PopulationSpec,
    attributes: Mapping[str, Attribute],
    stimulus: Stimulus,
    *,
    is_spiking: bool,
) -> None:
    """Refuse a stimulus that a population cannot receive.

    Raises
    ------
    ANNarchyException
        If there is no such attribute per neuron, a neuron does not exist, or it would never act.
    """
    name, attribute = spec.name, stimulus.attribute
    if attribute == SPIKES and not is_spiking:
        raise ANNarchyException(f"'{name}' is rate-coded: its neurons cannot be made to spike")
    if attribute != SPIKES and not receives(attributes, attribute):
        raise ANNarchyException(f"'{name}' has no real number '{attribute}' in each neuron")
    if isinstance(spec.timetable, Playback) and attribute in spec.timetable.rows:
        raise ANNarchyException(f"the timetable of '{name}' sets '{attribute}' in each step")
    check_elements(f"'{name}'", spec.size, stimulus.ranks)
    if np.any(np.diff(stimulus.ranks) <= 0):
        raise ANNarchyException(f"the ranks of a stimulus of '{name}' must ascend")
    values = stimulus.values
    if not len(values) or values.shape[1:] not in ((), stimulus.ranks.shape):
        shape = ("n", len(stimulus.ranks))
        raise ANNarchyException(f"a stimulus of '{name}' has values of {values.shape}, not {shape}")
    _check_steps(name, stimulus)


def _check_steps(name: str, stimulus: Stimulus) -> None:
    if stimulus.n_steps < 1 or stimulus.first < 0:
        raise ANNarchyException(f"a stimulus of '{name}' lasts one step at least, from now on")
    if stimulus.period_steps and stimulus.period_steps < stimulus.n_steps:
        raise ANNarchyException(f"a stimulus of '{name}' begins again before it ends")


def receives(attributes: Mapping[str, Attribute], name: str) -> bool:
    """Tell whether something can be added to an attribute, neuron by neuron."""
    found = attributes.get(name)
    return (
        found is not None
        and found.dtype is DType.REAL
        and found.locality is Locality.LOCAL
        and found.role in ROLES
    )


def is_put_back(attributes: Mapping[str, Attribute], name: str) -> bool:
    """Tell whether an attribute is to be as it was after each step."""
    return attributes[name].role is Role.PARAMETER


def still_needed(stimuli: Iterable[Stimulus], elapsed: int) -> list[Stimulus]:
    """Return those that act in this step or later."""
    return [each for each in stimuli if not each.is_over(elapsed)]


def stimulus_arrays(
    stimuli: Iterable[Stimulus],
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return stimuli as numbers and arrays, for `stimuli_of_part`; nothing where there are none."""
    numbers: list[Any] = []
    arrays: dict[str, NDArray[Any]] = {}
    for k, each in enumerate(stimuli):
        told = described(each)
        numbers.append([each.attribute, *(told[key] for key in NUMBERS)])
        arrays[f"stimulus/{k}/ranks"] = each.ranks
        arrays[f"stimulus/{k}/values"] = each.values
    return ({"stimuli": numbers} if numbers else {}), arrays


def stimuli_of_part(part: Part) -> list[Stimulus]:
    """Return the stimuli of a captured population."""
    made = []
    for k, (attribute, *numbers) in enumerate(part.numbers.get("stimuli", ())):
        arrays = part.named(f"stimulus/{k}")
        made.append(stimulus_of(attribute, {**dict(zip(NUMBERS, numbers, strict=True)), **arrays}))
    return made

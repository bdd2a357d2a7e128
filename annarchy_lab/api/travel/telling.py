"""Changes in words: what, of whom, from what to what.

In: changes as they are made, or as they are announced.
Out: short texts for tooltips, menus and messages, without markup.
Not here: who is told.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np

from annarchy_lab.api.changes import Change, Kind

__all__ = ["Told", "as_told", "in_words", "place_of", "value_of", "what_of"]

Told: TypeAlias = tuple[Kind, str, str, Any]
"""Kind, object, attribute and value, as a change is announced."""

ACTS: Final = {"clear": "emptied", "restart": "timetable begun anew"}
DEEDS: Final = {"create": "created", "prune": "pruned"}
WHOLE: Final = {
    "timetable": "timetable",
    "stimulate": "stimulus",
    "calm": "stimulus",
    "create": "synapses",
    "prune": "synapses",
    "connect": "synapses",
    "replace": "model",
}
FEW: Final = 3


def as_told(change: Change | Told) -> Told:
    """Return a change as it is announced."""
    if isinstance(change, Change):
        kind, value = change.announced
        return kind, change.object_name, change.attribute, value
    return change


def place_of(change: Change | Told) -> tuple[str, str, bytes | None]:
    """Return what is changed: object, attribute, and which elements if not all."""
    kind, name, attribute, value = as_told(change)
    some = value[0] if kind in ("set_at", "scale_at") else None
    return name, attribute, None if some is None else np.asarray(some, np.int64).tobytes()


def what_of(change: Change | Told) -> str:
    """Return what is changed, such as ``noise of Exc``."""
    kind, name, attribute, value = as_told(change)
    if not name:
        return "the " + (attribute or kind)
    if kind in WHOLE:
        return f"{WHOLE[kind]} of {name}"
    what = f"{attribute} of {name}"
    if kind in ("set_at", "scale_at"):
        what += f" [{_places(np.asarray(value[0]))}]"
    return what


def value_of(change: Change | Told) -> str:
    """Return to what it is changed, such as ``7.5``, ``× 1.2`` or ``off``."""
    kind, _, attribute, value = as_told(change)
    match kind:
        case "set_at":
            return _value(value[1])
        case "scale_at":
            return f"× {value[1]:g}"
        case "scale":
            return f"× {value:g}"
        case "flag":
            return "on" if value else "off"
        case "control":
            return ACTS.get(attribute) or _numbers(value)
        case "timetable":
            return _rows(value)
        case "stimulate":
            n = len(value["ranks"])
            return f"{attribute or 'spikes'} of {n} neuron{'s' * (n != 1)}"
        case "calm":
            return "none"
        case "create" | "prune":
            return f"{np.shape(value)[1]} {DEEDS[kind]}"
        case "connect" | "replace":
            return "another one" if kind == "replace" else "others"
        case _:
            return _value(value)


def in_words(before: Change | Told | None, after: Change | Told) -> str:
    """Return what happened, such as ``noise of Exc: 5 → 7.5``."""
    told = "" if before is None else f"{value_of(before)} → "
    return f"{what_of(after)}: {told}{value_of(after)}"


def _places(indices: Any) -> str:  # noqa: ANN401 - an array of integers
    n = len(indices)
    if n > 1 and (np.diff(indices) == 1).all():
        return f"{indices[0]}:{indices[-1] + 1}"
    if n <= FEW:
        return ", ".join(map(str, indices))
    return f"{n} elements"


def _value(value: Any) -> str:  # noqa: ANN401 - as announced
    array = np.asarray(value)
    if array.ndim and array.size and (array == array.flat[0]).all():
        array = array.flat[0]
    if np.ndim(array):
        return f"{array.size} values"
    number = array.item()
    return f"{number:g}" if isinstance(number, float) else str(number)


def _numbers(value: Any) -> str:  # noqa: ANN401 - as announced
    if isinstance(value, np.ndarray):
        return f"{value.size} delays"
    told = ", ".join(map(str, value))
    return f"{told} steps" if told else "now"


def _rows(value: Any) -> str:  # noqa: ANN401 - as announced
    if isinstance(value, Mapping):
        for key, noun in (("ranks", "spikes"), ("onset_steps", "rows")):
            if key in value:
                return f"{len(value[key])} {noun}"
    return "another one"

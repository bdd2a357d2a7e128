"""What may be typed at a place of a model cell.

In: the text, an offset in code points, the user's variables.
Out: where the typed beginning starts, and the entries that fit, the likeliest first.
Not here: showing them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from annarchy_lab.lab.assist.cell import Cell, Place, cell_of, place_at
from annarchy_lab.lab.assist.dictionary import (
    FLAGS,
    FUNCTIONS,
    KEYWORDS,
    OPERATIONS,
    SECTIONS,
    TIMES,
)
from annarchy_lab.lab.assist.entry import Entry
from annarchy_lab.lab.assist.names import conductances, members, names_of, targets
from annarchy_lab.language.model import NEURON_EVENTS, SYNAPSE_EVENTS
from annarchy_lab.language.vocabulary import NEURON_LOCALITIES, SYNAPSE_LOCALITIES

__all__ = ["candidates", "completions"]

_NOT_IN_NEURONS: Final = ("t_pre", "t_post")
_EVENTS: Final = (*NEURON_EVENTS, *SYNAPSE_EVENTS)
_RULES: Final = {"pruning": ("proba",), "creating": ("proba", "w", "d")}
_OF_RULES: Final = {
    "proba": Entry("proba", "flag", "proba=0.5", "probability of the change", insert="proba="),
    "w": Entry("w", "flag", "w=0.0", "weight of a new synapse", insert="w="),
    "d": Entry("d", "flag", "d=1.0", "delay of a new synapse", "ms", insert="d="),
}
_TYPES: Final = frozenset(("bool", "float", "int"))


def completions(
    text: str, offset: int, variables: Mapping[str, object]
) -> tuple[int, tuple[Entry, ...]]:
    """Return what fits at `offset`, and where the beginning that is typed there starts."""
    cell = cell_of(text)
    place = place_at(cell, offset) if cell else None
    if cell is None or place is None:
        return offset, ()
    typed = place.typed.lower()
    # the half-typed word is no name yet, although the text has it
    rest = replace(cell, text=text[: offset - len(place.typed)] + text[offset:])
    fitting = (e for e in candidates(rest, place, variables) if e.word.lower().startswith(typed))
    return offset - len(place.typed), tuple({entry.word: entry for entry in fitting}.values())


def candidates(cell: Cell, place: Place, variables: Mapping[str, object]) -> Iterable[Entry]:
    """Return all that may stand at a place, whatever is typed there."""
    match place.part:
        case "section":
            return _sections(cell, place)
        case "operation":
            return OPERATIONS.values()
        case "member":
            total = replace(FUNCTIONS["sum"], insert="sum(")
            return (*members(variables), total)
        case "target":
            words = targets(cell, variables)
            return (Entry(w, "target", text=f"inputs through the target {w}") for w in words)
        case "flag":
            return _flags(cell, place)
        case _:
            return _expression(cell, place, variables)


def _sections(cell: Cell, place: Place) -> Iterable[Entry]:
    """Return the sections that are not written yet, and the one at this place."""
    lines = cell.text[cell.start :].splitlines()
    written = {line.partition(":")[0].strip() for line in lines if ":" in line[:24]}
    return (SECTIONS[w] for w in cell.sections if w not in written or w == place.word)


def _flags(cell: Cell, place: Place) -> Iterable[Entry]:
    if place.section in _RULES:
        return (_OF_RULES[word] for word in _RULES[place.section])
    if place.section == "functions":
        return (FLAGS[word] for word in sorted(_TYPES))
    localities = NEURON_LOCALITIES if cell.kind == "neuron" else SYNAPSE_LOCALITIES
    return (entry for entry in FLAGS.values() if _fits(entry, cell.kind, place, localities))


def _fits(entry: Entry, kind: str, place: Place, localities: frozenset[str]) -> bool:
    match entry.kind:
        case "locality":
            return entry.word in localities
        case "method":
            is_of_synapses = entry.word in ("event-driven", "exact")
            return place.section == "equations" and (kind == "synapse" or not is_of_synapses)
        case "flag" if entry.word == "unless_post":
            return place.section == "pre_spike"
        case "flag" if place.section == "parameters":
            return False
        case _:
            return entry.word != "unless_refractory" or kind == "neuron"


def _expression(cell: Cell, place: Place, variables: Mapping[str, object]) -> Iterable[Entry]:
    own = names_of(cell, place.section)
    if place.section == "parameters":
        constants = (entry for entry in own if entry.kind == "constant")
        draws = (entry for entry in FUNCTIONS.values() if entry.kind == "distribution")
        return (*constants, *draws, TIMES["pi"], KEYWORDS["True"], KEYWORDS["False"])
    if cell.kind == "neuron":
        around = conductances(cell, variables)
        times = (entry for entry in TIMES.values() if entry.word not in _NOT_IN_NEURONS)
    else:
        ends = ("pre", "presynaptic"), ("post", "postsynaptic")
        around = tuple(_end(word, which) for word, which in ends)
        times = (entry for entry in TIMES.values() if entry.word != "t_last")
    draws_here = place.section not in (*_EVENTS, "spike", "axon_spike", "psp")
    calls = (e for e in FUNCTIONS.values() if draws_here or e.kind != "distribution")
    return (*own, *around, *calls, *times, *KEYWORDS.values())


def _end(word: str, which: str) -> Entry:
    text = f"attributes of the {which} neuron"
    return Entry(word, "variable", f"{word}.name", text, insert=f"{word}.")

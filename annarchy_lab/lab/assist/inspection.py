"""What a word of a model cell means, and which arguments a call takes.

In: the text, an offset in code points, the user's variables.
Out: the entry; the same as plain text and as HTML.
Not here: where it is shown.
"""

import re
from collections.abc import Mapping
from html import escape

from annarchy_lab.lab.assist.cell import Cell, Place, cell_of, place_at
from annarchy_lab.lab.assist.completion import candidates
from annarchy_lab.lab.assist.dictionary import FLAGS, FUNCTIONS, SECTIONS
from annarchy_lab.lab.assist.entry import Entry
from annarchy_lab.lab.assist.names import names_of

__all__ = ["as_html", "as_text", "meaning"]


def meaning(text: str, offset: int, variables: Mapping[str, object]) -> tuple[Entry, int] | None:
    """Return what stands at an offset, and which argument is being written.

    It is the word that the offset touches if it means something, else the innermost open call; the
    argument is -1 outside of a call.
    """
    cell = cell_of(text)
    place = place_at(cell, offset) if cell else None
    if cell is None or place is None:
        return None
    if place.word:
        end = _end_of_word(text, offset)
        entry = _word(cell, place, text, end, variables)
        if entry is not None:
            return entry, -1
    entry = _called(cell, place)
    return None if entry is None else (entry, place.argument)


def _end_of_word(text: str, offset: int) -> int:
    match = re.compile(r"\w*").match(text, offset)
    return match.end() if match else offset


def _word(
    cell: Cell, place: Place, text: str, end: int, variables: Mapping[str, object]
) -> Entry | None:
    if re.match(r"[^\S\n]*:", text[end:]) and place.part == "section":
        return SECTIONS.get(place.word)
    at_end = place_at(cell, end) or place
    entries = candidates(cell, at_end, variables)
    found = next((entry for entry in entries if entry.word == place.word), None)
    if found is None and place.part != "member":
        own = {entry.word: entry for entry in names_of(cell, place.section)}
        found = own.get(place.word) or own.get(place.word.removeprefix("d"))
    return found or (FLAGS.get(place.word) if place.part == "flag" else None)


def _called(cell: Cell, place: Place) -> Entry | None:
    own = {entry.word: entry for entry in names_of(cell, place.section)}
    return FUNCTIONS.get(place.call) or own.get(place.call)


def as_text(entry: Entry, argument: int = -1) -> str:
    """Return an entry for a terminal."""
    unit = f" ({entry.unit})" if entry.unit else ""
    told = f"{entry.kind}: {entry.text}" if entry.text else entry.kind
    lines = [entry.written, told + unit]
    width = max((len(name) for name, _ in entry.arguments), default=0)
    for index, (name, told) in enumerate(entry.arguments):
        mark = ">" if index == argument else " "
        lines.append(f"{mark} {name:<{width}}  {told}".rstrip())
    return "\n".join(lines)


def as_html(entry: Entry, argument: int = -1) -> str:
    """Return an entry for a notebook."""
    unit = f" ({escape(entry.unit)})" if entry.unit else ""
    told = f"{escape(entry.text)}{unit}" if entry.text else f"{entry.kind}{unit}"
    rows = [f"<code><strong>{escape(entry.written)}</strong></code> <em>{entry.kind}</em>", told]
    for index, (name, what) in enumerate(entry.arguments):
        shown = f"<code>{escape(name)}</code>"
        shown = f"<strong>{shown}</strong>" if index == argument else shown
        rows.append(f"{shown} {escape(what)}")
    return "".join(f"<div>{row}</div>" for row in rows)

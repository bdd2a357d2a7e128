"""A model cell while it is written, and what may stand at a place in it.

In: the text of a cell, an offset into it in code points.
Out: `Cell`, `Place`; None where the text is no model cell, or the place holds no language.
Not here: which words fit (`completions`), what is declared (`names`).
"""

import re
from functools import partial
from typing import Final, Literal

from annarchy_lab.diagnostics import Source
from annarchy_lab.lab.assist.dictionary import sections_of
from annarchy_lab.lightweight import dataclass

__all__ = ["Cell", "Part", "Place", "cell_of", "place_at"]

Part = Literal["section", "expression", "flag", "member", "target", "operation"]

_MAGIC: Final = re.compile(r"%%(neuron|synapse)(?![\w-])[^\S\n]*([^\n]*)")
_DOCSTRING: Final = re.compile(r'\s*("""|\'\'\')(.*?)(\1|\Z)', re.DOTALL)
_HEADER: Final = re.compile(r"([A-Za-z_]\w*)[^\S\n]*:")
_LAST_WORD: Final = re.compile(r"[A-Za-z_]\w*\Z")
_LAST_FLAG: Final = re.compile(r"[A-Za-z_][\w-]*\Z")
_MEMBER: Final = re.compile(r"\b(pre|post)\.\w*\Z")
_TARGET: Final = re.compile(r"\bsum\(\s*\w*\Z")
_BRANCH: Final = re.compile(r"\b(?:if|else)\b")
_WORD: Final = re.compile(r"[A-Za-z_]\w*(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that declares a model.

    Parameters
    ----------
    text
        All of it.
    kind, name
        Of the model; the name may be empty, or none that Python accepts.
    start
        Where the body begins.
    """

    text: str
    kind: Literal["neuron", "synapse"]
    name: str
    start: int

    @property
    def source(self) -> Source:
        """The text as diagnostics name it."""
        return Source(self.text, f"{self.kind.capitalize()} '{self.name}'")

    @property
    def sections(self) -> tuple[str, ...]:
        """Sections that the kind of model has."""
        return sections_of(self.kind)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around an offset.

    Parameters
    ----------
    part
        What is expected there.
    section
        The section, ``''`` before the first one.
    typed
        The beginning of a word before the offset.
    word
        The whole word that the offset touches.
    owner
        ``pre`` or ``post`` of a member.
    call, argument
        The innermost open call, and which of its arguments the offset is in, from 0.
    """

    part: Part
    section: str = ""
    typed: str = ""
    word: str = ""
    owner: str = ""
    call: str = ""
    argument: int = 0


def cell_of(text: str) -> Cell | None:
    """Return the model cell that a text is."""
    match = _MAGIC.match(text)
    if match is None:
        return None
    kind: Literal["neuron", "synapse"] = "neuron" if match[1] == "neuron" else "synapse"
    return Cell(text, kind, match[2].strip(), min(len(text), match.end() + 1))


def place_at(cell: Cell, offset: int) -> Place | None:
    """Return what stands around an offset; None in prose, comments and the first line."""
    offset = min(offset, len(cell.text))
    if offset < cell.start or _is_in_docstring(cell, offset):
        return None
    head = cell.text.rfind("\n", 0, offset) + 1
    before = cell.text[head:offset]
    word = _word_at(cell.text, head, offset)
    if re.fullmatch(r"[A-Za-z_]?\w*", before):
        return Place("section", _section_at(cell, head), before, word)
    section = _section_at(cell, offset)
    if "#" in before or section in ("", "description", "reference"):
        return None
    header = _HEADER.match(before)
    definition = (before[header.end() :] if header else before).rpartition(";")[2]
    return _in_definition(definition, section, word)


def _is_in_docstring(cell: Cell, offset: int) -> bool:
    match = _DOCSTRING.match(cell.text, cell.start)
    return match is not None and match.start(1) < offset < match.end() + (not match[3])


def _section_at(cell: Cell, offset: int) -> str:
    """Return the last section word that stands before an offset at the start of a line."""
    docstring = _DOCSTRING.match(cell.text, cell.start)
    start = docstring.end() if docstring else cell.start
    found = ""
    for line in cell.text[start:offset].splitlines():
        header = _HEADER.match(line)
        found = header[1] if header and header[1] in cell.sections else found
    return found


def _in_definition(text: str, section: str, word: str) -> Place:
    """Return the place at the end of the beginning of a definition."""
    call, argument = _open_call(text)
    typed = _last(_LAST_WORD, text)
    make = partial(Place, section=section, word=word, call=call, argument=argument)
    if section == "operation":
        return make("operation", typed=typed)
    if member := _MEMBER.search(text):
        return make("member", typed=typed, owner=member[1])
    if _TARGET.search(text):
        return make("target", typed=typed)
    if _is_flag(text):
        return make("flag", typed=_last(_LAST_FLAG, text))
    return make("expression", typed=typed)


def _is_flag(text: str) -> bool:
    """Whether the end of a text stands behind the colon of options, outside of their values."""
    before, colon, behind = text.rpartition(":")
    n_branches = len(_BRANCH.findall(before))
    if not colon or before.count(":") + 1 <= n_branches:
        return False
    depth = behind.count("(") - behind.count(")")
    return depth <= 0 and "=" not in re.split(r",(?![^(]*\))", behind)[-1]


def _open_call(text: str) -> tuple[str, int]:
    depth = argument = 0
    for index in range(len(text) - 1, -1, -1):
        sign = text[index]
        if sign == ")":
            depth += 1
        elif sign == "(" and depth:
            depth -= 1
        elif sign == "(":
            name = _last(_LAST_WORD, text[:index].rstrip())
            if name:
                return name, argument
            argument = 0
        elif sign == "," and not depth:
            argument += 1
    return "", 0


def _last(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def _word_at(text: str, head: int, offset: int) -> str:
    """Return the word that an offset touches, of which `head` is the start of the line."""
    tail = text.find("\n", offset)
    for match in _WORD.finditer(text, head, len(text) if tail < 0 else tail):
        if match.start() <= offset <= match.end():
            return _without_minus(match, offset)
    return ""


def _without_minus(match: re.Match[str], offset: int) -> str:
    """Return one side of ``x-y``, or all of a flag such as ``event-driven``."""
    if match[0] in ("event-driven", "runge-kutta4"):
        return match[0]
    start = match.start()
    for part in match[0].split("-"):
        if offset <= start + len(part):
            return part
        start += len(part) + 1
    return ""

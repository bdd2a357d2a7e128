"""What a comment behind a definition says about it: a description and a unit.

In: the place of a definition.  Out: the description, and the unit from its last parentheses.
Not here: comments on lines of their own, which belong to nobody.
"""

import re
from typing import Final

from annarchy_lab.diagnostics import Span

__all__ = ["split_unit", "trailing_comment"]

_UNIT: Final = re.compile(r"\(([^\s()]{1,16})\)\s*$")  # a unit is one short word


def trailing_comment(definition: Span) -> tuple[str, str]:
    """Return the description and the unit in the comment behind a definition, ``''`` without."""
    rest = definition.source.text[definition.stop :].partition("\n")[0].lstrip()
    return split_unit(rest[1:].strip()) if rest.startswith("#") else ("", "")


def split_unit(comment: str) -> tuple[str, str]:
    """Split ``reset potential (mV)`` into ``reset potential`` and ``mV``."""
    match = _UNIT.search(comment)
    return (comment, "") if match is None else (comment[: match.start()].strip(), match[1])

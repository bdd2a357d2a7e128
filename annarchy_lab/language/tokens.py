"""Scanner: a region of user text becomes tokens, each with its place.

In: a `Source` and the region ``start .. stop`` of it.
Out: a tuple of `Token`, blanks and comments left out, line ends and ``;`` kept as separators.
Not here: which words are keywords, where a definition ends, any error: a character that the
language does not know becomes a token of kind `INVALID`, and the parser explains it.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.lightweight import dataclass

__all__ = ["Token", "TokenKind", "scan"]


class TokenKind(Enum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    OPERATOR = "operator"
    SEPARATOR = "separator"  # the end of a line, or a semicolon
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of the text."""

    kind: TokenKind
    text: str
    span: Span

    @property
    def start(self) -> int:
        """Offset of its first code point."""
        return self.span.start

    @property
    def stop(self) -> int:
        """Offset behind its last code point."""
        return self.span.stop


_KINDS: Final = {kind.value: kind for kind in TokenKind}
_PATTERN: Final = re.compile(
    r"""
    (?P<blank>  (?:[^\S\n]|\#[^\n]*)+ )                                # comments end with the line
  | (?P<number> (?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )  # not 0. of 0..20
  | (?P<name>   [A-Za-z_][A-Za-z0-9_]* )
  | (?P<operator> \*\*|==|!=|<=|>=|\+=|-=|\*=|/=|\.\.|[-+*/^<>=(),:.] )  # long signs first
  | (?P<separator> [\n;] )
  | (?P<invalid> [^\W\d]\w*|. )                                        # a foreign word is one token
    """,
    re.VERBOSE | re.DOTALL,
)


def scan(source: Source, start: int = 0, stop: int | None = None) -> tuple[Token, ...]:
    """Return the tokens of ``source.text[start:stop]``.

    Parameters
    ----------
    source
        The text; spans of the tokens point into it.
    start, stop
        The region in code points, the whole text by default.
    """
    return tuple(_tokens(source, start, len(source.text) if stop is None else stop))


def _tokens(source: Source, start: int, stop: int) -> Iterator[Token]:
    for match in _PATTERN.finditer(source.text, start, stop):
        word = match.lastgroup
        if word != "blank" and word is not None:
            yield Token(_KINDS[word], match[0], Span(source, *match.span()))

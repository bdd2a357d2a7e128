"""Splits a region of text into definitions, and each definition into statement and flags.

In: a region of a `Source` with lines such as ``tau*dv/dt + v = I : init=0.0, exponential``.
Out: `Definition` values: the tokens of the statement, the flags as written.
Not here: the grammar of a statement (see `parser`), which flag means what (see `read`).

Rules (language.md §2.1): one definition per line; ``;`` separates like a line end; a line that
assigns nothing continues the definition above it, statement and flags both.  The text behind the
last ``:`` is the list of flags if one of its items is a flag word, or if no ``if`` can own that
colon (then it holds a misspelt flag).
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.language.faults import INVALID_FLAG
from annarchy_lab.language.tokens import Token, TokenKind, scan
from annarchy_lab.language.vocabulary import FLAG_KEYS, FLAG_WORDS
from annarchy_lab.lightweight import dataclass

__all__ = ["ASSIGNMENTS", "Definition", "RawFlag", "cut_flags", "split_definitions", "text_of"]

ASSIGNMENTS: Final = frozenset(("=", "+=", "-=", "*=", "/="))


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition: its tokens without separators; never empty."""

    tokens: tuple[Token, ...]

    @property
    def span(self) -> Span:
        """From the first to the last token."""
        return self.tokens[0].span.to(self.tokens[-1].span)

    @property
    def text(self) -> str:
        """The user's words on one line, without comments."""
        return text_of(self.span)


@dataclass(frozen=True, slots=True)
class RawFlag:
    """One item behind the colon: a word alone, or ``key=value``."""

    key: str
    value: tuple[Token, ...] | None
    span: Span


def text_of(span: Span) -> str:
    """Return the text of `span` on one line, each comment and line end left out."""
    lines = (line.partition("#")[0].strip() for line in span.text.split("\n"))
    return " ".join(line for line in lines if line)


def split_definitions(
    source: Source, start: int = 0, stop: int | None = None
) -> tuple[Definition, ...]:
    """Return the definitions of ``source.text[start:stop]``, in order.

    Parameters
    ----------
    source
        The text that the spans of all tokens point into.
    start, stop
        The region in code points, the whole text by default.
    """
    definitions: list[list[Token]] = []
    for line in _lines(scan(source, start, stop)):
        if definitions and not _starts_definition(line, definitions[-1]):
            definitions[-1].extend(line)
        else:
            definitions.append(line)
    return tuple(Definition(tuple(tokens)) for tokens in definitions)


def _lines(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        if token.kind is not TokenKind.SEPARATOR:
            line.append(token)
        elif line:
            yield line
            line = []
    if line:
        yield line


def _starts_definition(line: Sequence[Token], above: Sequence[Token]) -> bool:
    if _is_list_of_flags(line) and above[-1].text in (",", ":"):
        return False
    for token, depth in _with_depth(line):
        if token.text in ASSIGNMENTS and depth == 0:
            return True
        if token.text in (":", ",") and depth == 0:
            return False  # an assignment further on belongs to a flag
    return False


def _is_list_of_flags(line: Sequence[Token]) -> bool:
    return len(line) > 1 and line[0].text in FLAG_KEYS and line[1].text == "="


def _with_depth(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Yield each token with the number of parentheses that are open around it."""
    depth = 0
    for token in tokens:
        depth -= token.text == ")"
        yield token, depth
        depth += token.text == "("


def cut_flags(
    tokens: Sequence[Token], words: Collection[str] = FLAG_WORDS
) -> tuple[tuple[Token, ...], tuple[RawFlag, ...]]:
    """Cut a definition into the tokens of its statement and its flags.

    Parameters
    ----------
    tokens
        Of one definition.
    words
        The flag words of this kind of text.

    Raises
    ------
    Mistake
        If an item behind the colon is neither a word nor ``key=value``.
    """
    colons = [i for i, (token, depth) in enumerate(_with_depth(tokens)) if _is_colon(token, depth)]
    if not colons:
        return tuple(tokens), ()
    conditionals = sum(
        token.text in ("if", "elif") and depth == 0 for token, depth in _with_depth(tokens)
    )
    items = _split_at_commas(tokens[colons[-1] + 1 :])
    is_flag_list = any(_key(item) in words for item in items)
    # Each conditional owns two colons; one more can only start the flags.
    if not is_flag_list and len(colons) <= 2 * conditionals:
        return tuple(tokens), ()
    return tuple(tokens[: colons[-1]]), tuple(_flag(item, tokens[colons[-1]]) for item in items)


def _is_colon(token: Token, depth: int) -> bool:
    return token.text == ":" and depth == 0


def _split_at_commas(tokens: Sequence[Token]) -> list[list[Token]]:
    items: list[list[Token]] = [[]]
    for token, depth in _with_depth(tokens):
        if token.text == "," and depth == 0:
            items.append([])
        else:
            items[-1].append(token)
    return items


def _key(item: Sequence[Token]) -> str:
    """Return the word of a flag, ``''`` if the item is none."""
    if len(item) > 1 and item[1].text == "=":
        item = item[:1]
    # Words such as event-driven and runge-kutta4 are three tokens.
    has_form = all((t.kind is TokenKind.NAME) if i % 2 == 0 else t.text == "-"
                   for i, t in enumerate(item))  # fmt: skip
    return "".join(token.text for token in item) if has_form and len(item) % 2 else ""


def _flag(item: Sequence[Token], colon: Token) -> RawFlag:
    if not item:
        raise INVALID_FLAG.at(
            colon.span, "a flag is missing behind ':' or ','", "remove the sign, or name the flag"
        )
    span = item[0].span.to(item[-1].span)
    key = _key(item)
    if not key:
        raise INVALID_FLAG.at(
            span,
            f"'{text_of(span)}' is no flag",
            "behind ':' stand words such as exponential, or word=value such as init=0.0, "
            "separated by commas",
        )
    has_value = len(item) > 1 and item[1].text == "="
    return RawFlag(key, tuple(item[2:]) if has_value else None, span)

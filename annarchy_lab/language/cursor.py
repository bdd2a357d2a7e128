"""A reading position in the tokens of one definition, and the mistakes that tokens alone show.

In: the tokens of one definition or field, and the place where they end.
Out: `Cursor`, which the parser reads from; `check_tokens` for foreign signs and parentheses.
Not here: the grammar.
"""

import unicodedata
from collections.abc import Sequence

from annarchy_lab.diagnostics import Span
from annarchy_lab.language.faults import (
    INVALID_CHARACTER,
    SEVERAL_ASSIGNMENTS,
    UNBALANCED_PARENTHESES,
    UNEXPECTED_TEXT,
    Mistake,
)
from annarchy_lab.language.tokens import Token, TokenKind

__all__ = ["Cursor", "check_tokens"]

_REMEDIES = {
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not'",
    "%": "write modulo(a, b)",
    "[": "attributes have no index; use parentheses for grouping",
    "]": "attributes have no index; use parentheses for grouping",
    "{": "use parentheses for grouping",
    "}": "use parentheses for grouping",
    "\N{MINUS SIGN}": "type the sign '-'",
    "\N{EN DASH}": "type the sign '-'",
    "\N{MULTIPLICATION SIGN}": "type the sign '*'",
    "\N{MIDDLE DOT}": "type the sign '*'",
    "\N{LESS-THAN OR EQUAL TO}": "type '<='",
    "\N{GREATER-THAN OR EQUAL TO}": "type '>='",
    "\N{NOT EQUAL TO}": "type '!='",
    '"': "texts have no place in equations",
    "'": "texts have no place in equations; the gradient of v is dv/dt",
}


def check_tokens(tokens: Sequence[Token]) -> None:
    """Raise the first `Mistake` that the tokens show without any grammar."""
    _check_characters(tokens)
    _check_parentheses(tokens)


def _check_characters(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.kind is TokenKind.INVALID:
            raise INVALID_CHARACTER.at(
                token.span,
                f"{_named(token.text)} does not belong to the language",
                _REMEDIES.get(token.text) or _remedy(token.text),
            )


def _named(text: str) -> str:
    """Return a foreign word in quotes, or the name of a letter that cannot be seen."""
    if text.isprintable():
        return f"'{text}'"
    return f"the letter {unicodedata.name(text[0], f'U+{ord(text[0]):04X}')}"


def _remedy(text: str) -> str:
    """Return how to write a foreign word; Greek letters have names."""
    if not text[0].isalpha():
        return "remove it"
    letters = [unicodedata.name(letter, "").split() for letter in text]
    if any(len(words) != 4 or words[0] != "GREEK" for words in letters):
        return "write the name in ASCII letters, digits and '_'"
    spelt = (w[3].capitalize() if w[1] == "CAPITAL" else w[3].lower() for w in letters)
    return f"write the name in ASCII letters: {'_'.join(spelt)}"


def _check_parentheses(tokens: Sequence[Token]) -> None:
    open_tokens: list[Token] = []
    for token in tokens:
        if token.text == "(":
            open_tokens.append(token)
        elif token.text == ")":
            if not open_tokens:
                raise UNBALANCED_PARENTHESES.at(
                    token.span, "this parenthesis closes nothing", "remove it, or open it before"
                )
            open_tokens.pop()
    if open_tokens:
        raise UNBALANCED_PARENTHESES.at(
            open_tokens[-1].span, "this parenthesis is never closed", "add the missing ')'"
        )


class Cursor:
    """The position of the next token.

    Parameters
    ----------
    tokens
        Of one definition or field; separators count as blanks.
    place
        Span of the definition; a missing end is shown behind it.
    """

    def __init__(self, tokens: Sequence[Token], place: Span) -> None:
        self._tokens = [token for token in tokens if token.text != "\n"]
        self._place = self._tokens[-1].span if self._tokens else place
        self._next = 0

    @property
    def token(self) -> Token | None:
        """The next token, ``None`` at the end."""
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    @property
    def text(self) -> str:
        """Text of the next token, ``''`` at the end."""
        return self.peek()

    @property
    def place(self) -> Span:
        """Where the next token is, or just behind the end."""
        end = Span(self._place.source, self._place.stop, self._place.stop + 1)
        return end if self.token is None else self.token.span

    @property
    def last(self) -> Span:
        """Where the token before this position is."""
        return self._tokens[self._next - 1].span

    def peek(self, ahead: int = 0) -> str:
        """Return the text of the token `ahead` of this one, ``''`` behind the end."""
        index = self._next + ahead
        return self._tokens[index].text if index < len(self._tokens) else ""

    def take(self) -> Token:
        """Return the next token and step over it; the caller knows that there is one."""
        self._next += 1
        return self._tokens[self._next - 1]

    def take_if(self, text: str) -> bool:
        """Step over the next token if it is `text`; return whether it was."""
        is_there = self.text == text
        self._next += is_there
        return is_there

    def expect(self, text: str, where: str) -> None:
        """Step over `text`, which the grammar demands here."""
        if not self.take_if(text):
            raise self.unexpected(f"'{text}' is missing {where}")

    def unexpected(self, message: str = "", hint: str = "") -> Mistake:
        """Return the mistake of a token that has no place here, or of an end too early."""
        if self.text == "=":
            remedy = hint or "write '==' to compare two values"
            return SEVERAL_ASSIGNMENTS.at(self.place, "'=' has no place here", remedy)
        what = f"'{self.text}' has no place here" if self.text else "the text ends too early"
        remedy = "remove it, or write what is missing before it" if self.text else "complete it"
        return UNEXPECTED_TEXT.at(self.place, message or what, hint or remedy)

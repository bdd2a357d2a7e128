"""Mistakes as values: where in the user's text, what is wrong, and how to mend it.

In: pieces of user text (`Source`) and places in them (`Span`).
Out: `Diagnostic` values, collected in a `Report`, rendered as text with the user's line and
a caret, or raised together as one `ModelError`.
Not here: any output.  Nothing in this module prints, logs or exits.

The exception tree::

    ANNarchyException          everything a user can get wrong
    ├── ModelError             mistakes in the text of a model; carries diagnostics
    ├── StateError             a call at the wrong time (twice compiled, not compiled, busy)
    └── BackendError           no compiler, a feature that a backend lacks, a broken build
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import field

from annarchy_lab.lightweight import dataclass

__all__ = [
    "ANNarchyException",
    "BackendError",
    "Diagnostic",
    "ModelError",
    "Report",
    "Source",
    "Span",
    "StateError",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A text that a user wrote, and what to call it.

    Parameters
    ----------
    text
        The whole text, as written.
    origin
        How to name it in a message, such as ``Neuron 'LIF', equations``.
    """

    text: str
    origin: str = "model"


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open range ``start .. stop`` of code points in a `Source`."""

    source: Source
    start: int
    stop: int

    @property
    def text(self) -> str:
        """The marked text itself."""
        return self.source.text[self.start : self.stop]

    @property
    def line(self) -> int:
        """Line number of the start, counted from one."""
        return self.source.text.count("\n", 0, self.start) + 1

    @property
    def column(self) -> int:
        """Column of the start, counted from zero."""
        return self.start - (self.source.text.rfind("\n", 0, self.start) + 1)

    @property
    def line_text(self) -> str:
        """The whole line in which the span starts, without its end."""
        rest = self.source.text[self.start - self.column :]
        return rest.partition("\n")[0].removesuffix("\r")

    def to(self, other: "Span") -> "Span":
        """Return the smallest span that covers this one and `other`."""
        return Span(self.source, min(self.start, other.start), max(self.stop, other.stop))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: its code, one sentence, the place, and one remedy."""

    code: str
    message: str
    span: Span | None = None
    hint: str = ""

    def render(self) -> str:
        """Return the message with the user's line and a caret under the place."""
        lines = [f"error[{self.code}]: {_visible(self.message)}"]
        if self.span is not None:
            lines += self._excerpt(self.span)
        if self.hint:
            lines.append(f"   = help: {_visible(self.hint)}")
        return "\n".join(lines)

    @staticmethod
    def _excerpt(span: Span) -> list[str]:
        number = str(span.line)
        gutter = " " * len(number)
        line, column = span.line_text, span.column
        # A tab keeps its place under the caret only if it is repeated there.
        before = "".join("\t" if c == "\t" else " " * _width(c) for c in line[:column])
        width = sum(_width(c) for c in line[column : column + span.stop - span.start])
        return [
            f"  --> {_visible(span.source.origin)}, line {number}",
            f" {number} | {_visible(line)}",
            f" {gutter} | {before}{'^' * max(1, width)}",
        ]


def _visible(text: str) -> str:
    """Return `text` with pictures of its control characters, which a terminal would obey."""
    return "".join(_picture(c) if unicodedata.category(c) == "Cc" else c for c in text)


def _picture(control: str) -> str:
    if control == "\t":
        return control
    return chr(0x2400 + ord(control)) if control < " " else "\N{REPLACEMENT CHARACTER}"


def _width(letter: str) -> int:
    """Return how many columns a letter takes in a terminal."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):  # accents, and what joins letters
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


class ANNarchyException(Exception):  # noqa: N818 - the name that published scripts catch
    """Base of everything that a user can get wrong.

    Parameters
    ----------
    message
        What is wrong and how to mend it.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message

    def _render_traceback_(self) -> list[str]:
        """Show the bare message in IPython: the mistake is the user's, not in the stack."""
        return [str(self)]


class ModelError(ANNarchyException):
    """One or more mistakes in the text of a model.

    Parameters
    ----------
    diagnostics
        Every mistake found, in the order of the text.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(d.render() for d in self.diagnostics))

    def __str__(self) -> str:
        """Return all mistakes, rendered, each with its line and caret."""
        # Scripts show the exception after its class name: start on a line of its own.
        return "\n" + self.message

    def _render_traceback_(self) -> list[str]:
        return self.message.split("\n")


class StateError(ANNarchyException):
    """A call that is right in itself but comes at the wrong time."""


class BackendError(ANNarchyException):
    """What a backend or its tools cannot do, with the reason."""


@dataclass(slots=True)
class Report:
    """Collects mistakes, so that a user sees all of them at once."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, message: str, span: Span | None = None, hint: str = "") -> None:
        """Add one mistake."""
        self.diagnostics.append(Diagnostic(code, message, span, hint))

    def raise_if_any(self) -> None:
        """Raise everything collected as one `ModelError`.

        Raises
        ------
        ModelError
            If at least one mistake was added; text by text, each sorted by place.
        """
        if self.diagnostics:
            found = tuple(dict.fromkeys(self.diagnostics))
            texts = list(dict.fromkeys(d.span.source for d in found if d.span is not None))
            raise ModelError(sorted(found, key=lambda d: _place(d, texts)))

    def __iter__(self) -> Iterator[Diagnostic]:
        """Iterate over the mistakes in the order in which they were added."""
        return iter(self.diagnostics)

    def __len__(self) -> int:
        """Return the number of mistakes."""
        return len(self.diagnostics)


def _place(diagnostic: Diagnostic, texts: list[Source]) -> tuple[int, int]:
    span = diagnostic.span
    return (-1, 0) if span is None else (texts.index(span.source), span.start)

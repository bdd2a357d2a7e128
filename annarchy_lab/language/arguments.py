"""Python arguments as text, so that a caret can point at what a user gave beside text.

In: keywords and values of `Parameter`, `Variable`, `Creating`, and entries of dicts.
Out: the text that a message shows for them, and where in it each of them stands.
Not here: whether they are right (see `parts` and `checks`).
"""

from collections.abc import Mapping
from typing import Final

from annarchy_lab.diagnostics import Source, Span

__all__ = ["call_text", "inside", "keyword", "shown"]

_LONGEST: Final = 60


def shown(value: object) -> str:
    """Return a value on one line; what is not text may be cut short."""
    if isinstance(value, str):
        return repr(value)
    try:
        text = value.__name__ if isinstance(value, type) else " ".join(repr(value).split())
    except ValueError:  # Python refuses to write integers of many thousand digits
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def keyword(key: str, value: object, origin: str) -> Span:
    """Return the place of ``key=value``, a text of its own."""
    text = f"{key}={shown(value)}"
    return Span(Source(text, origin), 0, len(text))


def inside(text: str, place: Span) -> Span:
    """Return where `text` stands within the quotes at `place`; spans of its parts fit there."""
    quoted = repr(text)
    start = place.text.rfind(quoted)
    if start < 0 or quoted[1:-1] != text:  # letters that Python shows differently
        return Span(Source(text, place.source.origin), 0, len(text))
    start += place.start + 1
    return Span(place.source, start, start + len(text))


def call_text(
    head: str, arguments: Mapping[str, object], n_positional: int = 0, tail: str = ""
) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return ``head + arguments + tail``, and where each argument stands.

    Parameters
    ----------
    arguments
        Values by keyword; the first `n_positional` of them are written without it.
    """
    text, places = head, {}
    for number, (key, value) in enumerate(arguments.items()):
        text += ", " if number else ""
        start = len(text)
        text += shown(value) if number < n_positional else f"{key}={shown(value)}"
        places[key] = (start, len(text))
    return text + tail, places

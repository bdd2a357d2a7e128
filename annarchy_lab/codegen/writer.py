"""Lines of program text with braces and indentation that cannot come apart.

In: lines and nested blocks.
Out: one string.
Not here: any knowledge of the program.
"""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Writer"]


class Writer:
    """Collects indented lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0

    def line(self, text: str = "") -> None:
        """Add one line."""
        self._lines.append("  " * self._depth + text if text else "")

    @contextmanager
    def block(self, head: str, tail: str = "}") -> Iterator[None]:
        """Add ``head {``, indent what follows, and close it."""
        self.line(f"{head} {{")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            self.line(tail)

    def insert(self, other: "Writer") -> None:
        """Add the lines of `other`, indented as deep as this writer is now."""
        for text in other._lines:
            self.line(text)

    @property
    def n_lines(self) -> int:
        """How many lines were added."""
        return len(self._lines)

    def text(self) -> str:
        """Return everything, ending in a newline."""
        return "\n".join(self._lines) + "\n"

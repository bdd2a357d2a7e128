"""The words behind a magic: reading them, and checking a name among them.

In: the line of a magic.
Out: arguments, or a mistake that is explained.
Not here: what the magics do.
"""

import argparse
import inspect
import keyword
import shlex
from typing import NoReturn

from IPython.core.error import UsageError

from annarchy_lab.diagnostics import Diagnostic, ModelError, Source, Span

__all__ = ["Words", "checked_name"]


class Words(argparse.ArgumentParser):
    """The words behind a magic, read as a shell would."""

    def __init__(self, magic: str, doc: str | None) -> None:
        text = inspect.cleandoc(doc or "")
        plain = argparse.RawDescriptionHelpFormatter
        super().__init__(
            magic, description=text, add_help=False, exit_on_error=False, formatter_class=plain
        )
        self.add_argument("--help", "-h", action="store_true", help="show this")

    def read(self, line: str) -> argparse.Namespace | None:
        """Return the arguments; None if help was asked for, which is then printed.

        Raises
        ------
        UsageError
            If they make no sense.
        """
        given = self._split(line)
        if "--help" in given or "-h" in given:
            print(self.format_help())
            return None
        try:
            return self.parse_args(given)
        except argparse.ArgumentError as error:
            raise UsageError(f"{self.prog}: {error}\n{self.format_usage()}") from error

    def error(self, message: str) -> NoReturn:
        """Say what is missing."""
        raise UsageError(f"{self.prog}: {message}\n{self.format_usage()}")

    def _split(self, line: str) -> list[str]:
        try:
            return shlex.split(line, comments=True)
        except ValueError as error:
            raise UsageError(f"{self.prog}: {error}; quotes come in pairs.") from error


def checked_name(head: str, name: str, what: str) -> str:
    """Return a name that can stand in Python.

    Raises
    ------
    ModelError
        With the line and a caret, if it is none.
    """
    if name.isidentifier() and not keyword.iskeyword(name):
        return name
    word = head.partition(" ")[0]
    start = head.find(name, len(word)) if name else len(word)
    span = Span(Source(head, f"{word} cell"), start, start + max(1, len(name)))
    message = f"{name!r} cannot be the name of {what}" if name else f"{what} needs a name"
    hint = "a name consists of letters, digits and _, and begins with a letter"
    raise ModelError([Diagnostic("ANN190", message, span, hint)])

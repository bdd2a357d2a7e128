"""The few lines that this package prints: notices and warnings that scripts of ANNarchy expect.

In: a text.  Out: one line on standard output.
Not here: errors, which are exceptions; progress and displays, which are the lab's.
"""

import difflib
from collections.abc import Iterable

from annarchy_lab.api.workspace import WORKSPACE

__all__ = ["did_you_mean", "say", "warn"]


def say(text: str) -> None:
    """Print one line."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print a warning, unless ``setup(suppress_warnings=True)``."""
    if not WORKSPACE.config.suppress_warnings:
        say(f"WARNING: {text}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the known name closest to `name`, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""

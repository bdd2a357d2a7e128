"""Answers to the menu of a view in the browser.

In: an `ExportRequest`.
Out: an `ExportedMessage` with the bytes of a file.
Not here: the files (`files`).

The numbers are copied on the session's thread, between two frames; drawing takes longer, so it
happens on a thread of its own, and the views of a running network do not wait for it.
"""

import re
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.exporting.files import Exportable, content_of

if TYPE_CHECKING:
    from annarchy_lab.lab.messages import ExportedMessage

__all__ = ["answer", "file_name"]

FORMATS: Final = ("png", "svg", "npz")
Tell = Callable[[dict[str, Any], Sequence[memoryview]], None]


def answer(message: dict[str, Any], shown: Exportable, title: str, tell: Tell) -> None:
    """Answer a request, some time later.

    Parameters
    ----------
    message
        What the browser sent.
    shown
        What it is about.
    title
        What the file should be called.
    tell
        Sends the answer.
    """
    key, kind = str(message.get("id", "")), str(message.get("format", ""))

    def work() -> None:
        tell(*_made(key, kind, shown, title))

    threading.Thread(target=work, name="annarchy-lab-export", daemon=True).start()


def _made(
    key: str, kind: str, shown: Exportable, title: str
) -> tuple[dict[str, Any], list[memoryview]]:
    content, problem = b"", ""
    try:
        if kind not in FORMATS:
            raise ANNarchyException(f"a view cannot be saved as {kind!r}.")
        content = content_of(shown, kind)
    except Exception as error:
        problem = str(error).strip() or type(error).__name__
    told: ExportedMessage = {
        "kind": "exported",
        "id": key,
        "name": f"{file_name(title)}.{kind}",
        "problem": problem,
    }
    return dict(told), [memoryview(content)] if content else []


def file_name(title: str) -> str:
    """Return a title as the name of a file, without what file systems or shells would trip over."""
    return re.sub(r"[^\w.,+-]+", "-", title).strip("-.")[:80] or "view"

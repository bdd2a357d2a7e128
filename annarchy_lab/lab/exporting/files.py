"""Writing what a view shows into a file, and saying why where that cannot be.

In: a path, or one of the formats; what is to be drawn, or the numbers.
Out: a file, complete or not there at all.
Not here: the drawing itself (`layout`).
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.exporting.arrays import Arrays, npz
from annarchy_lab.lab.exporting.layout import drawing_of
from annarchy_lab.lab.exporting.page import on_page
from annarchy_lab.lab.exporting.panel import AnyPanel
from annarchy_lab.lab.exporting.svg import svg
from annarchy_lab.lab.views.still import still_png
from annarchy_lab.lightweight import dataclass

__all__ = ["PNG_SCALE", "Exportable", "content_of", "export"]

PNG_SCALE: Final = 3.0
"""Pixels of an exported picture per pixel of the screen: enough for print."""
KINDS: Final = ("png", "svg", "pdf", "npz")


@dataclass(frozen=True, slots=True)
class Exportable:
    """What can be exported: each is asked for only when it is wanted.

    Attributes
    ----------
    panels
        Returns the picture.
    arrays
        Returns the numbers.
    """

    panels: Callable[[], Sequence[AnyPanel]]
    arrays: Callable[[], Arrays]


def content_of(shown: Exportable, kind: str, *, is_dark: bool = False) -> bytes:
    """Return a view as the bytes of a file.

    Parameters
    ----------
    kind
        ``png``, ``svg``, ``pdf`` or ``npz``.

    Raises
    ------
    ANNarchyException
        If there is nothing to show yet, or Matplotlib is missing.
    """
    if kind == "npz":
        return npz(shown.arrays())
    if kind == "pdf" and find_spec("matplotlib") is None:
        raise ANNarchyException(
            "a PDF needs Matplotlib, which is not installed: pip install matplotlib, or save "
            "as .svg, which most programs can turn into a PDF."
        )
    panels = shown.panels()
    drawing = drawing_of(panels, is_dark=is_dark)
    if drawing is None:
        raise ANNarchyException("there is nothing to show yet: run the network first.")
    if kind == "svg":
        return svg(drawing).encode("utf-8")
    if kind == "pdf":
        return on_page(drawing, "pdf")
    return still_png(panels, is_dark=is_dark, scale=PNG_SCALE) or b""


def export(shown: Exportable, path: str | os.PathLike[str], *, is_dark: bool = False) -> Path:
    """Write a view into a file; its ending says how.

    Raises
    ------
    ANNarchyException
        If the ending is unknown, there is nothing to show yet, or the file cannot be written.
    """
    target = Path(path).expanduser()
    kind = target.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        what = f"not as {target.suffix}" if kind else "and the name says which"
        raise ANNarchyException(
            f"{target.name}: a view can be saved as .png, .svg or .pdf (the picture) or .npz (the "
            f"numbers), {what}."
        )
    content = content_of(shown, kind, is_dark=is_dark)
    try:
        _write(target, content)
    except OSError as error:
        raise ANNarchyException(_explained(target, error)) from None
    return target


def _write(target: Path, content: bytes) -> None:
    """Write aside, then rename: what was there before is replaced whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        aside.chmod(0o644)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _explained(target: Path, error: OSError) -> str:
    folder = target.parent
    if not folder.exists():
        why = f"there is no folder {folder}"
    elif not folder.is_dir():
        why = f"{folder} is no folder"
    elif target.is_dir():
        why = "it is a folder"
    else:
        why = (error.strerror or str(error)).lower()
    better = next(
        (p for p in _elsewhere() if p != folder.resolve() and os.access(p, os.W_OK)), None
    )
    hint = f" It can go to {better / target.name}, for instance." if better else ""
    return f"cannot write {target}: {why}. Nothing is lost, the view is as it was.{hint}"


def _elsewhere() -> tuple[Path, ...]:
    return Path.cwd(), Path.home(), Path(tempfile.gettempdir())

"""Still pictures of live views, for saved notebooks and wherever no widget runs.

In: what each view shows.
Out: one PNG; with Matplotlib where it is installed, else by hand and without text.
Not here: which stretch of time is shown (`widgets`), how it is drawn (`exporting`).
"""

from collections.abc import Sequence
from importlib.util import find_spec

from annarchy_lab.lab.exporting.layout import drawing_of
from annarchy_lab.lab.exporting.page import on_page
from annarchy_lab.lab.exporting.panel import AnyPanel
from annarchy_lab.lab.exporting.pixels import by_hand

__all__ = ["still_png"]


def still_png(
    panels: Sequence[AnyPanel],
    words: Sequence[str] = (),
    *,
    is_dark: bool = False,
    scale: float = 1.0,
) -> bytes | None:
    """Return a picture of all panels, one above the other; None if there is nothing to show.

    Parameters
    ----------
    words
        Lines of text under them.
    scale
        Pixels per pixel of the screen.
    """
    drawing = drawing_of(panels, words=words, is_dark=is_dark)
    if drawing is None:
        return None
    has_text = find_spec("matplotlib") is not None
    return on_page(drawing, "png", scale) if has_text else by_hand(drawing)

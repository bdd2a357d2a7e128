"""A picture of a dashboard, for saved notebooks.

In: its widgets.
Out: one PNG: plots along time above each other, pictures of the state below them.
Not here: the picture of one view (`views.still`, `views.still_grid`).
"""

import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.views.still import encode_png, still_png
from annarchy_lab.lab.widgets.base import LabWidget, LiveView

__all__ = ["still_page"]


def still_page(widgets: Sequence[LabWidget]) -> bytes | None:
    """Return a picture of the views among some widgets; None if there is nothing to show."""
    views = [widget for widget in widgets if isinstance(widget, LiveView)]
    timed = [view.panel() for view in views if view.feed.is_timed]
    found = [still_png(timed)] + [view.still() for view in views if not view.feed.is_timed]
    pictures = [picture for picture in found if picture is not None]
    if len(pictures) < 2 or find_spec("matplotlib") is None:
        return next(iter(pictures), None)
    return _below_each_other(pictures)


def _below_each_other(pictures: Sequence[bytes]) -> bytes:
    from matplotlib.image import imread

    arrays = [np.asarray(imread(io.BytesIO(picture), format="png")) for picture in pictures]
    width = max(array.shape[1] for array in arrays)
    rows = [_on_paper(array, width) for array in arrays]
    return encode_png(np.concatenate(rows))


def _on_paper(array: NDArray[Any], width: int) -> NDArray[np.uint8]:
    """Return a picture on white, as bytes of three colours."""
    pixels = np.ones((array.shape[0], width, 3))
    colors, alpha = array[..., :3], array[..., 3:] if array.shape[2] == 4 else 1.0
    pixels[:, : array.shape[1]] = colors * alpha + (1.0 - alpha)
    return np.rint(255 * pixels).astype(np.uint8)

"""What all panels of a picture have alike: margins, the head, axes of values.

In: a drawing and a box in it.
Out: marks.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from annarchy_lab.lab.exporting.drawing import Dots, Drawing, Text
from annarchy_lab.lab.exporting.ticks import Tick
from annarchy_lab.lightweight import dataclass

__all__ = [
    "AXIS_ROOM",
    "HEAD",
    "LEFT",
    "MARGIN",
    "RIGHT",
    "Box",
    "draw_head",
    "draw_up",
    "fitted",
    "wide",
]

MARGIN: Final = 8.0
LEFT: Final = 64.0
RIGHT: Final = 18.0
HEAD: Final = 26.0
AXIS_ROOM: Final = 40.0
TICK: Final = 4.0
MOST_NAME: Final = 44
EM: Final = 0.56
"""Width of an average character of a sans-serif, as a share of its size."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a drawing."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The other side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower end."""
        return self.top + self.height


def wide(text: str, size: float = 11.0) -> float:
    """Return about how wide a text is."""
    return EM * size * len(text)


def fitted(text: str, room: float, size: float = 11.0) -> str:
    """Return a text that fits, with an ellipsis where it was cut."""
    most = max(int(room / (EM * size)), 1)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def draw_head(drawing: Drawing, title: str, named: Sequence[tuple[str, int]], top: float) -> None:
    """Put the name of a panel and of its lines above it."""
    look, y = drawing.look, top + 9.0
    limit = drawing.width - RIGHT
    title = fitted(title, limit - LEFT, 12.5)
    drawing.add(Text(LEFT, y, title, look.ink, 12.0, is_bold=True))
    x = LEFT + wide(title, 12.5) + 22.0
    for k, (name, index) in enumerate(named):
        said = name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1]}…"
        if x + wide(said) + 60.0 > limit and k < len(named) - 1:
            drawing.add(Text(x, y, f"and {len(named) - k} more", look.quiet))
            return
        drawing.add(Dots(np.array([[x, y]]), look.color(index), 8.0))
        drawing.add(Text(x + 9.0, y, fitted(said, limit - x - 9.0), look.ink))
        x += wide(said) + 28.0


def draw_up(
    drawing: Drawing, box: Box, label: str, ticks: Sequence[Tick], limits: tuple[float, float],
    *, has_grid: bool,
) -> None:  # fmt: skip
    """Put an axis of values on the left."""
    look, (low, high) = drawing.look, limits
    for value, text in ticks:
        y = box.bottom - (value - low) / (high - low) * box.height
        if has_grid and y < box.bottom - 2:
            drawing.line(look.grid, box.left, y, box.right, y)
        drawing.line(look.axis, box.left - TICK, y, box.left, y)
        drawing.add(Text(box.left - TICK - 4.0, y, text, look.quiet, anchor="end"))
    drawing.line(look.axis, box.left, box.top, box.left, box.bottom)
    name = fitted(label, box.height + 20.0)
    middle = box.top + box.height / 2
    drawing.add(Text(14.0, middle, name, look.ink, anchor="middle", is_turned=True))

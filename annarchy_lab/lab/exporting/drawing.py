"""A drawing: a few kinds of marks with places and colours, which every kind of file can hold.

In: marks, in pixels from the top left.
Out: `Drawing`.
Not here: what is drawn (`layout`), how a file writes it (`svg`, `page`, `pixels`).
"""

from dataclasses import field
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

__all__ = ["DARK", "LIGHT", "Bars", "Dots", "Drawing", "Image", "Look", "Mark", "Path", "Text"]

OKABE_ITO: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#BEAA00")
"""After Okabe and Ito (2008), as the live views have it; yellow is dark enough for white."""
ON_DARK: Final = ("#489AC8", "#E18B48", "#48B99A", "#DA9FC0", "#EEBA48", "#85CAEF", "#F4EC77")


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of everything that is no data."""

    ground: str
    ink: str
    quiet: str
    axis: str
    grid: str
    palette: tuple[str, ...]

    def color(self, index: int) -> str:
        """Return the colour of a population or line."""
        return self.palette[index % len(self.palette)]


LIGHT: Final = Look("#FFFFFF", "#212121", "#5A5A5A", "#9A9A9A", "#EDEDED", OKABE_ITO)
DARK: Final = Look("#111111", "#E6E6E6", "#A8A8A8", "#6A6A6A", "#2A2A2A", ON_DARK)


@dataclass(frozen=True, slots=True)
class Text:
    """Words around a place: `anchor` across, their middle up and down."""

    x: float
    y: float
    text: str
    color: str
    size: float = 11.0
    anchor: Literal["start", "middle", "end"] = "start"
    is_turned: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """Points that are joined, shape ``(n, 2)``; a NaN lifts the pen."""

    points: NDArray[Any]
    color: str
    width: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Dots:
    """Round dots at points, shape ``(n, 2)``."""

    points: NDArray[Any]
    color: str
    size: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Filled rectangles: left, top, width, height, shape ``(n, 4)``."""

    boxes: NDArray[Any]
    color: str


@dataclass(frozen=True, slots=True)
class Image:
    """Pixels, shape ``(rows, columns, 3)``, stretched over a rectangle without smoothing."""

    pixels: NDArray[np.uint8]
    x: float
    y: float
    width: float
    height: float


Mark: TypeAlias = Text | Path | Dots | Bars | Image


@dataclass(slots=True)
class Drawing:
    """Marks on a ground, the later ones on top.

    Attributes
    ----------
    title
        What it shows, in words, for those who do not see it.
    """

    title: str
    width: float
    height: float
    look: Look
    marks: list[Mark] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        """Put marks on top."""
        self.marks.extend(marks)

    def line(self, color: str, x0: float, y0: float, x1: float, y1: float) -> None:
        """Put a thin straight line on top."""
        self.add(Path(np.array([[x0, y0], [x1, y1]]), color))

"""The picture: how many times faster than the fastest other simulator, by network, with the bars.

In: results as `benchmarks` keeps them.
Out: SVG that takes the colours of the page it stands in, as `docs/machinery/pictures.py` shows it.
"""

import math
from collections.abc import Iterable
from html import escape
from typing import Any

from reporting.drawing import frame
from reporting.summary import Summary
from reporting.table import summaries

__all__ = ["picture"]

WIDTH, LEFT, RIGHT, TOP, LINE = 720, 292, 66, 34, 25
TICKS = (1, 2, 5, 10, 20, 50, 100)


def picture(known: dict[str, Any]) -> str:
    """Draw all networks that have a peer."""
    found = [each for each in summaries(known) if each.ratio is not None]
    height = TOP + LINE * len(found) + 44
    marks = [*_grid(height), *(m for k, each in enumerate(found) for m in _line(k, each))]
    marks += _legend(height)
    return frame(WIDTH, height, "Speed beside the fastest other simulator", marks)


def _x(ratio: float) -> float:
    low, high = math.log(0.5), math.log(TICKS[-1])
    share = (math.log(min(max(ratio, 0.5), TICKS[-1])) - low) / (high - low)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _grid(height: int) -> Iterable[str]:
    for tick in TICKS:
        x = _x(tick)
        kind = "unit" if tick == 1 else "grid"
        yield f'<path class="{kind}" d="M{x:.1f} {TOP - 8}V{height - 36}"/>'
        yield f'<text class="small" x="{x:.1f}" y="{TOP - 14}" text-anchor="middle">{tick}×</text>'


def _line(k: int, each: Summary) -> Iterable[str]:
    y, row, ratio = TOP + LINE * k + 10, each.row, each.ratio or 0.0
    name = escape(row.title.partition(", ")[0] if len(row.title) > 46 else row.title)
    yield f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">{name}</text>'
    start = _x(1.0)
    left, width = min(start, _x(ratio)), abs(_x(ratio) - start)
    kind = "missed" if row.accept is not None and ratio < row.accept else "bar"
    box = f'x="{left:.1f}" y="{y - 6}" width="{width:.1f}" height="12" rx="2"'
    yield f'<rect class="{kind}" {box}/>'
    for bar, dash in ((row.accept, "accept"), (row.goal, "goal")):
        if bar is not None:
            yield f'<path class="{dash}" d="M{_x(bar):.1f} {y - 10}V{y + 10}"/>'
    edge = max(_x(ratio), start) + 6
    passed = [_x(bar) for bar in (row.accept, row.goal) if bar and edge - 10 < _x(bar) < edge + 34]
    edge = max([edge, *(x + 6 for x in passed)])
    yield f'<text class="value" x="{edge:.1f}" y="{y + 4}">{ratio:.3g}×</text>'


def _legend(height: int) -> Iterable[str]:
    y = height - 14
    for x, kind, words in (
        (LEFT, "accept", "to be accepted"),
        (LEFT + 120, "goal", "goal"),
    ):
        yield f'<path class="{kind}" d="M{x} {y - 8}V{y + 6}"/>'
        yield f'<text class="small" x="{x + 8}" y="{y + 3}">{words}</text>'
    yield f'<rect class="missed" x="{LEFT + 186}" y="{y - 7}" width="14" height="11" rx="2"/>'
    yield f'<text class="small" x="{LEFT + 206}" y="{y + 3}">below</text>'

"""The picture: how many times faster than the fastest other simulator, by network, with the bars.

In: results as `benchmarks` keeps them, one for each machine.
Out: SVG that takes the colours of the page it stands in, as `docs/machinery/pictures.py` shows it.
"""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from measuring.row import Row
from measuring.rows import ROWS
from reporting.drawing import frame
from reporting.machines import label
from reporting.table import summaries

__all__ = ["picture"]

WIDTH, LEFT, RIGHT, TOP, BAR, GAP = 734, 306, 66, 34, 12, 13
VALUE = 36  # the room that a number needs
TICKS = (1, 2, 5, 10, 20, 50, 100)


def picture(every: Sequence[dict[str, Any]]) -> str:
    """Draw all networks that have a peer, each with a bar for each machine."""
    found = [
        {each.row.name: each.ratio for each in summaries(known) if each.ratio is not None}
        for known in every
    ]
    rows = [row for row in ROWS.values() if any(row.name in ratios for ratios in found)]
    line = BAR * len(found) + GAP
    bottom = TOP + line * len(rows)
    marks = [*_grid(bottom)]
    for k, row in enumerate(rows):
        marks += _line(TOP + line * k, row, [ratios.get(row.name) for ratios in found])
    marks += _legend(bottom + 30, [label(known["machine"]) for known in every])
    return frame(WIDTH, bottom + 44, "Speed beside the fastest other simulator", marks)


def _x(ratio: float) -> float:
    low, high = math.log(0.5), math.log(TICKS[-1])
    share = (math.log(min(max(ratio, 0.5), TICKS[-1])) - low) / (high - low)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _grid(bottom: int) -> Iterable[str]:
    for tick in TICKS:
        x = _x(tick)
        kind = "unit" if tick == 1 else "grid"
        yield f'<path class="{kind}" d="M{x:.1f} {TOP - 8}V{bottom + 8}"/>'
        yield f'<text class="small" x="{x:.1f}" y="{TOP - 14}" text-anchor="middle">{tick}×</text>'


def _line(y: int, row: Row, ratios: Sequence[float | None]) -> Iterable[str]:
    height = BAR * len(ratios)
    name = escape(row.title.partition(", ")[0] if len(row.title) > 46 else row.title)
    yield f'<text x="{LEFT - 14}" y="{y + height / 2 + 4:g}" text-anchor="end">{name}</text>'
    x = _clear(row, max((ratio for ratio in ratios if ratio is not None), default=1.0))
    for k, ratio in enumerate(ratios):
        if ratio is not None:
            yield from _bar(y + BAR * k, k, row, ratio)
            yield f'<text class="value" x="{x:.1f}" y="{y + BAR * k + 9}">{ratio:.3g}×</text>'
    for bar, dash in ((row.accept, "accept"), (row.goal, "goal")):
        if bar is not None:
            yield f'<path class="{dash}" d="M{_x(bar):.1f} {y - 4}V{y + height + 3}"/>'


def _clear(row: Row, ratio: float) -> float:
    """Return where numbers may stand: behind what is drawn, and behind marks they would hide."""
    x = max(_x(ratio), _x(1.0)) + 6
    for mark in (_x(bar) for bar in (row.accept, row.goal) if bar is not None):
        if x - 6 < mark < x + VALUE:
            x = mark + 6
    return x


def _bar(y: int, k: int, row: Row, ratio: float) -> Iterable[str]:
    start = _x(1.0)
    left, width = min(start, _x(ratio)), abs(_x(ratio) - start)
    kind = "missed" if row.accept is not None and ratio < row.accept else "bar"
    box = f'x="{left:.1f}" y="{y}" width="{width:.1f}" height="{BAR - 1}" rx="2"'
    yield f'<rect class="{kind} machine{k}" {box}/>'


def _legend(y: int, machines: Sequence[str]) -> Iterable[str]:
    x = 24
    for k, name in enumerate(machines):
        yield f'<rect class="bar machine{k}" x="{x}" y="{y - 7}" width="14" height="11" rx="2"/>'
        yield f'<text class="small" x="{x + 20}" y="{y + 3}">{escape(name)}</text>'
        x += 150
    for x, kind, words in (
        (LEFT + 40, "accept", "to be accepted"),
        (LEFT + 160, "goal", "goal"),
    ):
        yield f'<path class="{kind}" d="M{x} {y - 8}V{y + 6}"/>'
        yield f'<text class="small" x="{x + 8}" y="{y + 3}">{words}</text>'
    yield f'<rect class="missed" x="{LEFT + 226}" y="{y - 7}" width="14" height="11" rx="2"/>'
    yield f'<text class="small" x="{LEFT + 246}" y="{y + 3}">below</text>'

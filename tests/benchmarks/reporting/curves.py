"""Growth as curves and as a table: time per step and memory along each dimension.

In: places as `growth` measures them.
Out: SVG; Markdown.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from reporting.drawing import frame
from reporting.machines import measured
from specs.growth import AXES

__all__ = ["curves", "points"]

Place = dict[str, float]
Series = Sequence[tuple[float, float]]
WIDTH, PANEL, TALL, LEFT, GAP, TOP = 720, 276, 112, 62, 92, 58
KINDS: Final = (
    (("us_per_step",), "µs per step"),
    (("peak_mb", "core_mb"), "MB: whole process (line), the core's share (dashed)"),
)


def curves(axes: dict[str, list[Place]]) -> str:
    """Draw time and memory of all dimensions, on logarithmic scales."""
    marks: list[str] = []
    for row, (name, places) in enumerate(axes.items()):
        for column, (keys, label) in enumerate(KINDS):
            x, y = LEFT + column * (PANEL + GAP), TOP + row * (TALL + 66)
            series = [[(p["value"], p[key]) for p in places] for key in keys]
            marks += _panel(x, y, series, label)
        title = AXES[name].title
        marks.append(f'<text class="head" x="{LEFT}" y="{y - 24}">{title}</text>')
    return frame(WIDTH, TOP + len(axes) * (TALL + 66) - 30, "Growth", marks)


def points(known: dict[str, Any]) -> str:
    """Return a table of all places."""
    lines = ["| | value | µs per step | MB in the core | MB in all |", "|---|---|---|---|---|"]
    for name, places in known["axes"].items():
        for k, place in enumerate(places):
            title = "" if k else AXES[name].title
            lines.append(
                f"| {title} | {place['value']:,} | {place['us_per_step']:.4g} "
                f"| {place['core_mb']:.4g} | {place['peak_mb']:.0f} |"
            )
    busy = max(p["others"] for places in known["axes"].values() for p in places)
    return f"{measured(known, busy)}\n\n" + "\n".join(lines)


def _panel(x: float, y: float, series: Sequence[Series], label: str) -> Iterable[str]:
    shown = [[(a, b) for a, b in each if a > 0 and b > 0] for each in series]
    low_x, high_x = _decades([a for each in shown for a, _ in each])
    low_y, high_y = _decades([b for each in shown for _, b in each])

    def place(a: float, b: float) -> tuple[float, float]:
        return (
            x + PANEL * (math.log10(a) - low_x) / (high_x - low_x),
            y + TALL * (1.0 - (math.log10(b) - low_y) / (high_y - low_y)),
        )

    for power in range(math.ceil(low_x), math.floor(high_x) + 1):
        at = place(10.0**power, 10.0**low_y)[0]
        yield f'<path class="grid" d="M{at:.1f} {y}v{TALL}"/>'
        spot = f'x="{at:.1f}" y="{y + TALL + 15}" text-anchor="middle"'
        yield f'<text class="small" {spot}>{_power(power)}</text>'
    for power in range(math.ceil(low_y), math.floor(high_y) + 1):
        at = place(10.0**low_x, 10.0**power)[1]
        yield f'<path class="grid" d="M{x} {at:.1f}h{PANEL}"/>'
        spot = f'x="{x - 7}" y="{at + 4:.1f}" text-anchor="end"'
        yield f'<text class="small" {spot}>{_power(power)}</text>'
    yield f'<text class="small" x="{x}" y="{y - 8}">{label}</text>'
    if len(shown) == 1:
        yield _joined([place(a, b) for a, b in _proportional(shown[0], low_x, low_y)], "straight")
    for each, kind in zip(shown, ("curve", "straight"), strict=False):
        yield _joined([place(a, b) for a, b in each], kind)
    for across, down in (place(a, b) for a, b in shown[0]):
        yield f'<circle class="dot" r="2.6" cx="{across:.1f}" cy="{down:.1f}"/>'


def _joined(places: Series, kind: str) -> str:
    line = "L".join(f"{across:.1f} {down:.1f}" for across, down in places)
    return f'<path class="{kind}" d="M{line}"/>'


def _proportional(data: Series, low_x: float, low_y: float) -> Series:
    """Return the ends of what twice the size for twice the price would be, from the last place."""
    a, b = data[-1]
    down = min(a / 10.0**low_x, b / 10.0**low_y)
    return [(a, b), (a / down, b / down)]


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """Return whole powers of ten around some numbers, at least one decade."""
    low = math.floor(math.log10(min(values)) + 1e-9)
    return low, max(low + 1, math.ceil(math.log10(max(values)) - 1e-9))


def _power(power: int) -> str:
    if -1 <= power <= 3:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

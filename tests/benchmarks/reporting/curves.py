"""Growth as curves and as a table: time per step and memory along each dimension.

In: places as `growth` measures them.
Out: SVG; Markdown.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from reporting.drawing import frame
from specs.growth import AXES

__all__ = ["curves", "points"]

Place = dict[str, float]
WIDTH, PANEL, TALL, LEFT, GAP, TOP = 720, 276, 112, 62, 92, 58
KINDS: Final = (("us_per_step", "µs per step"), ("core_mb", "MB in the core"))


def curves(axes: dict[str, list[Place]]) -> str:
    """Draw time and memory of all dimensions, on logarithmic scales."""
    marks: list[str] = []
    for row, (name, places) in enumerate(axes.items()):
        for column, (key, label) in enumerate(KINDS):
            x, y = LEFT + column * (PANEL + GAP), TOP + row * (TALL + 66)
            marks += _panel(x, y, [(p["value"], p[key]) for p in places], label)
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
    calm = "calm" if busy < 0.25 else "not calm"
    machine = known["machine"]
    return f"Measured on {known['date']}, {machine['processor']}; the machine was {calm}.\n\n" + (
        "\n".join(lines)
    )


def _panel(x: float, y: float, data: Sequence[tuple[float, float]], label: str) -> Iterable[str]:
    shown = [(a, b) for a, b in data if a > 0 and b > 0]
    low_x, high_x = _decades([a for a, _ in shown])
    low_y, high_y = _decades([b for _, b in shown])

    def place(a: float, b: float) -> tuple[float, float]:
        return (
            x + PANEL * (math.log10(a) - low_x) / (high_x - low_x),
            y + TALL * (1.0 - (math.log10(b) - low_y) / (high_y - low_y)),
        )

    for power in range(math.ceil(low_x), math.floor(high_x) + 1):
        at = place(10.0**power, 10.0**low_y)[0]
        yield f'<path class="grid" d="M{at:.1f} {y}v{TALL}"/>'
        text = _power(power)
        spot = f'x="{at:.1f}" y="{y + TALL + 15}" text-anchor="middle"'
        yield f'<text class="small" {spot}>{text}</text>'
    for power in range(math.ceil(low_y), math.floor(high_y) + 1):
        at = place(10.0**low_x, 10.0**power)[1]
        yield f'<path class="grid" d="M{x} {at:.1f}h{PANEL}"/>'
        text = _power(power)
        yield f'<text class="small" x="{x - 7}" y="{at + 4:.1f}" text-anchor="end">{text}</text>'
    yield f'<text class="small" x="{x - 40}" y="{y - 8}">{label}</text>'
    yield _proportional(place, shown[-1], 10.0**low_x, 10.0**low_y)
    joined = "L".join("{:.1f} {:.1f}".format(*place(a, b)) for a, b in shown)
    yield f'<path class="curve" d="M{joined}"/>'
    for a, b in shown:
        across, down = place(a, b)
        yield f'<circle class="dot" r="2.6" cx="{across:.1f}" cy="{down:.1f}"/>'


def _proportional(place: Any, last: tuple[float, float], low_x: float, low_y: float) -> str:
    """Draw what twice the size for twice the price would be, through the last place."""
    a, b = last
    down = min(a / low_x, b / low_y)
    ends = "L".join("{:.1f} {:.1f}".format(*place(a / f, b / f)) for f in (1.0, down))
    return f'<path class="straight" d="M{ends}"/>'


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """Return whole powers of ten around some numbers, at least one decade."""
    low = math.floor(math.log10(min(values)) + 1e-9)
    return low, max(low + 1, math.ceil(math.log10(max(values)) - 1e-9))


def _power(power: int) -> str:
    if -1 <= power <= 3:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

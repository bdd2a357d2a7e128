"""Drawings in the colours of the page: light or dark, alone or inside the documentation.

In: marks as SVG text.
Out: a whole SVG.
"""

from collections.abc import Iterable
from html import escape

__all__ = ["frame"]

STYLE = """
    .annl-chart { --ink: #24292f; --quiet: #6a737d; --line: #dfe2e5; --way: #0072B2;
      --warm: #D55E00; font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; }
    @media (prefers-color-scheme: dark) {
      .annl-chart { --ink: #dfe3e6; --quiet: #98a1a9; --line: #343a40; --way: #489AC8;
        --warm: #E18B48; } }
    .annl-chart text { fill: var(--color-foreground-primary, var(--ink)); }
    .annl-chart .small { fill: var(--color-foreground-secondary, var(--quiet)); font-size: 11px; }
    .annl-chart .value { font-weight: 600; font-size: 11px; }
    .annl-chart .head { font-weight: 600; }
    .annl-chart .grid { stroke: var(--color-picture-line, var(--line)); fill: none; }
    .annl-chart .unit { stroke: var(--quiet); fill: none; }
    .annl-chart .bar { fill: var(--way); }
    .annl-chart .missed { fill: var(--warm); }
    .annl-chart .machine1 { fill-opacity: 0.62; }
    .annl-chart .machine2 { fill-opacity: 0.4; }
    .annl-chart .accept, .annl-chart .goal { stroke: var(--color-foreground-primary, var(--ink));
      stroke-width: 2; fill: none; }
    .annl-chart .goal { stroke-dasharray: 2 2; }
    .annl-chart .curve { fill: none; stroke: var(--way); stroke-width: 1.8; }
    .annl-chart .straight { fill: none; stroke: var(--quiet); stroke-dasharray: 3 3; }
    .annl-chart .dot { fill: var(--way); }
"""


def frame(width: int, height: int, title: str, marks: Iterable[str]) -> str:
    """Return a drawing of some size."""
    drawn = "\n  ".join(marks)
    return (
        f'<svg class="annl-chart" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f"  <title>{escape(title)}</title>\n  <style>{STYLE}  </style>\n  {drawn}\n</svg>\n"
    )

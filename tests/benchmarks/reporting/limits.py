"""The table of what steps take beside what they cannot do without.

In: results as `limits` keeps them.
Out: Markdown.
"""

from typing import Any

from reporting.machines import measured

__all__ = ["limits_table"]

PARTS = {
    "numbers": "random numbers",
    "state": "the state, once",
    "rows": "reading rows",
    "recorded": "writing values",
    "pages": "fresh pages",
}


def limits_table(known: dict[str, Any]) -> str:
    """Return a line for each case."""
    heads = ["µs per step", *PARTS.values(), "together", "took", "share"]
    lines = [_line(name, case) for name, case in known["cases"].items()]
    busy = max(case["others"] for case in known["cases"].values())
    table = [_joined(heads), "|" + "---|" * len(heads), *lines]
    return f"{measured(known, busy)}\n\n" + "\n".join(table)


def _line(name: str, case: dict[str, float]) -> str:
    together = sum(case[part] for part in PARTS)
    shown = [f"{case[part]:.3g}" if case[part] > 0.05 else "–" for part in PARTS]
    share = f"{100 * together / case['took']:.0f} %"
    return _joined([name, *shown, f"{together:.3g}", f"{case['took']:.3g}", share])


def _joined(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"

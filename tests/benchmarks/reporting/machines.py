"""What was measured on several machines: a page for each, and their ratios side by side.

In: results as `benchmarks` keeps them, one for each machine.
Out: Markdown, and the names of the files.
"""

import re
from collections.abc import Sequence
from typing import Any

from measuring.row import Row
from measuring.rows import ROWS
from reporting.summary import CALM, Summary, verdict
from reporting.table import bars, markdown_table, summaries, tables

__all__ = ["comparison", "file_name", "label", "machine_page", "measured"]

Known = dict[str, Any]


def label(machine: dict[str, Any]) -> str:
    """Return the name of a processor without what says nothing."""
    words = re.sub(r"\((R|TM)\)|@|\b(Processor|CPU)\b", " ", str(machine["processor"]))
    return " ".join(words.split())


def file_name(machine: dict[str, Any]) -> str:
    """Return what the files of a machine are called."""
    return re.sub(r"[^a-z0-9]+", "-", label(machine).lower()).strip("-")


def measured(known: Known, others: float) -> str:
    """Return when and where something was measured, and how many cores did other work."""
    calm = "the machine was calm" if others < CALM else f"{others:.1f} cores were busy otherwise"
    return f"Measured on {known['date']}, {label(known['machine'])}; {calm}."


def machine_page(known: Known) -> str:
    """Return everything that was measured on a machine."""
    words = "What [the benchmarks](../../benchmarks.md) have measured on this machine."
    return f"# {label(known['machine'])}\n\n{words}\n\n{tables(known)}\n"


def comparison(every: Sequence[Known]) -> str:
    """Return how many times faster than the fastest other simulator, by network and machine."""
    found = [{each.row.name: each for each in summaries(known)} for known in every]
    rows = [row for row in ROWS.values() if any(row.name in each for each in found)]
    lines = [
        [row.title, bars(row), *(_cell(row, each.get(row.name)) for each in found)] for row in rows
    ]
    head = ["network", "bars", *(_linked(known["machine"]) for known in every)]
    return markdown_table(head, lines)


def _linked(machine: dict[str, Any]) -> str:
    return f"[{label(machine)}](benchmarks/machines/{file_name(machine)}.md)"


def _cell(row: Row, each: Summary | None) -> str:
    if each is None or each.ratio is None:
        return "–"
    words = verdict(each.ratio, row.accept, row.goal)
    return f"{each.ratio:.3g}×" + ("" if words == "–" else f" {words}")

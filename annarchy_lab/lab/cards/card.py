"""The look of everything that the lab shows as HTML: one style, tables, escaped text.

In: text of users, rows of cells.
Out: pieces of HTML.
Not here: what is shown.

User text is escaped and kept from being read as formulas.  Colours and sizes are those of the
notebook's theme; where there is none, those of the page.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

__all__ = ["card", "code", "number", "quiet", "table", "text"]

PLAIN: Final = "mathjax_ignore tex2jax_ignore"
"""Classes of an element whose dollars are dollars."""

# Doubled class names outweigh the rules that JupyterLab has for tables in outputs.
STYLE: Final = """<style>
.annl-card { color: var(--jp-content-font-color1); padding: 2px 0 6px; }
.annl-card .annl-card-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; }
.annl-card .annl-card-name { font-size: var(--jp-content-font-size2); font-weight: 600; }
.annl-card .annl-card-quiet { color: var(--jp-content-font-color2); }
.annl-card .annl-card-body { display: flex; flex-wrap: wrap; gap: 10px 40px; margin: 8px 0 6px; }
.annl-card.annl-card table { border-collapse: collapse; margin: 0; table-layout: auto;
  border: none; align-self: flex-start; font-size: var(--jp-content-font-size1); }
.annl-card.annl-card tr:nth-child(n) { background: none; }
.annl-card.annl-card th, .annl-card.annl-card td { padding: 3px 18px 3px 0; text-align: left;
  vertical-align: baseline; border: none; max-width: 32em; overflow-wrap: anywhere; }
.annl-card.annl-card th { color: var(--jp-content-font-color2); font-weight: normal;
  white-space: nowrap; }
.annl-card.annl-card thead th { border-bottom: 1px solid var(--jp-border-color2); }
.annl-card.annl-card .annl-card-number { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.annl-card .annl-card-explore { display: none; }
.annl-card details { margin-top: 4px; }
.annl-card summary { cursor: pointer; color: var(--jp-content-font-color2); width: fit-content; }
.annl-card.annl-card pre { margin: 4px 0 0; padding: 8px 10px; white-space: pre;
  background: var(--jp-layout-color2); font-size: var(--jp-code-font-size); overflow-x: auto; }
</style>"""


def card(*pieces: str) -> str:
    """Return pieces of HTML as one card."""
    return f'{STYLE}<div class="annl-card">{"".join(pieces)}</div>'


def text(words: object) -> str:
    """Return what a user wrote as HTML that is neither markup nor a formula."""
    return f'<span class="{PLAIN}">{escape(str(words))}</span>'


def quiet(html: str) -> str:
    """Return HTML in the second colour."""
    return f'<span class="annl-card-quiet">{html}</span>'


def code(source: str) -> str:
    """Return program text."""
    return f'<pre class="{PLAIN}">{escape(source)}</pre>'


def number(value: float) -> str:
    """Return a number in as few digits as say it, with a true minus sign."""
    if isinstance(value, bool):
        return str(value)
    return f"{value:.15g}".replace("-", "−")


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[str] = ()) -> str:
    """Return a table; nothing without rows.

    Parameters
    ----------
    titles
        Of the columns; plain text.  None of them: no head.
    rows
        Cells as HTML.
    numbers
        Titles of the columns that are aligned right.
    """
    classes = [' class="annl-card-number"' if title in set(numbers) else "" for title in titles]
    lines = [_row("td", row, classes) for row in rows]
    if not lines:
        return ""
    head = _row("th", [escape(title) for title in titles], classes)
    return f"<table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"


def _row(tag: str, cells: Sequence[str], classes: Sequence[str]) -> str:
    pairs = zip(cells, classes, strict=True)
    return f"<tr>{''.join(f'<{tag}{kind}>{cell}</{tag}>' for cell, kind in pairs)}</tr>"

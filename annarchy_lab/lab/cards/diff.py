"""What a new model has changed, as a card under its cell.

In: a `ModelDiff`.
Out: a mime bundle: HTML, plain text.
Not here: finding the differences.
"""

from annarchy_lab.api.model_diff import DiffItem, ModelDiff
from annarchy_lab.lab.cards.card import card, quiet, table, text

__all__ = ["diff_bundle"]


def diff_bundle(diff: ModelDiff) -> dict[str, str]:
    """Return everything that a notebook may show of a difference, by mime type."""
    return {"text/html": _html(diff), "text/plain": str(diff)}


def _html(diff: ModelDiff) -> str:
    rows = [
        _row(word, item) for word, items in diff.groups.items() for item in items if word != "kept"
    ]
    kept = ", ".join(item.what for item in diff.kept)
    return card(
        f"<div>{text(diff.heading)}</div>",
        table(("", "item", "before", "now"), rows),
        f"<div>{quiet(text(f'kept: {kept}' if kept else 'nothing is kept'))}</div>",
    )


def _row(word: str, item: DiffItem) -> tuple[str, ...]:
    return quiet(word), text(item.what), text(item.before), text(item.after)

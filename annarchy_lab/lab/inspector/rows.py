"""Which rows of the inspector are on screen, and what stands in them.

In: items, what a page wants to see.
Out: `BridgeRow` messages.
Not here: what there is (`items`), when to look (`watch`).
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from annarchy_lab.lab.inspector.items import Item
from annarchy_lab.lab.inspector.present import Present
from annarchy_lab.lab.messages import BridgeRow
from annarchy_lab.lightweight import dataclass

__all__ = ["MOST_ROWS", "Wish", "find", "rows"]

LOG: Final = logging.getLogger(__name__)

MOST_ROWS: Final = 500
"""In one message; a search finds the others."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one page wants to see.

    Attributes
    ----------
    opened, closed
        Ids of rows that its user has opened and closed.
    search
        Words, each of which a row must have; empty for all rows.
    """

    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    search: str = ""

    def shows(self, item: Item) -> bool:
        """Return whether the branches of an item are seen."""
        return item.id not in self.closed and (item.is_open or item.id in self.opened)


@dataclass(frozen=True, slots=True)
class _Seen:
    item: Item
    depth: int
    is_open: bool


def rows(
    items: Iterable[Item], wish: Wish, present: Callable[[Item], Present]
) -> tuple[list[BridgeRow], int]:
    """Return what is on screen, top down, and how many rows were too many.

    Parameters
    ----------
    items
        The networks.
    wish
        What the page wants to see.
    present
        The network of an item as it is now.
    """
    words = wish.search.casefold().split()
    seen = list(_matching(items, words, 1) if words else _opened(items, wish, 1))
    told = [_row(each, present(each.item)) for each in seen[:MOST_ROWS]]
    return told, len(seen) - len(told)


def find(items: Iterable[Item], row: str) -> Item | None:
    """Return the item with this id, if there is one."""
    for item in items:
        if item.id == row:
            return item
        if row.startswith(f"{item.id}/") and item.branches is not None:
            return find(item.branches(), row)
    return None


def _opened(items: Iterable[Item], wish: Wish, depth: int) -> Iterator[_Seen]:
    for item in items:
        is_open = item.branches is not None and wish.shows(item)
        yield _Seen(item, depth, is_open)
        if is_open and item.branches is not None:
            yield from _opened(item.branches(), wish, depth + 1)


def _matching(items: Iterable[Item], words: list[str], depth: int) -> Iterator[_Seen]:
    """Yield what has all words in its name or detail, and all that it is in."""
    for item in items:
        text = f"{item.name} {item.detail}".casefold()
        below = list(_matching(item.branches(), words, depth + 1)) if item.branches else []
        if below or all(word in text for word in words):
            yield _Seen(item, depth, bool(below))
            yield from below


def _row(seen: _Seen, present: Present) -> BridgeRow:
    item = seen.item
    return {
        "id": item.id,
        "depth": seen.depth,
        "kind": item.kind,
        "name": item.name,
        "detail": item.detail,
        "value": _value(item, present),
        "hint": item.hint,
        "can_open": item.branches is not None,
        "is_open": seen.is_open,
        "color_index": item.color_index,
        "views": list(item.views),
    }


def _value(item: Item, present: Present) -> str:
    """Return what an item is now; one that cannot be read must not hide the others."""
    try:
        return item.value(present)
    except Exception:
        LOG.debug("the inspector cannot read %s", item.id, exc_info=True)
        return ""
